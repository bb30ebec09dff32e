//! The outcome of an operation: each outcome and each of its reasons has its own fields.

use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::{
    error::WireError,
    seen::SeenView,
    values::{MoneyView, ms, text},
};
use crate::{
    operations::{
        operation::{NeedsYou, NotSent, Operation, Refusal, State},
        preconditions::Precondition,
    },
    rules::allowed::Reason,
};

/// The names are those of `Outcome`. Each variant has a struct: if only some do, specta gives the others every field as `never`.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum OutcomeView {
    Held(HoldView),
    Sending(SendingView),
    Checking(LookUpsView),
    Undone(UndoView),
    Accepted(AcceptanceView),
    Done(EffectView),
    Refused(RefusalView),
    NotSent(NotSentView),
    NeedsYou(NeedsYouView),
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HoldView {
    pub held_until: i64,
    /// The rest of the hold when this view is created, in milliseconds: the page counts down by a monotonic clock.
    pub held_for_ms: i64,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingView {
    /// Pine Labs rate-limits us until then; it is sent automatically afterwards.
    pub waiting_until: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LookUpsView {
    pub checked_at: Option<i64>,
    pub next_check_at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoView {
    pub resolved_at: i64,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AcceptanceView {
    pub resolved_at: i64,
    pub refund_order_id: Option<String>,
    /// What else was refunded meanwhile, seen in the reading afterwards.
    pub more_refunded: Option<MoneyView>,
    /// Only the person says so, and can withdraw it.
    pub can_take_back: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EffectView {
    pub resolved_at: i64,
    /// The captured amount, if it differs from the requested one.
    pub captured_instead: Option<MoneyView>,
    /// For a cancelled link: whether its orders showed no money afterwards.
    pub no_money: Option<bool>,
    pub can_take_back: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    pub resolved_at: i64,
    #[serde(flatten)]
    pub why: WhyRefusedView,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NotSentView {
    pub resolved_at: i64,
    pub send_again: bool,
    pub can_take_back: bool,
    /// Why the last attempt to send it again did not send anything.
    pub again_unsent: Option<Box<WhyNotSentView>>,
    #[serde(flatten)]
    pub why: WhyNotSentView,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NeedsYouView {
    pub resolved_at: i64,
    pub can_take_back: bool,
    #[serde(flatten)]
    pub why: WhyNeedsYouView,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "refusal", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum WhyRefusedView {
    /// Pine Labs refused it, with its own code and text.
    Answered { error: WireError },
    /// The server's status that was found instead of the requested one.
    WentOtherwise { status_now: String },
    /// The link that already has the reference of the link to create.
    ReferenceUsed { other_link_id: Option<String> },
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "notSent", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum WhyNotSentView {
    /// What the person saw, and what is there now.
    Changed {
        before: Box<SeenView>,
        after: Box<SeenView>,
    },
    NotAllowed {
        not_allowed: Reason,
    },
    /// Another link already has the reference.
    ReferenceUsed {
        other_link_id: Option<String>,
    },
    CouldNotReread {
        error: WireError,
    },
    Unreachable {
        error: WireError,
    },
    /// Pine Labs rate-limits us until then, which is too long to wait.
    RateLimited {
        wait_until: i64,
    },
    NotRecorded,
    ClosedInHold,
    ClosedBeforeSending,
    HoldOverrun,
    ProvenAbsent,
    PersonSaysNot,
    /// Another computer has used the reference and refunded or captured this amount.
    MadeElsewhere {
        other_amount: MoneyView,
        refund_order_id: Option<String>,
    },
    /// The same, but the other request came from this computer.
    MadeHere {
        other_amount: MoneyView,
        refund_order_id: Option<String>,
    },
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "needsYou", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum WhyNeedsYouView {
    MayHaveGoneOut,
    RefundFailed {
        refund_order_id: Option<String>,
    },
    /// No look-up can tell the outcome: the person can, after a look at Pine Labs' dashboard.
    CannotTell {
        checked_at: Option<i64>,
        next_check_at: Option<i64>,
    },
    /// Pine Labs has another amount under its reference.
    OtherAmount {
        other_amount: MoneyView,
        refund_order_id: Option<String>,
    },
    /// An accepted refund that Pine Labs does not find any more.
    Forgotten {
        refund_order_id: Option<String>,
    },
}

impl From<&Operation> for OutcomeView {
    fn from(operation: &Operation) -> Self {
        let can_take_back = operation.rests_on_a_word();
        let why_not_sent = |why| WhyNotSentView::of(why, &operation.intent.seen);
        match &operation.state {
            State::Held { until } => Self::Held(HoldView {
                held_until: ms(*until),
                held_for_ms: (ms(*until) - ms(Timestamp::now())).max(0),
            }),
            State::Sending { waiting } => Self::Sending(SendingView { waiting_until: waiting.map(ms) }),
            State::Checking(checking) => Self::Checking(LookUpsView {
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
            }),
            State::Undone { at } => Self::Undone(UndoView { resolved_at: ms(*at) }),
            State::Accepted { at, refund } => Self::Accepted(AcceptanceView {
                resolved_at: ms(*at),
                refund_order_id: text(refund.order_id.as_ref()),
                more_refunded: operation.more_refunded().map(Into::into),
                can_take_back,
            }),
            State::Done { at, .. } | State::Made { at, .. } => Self::Done(EffectView {
                resolved_at: ms(*at),
                captured_instead: operation.captured_instead().map(Into::into),
                no_money: operation.no_money_after_cancel(),
                can_take_back,
            }),
            State::Refused { at, why } => {
                Self::Refused(RefusalView { resolved_at: ms(*at), why: why.into() })
            }
            State::NotSent { at, why } => Self::NotSent(NotSentView {
                resolved_at: ms(*at),
                send_again: operation.may_be_sent_again(),
                can_take_back,
                again_unsent: operation.again_unsent.as_ref().map(why_not_sent).map(Box::new),
                why: why_not_sent(why),
            }),
            State::NeedsYou { at, why } => {
                Self::NeedsYou(NeedsYouView { resolved_at: ms(*at), can_take_back, why: why.into() })
            }
        }
    }
}

impl From<&Refusal> for WhyRefusedView {
    fn from(why: &Refusal) -> Self {
        match why {
            Refusal::Api(answer) => Self::Answered { error: answer.into() },
            Refusal::RefundFailed => Self::WentOtherwise { status_now: "FAILED".to_owned() },
            Refusal::WentOtherwise(status) => Self::WentOtherwise { status_now: status.clone() },
            Refusal::ReferenceUsed { link_id } => {
                Self::ReferenceUsed { other_link_id: text(link_id.as_ref()) }
            }
        }
    }
}

impl WhyNotSentView {
    fn of(why: &NotSent, seen: &Precondition) -> Self {
        match why {
            NotSent::Changed { now } => {
                Self::Changed { before: Box::new(seen.into()), after: Box::new(now.as_ref().into()) }
            }
            NotSent::NotAllowed(reason) => Self::NotAllowed { not_allowed: *reason },
            NotSent::ReferenceUsed { link_id } => {
                Self::ReferenceUsed { other_link_id: text(link_id.as_ref()) }
            }
            NotSent::CouldNotReread(error) => Self::CouldNotReread { error: error.into() },
            NotSent::Unreachable(error) => Self::Unreachable { error: error.into() },
            NotSent::RateLimited { until } => Self::RateLimited { wait_until: ms(*until) },
            NotSent::NotRecorded => Self::NotRecorded,
            NotSent::ClosedInHold => Self::ClosedInHold,
            NotSent::ClosedBeforeSending => Self::ClosedBeforeSending,
            NotSent::HoldOverrun => Self::HoldOverrun,
            NotSent::ProvenAbsent => Self::ProvenAbsent,
            NotSent::PersonSaysNot => Self::PersonSaysNot,
            NotSent::MadeElsewhere { amount, order_id, from_here } => {
                let (other_amount, refund_order_id) = ((*amount).into(), text(order_id.as_ref()));
                if *from_here {
                    Self::MadeHere { other_amount, refund_order_id }
                } else {
                    Self::MadeElsewhere { other_amount, refund_order_id }
                }
            }
        }
    }
}

impl From<&NeedsYou> for WhyNeedsYouView {
    fn from(why: &NeedsYou) -> Self {
        match why {
            NeedsYou::MayHaveGoneOut { .. } => Self::MayHaveGoneOut,
            NeedsYou::RefundFailed { order_id } => {
                Self::RefundFailed { refund_order_id: text(order_id.as_ref()) }
            }
            NeedsYou::CannotTell(checking) => Self::CannotTell {
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
            },
            NeedsYou::OtherAmount { amount, refund } => Self::OtherAmount {
                other_amount: (*amount).into(),
                refund_order_id: text(refund.order_id.as_ref()),
            },
            NeedsYou::Forgotten { refund } => {
                Self::Forgotten { refund_order_id: text(refund.order_id.as_ref()) }
            }
        }
    }
}
