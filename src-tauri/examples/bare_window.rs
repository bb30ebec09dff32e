//! The floor that a start is measured against: a GTK window with a WebKit web view and a heading in it, and nothing else.
//! Prints `main MS`, `setup MS` and `painted MS` as the app does (`LINKDESK_TRACE_START`), and leaves.

#[cfg(target_os = "linux")]
fn main() {
    use std::time::{SystemTime, UNIX_EPOCH};

    use gtk::prelude::*;
    use webkit2gtk::{UserContentManager, UserContentManagerExt, WebView, WebViewExt};

    /// Tells once the second frame with the heading on it is due.
    const PAGE: &str = "<!doctype html><title>Floor</title><h1>Hello</h1><script>\
        requestAnimationFrame(() => requestAnimationFrame(() => \
        webkit.messageHandlers.painted.postMessage(0)))</script>";

    fn mark(name: &str) {
        let start: i128 =
            std::env::var("T0").ok().and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        println!("{name} {}", i128::try_from(now).unwrap_or_default() - start);
    }

    mark("main");
    gtk::init().expect("a display");
    let content = UserContentManager::new();
    content.register_script_message_handler("painted");
    content.connect_script_message_received(Some("painted"), |_, _| {
        mark("painted");
        gtk::main_quit();
    });
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_default_size(1280, 800);
    let view = WebView::with_user_content_manager(&content);
    window.add(&view);
    view.load_html(PAGE, Some("http://localhost/"));
    window.show_all();
    mark("setup");
    gtk::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The floor is a window of WebKitGTK, which is for Linux only.");
}
