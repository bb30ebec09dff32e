//! A change that moves money or a link, from its open dialog to its outcome.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    error::WireError,
    link_view::LinkView,
    order_view::{OrderView, PaymentView},
    seen_view::{FiguresView, SeenView},
    view::{MoneyView, ms, text},
    words::{ActionKind, ActionReason, AmountProblemView, ChangeKind},
};
use crate::{
    desk::{LinkPage, Shown},
    domain::{
        allowed::Action,
        amount::{AmountProblem, Chosen},
        capture_window, status, words,
    },
    operations::{
        operation::{Intent, NeedsYou, NotSent, Operation, Refusal, State},
        seen::Seen,
    },
};

/// What a dialog opens with: the link as read this moment, and the intent that confirming will carry out.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntentView {
    pub intent_id: String,
    pub kind: ActionKind,
    pub link: LinkView,
    pub order_id: Option<String>,
    pub reference: Option<String>,
    /// Of a refund.
    pub figures: Option<FiguresView>,
    /// Of a capture or void.
    pub held: Option<MoneyView>,
    pub captured_so_far: Option<MoneyView>,
    pub capture_by: Option<i64>,
    pub capture_overdue: bool,
    pub payee: Option<String>,
    pub paid_by: Option<PaymentView>,
    /// The most that can move, in words.
    pub words: Option<String>,
    pub undo_seconds: u32,
}

/// A link that is to be made, as confirming will ask for it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewLinkView {
    pub intent_id: String,
    pub reference: Option<String>,
    pub amount: Option<MoneyView>,
    pub words: Option<String>,
    pub payee: Option<String>,
}

/// What an amount that was typed comes to.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AmountView {
    pub amount: Option<MoneyView>,
    pub words: Option<String>,
    /// Left after a refund, or released by a capture.
    pub rest: Option<MoneyView>,
    pub problem: Option<AmountProblemView>,
    /// A refund that leaves less than can ever be refunded.
    pub strands_rest: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    Held,
    Sending,
    Undone,
    Accepted,
    Done,
    Refused,
    Checking,
    NotSent,
    NeedsYou,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NotSentReason {
    /// What was seen is no longer so: `before` and `after` say what.
    Changed,
    NotAllowed,
    /// A link stands under the reference already.
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
}

impl OutcomeKind {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Held, "held"),
        (Self::Sending, "sending"),
        (Self::Undone, "undone"),
        (Self::Accepted, "accepted"),
        (Self::Done, "done"),
        (Self::Refused, "refused"),
        (Self::Checking, "checking"),
        (Self::NotSent, "not_sent"),
        (Self::NeedsYou, "needs_you"),
    ];

    /// As the ledger has it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationView {
    pub id: String,
    pub account_id: String,
    pub kind: ChangeKind,
    /// Of one that is still to be made there is none.
    pub link_id: Option<String>,
    /// The link that stands under the reference of one that was to be made.
    pub other_link_id: Option<String>,
    pub link_reference: Option<String>,
    pub order_id: Option<String>,
    pub amount: Option<MoneyView>,
    /// What a part capture gives back.
    pub released: Option<MoneyView>,
    pub words: Option<String>,
    pub payee: Option<String>,
    pub reference: Option<String>,
    pub reason: Option<String>,
    /// Its number in the ledger.
    pub number: i64,
    /// Grows with each word of it that is written down: of two, the one with the higher one is newer.
    pub revision: i64,
    pub confirmed_at: i64,
    pub outcome: OutcomeKind,
    pub held_until: Option<i64>,
    /// Pine Labs asked to wait until then; it is sent by itself afterwards.
    pub waiting_until: Option<i64>,
    pub sent_at: Option<i64>,
    pub settled_at: Option<i64>,
    pub checked_at: Option<i64>,
    pub next_check_at: Option<i64>,
    pub not_sent: Option<NotSentReason>,
    pub not_allowed: Option<ActionReason>,
    /// Where it was not sent because they differ: what the person saw, and what is so now.
    pub before: Option<SeenView>,
    pub after: Option<SeenView>,
    /// The server's word for what was found instead of what was asked for.
    pub status_now: Option<String>,
    pub captured_instead: Option<MoneyView>,
    pub may_have_gone_out: bool,
    pub send_again: bool,
    pub error: Option<WireError>,
    pub refund_order_id: Option<String>,
    pub request_id: Option<String>,
    pub request_ids: Vec<String>,
    /// No look-up can tell what became of it: the person may, after a look at Pine Labs' dashboard.
    pub can_decide: bool,
    /// When the person said what became of it.
    pub decided_at: Option<i64>,
    /// When a start found that the end of the program before it has kept it from being sent.
    pub cut_off_at: Option<i64>,
    /// Why it was not sent once more when that was asked for last.
    pub again_unsent: Option<NotSentReason>,
}

impl IntentView {
    pub fn of(shown: Shown, kind: ActionKind, undo_seconds: u64) -> Self {
        let Shown { intent, reading } = shown;
        let snapshot = &reading.snapshot;
        let of_order =
            |order: &&pinelabs::Order| order.order_id == intent.order_id && intent.order_id.is_some();
        let order = snapshot.orders.iter().find(of_order);
        let view = order.map(|order| OrderView::of(order, snapshot));
        let capture_by = order
            .and_then(capture_window::authorized_at)
            .map(capture_window::capture_by)
            .filter(|_| matches!(intent.action, Action::Capture | Action::Void));
        let money_came_by = |payment: &PaymentView| payment.paid || payment.held;
        Self {
            intent_id: intent.id.to_string(),
            kind,
            order_id: text(intent.order_id.as_ref()),
            reference: text(intent.reference.as_ref()),
            figures: intent.seen.figures.filter(|_| intent.action == Action::Refund).map(Into::into),
            held: intent.seen.held.map(Into::into),
            captured_so_far: order.and_then(|order| order.captured().ok()).map(Into::into),
            capture_by: capture_by.map(ms),
            capture_overdue: capture_by.is_some_and(|by| by < snapshot.read_at),
            payee: intent.payee.clone(),
            paid_by: view.and_then(|order| order.payments.into_iter().find(money_came_by)),
            words: intent.at_stake().or(snapshot.asked()).and_then(words::in_words),
            undo_seconds: u32::try_from(undo_seconds).unwrap_or(u32::MAX),
            link: LinkView::of(
                &intent.account,
                LinkPage { state: status::derive(&reading.snapshot), reading, stale: None, operation: None },
            ),
        }
    }
}

impl From<&Intent> for NewLinkView {
    fn from(intent: &Intent) -> Self {
        let amount = intent.new_link().map(|new| new.amount);
        Self {
            intent_id: intent.id.to_string(),
            reference: text(intent.reference.as_ref()),
            amount: amount.map(Into::into),
            words: amount.and_then(words::in_words),
            payee: intent.payee.clone(),
        }
    }
}

impl From<Result<Chosen, AmountProblem>> for AmountView {
    fn from(chosen: Result<Chosen, AmountProblem>) -> Self {
        match chosen {
            Ok(chosen) => Self {
                amount: Some(chosen.amount.into()),
                words: words::in_words(chosen.amount),
                rest: Some(chosen.rest.into()),
                problem: None,
                strands_rest: chosen.strands_rest(),
            },
            Err(problem) => Self { problem: Some(problem.into()), ..Self::default() },
        }
    }
}

impl From<&Operation> for OperationView {
    fn from(operation: &Operation) -> Self {
        let intent = &operation.intent;
        let base = Self {
            id: intent.id.to_string(),
            account_id: intent.account.clone(),
            kind: intent.action.into(),
            link_id: text(operation.link_id()),
            other_link_id: text(operation.stood_in_the_way()),
            link_reference: text(intent.link_reference.as_ref()),
            order_id: text(intent.order_id.as_ref()),
            amount: operation.amount.map(Into::into),
            released: operation.released.filter(|released| released.is_positive()).map(Into::into),
            words: operation.amount.and_then(words::in_words),
            payee: intent.payee.clone(),
            reference: text(intent.reference.as_ref()),
            reason: operation.reason.clone(),
            number: operation.number,
            revision: operation.revision,
            confirmed_at: ms(operation.confirmed_at),
            outcome: OutcomeKind::Sending,
            held_until: None,
            waiting_until: None,
            sent_at: operation.sent_at.map(ms),
            settled_at: None,
            checked_at: None,
            next_check_at: None,
            not_sent: None,
            not_allowed: None,
            before: None,
            after: None,
            status_now: None,
            captured_instead: None,
            may_have_gone_out: false,
            send_again: false,
            error: None,
            refund_order_id: None,
            request_id: operation.request_ids.last().cloned(),
            request_ids: operation.request_ids.clone(),
            can_decide: false,
            decided_at: operation.decided_at.map(ms),
            cut_off_at: operation.cut_off_at.map(ms),
            again_unsent: operation.again_unsent.as_ref().map(NotSentReason::from),
        };
        base.in_state(&operation.state, &intent.seen)
    }
}

impl OperationView {
    fn in_state(self, state: &State, seen: &Seen) -> Self {
        let settled = |outcome, at| Self { outcome, settled_at: Some(ms(at)), ..self.clone() };
        match state {
            State::Held { until } => {
                Self { outcome: OutcomeKind::Held, held_until: Some(ms(*until)), ..self }
            }
            State::Sending { waiting } => Self { waiting_until: waiting.map(ms), ..self },
            State::Checking(checking) => Self {
                outcome: OutcomeKind::Checking,
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
                ..self
            },
            State::Undone { at } => settled(OutcomeKind::Undone, *at),
            State::Accepted { at, refund } => Self {
                refund_order_id: text(refund.order_id.as_ref()),
                ..settled(OutcomeKind::Accepted, *at)
            },
            State::Done { at, captured_instead } => {
                Self { captured_instead: captured_instead.map(Into::into), ..settled(OutcomeKind::Done, *at) }
            }
            State::Made { at, .. } => settled(OutcomeKind::Done, *at),
            State::Refused { at, why } => {
                let (error, status_now) = match why {
                    Refusal::Api(answer) => (Some(WireError::from(answer)), None),
                    Refusal::RefundFailed => (None, Some("FAILED".to_owned())),
                    Refusal::WentOtherwise(status) => (None, Some(status.clone())),
                    Refusal::ReferenceUsed { .. } => (None, None),
                };
                Self { status_now, error, ..settled(OutcomeKind::Refused, *at) }
            }
            State::NotSent { at, why } => settled(OutcomeKind::NotSent, *at).not_sent(why, seen),
            State::NeedsYou { at, why: NeedsYou::RefundFailed { order_id } } => Self {
                refund_order_id: text(order_id.as_ref()),
                status_now: Some("FAILED".to_owned()),
                ..settled(OutcomeKind::NeedsYou, *at)
            },
            State::NeedsYou { at, why: NeedsYou::MayHaveGoneOut { .. } } => {
                Self { may_have_gone_out: true, ..settled(OutcomeKind::NeedsYou, *at) }
            }
            State::NeedsYou { at, why: NeedsYou::CannotTell(checking) } => Self {
                can_decide: true,
                checked_at: checking.checked_at.map(ms),
                next_check_at: checking.next_at.map(ms),
                ..settled(OutcomeKind::NeedsYou, *at)
            },
        }
    }

    fn not_sent(self, why: &NotSent, seen: &Seen) -> Self {
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
        }
    }
}
