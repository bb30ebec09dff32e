//! The one window: made here and not in the configuration, because its data folder, its title and its colour are known
//! only at the start.

use std::{
    error::Error,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tauri::{
    App, Monitor, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
    plugin::TauriPlugin, webview::NewWindowResponse, window::Color,
};

use crate::{
    desktop,
    webkit_env::PlainPainting,
    work_area::{self, Size, WorkArea},
};
#[cfg(target_os = "linux")]
use crate::{first_paint, fonts, webview_offline};
use linkdesk_core::{
    app::Linkdesk,
    json_file,
    settings::{Theme, WindowShape},
};

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
pub fn open(app: &App<Wry>, linkdesk: &Arc<Linkdesk>, painting: PlainPainting) -> tauri::Result<()> {
    let shape = if remembers_its_size() { linkdesk.settings.window() } else { None };
    let WindowShape { width, height, maximized } = shape.unwrap_or(FIRST_SHAPE);
    let opening = work_area::fit((width, height), MIN_SIZE, free_area(app));
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::default());
    if let Some((x, y)) = opening.at {
        builder = builder.position(x.into(), y.into());
    }
    let window = builder
        .title(APP_NAME)
        // The page words the title: it names the account and its environment, to be told apart in the task bar.
        .on_document_title_changed(|window, title| {
            // A title that cannot be set is no reason to refuse anything.
            let _ = window.set_title(&title);
        })
        .inner_size(opening.size.0.into(), opening.size.1.into())
        .min_inner_size(opening.least.0.into(), opening.least.1.into())
        .maximized(maximized)
        .theme(desktop::window_theme(linkdesk.settings.theme()))
        .data_directory(web_data(&linkdesk.start_options.folder))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .initialization_script(ASK_AT_ONCE)
        .build()?;
    // Nothing white is shown before the page is there, where it will be dark.
    let background = if will_be_dark(&window, linkdesk.settings.theme()) { NIGHT } else { DAY };
    window.set_background_color(Some(background))?;
    #[cfg(target_os = "linux")]
    {
        webview_offline::seal(&window)?;
        fonts::apply(&window)?;
    }
    let PlainPainting(plain) = painting;
    #[cfg(target_os = "linux")]
    if plain {
        first_paint::cover(&window, background)?;
    }
    #[cfg(not(target_os = "linux"))]
    debug_assert!(!plain, "only Linux has a plain painting");
    hold_all_back(&window, Arc::clone(linkdesk));
    if remembers_its_size() {
        remember_its_size(&window, Arc::clone(linkdesk), opening.size);
    }
    Ok(())
}

/// The work area of the monitor where a window will open: where the pointer is, as far as that is told, else the first one.
fn free_area(app: &App<Wry>) -> Option<WorkArea> {
    let monitors = app.available_monitors().unwrap_or_default();
    let pointer = app.cursor_position().ok().map(|at| at.cast::<i32>());
    let has_pointer = |monitor: &&Monitor| {
        let (start, size) = (monitor.position(), monitor.size());
        let within = |at: i32, from: i32, length: u32| {
            u32::try_from(at.saturating_sub(from)).is_ok_and(|at| at < length)
        };
        pointer.is_some_and(|at| within(at.x, start.x, size.width) && within(at.y, start.y, size.height))
    };
    let under_it = monitors.iter().find(has_pointer).cloned();
    let monitor = under_it.or_else(|| app.primary_monitor().ok()?).or_else(|| monitors.into_iter().next())?;
    let (area, scale) = (monitor.work_area(), monitor.scale_factor());
    let (start, size) = (area.position.to_logical::<i32>(scale), area.size.to_logical::<u32>(scale));
    Some(WorkArea { x: start.x, y: start.y, width: size.width, height: size.height })
}

#[cfg(target_os = "linux")]
fn will_be_dark(_window: &WebviewWindow<Wry>, chosen: Theme) -> bool {
    // The window does not know it before its first event; the page asks the toolkit too.
    chosen == Theme::Dark || chosen == Theme::System && first_paint::desktop_is_dark()
}

#[cfg(not(target_os = "linux"))]
fn will_be_dark(window: &WebviewWindow<Wry>, chosen: Theme) -> bool {
    let desktop_is_dark = || window.theme().is_ok_and(|theme| theme == tauri::Theme::Dark);
    chosen == Theme::Dark || chosen == Theme::System && desktop_is_dark()
}

/// Where the web view keeps its own: a folder that can be written or, where there is none, a place that takes nothing.
/// Left to itself it would choose one outside the app's folder, and not start where that cannot be made either.
fn web_data(folder: &Path) -> PathBuf {
    let data = folder.join("webview");
    match json_file::private_folder(&data) {
        Ok(()) => data,
        Err(_) if cfg!(unix) => PathBuf::from("/dev/null"),
        Err(_) => std::env::temp_dir().join("linkdesk"),
    }
}

/// Asks what the first screen needs while the page's own script is still being loaded, which takes that answer.
const ASK_AT_ONCE: &str = r#"window.linkdeskStart = window.__TAURI_INTERNALS__.invoke("start");"#;

/// The title until the page has its own, and the one name that is the same in every language.
const APP_NAME: &str = "Linkdesk";

/// The window as it is when nobody has changed it yet.
const FIRST_SHAPE: WindowShape = WindowShape { width: 1280, height: 800, maximized: false };

/// Smaller than this, nothing useful fits: the width of a page at 400 %.
const MIN_SIZE: Size = (320, 400);

/// The page's own background in either theme.
const NIGHT: Color = Color(0x13, 0x19, 0x18, 0xff);
const DAY: Color = Color(0xff, 0xff, 0xff, 0xff);

/// Under Wayland a window is told its size with its shadows and is asked for one without them, so that it would grow
/// from start to start; there the compositor decides.
fn remembers_its_size() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let asked_for_x11 = std::env::var("GDK_BACKEND").is_ok_and(|backend| backend.starts_with("x11"));
    !cfg!(target_os = "linux") || asked_for_x11 || !set("WAYLAND_DISPLAY")
}

/// What is held when somebody closes the window does not leave any more, however long closing takes.
fn hold_all_back(window: &WebviewWindow<Wry>, linkdesk: Arc<Linkdesk>) {
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            linkdesk.operations.close();
        }
    });
}

fn remember_its_size(window: &WebviewWindow<Wry>, linkdesk: Arc<Linkdesk>, opened: Size) {
    let closing = window.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. })
            && let Err(error) = keep_shape(&closing, &linkdesk, opened)
        {
            tracing::info!(%error, "the size of the window was not kept");
        }
    });
}

fn keep_shape(window: &WebviewWindow<Wry>, linkdesk: &Linkdesk, opened: Size) -> Result<(), Box<dyn Error>> {
    let maximized = window.is_maximized()?;
    let before = linkdesk.settings.window().unwrap_or(FIRST_SHAPE);
    let size = window.inner_size()?.to_logical::<u32>(window.scale_factor()?);
    let shape = WindowShape { maximized, ..before };
    // What a maximized or minimized window measures is not what it should have when it is neither. Nor did anybody choose
    // the size that it was opened in: a small screen does not take away what a larger one had.
    let chosen = (size.width, size.height) != opened && size.width >= MIN_SIZE.0 && size.height >= MIN_SIZE.1;
    let own = !maximized && !window.is_minimized()? && chosen;
    let shape = if own { WindowShape { width: size.width, height: size.height, ..shape } } else { shape };
    if shape != before {
        linkdesk.settings.keep_window(shape);
    }
    Ok(())
}

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
