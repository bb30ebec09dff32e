//! The one window: made here and not in the configuration, because its data folder, its title and its colour are known
//! only at the start.

use std::path::{Path, PathBuf};

use tauri::{App, WebviewUrl, WebviewWindowBuilder, Wry, plugin::TauriPlugin};

use crate::{desk::Desk, desktop};

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
    std::thread::sleep(std::time::Duration::from_millis(200));
    #[cfg(unix)]
    if let Ok(program) = std::env::current_exe() {
        use std::os::unix::process::CommandExt;
        let arguments = std::env::args_os().skip(1);
        let error =
            std::process::Command::new(program).args(arguments).env(TRIES, (tries + 1).to_string()).exec();
        eprintln!("Linkdesk could not start over: {error}");
    }
}

pub fn open(app: &App<Wry>, desk: &Desk) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title(desktop::title(desk))
        .inner_size(1280.0, 800.0)
        .min_inner_size(320.0, 400.0)
        .theme(desktop::window_theme(desk.settings().theme()))
        .data_directory(desk.launch().folder.join("webview"))
        .build()?;
    Ok(())
}
