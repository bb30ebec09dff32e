//! Finding links and orders, and the links opened lately.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Answer, AppState};
use linkdesk_core::views::{
    error::WireError,
    link::{LinkView, OrderPageView},
    recent::RecentView,
};
use linkdesk_core::{
    app::Linkdesk,
    reading::{FindResult, Opened},
    rules::find::{Choice, NotAnId, Query, Taken},
};

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FindKind {
    Empty,
    LinkId,
    Reference,
    OrderId,
    PaymentId,
    Url,
    /// A text with more than one: the choices.
    Several,
    NotAnId,
}

/// What a text was taken for, before anything is asked.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindKindView {
    pub kind: FindKind,
    pub not_an_id: Option<NotAnId>,
    /// What is looked for, without what is around it.
    pub value: String,
    /// It was picked out of a longer text.
    pub picked: bool,
    /// What may have been meant: of several the ones there are, else other spellings.
    pub choices: Vec<FindChoiceView>,
}

/// Something to look for in place of what was typed.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindChoiceView {
    pub kind: FindKind,
    pub value: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindRequest {
    pub account_id: String,
    /// As it was typed or pasted.
    pub text: String,
}

/// All that the page needs of a search, in one answer. Without a link or order and without a problem, the text can be no id,
/// and nothing was asked.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindView {
    pub taken: FindKindView,
    pub found: Option<FoundView>,
    pub problem: Option<WireError>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    pub page: PageView,
    /// How Pine Labs spells the reference, where that is another letter case than the one asked for.
    pub known_as: Option<String>,
    /// The links opened lately, with this one.
    pub recents: Vec<RecentView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PageView {
    Link(Box<LinkView>),
    Order(Box<OrderPageView>),
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkRequest {
    pub account_id: String,
    pub link_id: String,
}

impl From<&Query> for FindKind {
    fn from(query: &Query) -> Self {
        match query {
            Query::Empty => Self::Empty,
            Query::LinkId(_) => Self::LinkId,
            Query::OrderId(_) => Self::OrderId,
            Query::PaymentId { .. } => Self::PaymentId,
            Query::Several => Self::Several,
            Query::Url(_) => Self::Url,
            Query::Reference(_) => Self::Reference,
            Query::NotAnId(_) => Self::NotAnId,
        }
    }
}

impl FoundView {
    async fn of(app: &Linkdesk, account: &str, found: FindResult) -> Self {
        let page = match found.page {
            Opened::Link(page) => PageView::Link(Box::new(LinkView::of(account, *page))),
            Opened::Order { order, raw, read_at } => {
                PageView::Order(Box::new(OrderPageView::of(account, &order, raw, read_at)))
            }
        };
        Self { page, known_as: found.known_as, recents: recents_of(app, account).await }
    }
}

impl From<Taken> for FindKindView {
    fn from(taken: Taken) -> Self {
        let not_an_id = match taken.query {
            Query::NotAnId(why) => Some(why),
            _ => None,
        };
        let choice = |Choice { query, value }| FindChoiceView { kind: FindKind::from(&query), value };
        Self {
            kind: FindKind::from(&taken.query),
            not_an_id,
            value: taken.value,
            picked: taken.picked,
            choices: taken.choices.into_iter().map(choice).collect(),
        }
    }
}

/// What a text is taken for in the account in front.
#[tauri::command(async)]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "so Tauri hands arguments over")]
pub fn classify(app: AppState<'_>, query: String) -> FindKindView {
    let account = app.settings.current().unwrap_or_default();
    app.finder.classify(&account, &query).into()
}

#[tauri::command]
#[specta::specta]
pub async fn find(app: AppState<'_>, request: FindRequest) -> Answer<FindView> {
    let account = &request.account_id;
    let taken = app.finder.classify(account, &request.text);
    let (found, problem) = match &taken.query {
        Query::Empty | Query::Several | Query::NotAnId(_) => (None, None),
        query => match app.finder.find_query(account, query).await {
            Ok(found) => (Some(FoundView::of(&app, account, found).await), None),
            Err(error) => (None, Some(error.into())),
        },
    };
    Ok(FindView { taken: taken.into(), found, problem })
}

/// Reads a link again. Where the network fails, the last known comes back marked stale.
#[tauri::command]
#[specta::specta]
pub async fn open_link(app: AppState<'_>, request: LinkRequest) -> Answer<LinkView> {
    let page = app.reader.open_link(&request.account_id, &request.link_id).await?;
    Ok(LinkView::of(&request.account_id, page))
}

/// The last known answer for a link, at once and without a request.
#[tauri::command]
#[specta::specta]
pub async fn known_link(app: AppState<'_>, request: LinkRequest) -> Answer<Option<LinkView>> {
    let page = app.reader.known_link(&request.account_id, &request.link_id).await;
    Ok(page.map(|page| LinkView::of(&request.account_id, page)))
}

#[tauri::command]
#[specta::specta]
pub async fn recents(app: AppState<'_>, account_id: String) -> Answer<Vec<RecentView>> {
    Ok(recents_of(&app, &account_id).await)
}

#[tauri::command]
#[specta::specta]
pub async fn forget_recent(app: AppState<'_>, request: LinkRequest) -> Answer<Vec<RecentView>> {
    app.recents.remove(&request.account_id, &request.link_id);
    Ok(recents_of(&app, &request.account_id).await)
}

async fn recents_of(app: &Linkdesk, account: &str) -> Vec<RecentView> {
    app.reader.recent_links(account).await.into_iter().map(RecentView::from).collect()
}
