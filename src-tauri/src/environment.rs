//! What the web view is told through environment variables, before anything else runs.
//!
//! On Linux without a graphics card WebKitGTK starts faster and leaner when it does not try to share buffers with one;
//! and its graphics library must not keep a cache on a disk that may be full.

#[cfg(target_os = "linux")]
use crate::foreign;

/// Whether the web view paints without a graphics card's buffers, so that its window is shown only once there is
/// something to show: see `window::open`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainPainting(pub bool);

/// Must be called first in `main`, while there is only one thread.
#[cfg(target_os = "linux")]
pub fn prepare() -> PlainPainting {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    // GTK looks for GL when it opens the display. Drawn in software it is of no use to this window, and looking loads a
    // compiler before the web view is even asked for.
    const GDK_GL: &str = "GDK_GL";
    // The index of that cache is a mapped file with holes: where the disk is full, writing into one ends the page.
    const NO_SHADER_CACHE: &str = "MESA_SHADER_CACHE_DISABLE";
    let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true");
    let plain = !driven && std::env::var_os(SWITCH).is_none() && !has_graphics_card();
    if plain {
        foreign::set_variable(SWITCH, "1".as_ref());
        if std::env::var_os(GDK_GL).is_none() {
            foreign::set_variable(GDK_GL, "disable".as_ref());
        }
    }
    if std::env::var_os(NO_SHADER_CACHE).is_none() {
        foreign::set_variable(NO_SHADER_CACHE, "true".as_ref());
    }
    PlainPainting(plain)
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() -> PlainPainting {
    PlainPainting(false)
}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}
