//! The points on which Pine Labs' own sources disagree or are silent. A control route switches them at run time; `options` are
//! fixed at the start.

use crate::model::{RefundList, RefundStatus, TellParent};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// The answer to a second request with the same merchant reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Duplicate {
    /// 422 `DUPLICATE_REQUEST`, as integrators report.
    Refuse,
    /// The result of the first one, as the reference page says.
    Return,
}

/// How the token answer gives the expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenExpiry {
    ExpiresAt,
    ExpiresIn,
    None,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate switch with its own JSON field")]
pub(crate) struct Settings {
    /// Whether a capture with the other dialect's amount field is refused instead of the field being ignored.
    pub(crate) strict_capture_fields: bool,
    pub(crate) duplicate_create: Duplicate,
    pub(crate) duplicate_refund: Duplicate,
    pub(crate) duplicate_capture: Duplicate,
    /// Whether a refused refund uses up its reference, with nothing under it.
    pub(crate) burn_references: bool,
    /// The amount that a refund moves instead of the requested one.
    pub(crate) refund_makes: Option<NonZeroU32>,
    /// Whether look-ups follow Pine Labs' own schema: no `parent_order_id` and no `refunds[]`.
    pub(crate) documented_schema: bool,
    /// Which answers about a refund contain its order.
    pub(crate) tell_parent: TellParent,
    /// Whether an order with refunds has `refunds[]`.
    pub(crate) list_refunds: bool,
    /// What `refunds[]` contains.
    pub(crate) refund_list: RefundList,
    /// How far reads lag behind, by the shop's clock.
    pub(crate) read_lag_seconds: u64,
    /// Whether the order look-up by merchant reference finds refunds too.
    pub(crate) find_refunds_by_reference: bool,
    /// Whether look-ups by reference ignore letter case, and answer with the stored spelling.
    pub(crate) any_letter_case: bool,
    /// Whether orders with splits or several products refuse a refund that names neither.
    pub(crate) refuse_plain_refunds: bool,
    /// The status of a refund in its first answer.
    pub(crate) refund_status: RefundStatus,
    /// Whether cancel and resend are for CREATED links only, as one official tool says.
    pub(crate) created_only: bool,
    /// Whether a resend is answered with 204 and no body.
    pub(crate) empty_resend: bool,
    /// Whether the access token ends with a line break.
    pub(crate) token_line_break: bool,
    pub(crate) token_expiry: TokenExpiry,
    pub(crate) token_seconds: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            strict_capture_fields: false,
            duplicate_create: Duplicate::Refuse,
            duplicate_refund: Duplicate::Refuse,
            duplicate_capture: Duplicate::Refuse,
            burn_references: false,
            refund_makes: None,
            documented_schema: false,
            tell_parent: TellParent::Everywhere,
            list_refunds: true,
            refund_list: RefundList::Whole,
            read_lag_seconds: 0,
            find_refunds_by_reference: true,
            any_letter_case: false,
            refuse_plain_refunds: false,
            refund_status: RefundStatus::Created,
            created_only: false,
            empty_resend: false,
            token_line_break: false,
            token_expiry: TokenExpiry::ExpiresAt,
            token_seconds: 3600,
        }
    }
}

impl Settings {
    /// Which answers about a refund contain its parent, given the documented schema.
    pub(crate) fn parent(&self) -> TellParent {
        match self.tell_parent {
            TellParent::Everywhere if self.documented_schema => TellParent::Call,
            told => told,
        }
    }

    /// Whether a look-up for `asked` finds the reference `name`.
    pub(crate) fn finds(&self, name: &str, asked: &str) -> bool {
        name == asked || (self.any_letter_case && name.eq_ignore_ascii_case(asked))
    }

    /// How orders list their refunds, if they do.
    pub(crate) fn list(&self) -> Option<RefundList> {
        (self.list_refunds && !self.documented_schema).then_some(self.refund_list)
    }

    /// These settings with the given fields replaced; an unknown field or value is an error that names it.
    #[cfg(feature = "server")]
    pub(crate) fn changed_by(
        &self,
        change: serde_json::Map<String, serde_json::Value>,
    ) -> serde_json::Result<Self> {
        let mut fields = serde_json::to_value(self)?;
        if let Some(fields) = fields.as_object_mut() {
            fields.extend(change);
        }
        serde_json::from_value(fields)
    }
}
