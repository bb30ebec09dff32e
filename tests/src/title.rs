//! What stands in the title bars of a desktop: the X server is asked, as a window manager would, not the page.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, Window};
use x11rb::rust_connection::RustConnection;

/// The titles of the windows on a display.
pub fn titles(display: &str) -> Vec<String> {
    let (connection, screen) =
        x11rb::connect(Some(display)).expect("the journey's display takes connections");
    let root = connection.setup().roots[screen].root;
    let windows =
        connection.query_tree(root).ok().and_then(|asked| asked.reply().ok()).map(|tree| tree.children);
    windows.unwrap_or_default().into_iter().filter_map(|window| title(&connection, window)).collect()
}

fn title(connection: &RustConnection, window: Window) -> Option<String> {
    let name = connection.intern_atom(false, b"_NET_WM_NAME").ok()?.reply().ok()?.atom;
    let longest = 1024;
    let asked = connection.get_property(false, window, name, AtomEnum::ANY, 0, longest).ok()?;
    // A window may go while it is asked; then it has no title any more.
    let value = asked.reply().ok()?.value;
    (!value.is_empty()).then(|| String::from_utf8_lossy(&value).into_owned())
}
