//! The points where Pine Labs' own sources disagree or say nothing, switchable while the sandbox runs. What is fixed
//! for the life of a sandbox is in `options`.

use crate::books::RefundStatus;
use serde::{Deserialize, Serialize};

/// What a second request under one merchant reference gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Duplicate {
    /// 422 `DUPLICATE_REQUEST`, as integrators report.
    Refuse,
    /// What the first one made, as the reference page says.
    Return,
}

/// How the token answer tells when the token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenExpiry {
    ExpiresAt,
    ExpiresIn,
    None,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, spelt as JSON spells it")]
pub(crate) struct Settings {
    /// Whether a capture with the other dialect's amount field is refused instead of the field being ignored.
    pub(crate) strict_capture_fields: bool,
    pub(crate) duplicate_create: Duplicate,
    pub(crate) duplicate_refund: Duplicate,
    /// Whether an order that has refunds carries `refunds[]`.
    pub(crate) list_refunds: bool,
    /// Whether the order look-up by merchant reference finds refunds too.
    pub(crate) find_refunds_by_reference: bool,
    /// The status that a refund has in its first answer.
    pub(crate) refund_status: RefundStatus,
    /// Whether cancel and resend are for CREATED links only, as one official tool says.
    pub(crate) created_only: bool,
    pub(crate) token_expiry: TokenExpiry,
    pub(crate) token_seconds: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            strict_capture_fields: false,
            duplicate_create: Duplicate::Refuse,
            duplicate_refund: Duplicate::Refuse,
            list_refunds: true,
            find_refunds_by_reference: true,
            refund_status: RefundStatus::Created,
            created_only: false,
            token_expiry: TokenExpiry::ExpiresAt,
            token_seconds: 3600,
        }
    }
}

impl Settings {
    /// These settings with the given fields replaced; an unknown field or value is an error that names it.
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
