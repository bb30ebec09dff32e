//! No way out of the page, on Linux: below the content security policy, the web view itself is left without a network.
//!
//! The page is served by this program and talks to nobody else, so nothing is lost. The policy alone does not do: a
//! script that got into the page could have a connection opened ahead of need (`<link rel=preconnect>`), and the name of
//! the host that it asks for can carry what it has read. All of Linkdesk's own requests are made by the Rust side.

use tauri::WebviewWindow;
use webkit2gtk::{
    NetworkProxyMode, NetworkProxySettings, SettingsExt, WebContextExt, WebViewExt, WebsiteDataManagerExt,
};

use crate::ffi;

/// Where every connection of the web view is sent: no protocol that anything speaks, at a port that nothing has.
const NOWHERE: &str = "nowhere://127.0.0.1:0";

/// What would look up a host's name, or knock at it, ahead of need. A look-up asks no proxy: it goes to the system's name
/// server, with whatever a script has written into the name.
const AHEAD_OF_NEED: [&str; 4] =
    ["LinkDNSPrefetch", "LinkPreconnect", "LinkPreconnectEarlyHints", "LinkPrefetch"];

/// Must be called before the page is there.
pub fn seal(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|view| {
        let view = view.inner();
        if let Some(data) = view.context().and_then(|context| context.website_data_manager()) {
            let mut nowhere = NetworkProxySettings::new(Some(NOWHERE), &[]);
            data.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut nowhere));
        }
        if let Some(settings) = WebViewExt::settings(&view) {
            let known = ffi::switch_off(&settings, &AHEAD_OF_NEED);
            if known < AHEAD_OF_NEED.len() {
                tracing::warn!(known, "the web view lacks a switch for what it does ahead of need");
            }
            settings.set_enable_media(false);
            settings.set_enable_media_stream(false);
            settings.set_enable_webaudio(false);
            settings.set_enable_webgl(false);
            settings.set_enable_webrtc(false);
        }
    })
}
