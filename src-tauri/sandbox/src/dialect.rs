//! The field names that differ between the two dialects. The routes that differ are in `routes`.

use crate::options::DialectSetting;

/// How a refund body spells its two fields.
#[derive(Clone, Copy)]
pub(crate) struct RefundFields {
    pub(crate) reference: &'static str,
    pub(crate) amount: &'static str,
}

pub(crate) const REFERENCE_REFUND: RefundFields =
    RefundFields { reference: "merchant_order_reference", amount: "order_amount" };
pub(crate) const GUIDE_REFUND: RefundFields =
    RefundFields { reference: "merchant_refund_reference", amount: "amount" };

/// The amount field of a capture body. Both dialects have the same path, so a server of one ignores the other's field and
/// captures everything, unless it is set to be strict.
pub(crate) struct CaptureFields {
    pub(crate) reads: &'static [&'static str],
    pub(crate) unknown: Option<&'static str>,
    pub(crate) reference_required: bool,
}

pub(crate) fn capture_fields(dialect: DialectSetting) -> CaptureFields {
    match dialect {
        DialectSetting::Reference => {
            CaptureFields { reads: &["capture_amount"], unknown: Some("amount"), reference_required: true }
        }
        DialectSetting::Guide => {
            CaptureFields { reads: &["amount"], unknown: Some("capture_amount"), reference_required: false }
        }
        DialectSetting::Both => {
            CaptureFields { reads: &["capture_amount", "amount"], unknown: None, reference_required: false }
        }
    }
}
