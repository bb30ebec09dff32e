//! Starting up, the look, the clipboard, the system browser and the file manager.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::State;
use tauri_specta::Event;

use super::{Answer, DeskState, accounts::AccountView, links::RecentView};
use crate::{
    desk::{Desk, File, Notice},
    desktop::{Desktop, Target},
    domain::ledger_mark::Older,
    json_file::{IoCause, Trouble},
    ledger,
    settings::Theme,
};

/// Everything that the first screen needs, in one answer. Asks neither the keychain nor the network.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    pub accounts: Vec<AccountView>,
    pub current: Option<String>,
    pub theme: ThemeView,
    /// `LINKDESK_API_URL`: the address of the environment "Custom".
    pub custom_url: Option<String>,
    pub undo_seconds: u32,
    pub recents: Vec<RecentView>,
    pub notices: Vec<NoticeView>,
    pub version: String,
    /// The page reports its first painted frame with `painted`.
    pub trace: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum ThemeView {
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    RecentsReset,
    RecentsRestored,
    RecentsUnread,
    RecentsUnsaved,
    SettingsReset,
    SettingsRestored,
    SettingsUnread,
    SettingsUnsaved,
    LedgerOtherCopy,
    LedgerNewer,
    LedgerDamaged,
    LedgerUnwritable,
    LedgerGone,
    LedgerOlder,
    LedgerAnother,
    LedgerMissing,
    /// The computer's clock is ahead of Pine Labs'.
    ClockAhead,
    ClockBehind,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeReason {
    Full,
    NotAllowed,
    Newer,
    Other,
}

/// What is wrong with a file, and where the file is; or with the clock, and by how much.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    pub code: NoticeCode,
    pub reason: Option<NoticeReason>,
    /// How many changes the ledger does not know.
    pub missing: Option<u32>,
    pub path: Option<String>,
    /// How far Pine Labs' clock is ahead of the computer's, in milliseconds.
    pub off_by: Option<i64>,
}

/// Something is wrong with a file or the clock that was not before, or no longer is: here is all that is wrong now.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct NoticesChanged(pub Vec<NoticeView>);

impl NoticesChanged {
    pub fn of(desk: &Desk) -> Self {
        Self(desk.notices().into_iter().map(NoticeView::from).collect())
    }
}

/// Pages that open in the system browser. A fixed list: the page names one, never an address.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExternalPage {
    Dashboard,
    SignUp,
}

impl StartView {
    pub fn of(desk: &Desk) -> Self {
        let settings = desk.settings();
        let current = settings.current();
        let recents = current.iter().flat_map(|id| desk.recent_links(id)).map(RecentView::from).collect();
        Self {
            accounts: settings.accounts().into_iter().map(|account| AccountView::of(desk, account)).collect(),
            theme: settings.theme().into(),
            custom_url: desk.launch().custom_url.clone(),
            undo_seconds: u32::try_from(desk.launch().undo.as_secs()).unwrap_or(u32::MAX),
            recents,
            notices: NoticesChanged::of(desk).0,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            trace: desk.launch().trace != crate::desk::Trace::Off,
            current,
        }
    }
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        use NoticeCode as Code;
        let of_ledger = |code, missing: Option<i64>, path: PathBuf| {
            let missing = missing.map(|missing| u32::try_from(missing).unwrap_or(u32::MAX));
            Self { code, reason: None, missing, path: Some(path.display().to_string()), off_by: None }
        };
        let (file, trouble) = match notice {
            Notice::File { file, trouble } => (file, trouble),
            Notice::Ledger { trouble, path } => {
                let code = match trouble {
                    ledger::Trouble::OtherCopy => Code::LedgerOtherCopy,
                    ledger::Trouble::Newer => Code::LedgerNewer,
                    ledger::Trouble::Damaged => Code::LedgerDamaged,
                    ledger::Trouble::Unwritable(_) => Code::LedgerUnwritable,
                    ledger::Trouble::Gone => Code::LedgerGone,
                };
                return of_ledger(code, None, path);
            }
            Notice::Clock { off_by } => {
                let code = if off_by.is_negative() { Code::ClockAhead } else { Code::ClockBehind };
                let off_by = i64::try_from(off_by.as_millis()).ok();
                return Self { code, reason: None, missing: None, path: None, off_by };
            }
            Notice::LedgerOlder { older, path } => {
                let (code, missing) = match older {
                    Older::Copy { missing } => (Code::LedgerOlder, missing),
                    Older::Another { missing } => (Code::LedgerAnother, missing),
                    Older::Gone { missing } => (Code::LedgerMissing, missing),
                };
                return of_ledger(code, Some(missing), path);
            }
        };
        let (settings, recents, path, reason) = match trouble {
            Trouble::Restored { kept_at } => (Code::SettingsRestored, Code::RecentsRestored, kept_at, None),
            Trouble::Lost { kept_at } => (Code::SettingsReset, Code::RecentsReset, kept_at, None),
            Trouble::Unread { path, why } => (Code::SettingsUnread, Code::RecentsUnread, path, Some(why)),
            Trouble::Unsaved { path, why } => (Code::SettingsUnsaved, Code::RecentsUnsaved, path, Some(why)),
        };
        let code = match file {
            File::Settings => settings,
            File::Recents => recents,
        };
        let path = Some(path.display().to_string());
        Self { code, reason: reason.map(NoticeReason::from), missing: None, path, off_by: None }
    }
}

impl From<IoCause> for NoticeReason {
    fn from(why: IoCause) -> Self {
        match why {
            IoCause::Full => Self::Full,
            IoCause::NotAllowed => Self::NotAllowed,
            IoCause::Newer => Self::Newer,
            IoCause::Other => Self::Other,
        }
    }
}

impl From<Theme> for ThemeView {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<ThemeView> for Theme {
    fn from(theme: ThemeView) -> Self {
        match theme {
            ThemeView::System => Self::System,
            ThemeView::Light => Self::Light,
            ThemeView::Dark => Self::Dark,
        }
    }
}

#[tauri::command]
#[specta::specta]
pub async fn start(desk: DeskState<'_>) -> Answer<StartView> {
    Ok(StartView::of(&desk))
}

/// The page's first real content is on the screen; `at` is milliseconds since the epoch.
#[tauri::command]
#[specta::specta]
pub async fn painted(desk: DeskState<'_>, desktop: State<'_, Desktop>, at: i64) -> Answer<()> {
    crate::startup_trace::painted(&desktop, desk.launch().trace, at);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn set_theme(desk: DeskState<'_>, desktop: State<'_, Desktop>, theme: ThemeView) -> Answer<()> {
    desktop.set_theme(theme.into());
    desk.settings().set_theme(theme.into());
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
pub async fn open_logs_folder(desk: DeskState<'_>, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.show(&desk.launch().logs())?)
}
