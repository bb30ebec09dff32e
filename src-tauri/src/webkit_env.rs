//! What the web view is told through environment variables, before anything else runs.
//!
//! On Linux without a graphics card WebKitGTK starts faster and leaner when it does not try to share buffers with one;
//! and its graphics library must not keep a cache on a disk that may be full.

#[cfg(target_os = "linux")]
use crate::ffi;

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
        ffi::set_variable(SWITCH, "1".as_ref());
        if std::env::var_os(GDK_GL).is_none() {
            ffi::set_variable(GDK_GL, "disable".as_ref());
        }
    }
    if std::env::var_os(NO_SHADER_CACHE).is_none() {
        ffi::set_variable(NO_SHADER_CACHE, "true".as_ref());
    }
    PlainPainting(plain)
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() -> PlainPainting {
    PlainPainting(false)
}

/// There is nowhere to open a window.
#[cfg(target_os = "linux")]
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDisplay {
    #[error("there is no display to open its window on; start it in a desktop session.")]
    NotNamed,
    #[error(
        "the display {0} cannot be opened; start it in the desktop session of the person who is signed in."
    )]
    NotOpened(String),
}

/// Opens the display, which everything of the window needs. Without one the window system would end the program with words
/// for programmers. To be called on the main thread.
#[cfg(target_os = "linux")]
pub fn find_display() -> Result<(), NoDisplay> {
    quietly(gtk::init).map_err(|_| missing(|name| std::env::var(name).ok()))
}

/// Does this with nothing written to standard error: the libraries below say there for programmers what is said here.
#[cfg(target_os = "linux")]
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    use rustix::{
        fs::{Mode, OFlags},
        io::fcntl_dupfd_cloexec,
        stdio,
    };
    let said_to = fcntl_dupfd_cloexec(stdio::stderr(), 3).ok();
    let nowhere = rustix::fs::open("/dev/null", OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty()).ok();
    let said_to = said_to.filter(|_| nowhere.is_some_and(|nowhere| stdio::dup2_stderr(nowhere).is_ok()));
    let done = work();
    if let Some(said_to) = said_to {
        // Where it cannot be put back nothing is lost but words.
        let _ = stdio::dup2_stderr(said_to);
    }
    done
}

#[cfg(not(target_os = "linux"))]
pub fn find_display() -> Result<(), std::convert::Infallible> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn missing(variable: impl Fn(&str) -> Option<String>) -> NoDisplay {
    let named = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().filter_map(variable);
    let named: Vec<_> = named.filter(|value| !value.trim().is_empty()).collect();
    if named.is_empty() { NoDisplay::NotNamed } else { NoDisplay::NotOpened(named.join(" or ")) }
}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_display_that_is_not_named_is_told_from_one_that_cannot_be_opened() {
        let with = |pairs: &'static [(&str, &str)]| {
            missing(move |name| {
                pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(with(&[]), NoDisplay::NotNamed);
        assert_eq!(with(&[("DISPLAY", ""), ("WAYLAND_DISPLAY", " ")]), NoDisplay::NotNamed);
        assert_eq!(with(&[("DISPLAY", ":77")]), NoDisplay::NotOpened(":77".to_owned()));
        let both = with(&[("DISPLAY", ":77"), ("WAYLAND_DISPLAY", "wayland-9")]);
        assert_eq!(both, NoDisplay::NotOpened("wayland-9 or :77".to_owned()));
    }
}
