//! The data of the first screen.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    account::AccountView,
    notice::{NoticeView, notices},
    recent::RecentView,
};
use crate::{desk::Desk, settings::Theme};

/// Everything that the first screen needs, in one answer. Uses neither the keychain nor the network.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    pub accounts: Vec<AccountView>,
    pub current: Option<String>,
    pub theme: ThemeView,
    /// `LINKDESK_API_URL`: the base URL of the environment "Custom".
    pub custom_url: Option<String>,
    pub undo_seconds: u32,
    pub recents: Vec<RecentView>,
    pub notices: Vec<NoticeView>,
    pub version: String,
    /// Whether the page reports its first painted frame with `painted`.
    pub trace: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum ThemeView {
    System,
    Light,
    Dark,
}

impl StartView {
    pub async fn of(desk: &Desk) -> Self {
        let settings = desk.settings();
        let current = settings.current();
        let recents = match &current {
            Some(id) => desk.recent_links(id).await,
            None => Vec::new(),
        };
        Self {
            accounts: settings.accounts().into_iter().map(|account| AccountView::of(desk, account)).collect(),
            theme: settings.theme().into(),
            custom_url: desk.launch().custom_url.clone(),
            undo_seconds: u32::try_from(desk.launch().undo.as_secs()).unwrap_or(u32::MAX),
            recents: recents.into_iter().map(RecentView::from).collect(),
            notices: notices(desk).await,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            trace: desk.launch().trace != crate::desk::Trace::Off,
            current,
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
