//! The one window: made here and not in the configuration, because its data folder, its title and its colour are known
//! only at the start.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use tauri::{
    App, Url, WebviewUrl, WebviewWindowBuilder, Wry,
    plugin::TauriPlugin,
    webview::{NewWindowResponse, PageLoadEvent},
    window::Color,
};

use crate::{desk::Desk, desktop, environment::PlainPainting, settings::Theme};

/// The platform's folder for this app's data.
pub fn default_folder() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || from("HOME").or_else(|| from("USERPROFILE")).unwrap_or_else(std::env::temp_dir);
    let base = if cfg!(target_os = "macos") {
        home().join("Library/Application Support")
    } else if cfg!(windows) {
        from("APPDATA").unwrap_or_else(home)
    } else {
        from("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local/share"))
    };
    base.join("linkdesk")
}

/// One running copy for each data folder: a second one brings the first to the front.
pub fn single_instance(folder: &Path) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("app.linkdesk.desktop.f{:016x}", fingerprint(folder)))
        .callback(|app, _, _| desktop::bring_to_front(app))
        .build()
}

/// FNV-1a: the same for the same folder in every build, which the standard hasher does not promise.
fn fingerprint(folder: &Path) -> u64 {
    let bytes = folder.as_os_str().as_encoded_bytes();
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Set while a start is tried again; counts the tries.
const TRIES: &str = "LINKDESK_START_TRIES";

/// Starts this program over when the copy that it wanted to bring to the front was just leaving. Returns only when
/// that was tried often enough, or cannot be done here.
pub fn start_over() {
    let tries = std::env::var(TRIES).ok().and_then(|tries| tries.parse::<u32>().ok()).unwrap_or_default();
    if tries >= 10 {
        return;
    }
    std::thread::sleep(Duration::from_millis(200));
    #[cfg(unix)]
    if let Ok(program) = std::env::current_exe() {
        use std::os::unix::process::CommandExt;
        let arguments = std::env::args_os().skip(1);
        let error =
            std::process::Command::new(program).args(arguments).env(TRIES, (tries + 1).to_string()).exec();
        eprintln!("Linkdesk could not start over: {error}");
    }
}

/// Opens the window. It shows this app's page and nothing else: no other address, no second window, no download.
pub fn open(app: &App<Wry>, desk: &Desk, painting: PlainPainting) -> tauri::Result<()> {
    let builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title(desktop::title(desk))
        .inner_size(1280.0, 800.0)
        .min_inner_size(320.0, 400.0)
        .theme(desktop::window_theme(desk.settings().theme()))
        .data_directory(desk.launch().folder.join("webview"))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    // Where the night is chosen, nothing white is shown before the page is there.
    let builder = match desk.settings().theme() {
        Theme::Dark => builder.background_color(NIGHT),
        Theme::System | Theme::Light => builder,
    };
    if !painting.0 {
        builder.build()?;
        return Ok(());
    }
    // Without a graphics card the first drawing of an empty web view can stall by half a second, so the window waits
    // for the page; not for ever, should the page not come.
    let window = builder
        .visible(false)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LONGEST_HIDDEN).await;
        let _ = window.show();
    });
    Ok(())
}

const LONGEST_HIDDEN: Duration = Duration::from_secs(2);

/// The page's own background in the dark theme.
const NIGHT: Color = Color(0x13, 0x19, 0x18, 0xff);

fn is_our_page(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        "about" => address.as_str() == "about:blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_to_its_own_page_and_nowhere_else() {
        for address in ["tauri://localhost", "tauri://localhost/index.html", "http://tauri.localhost/"] {
            assert!(is_our_page(&address.parse().unwrap()), "{address}");
        }
        for address in [
            "https://example.com/",
            "http://localhost/",
            "tauri://elsewhere",
            "https://tauri.localhost.example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:config",
        ] {
            assert!(!is_our_page(&address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_folder_has_one_name_on_the_bus_and_another_folder_another() {
        assert_eq!(fingerprint(Path::new("/a")), fingerprint(Path::new("/a")));
        assert_ne!(fingerprint(Path::new("/a")), fingerprint(Path::new("/b")));
    }
}
