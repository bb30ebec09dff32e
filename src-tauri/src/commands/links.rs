//! Finding links and orders, and the links opened lately.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    Answer, DeskState,
    link_view::{LinkView, OrderPageView},
    view::MoneyView,
    words::{LinkStateView, NotAnIdReason},
};
use crate::{
    desk::{Found, Page},
    domain::{
        find::{self, Query},
        status::LinkState,
    },
    recents::Recent,
};

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FindKind {
    Empty,
    LinkId,
    Reference,
    OrderId,
    Url,
    NotAnId,
}

/// What a text was taken for, before anything is asked.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindKindView {
    pub kind: FindKind,
    pub reason: Option<NotAnIdReason>,
    /// The text without the blanks around it.
    pub value: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindRequest {
    pub account_id: String,
    pub query: String,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    pub kind: FindKind,
    pub page: PageView,
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

/// A link opened lately, as it was last seen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecentView {
    pub reference: Option<String>,
    pub link_id: String,
    pub customer: Option<String>,
    pub amount: Option<MoneyView>,
    pub due: Option<MoneyView>,
    pub status: String,
    pub state: LinkStateView,
    pub expires_at: Option<i64>,
    pub seen_at: i64,
    pub opened_at: i64,
}

impl From<&Query> for FindKind {
    fn from(query: &Query) -> Self {
        match query {
            Query::Empty => Self::Empty,
            Query::LinkId(_) => Self::LinkId,
            Query::OrderId(_) => Self::OrderId,
            Query::Url(_) => Self::Url,
            Query::Reference(_) => Self::Reference,
            Query::NotAnId(_) => Self::NotAnId,
        }
    }
}

impl From<Recent> for RecentView {
    fn from(recent: Recent) -> Self {
        Self {
            reference: recent.reference,
            link_id: recent.link_id,
            customer: recent.customer,
            amount: recent.amount.map(Into::into),
            due: recent.due.map(Into::into),
            status: recent.status,
            state: LinkState::named(&recent.state).unwrap_or(LinkState::Unknown).into(),
            expires_at: recent.expires_at,
            seen_at: recent.seen_at,
            opened_at: recent.opened_at,
        }
    }
}

impl FoundView {
    fn of(account: &str, found: Found) -> Self {
        let page = match found.page {
            Page::Link(page) => PageView::Link(Box::new(LinkView::of(account, *page))),
            Page::Order { order, raw, read_at } => {
                PageView::Order(Box::new(OrderPageView::of(account, &order, raw, read_at)))
            }
        };
        Self { kind: FindKind::from(&found.query), page }
    }
}

#[tauri::command]
#[specta::specta]
pub async fn classify(query: String) -> FindKindView {
    let found = find::classify(&query);
    let reason = if let Query::NotAnId(why) = &found { Some(NotAnIdReason::from(*why)) } else { None };
    FindKindView { kind: FindKind::from(&found), reason, value: query.trim().to_owned() }
}

#[tauri::command]
#[specta::specta]
pub async fn find(desk: DeskState<'_>, request: FindRequest) -> Answer<FoundView> {
    let found = desk.find(&request.account_id, &request.query).await?;
    Ok(FoundView::of(&request.account_id, found))
}

/// Reads a link again. Where the network fails, the last known comes back marked stale.
#[tauri::command]
#[specta::specta]
pub async fn open_link(desk: DeskState<'_>, request: LinkRequest) -> Answer<LinkView> {
    let page = desk.open_link(&request.account_id, &request.link_id).await?;
    Ok(LinkView::of(&request.account_id, page))
}

/// The last known answer for a link, at once and without a request.
#[tauri::command]
#[specta::specta]
pub async fn known_link(desk: DeskState<'_>, request: LinkRequest) -> Answer<Option<LinkView>> {
    let page = desk.known_link(&request.account_id, &request.link_id);
    Ok(page.map(|page| LinkView::of(&request.account_id, page)))
}

#[tauri::command]
#[specta::specta]
pub async fn recents(desk: DeskState<'_>, account_id: String) -> Answer<Vec<RecentView>> {
    Ok(desk.recent_links(&account_id).into_iter().map(RecentView::from).collect())
}

#[tauri::command]
#[specta::specta]
pub async fn forget_recent(desk: DeskState<'_>, request: LinkRequest) -> Answer<Vec<RecentView>> {
    desk.recents().remove(&request.account_id, &request.link_id);
    Ok(desk.recent_links(&request.account_id).into_iter().map(RecentView::from).collect())
}
