//! The kinds of operations, one per file, and the only dispatch on the kind.
//!
//! Everything else in `operations` asks the [`Kind`].

mod cancel;
pub mod capture;
pub mod create_link;
mod facts;
pub mod kind;
pub mod refund;
mod resend;
pub(super) mod unchanged;
mod void;

pub use self::kind::Kind;
use crate::rules::allowed::OperationKind;

/// Every kind, one a line.
pub fn of(kind: OperationKind) -> &'static dyn Kind {
    match kind {
        OperationKind::Resend => &resend::Resend,
        OperationKind::Cancel => &cancel::Cancel,
        OperationKind::Refund => &refund::Refund,
        OperationKind::Capture => &capture::Capture,
        OperationKind::Void => &void::Void,
        OperationKind::Create => &create_link::CreateLink,
        #[cfg(test)]
        OperationKind::Withdraw => &super::tests::added_kind::Withdraw,
    }
}
