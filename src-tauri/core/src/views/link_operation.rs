//! The operations on a link: every kind but the one that creates a link.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::rules::allowed::OperationKind;

/// An operation on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkOperationKind {
    Resend,
    Cancel,
    Refund,
    Capture,
    Void,
}

impl LinkOperationKind {
    /// `None` for the kind that creates a link.
    pub fn of(action: OperationKind) -> Option<Self> {
        match action {
            OperationKind::Resend => Some(Self::Resend),
            OperationKind::Cancel => Some(Self::Cancel),
            OperationKind::Refund => Some(Self::Refund),
            OperationKind::Capture => Some(Self::Capture),
            OperationKind::Void => Some(Self::Void),
            OperationKind::Create => None,
            #[cfg(test)]
            OperationKind::Withdraw => None,
        }
    }
}

impl From<LinkOperationKind> for OperationKind {
    fn from(kind: LinkOperationKind) -> Self {
        match kind {
            LinkOperationKind::Resend => Self::Resend,
            LinkOperationKind::Cancel => Self::Cancel,
            LinkOperationKind::Refund => Self::Refund,
            LinkOperationKind::Capture => Self::Capture,
            LinkOperationKind::Void => Self::Void,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_that_a_link_offers_crosses_to_the_page_as_itself() {
        for kind in OperationKind::ALL {
            assert_eq!(LinkOperationKind::of(kind).map(OperationKind::from), Some(kind));
        }
    }
}
