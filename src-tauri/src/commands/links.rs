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
    desk::{FindResult, Opened},
    domain::{
        find::{Choice, NotAnId, Query, Taken},
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
    pub reason: Option<NotAnIdReason>,
    /// The sign that no reference has.
    pub sign: Option<char>,
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
    pub query: String,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    pub kind: FindKind,
    pub page: PageView,
    /// How Pine Labs spells the reference, where that is another letter case than the one asked for.
    pub known_as: Option<String>,
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
            Query::PaymentId { .. } => Self::PaymentId,
            Query::Several => Self::Several,
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
    fn of(account: &str, found: FindResult) -> Self {
        let page = match found.page {
            Opened::Link(page) => PageView::Link(Box::new(LinkView::of(account, *page))),
            Opened::Order { order, raw, read_at } => {
                PageView::Order(Box::new(OrderPageView::of(account, &order, raw, read_at)))
            }
        };
        Self { kind: FindKind::from(&found.query), page, known_as: found.known_as }
    }
}

impl From<Taken> for FindKindView {
    fn from(taken: Taken) -> Self {
        let (reason, sign) = match taken.query {
            Query::NotAnId(why @ NotAnId::Sign(sign)) => (Some(why.into()), Some(sign)),
            Query::NotAnId(why) => (Some(why.into()), None),
            _ => (None, None),
        };
        let choice = |Choice { query, value }| FindChoiceView { kind: FindKind::from(&query), value };
        Self {
            kind: FindKind::from(&taken.query),
            reason,
            sign,
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
pub fn classify(desk: DeskState<'_>, query: String) -> FindKindView {
    let account = desk.settings().current().unwrap_or_default();
    desk.classify(&account, &query).into()
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
