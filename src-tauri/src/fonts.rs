//! The desktop's own type face for the page, on Linux.
//!
//! There a page that asks for `system-ui` gets it only after a search through all fonts, at each weight, while nothing
//! is on the screen yet. GTK knows the face already, so the web view is told to take it for its plain sans-serif.
//!
//! And where nobody has chosen how letters are fitted to the pixels, GTK guesses a way that has each letter's own
//! program run first. Fontconfig, which every other program asks, says "slightly"; that is taken then.

use gtk::{pango::FontDescription, prelude::*};
use tauri::WebviewWindow;
use webkit2gtk::{SettingsExt, WebViewExt};

/// What GTK says where no desktop has told it anything.
const GUESSED: &str = "hintmedium";

/// Gives the web view the desktop's face. Where the desktop names none, the web view keeps its own.
pub fn apply(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|view| {
        let desktop = gtk::Settings::default();
        if let Some(desktop) = &desktop
            && desktop.gtk_xft_hintstyle().as_deref() == Some(GUESSED)
        {
            desktop.set_gtk_xft_hintstyle(Some("hintslight"));
        }
        let name = desktop.and_then(|desktop| desktop.gtk_font_name());
        let face = name.and_then(|name| FontDescription::from_string(&name).family());
        // "Sans" is a wish for any face without serifs, which is what the web view looks for anyway.
        if let Some(face) = face.filter(|face| face != "Sans")
            && let Some(settings) = WebViewExt::settings(&view.inner())
        {
            settings.set_sans_serif_font_family(&face);
        }
    })
}
