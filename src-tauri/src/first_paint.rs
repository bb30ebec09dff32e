//! What stands in the window until its page is there: the page's own background, and nothing else.
//!
//! The frame of the window is on the screen at once. Without a graphics card, the first drawing of a web view can wait
//! half a second for a web process that is itself waiting for that drawing; so nothing is asked of the web view before
//! it has something to show. Where the web view paints through a graphics card there is no such wait, and its
//! background colour alone keeps the window from flashing white.

use std::{cell::Cell, rc::Rc, time::Duration};

use gtk::{
    gdk::{RGBA, prelude::GdkContextExt},
    glib,
    prelude::*,
};
use tauri::{WebviewWindow, window::Color};
use webkit2gtk::{LoadEvent, WebViewExt};

/// A page that has not come by then is not waited for: what the web view has to say instead must be seen.
const MAX_COVER_TIME: Duration = Duration::from_secs(2);

/// What the web view will tell a page that asks how the desktop looks.
pub fn desktop_is_dark() -> bool {
    gtk::Settings::default().is_some_and(|settings| {
        let name = settings.gtk_theme_name().unwrap_or_default().to_lowercase();
        settings.is_gtk_application_prefer_dark_theme() || name.ends_with("-dark") || name.ends_with(":dark")
    })
}

/// Draws the curtain, now and whenever the page is loaded again. It opens once the page has been loaded, never
/// earlier: a web view asked to draw while it loads is what stalls.
pub fn cover(window: &WebviewWindow, colour: Color) -> tauri::Result<()> {
    let colour = rgba(colour);
    window.with_webview(move |view| {
        let view = view.inner();
        let closed = Rc::new(Cell::new(true));
        let drawn = Rc::clone(&closed);
        view.connect_draw(move |_, canvas| {
            if !drawn.get() {
                return glib::Propagation::Proceed;
            }
            GdkContextExt::set_source_rgba(canvas, &colour);
            // A frame that could not be painted is painted by the next one.
            let _ = canvas.paint();
            glib::Propagation::Stop
        });
        open_in_time(&view, &closed);
        view.connect_load_changed(move |view, event| match event {
            LoadEvent::Started => {
                closed.set(true);
                open_in_time(view, &closed);
            }
            LoadEvent::Finished => open(view, &closed),
            _ => {}
        });
    })
}

fn open_in_time(view: &webkit2gtk::WebView, closed: &Rc<Cell<bool>>) {
    let (view, closed) = (view.clone(), Rc::clone(closed));
    glib::timeout_add_local_once(MAX_COVER_TIME, move || open(&view, &closed));
}

fn open(view: &webkit2gtk::WebView, closed: &Cell<bool>) {
    if closed.replace(false) {
        view.queue_draw();
    }
}

fn rgba(Color(red, green, blue, _): Color) -> RGBA {
    RGBA::parse(&format!("rgb({red},{green},{blue})")).unwrap_or(RGBA::WHITE)
}
