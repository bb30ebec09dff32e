//! Linkdesk: a desktop app for a small shop's Pine Labs Online payment links.
//!
//! This is the composition root: what is started, in which order, and what is put together. See ARCHITECTURE.md.

#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

mod commands;
mod desktop;
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "the web view has settings that only its environment and its own functions reach"
)]
mod ffi;
#[cfg(target_os = "linux")]
mod first_paint;
#[cfg(target_os = "linux")]
mod fonts;
mod logs;
mod startup_trace;
mod store;
mod webkit_env;
#[cfg(target_os = "linux")]
mod webview_offline;
mod window;
#[cfg(any(test, feature = "measure"))]
pub mod without_window;
mod work_area;

use std::{error::Error, process::ExitCode, sync::Arc};

use pinelabs::SystemClock;
use tauri::{App, Manager, RunEvent, Wry};

use crate::{desktop::Desktop, store::PluginStore, webkit_env::PlainPainting};
use linkdesk_core::{
    app::{Linkdesk, Stores},
    json_file,
    recents::Recents,
    settings::Settings,
    start_options::StartOptions,
};

/// Runs the app until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let launch = match StartOptions::read(|name| std::env::var(name).ok(), window::default_folder()) {
        Ok(launch) => launch,
        Err(why) => {
            eprintln!("Linkdesk does not start: {why}");
            return ExitCode::from(2);
        }
    };
    let painting = webkit_env::prepare();
    startup_trace::mark(launch.trace, "main");
    if let Err(why) = webkit_env::find_display() {
        eprintln!("Linkdesk does not start: {why}");
        return ExitCode::FAILURE;
    }
    if let Err(error) = json_file::private_folder(&launch.folder) {
        eprintln!("Linkdesk can keep nothing in {}: {error}", launch.folder.display());
    }
    let _log = logs::open(&launch.logs());
    let single = window::single_instance(&launch.folder);
    let result = tauri::Builder::default()
        .plugin(single)
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .setup(move |app| set_up(app, launch, painting))
        .build(tauri::generate_context!());
    match result {
        Ok(app) => {
            app.run(|app, event| {
                if let (RunEvent::Exit, Some(linkdesk)) = (event, app.try_state::<Arc<Linkdesk>>()) {
                    tauri::async_runtime::block_on(linkdesk.close());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            if matches!(&error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
            {
                window::start_over();
            }
            eprintln!("Linkdesk does not start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn set_up(app: &mut App<Wry>, launch: StartOptions, painting: PlainPainting) -> Result<(), Box<dyn Error>> {
    let settings = Settings::open(&PluginStore(app.handle()), &launch.folder)?;
    let recents = Recents::open(&PluginStore(app.handle()), &launch.folder)?;
    let stores = Stores { settings, recents };
    let linkdesk = Arc::new(Linkdesk::new(launch, Arc::new(SystemClock), stores));
    tauri::async_runtime::block_on(linkdesk.recover());
    tauri::async_runtime::spawn(Arc::clone(&linkdesk).resume());
    app.manage(Arc::clone(&linkdesk));
    app.manage(Desktop::new(app.handle().clone()));
    commands::events::tell_page(app.handle(), &linkdesk);
    window::open(app, &linkdesk, painting)?;
    startup_trace::mark(linkdesk.start_options.trace, "setup");
    Ok(())
}
