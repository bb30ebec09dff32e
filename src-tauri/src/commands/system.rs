//! Starting up, the look, the clipboard, the system browser and the file manager.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::State;

use super::{Answer, AppState};
use crate::desktop::{Desktop, Target};
use linkdesk_core::{settings::Theme, views::start::StartView};

/// Pages that open in the system browser. A fixed list: the page names one, never an address.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExternalPage {
    Dashboard,
    SignUp,
}

#[tauri::command]
#[specta::specta]
pub async fn start(app: AppState<'_>) -> Answer<StartView> {
    Ok(StartView::of(&app).await)
}

/// The page's first real content is on the screen; `at` is milliseconds since the epoch.
#[tauri::command]
#[specta::specta]
pub async fn painted(app: AppState<'_>, desktop: State<'_, Desktop>, at: i64) -> Answer<()> {
    crate::startup_trace::painted(&desktop, app.start_options.trace, at);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn set_theme(app: AppState<'_>, desktop: State<'_, Desktop>, theme: Theme) -> Answer<()> {
    desktop.set_theme(theme);
    app.settings.set_theme(theme);
    // What is not saved holds for as long as the program runs, and is a notice of its own.
    let _ = app.settings.saved().await;
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn zoom(desktop: State<'_, Desktop>, percent: u16) -> Answer<()> {
    desktop.zoom(percent);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn copy_text(desktop: State<'_, Desktop>, text: String) -> Answer<()> {
    Ok(desktop.copy(text)?)
}

#[tauri::command]
#[specta::specta]
pub async fn open_external(desktop: State<'_, Desktop>, target: ExternalPage) -> Answer<()> {
    let target = match target {
        ExternalPage::Dashboard => Target::Dashboard,
        ExternalPage::SignUp => Target::SignUp,
    };
    Ok(desktop.open(target)?)
}

/// The folder of the logs, in the system's file manager.
#[tauri::command]
#[specta::specta]
pub async fn open_logs_folder(app: AppState<'_>, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.show(&app.start_options.logs())?)
}
