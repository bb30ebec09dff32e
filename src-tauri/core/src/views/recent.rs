//! A recently opened link.

use serde::Serialize;
use specta::Type;

use super::values::MoneyView;
use crate::{recents::Recent, rules::status::LinkState};

/// A recently opened link, as last seen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecentView {
    pub reference: Option<String>,
    pub link_id: String,
    pub customer: Option<String>,
    pub amount: Option<MoneyView>,
    pub due: Option<MoneyView>,
    pub status: String,
    pub state: LinkState,
    pub expires_at: Option<i64>,
    pub seen_at: i64,
    pub opened_at: i64,
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
            state: LinkState::named(&recent.state).unwrap_or(LinkState::Unknown),
            expires_at: recent.expires_at,
            seen_at: recent.seen_at,
            opened_at: recent.opened_at,
        }
    }
}
