//! What the web view is told through environment variables, before anything else runs.
//!
//! On Linux without a graphics card WebKitGTK starts faster and leaner when it does not try to share buffers with one;
//! and its graphics library keeps a cache that belongs under the app's own folder like everything else.

use std::path::Path;

#[cfg(target_os = "linux")]
use crate::foreign;

/// Whether the web view paints without a graphics card's buffers, so that its window is shown only once there is
/// something to show: see `window::open`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainPainting(pub bool);

/// Must be called first in `main`, while there is only one thread.
#[cfg(target_os = "linux")]
pub fn prepare(folder: &Path) -> PlainPainting {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    // GTK looks for GL when it opens the display. Drawn in software it is of no use to this window, and looking loads a
    // compiler before the web view is even asked for.
    const GDK_GL: &str = "GDK_GL";
    let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true");
    let plain = !driven && std::env::var_os(SWITCH).is_none() && !has_graphics_card();
    if plain {
        foreign::set_variable(SWITCH, "1".as_ref());
        if std::env::var_os(GDK_GL).is_none() {
            foreign::set_variable(GDK_GL, "disable".as_ref());
        }
    }
    if std::env::var_os("MESA_SHADER_CACHE_DIR").is_none() {
        foreign::set_variable("MESA_SHADER_CACHE_DIR", folder.join("webview").join("shaders").as_os_str());
    }
    PlainPainting(plain)
}

#[cfg(not(target_os = "linux"))]
pub fn prepare(_folder: &Path) -> PlainPainting {
    PlainPainting(false)
}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}
