//! The codes that the page has words for, as enums that mirror those of the rules.
//!
//! The variants are repeated here so that renaming one in a rule never silently changes what the page gets; the conversions are
//! exhaustive, so that a new code does not compile until it has a word.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::rules::{
    allowed::{OperationKind, Reason},
    amount::AmountProblem,
    find::NotAnId,
    next_step::NextStep,
    oddity::OddityKind,
    plain_refund::RefundDoubt,
    status::LinkState,
    timeline::EntryKind,
};

/// Defines an enum for the page with the variants of a rule's enum, and the conversion.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident from $source:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),+ }

        impl From<$source> for $name {
            fn from(source: $source) -> Self {
                match source { $($source::$variant => Self::$variant),+ }
            }
        }
    };
}

words! {
    /// Our state of a link.
    LinkStateView from LinkState {
        Checking, ToCapture, Released, Refunded, PaidPartRefunded, CapturedPart, PaidOrHeld, Paid, ExpiredReceived,
        CancelledReceived, Expired, Cancelled, PartPaid, Paying, Opened, Waiting, Unknown,
    }
}

words! {
    /// What a state means and what to do next.
    NextStepView from NextStep {
        Checking, CaptureOrVoid, CaptureOverdue, Released, Refunded, PartRefunded, CapturedPart, ReadOrder, HandOver,
        ReceivedThenEnded, AllReceivedThenEnded, NewLinkExpired, NewLinkCancelled, EndedUnclear, ResendForDue, LinkLags, WaitPaying, PayingTooLong, FollowUpOpened,
        OpenedLong, Wait, ExpiringSoon, ReadOnly,
    }
}

words! {
    /// Why Pine Labs may refuse a refund that contains only an amount.
    RefundDoubtView from RefundDoubt { Split, Products }
}

/// The actions that a link offers, or gives a reason for.
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
    /// `None` for a kind that no link offers.
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

words! {
    /// Why an action is not offered.
    ActionReason from Reason {
        Checking, OperationNotRead, NotUnderstood, OtherCurrency, OrderNotRead, AlreadyPaid, AlreadyCancelled, AlreadyExpired, MoneyReceived,
        PaymentUnderWay, NothingCaptured, NothingLeft, CaptureFirst, LessThanMinimum, NotPreAuth, AlreadyCaptured,
        AlreadyReleased, NotAuthorizedYet, Offline,
    }
}

words! {
    /// Why a typed amount is invalid.
    AmountProblemView from AmountProblem {
        Empty, NotAnAmount, Letters, Exponent, PlusSign, SpaceInside, CommaUnclear, SeveralPoints, TooManyDecimals,
        OtherCurrency, Negative, BelowMinimum, AboveLeft,
    }
}

words! {
    /// Which figures of a link contradict each other.
    OddityKindView from OddityKind {
        RefundedMoreThanCaptured, PaidTwice, CapturedMoreThanAsked, DueBelowZero, DueAboveAsked, OtherCurrency,
    }
}

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NotAnIdReason {
    TooLong,
    ControlCharacters,
    NotOneWord,
    Path,
    /// The character is sent in a separate field.
    Sign,
    Characters,
}

impl From<NotAnId> for NotAnIdReason {
    fn from(why: NotAnId) -> Self {
        match why {
            NotAnId::TooLong => Self::TooLong,
            NotAnId::ControlCharacters => Self::ControlCharacters,
            NotAnId::NotOneWord => Self::NotOneWord,
            NotAnId::Path => Self::Path,
            NotAnId::Sign(_) => Self::Sign,
            NotAnId::Characters => Self::Characters,
        }
    }
}

words! {
    TimelineKind from EntryKind {
        Created, Opened, Paid, PaymentFailed, Held, Captured, Voided, Refunded, RefundPending, RefundFailed, Cancelled,
        Expired, Expires,
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
