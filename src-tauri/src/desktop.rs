//! The clipboard, the system browser and the file manager: the only user of the plugins for them.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_opener::OpenerExt;

use linkdesk_core::{
    settings::Theme,
    views::error::{ErrorCause, ErrorCode, WireError},
};

/// What the desktop around the window did not do.
#[derive(Debug, thiserror::Error)]
pub enum DesktopError {
    #[error("no browser opened {address}")]
    Browser {
        address: &'static str,
        #[source]
        source: Box<tauri_plugin_opener::Error>,
    },
    #[error("no file manager opened {}", folder.display())]
    FileManager {
        folder: PathBuf,
        #[source]
        source: Box<tauri_plugin_opener::Error>,
    },
    #[error("the clipboard took nothing")]
    Clipboard(#[source] Box<tauri_plugin_clipboard_manager::Error>),
}

impl From<DesktopError> for WireError {
    fn from(error: DesktopError) -> Self {
        match error {
            DesktopError::Browser { address, .. } => {
                Self::caused(ErrorCode::Desktop, ErrorCause::Browser).place(address.to_owned())
            }
            DesktopError::FileManager { folder, .. } => {
                Self::caused(ErrorCode::Desktop, ErrorCause::FileManager).place(folder.display().to_string())
            }
            DesktopError::Clipboard(_) => Self::caused(ErrorCode::Desktop, ErrorCause::Clipboard),
        }
    }
}

/// The pages that may be opened in the system browser.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    Dashboard,
    SignUp,
}

impl Target {
    fn address(self) -> &'static str {
        match self {
            Self::Dashboard => "https://dashboardv2.pluralonline.com/login",
            Self::SignUp => "https://dashboardv2.pluralonline.com/signup",
        }
    }
}

/// What is asked of the desktop around the page. Behind a trait, so that commands know no window system.
trait Shell: Send + Sync {
    fn open(&self, target: Target) -> Result<(), DesktopError>;
    fn show(&self, folder: &Path) -> Result<(), DesktopError>;
    fn copy(&self, text: String) -> Result<(), DesktopError>;
    fn set_theme(&self, theme: Theme);
    fn zoom(&self, percent: u16);
    fn exit(&self);
}

impl<R: Runtime> Shell for AppHandle<R> {
    fn open(&self, target: Target) -> Result<(), DesktopError> {
        let address = target.address();
        let opened = self.opener().open_url(address, None::<&str>);
        opened.map_err(|source| DesktopError::Browser { address, source: Box::new(source) })
    }

    fn show(&self, folder: &Path) -> Result<(), DesktopError> {
        let opened = self.opener().open_path(folder.display().to_string(), None::<&str>);
        opened.map_err(|source| DesktopError::FileManager {
            folder: folder.to_owned(),
            source: Box::new(source),
        })
    }

    fn copy(&self, text: String) -> Result<(), DesktopError> {
        self.clipboard().write_text(text).map_err(|source| DesktopError::Clipboard(Box::new(source)))
    }

    fn set_theme(&self, theme: Theme) {
        if let Some(window) = self.get_webview_window("main") {
            // The page has its colours already; the frame following is a nicety.
            let _ = window.set_theme(window_theme(theme));
        }
    }

    fn zoom(&self, percent: u16) {
        if let Some(window) = self.get_webview_window("main") {
            // A page that stays as large as it was is seen by whoever asked.
            let _ = window.set_zoom(f64::from(percent) / 100.0);
        }
    }

    fn exit(&self) {
        self.exit(0);
    }
}

/// The desktop around the page, as the commands get it.
pub struct Desktop(Box<dyn Shell>);

impl Desktop {
    pub fn new<R: Runtime>(app: AppHandle<R>) -> Self {
        Self(Box::new(app))
    }

    pub fn open(&self, target: Target) -> Result<(), DesktopError> {
        self.0.open(target)
    }

    /// Opens a folder of ours in the file manager.
    pub fn show(&self, folder: &Path) -> Result<(), DesktopError> {
        self.0.show(folder)
    }

    pub fn copy(&self, text: String) -> Result<(), DesktopError> {
        self.0.copy(text)
    }

    /// Gives the window's frame the colours of the page.
    pub fn set_theme(&self, theme: Theme) {
        self.0.set_theme(theme);
    }

    /// Shows the page larger or smaller, between half its size and the four times that WCAG asks for.
    pub fn zoom(&self, percent: u16) {
        self.0.zoom(percent.clamp(50, 400));
    }

    pub fn exit(&self) {
        self.0.exit();
    }
}

/// `None` follows the system.
pub fn window_theme(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// Brings the running copy to the front, when a second one was started.
pub fn bring_to_front<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
