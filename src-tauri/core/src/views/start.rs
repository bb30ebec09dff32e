//! The data of the first screen.

use serde::Serialize;
use specta::Type;

use super::{account::AccountView, notice::NoticeView, recent::RecentView};
use crate::{app::Linkdesk, settings::Theme, start_options::Trace};

/// Everything that the first screen needs, in one answer. Uses neither the keychain nor the network.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    pub accounts: Vec<AccountView>,
    pub current: Option<String>,
    pub theme: Theme,
    /// `LINKDESK_API_URL`: the base URL of the environment "Custom".
    pub custom_url: Option<String>,
    pub undo_seconds: u32,
    pub recents: Vec<RecentView>,
    pub notices: Vec<NoticeView>,
    pub version: String,
    /// Whether the page reports its first painted frame with `painted`.
    pub trace: bool,
}

impl StartView {
    pub async fn of(app: &Linkdesk) -> Self {
        let (settings, options) = (&app.settings, &app.start_options);
        let current = settings.current();
        let recents = match &current {
            Some(id) => app.reader.recent_links(id).await,
            None => Vec::new(),
        };
        let account = |account| AccountView::of(&app.accounts, account);
        Self {
            accounts: settings.accounts().into_iter().map(account).collect(),
            theme: settings.theme(),
            custom_url: options.custom_url.clone(),
            undo_seconds: u32::try_from(options.undo.as_secs()).unwrap_or(u32::MAX),
            recents: recents.into_iter().map(RecentView::from).collect(),
            notices: app.notices.now().await.into_iter().map(NoticeView::from).collect(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            trace: options.trace != Trace::Off,
            current,
        }
    }
}
