//! A desktop's windows as its X server has them: what stands in their title bars, which is on top, and what a window
//! manager does to them. The page is not asked.

use x11rb::COPY_DEPTH_FROM_PARENT;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, ImageFormat, MapState, PropMode,
    Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

pub struct Screen {
    connection: RustConnection,
    root: Window,
}

impl Screen {
    pub fn of(display: &str) -> Self {
        let (connection, screen) =
            x11rb::connect(Some(display)).expect("the journey's display takes connections");
        let root = connection.setup().roots[screen].root;
        Self { connection, root }
    }

    /// The titles of the windows.
    pub fn titles(&self) -> Vec<String> {
        self.windows().into_iter().filter_map(|window| self.title(window)).collect()
    }

    /// The title of the window that covers the others.
    pub fn on_top(&self) -> Option<String> {
        let shown = |window: &Window| {
            let asked = self.connection.get_window_attributes(*window).ok();
            asked.and_then(|asked| asked.reply().ok()).is_some_and(|got| got.map_state == MapState::VIEWABLE)
        };
        self.windows().into_iter().rfind(shown).and_then(|window| self.title(window))
    }

    /// Where the window with this in its title is on the screen, and how large: x, y, width and height in real pixels.
    pub fn place(&self, words: &str) -> Option<(i32, i32, u32, u32)> {
        let called = |window: &Window| self.title(*window).is_some_and(|title| title.contains(words));
        let window = self.windows().into_iter().find(called)?;
        let size = self.connection.get_geometry(window).ok()?.reply().ok()?;
        let at = self.connection.translate_coordinates(window, self.root, 0, 0).ok()?.reply().ok()?;
        Some((at.dst_x.into(), at.dst_y.into(), size.width.into(), size.height.into()))
    }

    /// The size of the screen.
    pub fn size(&self) -> (u32, u32) {
        let size = self.connection.get_geometry(self.root).ok().and_then(|asked| asked.reply().ok());
        size.map(|size| (size.width.into(), size.height.into())).expect("a screen has a size")
    }

    /// How bright the screen is at points all over it, from 0 to 255.
    pub fn brightness(&self) -> Vec<u8> {
        let (format, every) = (ImageFormat::Z_PIXMAP, 40);
        let size = self.connection.get_geometry(self.root).ok().and_then(|asked| asked.reply().ok());
        let (width, height) = size.map(|size| (size.width, size.height)).expect("a screen has a size");
        let asked = self.connection.get_image(format, self.root, 0, 0, width, height, !0);
        let image = asked.ok().and_then(|asked| asked.reply().ok()).expect("a picture of the screen").data;
        // Four bytes a point: blue, green, red and nothing.
        let rows = image.chunks_exact(usize::from(width) * 4).skip(every / 2).step_by(every);
        let points = rows.flat_map(|row| row.chunks_exact(4).skip(every / 2).step_by(every));
        points.map(|point| point[..3].iter().copied().min().unwrap_or_default()).collect()
    }

    /// Lays a window of another program over everything; it goes when this is dropped.
    pub fn cover(&self, title: &str) {
        let window = self.connection.generate_id().expect("a number for a window");
        let name = self.atom("_NET_WM_NAME");
        let (width, height) = (400, 300);
        let made = self
            .connection
            .create_window(
                COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                0,
                0,
                width,
                height,
                0,
                WindowClass::INPUT_OUTPUT,
                0,
                &CreateWindowAux::new(),
            )
            .and_then(|_| {
                let text = self.atom("UTF8_STRING");
                self.connection.change_property8(PropMode::REPLACE, window, name, text, title.as_bytes())
            })
            .and_then(|_| self.connection.map_window(window));
        made.expect("a window can be made");
        self.connection.flush().expect("the display listens");
    }

    /// Asks a window to close, as its cross does.
    pub fn close(&self, titled: &str) {
        let of_it = |window: &Window| self.title(*window).is_some_and(|title| title.contains(titled));
        let window = self.windows().into_iter().find(of_it).expect("there is such a window");
        let (protocols, delete) = (self.atom("WM_PROTOCOLS"), self.atom("WM_DELETE_WINDOW"));
        let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message).expect("the display listens");
        // A message of a program that is gone before it is read is dropped.
        self.connection.sync().expect("the display listens");
    }

    /// From the lowest to the highest.
    fn windows(&self) -> Vec<Window> {
        let asked = self.connection.query_tree(self.root).ok();
        asked.and_then(|asked| asked.reply().ok()).map(|tree| tree.children).unwrap_or_default()
    }

    fn atom(&self, name: &str) -> u32 {
        let asked = self.connection.intern_atom(false, name.as_bytes()).expect("the display listens");
        asked.reply().expect("every name has a number").atom
    }

    fn title(&self, window: Window) -> Option<String> {
        let name = self.atom("_NET_WM_NAME");
        let longest = 1024;
        let asked = self.connection.get_property(false, window, name, AtomEnum::ANY, 0, longest).ok()?;
        // A window may go while it is asked; then it has no title any more.
        let value = asked.reply().ok()?.value;
        (!value.is_empty()).then(|| String::from_utf8_lossy(&value).into_owned())
    }
}
