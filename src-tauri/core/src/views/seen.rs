//! A reading of a link and its order, for a side-by-side comparison.

use serde::Serialize;
use specta::Type;

use super::values::{MoneyView, text};
use crate::{operations::preconditions::Precondition, rules::refundable::Figures};

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FiguresView {
    pub captured: MoneyView,
    pub refunded: MoneyView,
    pub pending: MoneyView,
    pub left: MoneyView,
    /// Refunds made elsewhere may be missing: `left` is an upper bound.
    pub at_most: bool,
}

/// A reading of a link and of the order that money moves on.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeenView {
    /// In the server's words.
    pub link_status: Option<String>,
    pub order_status: Option<String>,
    pub due: Option<MoneyView>,
    /// Authorised and not captured.
    pub held: Option<MoneyView>,
    pub figures: Option<FiguresView>,
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        Self {
            captured: figures.captured.into(),
            refunded: figures.refunded.into(),
            pending: figures.pending.into(),
            left: figures.left.into(),
            at_most: figures.at_most,
        }
    }
}

impl From<&Precondition> for SeenView {
    fn from(seen: &Precondition) -> Self {
        Self {
            link_status: text(seen.link_status.as_ref()),
            order_status: text(seen.order_status.as_ref()),
            due: seen.due.map(Into::into),
            held: seen.held.map(Into::into),
            figures: seen.figures.map(Into::into),
        }
    }
}
