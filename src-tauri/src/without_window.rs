//! The app with its own configuration, access list and commands, and no display: for tests of the access list, and for
//! measuring what a command costs (feature `measure`).

use std::{path::Path, sync::Arc, time::Duration};

use serde_json::Value;
use tauri::{
    App, Manager, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

use crate::{commands, desktop::Desktop, store::PluginStore};
use linkdesk_core::{
    app::{Linkdesk, Stores},
    recents::Recents,
    settings::Settings,
    start_options::{StartOptions, Trace},
};

/// Everything that is written stands below `folder`. `custom_url` is the address of the environment "Custom", which is
/// asked as fast as it goes.
pub fn app(folder: &Path, custom_url: Option<String>) -> App<MockRuntime> {
    let app = mock_builder()
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .build(tauri::generate_context!())
        .expect("the app's own configuration is sound");
    let launch = StartOptions {
        folder: folder.to_owned(),
        custom_url,
        undo: Duration::ZERO,
        pace: None,
        trace: Trace::Off,
    };
    let settings =
        Settings::open(&PluginStore(app.handle()), folder).expect("settings in a folder of one's own");
    let recents =
        Recents::open(&PluginStore(app.handle()), folder).expect("recents in a folder of one's own");
    let stores = Stores { settings, recents };
    app.manage(Arc::new(Linkdesk::new(launch, Arc::new(pinelabs::SystemClock), stores)));
    app.manage(Desktop::new(app.handle().clone()));
    app
}

pub fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default())
        .build()
        .expect("a window that nobody sees can always be made")
}

/// What the page of this window gets for a command: its answer, or its error.
pub fn ask(window: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }
            .parse()
            .expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("every answer is JSON"))
}
