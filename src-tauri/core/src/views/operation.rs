//! A confirmed operation and its outcome.

use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::{
    error::WireError,
    seen::SeenView,
    values::{MoneyView, ms, text},
    words::ActionReason,
};
use crate::{
    operations::{
        operation::{NeedsYou, NotSent, Operation, Refusal, State},
        outcome::Outcome,
        preconditions::Precondition,
    },
    rules::allowed::OperationKind,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NotSentReason {
    /// What the person saw is out of date: see `before` and `after`.
    Changed,
    NotAllowed,
    /// Another link already has the reference.
    ReferenceUsed,
    CouldNotReread,
    Unreachable,
    RateLimited,
    NotRecorded,
    ClosedInHold,
    ClosedBeforeSending,
    HoldOverrun,
    ProvenAbsent,
    PersonSaysNot,
    /// Another computer has used the reference and refunded or captured `other_amount`.
    MadeElsewhere,
    /// The same, but the other request came from this computer.
    MadeHere,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate fact for the page")]
pub struct OperationView {
    pub id: String,
    pub account_id: String,
    pub kind: OperationKind,
    /// `None` for a link yet to be created.
    pub link_id: Option<String>,
    /// The link that already has the reference of the link to create.
    pub other_link_id: Option<String>,
    pub link_reference: Option<String>,
    pub order_id: Option<String>,
    pub amount: Option<MoneyView>,
    /// What a partial capture releases to the customer.
    pub released: Option<MoneyView>,
    pub customer_name: Option<String>,
    pub reference: Option<String>,
    pub reason: Option<String>,
    /// Its row number in the ledger.
    pub number: i64,
    /// Optimistic locking: of two views of one operation, the higher revision is newer.
    pub revision: i64,
    pub confirmed_at: i64,
    pub outcome: Outcome,
    pub held_until: Option<i64>,
    /// The rest of the hold when this view is created, in milliseconds: the page counts down by a monotonic clock.
    pub held_for_ms: Option<i64>,
    /// Pine Labs rate-limits us until then; it is sent automatically afterwards.
    pub waiting_until: Option<i64>,
    pub sent_at: Option<i64>,
    pub resolved_at: Option<i64>,
    pub checked_at: Option<i64>,
    pub next_check_at: Option<i64>,
    pub not_sent: Option<NotSentReason>,
    pub not_allowed: Option<ActionReason>,
    /// If a difference stopped it: what the person saw, and what is there now.
    pub before: Option<SeenView>,
    pub after: Option<SeenView>,
    /// The server's status that was found instead of the requested one.
    pub status_now: Option<String>,
    pub captured_instead: Option<MoneyView>,
    /// The amount under its reference at Pine Labs, if it differs or somebody else made it.
    pub other_amount: Option<MoneyView>,
    /// What else was refunded meanwhile, seen in the reading afterwards.
    pub more_refunded: Option<MoneyView>,
    /// For a cancelled link: whether its orders showed no money afterwards.
    pub no_money: Option<bool>,
    /// An accepted refund that Pine Labs does not find any more.
    pub forgotten: bool,
    pub may_have_gone_out: bool,
    pub send_again: bool,
    pub error: Option<WireError>,
    pub refund_order_id: Option<String>,
    pub request_id: Option<String>,
    pub request_ids: Vec<String>,
    /// No look-up can tell the outcome: the person can, after a look at Pine Labs' dashboard.
    pub can_decide: bool,
    /// When the person reported the outcome.
    pub decided_at: Option<i64>,
    /// Only the person says so, and can withdraw it.
    pub can_take_back: bool,
    /// When a start found that the last exit stopped it before it was sent.
    pub interrupted_at: Option<i64>,
    /// Why the last attempt to send it again did not send anything.
    pub again_unsent: Option<NotSentReason>,
}

impl From<&Operation> for OperationView {
    fn from(operation: &Operation) -> Self {
        let intent = &operation.intent;
        let base = Self {
            id: intent.id.to_string(),
            account_id: intent.account.clone(),
            kind: intent.kind,
            link_id: text(operation.link_id()),
            other_link_id: text(operation.stood_in_the_way()),
            link_reference: text(intent.link_reference.as_ref()),
            order_id: text(intent.order_id.as_ref()),
            amount: operation.amount.map(Into::into),
            released: operation.released.filter(|released| released.is_positive()).map(Into::into),
            customer_name: intent.customer_name.clone(),
            reference: text(intent.reference.as_ref()),
            reason: operation.reason.clone(),
            number: operation.number,
            revision: operation.revision,
            confirmed_at: ms(operation.confirmed_at),
            outcome: Outcome::Sending,
            held_until: None,
            held_for_ms: None,
            waiting_until: None,
            sent_at: operation.sent_at.map(ms),
            resolved_at: None,
            checked_at: None,
            next_check_at: None,
            not_sent: None,
            not_allowed: None,
            before: None,
            after: None,
            status_now: None,
            captured_instead: None,
            other_amount: operation.other_amount().map(Into::into),
            more_refunded: operation.more_refunded().map(Into::into),
            no_money: operation.no_money_after_cancel(),
            forgotten: false,
            may_have_gone_out: false,
            send_again: false,
            error: None,
            refund_order_id: None,
            request_id: operation.request_ids.last().cloned(),
            request_ids: operation.request_ids.clone(),
            can_decide: false,
            decided_at: operation.decided_at.map(ms),
            can_take_back: operation.rests_on_a_word(),
            interrupted_at: operation.interrupted_at.map(ms),
            again_unsent: operation.again_unsent.as_ref().map(NotSentReason::from),
        };
        base.in_state(&operation.state, &intent.seen)
    }
}

impl OperationView {
    fn in_state(self, state: &State, seen: &Precondition) -> Self {
        let resolved = |outcome, at| Self { outcome, resolved_at: Some(ms(at)), ..self.clone() };
        match state {
            State::Held { until } => Self {
                outcome: Outcome::Held,
                held_until: Some(ms(*until)),
                held_for_ms: Some((ms(*until) - ms(Timestamp::now())).max(0)),
                ..self
            },
            State::Sending { waiting } => Self { waiting_until: waiting.map(ms), ..self },
            State::Checking(checking) => Self {
                outcome: Outcome::Checking,
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
                ..self
            },
            State::Undone { at } => resolved(Outcome::Undone, *at),
            State::Accepted { at, refund } => {
                Self { refund_order_id: text(refund.order_id.as_ref()), ..resolved(Outcome::Accepted, *at) }
            }
            State::Done { at, captured_instead } => {
                Self { captured_instead: captured_instead.map(Into::into), ..resolved(Outcome::Done, *at) }
            }
            State::Made { at, .. } => resolved(Outcome::Done, *at),
            State::Refused { at, why } => {
                let (error, status_now) = match why {
                    Refusal::Api(answer) => (Some(WireError::from(answer)), None),
                    Refusal::RefundFailed => (None, Some("FAILED".to_owned())),
                    Refusal::WentOtherwise(status) => (None, Some(status.clone())),
                    Refusal::ReferenceUsed { .. } => (None, None),
                };
                Self { status_now, error, ..resolved(Outcome::Refused, *at) }
            }
            State::NotSent { at, why } => resolved(Outcome::NotSent, *at).not_sent(why, seen),
            State::NeedsYou { at, why: NeedsYou::RefundFailed { order_id } } => Self {
                refund_order_id: text(order_id.as_ref()),
                status_now: Some("FAILED".to_owned()),
                ..resolved(Outcome::NeedsYou, *at)
            },
            State::NeedsYou { at, why: NeedsYou::OtherAmount { refund, .. } } => {
                Self { refund_order_id: text(refund.order_id.as_ref()), ..resolved(Outcome::NeedsYou, *at) }
            }
            State::NeedsYou { at, why: NeedsYou::Forgotten { refund } } => Self {
                refund_order_id: text(refund.order_id.as_ref()),
                forgotten: true,
                ..resolved(Outcome::NeedsYou, *at)
            },
            State::NeedsYou { at, why: NeedsYou::MayHaveGoneOut { .. } } => {
                Self { may_have_gone_out: true, ..resolved(Outcome::NeedsYou, *at) }
            }
            State::NeedsYou { at, why: NeedsYou::CannotTell(checking) } => Self {
                can_decide: true,
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
                ..resolved(Outcome::NeedsYou, *at)
            },
        }
    }

    fn not_sent(self, why: &NotSent, seen: &Precondition) -> Self {
        let base = Self { not_sent: Some(why.into()), ..self };
        match why {
            NotSent::Changed { now } => {
                Self { before: Some(seen.into()), after: Some(now.as_ref().into()), ..base }
            }
            NotSent::NotAllowed(reason) => Self { not_allowed: Some((*reason).into()), ..base },
            NotSent::CouldNotReread(error) | NotSent::Unreachable(error) => {
                Self { error: Some(error.into()), ..base }
            }
            NotSent::RateLimited { until } => Self { next_check_at: Some(ms(*until)), ..base },
            NotSent::ProvenAbsent | NotSent::PersonSaysNot => Self { send_again: true, ..base },
            NotSent::MadeElsewhere { order_id, .. } => {
                Self { refund_order_id: text(order_id.as_ref()), ..base }
            }
            _ => base,
        }
    }
}

impl From<&NotSent> for NotSentReason {
    fn from(why: &NotSent) -> Self {
        match why {
            NotSent::Changed { .. } => Self::Changed,
            NotSent::NotAllowed(_) => Self::NotAllowed,
            NotSent::ReferenceUsed { .. } => Self::ReferenceUsed,
            NotSent::CouldNotReread(_) => Self::CouldNotReread,
            NotSent::Unreachable(_) => Self::Unreachable,
            NotSent::RateLimited { .. } => Self::RateLimited,
            NotSent::NotRecorded => Self::NotRecorded,
            NotSent::ClosedInHold => Self::ClosedInHold,
            NotSent::ClosedBeforeSending => Self::ClosedBeforeSending,
            NotSent::HoldOverrun => Self::HoldOverrun,
            NotSent::ProvenAbsent => Self::ProvenAbsent,
            NotSent::PersonSaysNot => Self::PersonSaysNot,
            NotSent::MadeElsewhere { from_here: true, .. } => Self::MadeHere,
            NotSent::MadeElsewhere { .. } => Self::MadeElsewhere,
        }
    }
}
