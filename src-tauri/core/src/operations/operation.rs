//! An operation: what the person saw, what they asked for, and its progress.
//!
//! Opening a dialog creates an [`Intent`] with the one reference and the one idempotency key that its operation ever uses.
//! Confirming it creates an [`Operation`] with the same id, which the journal stores.

use std::fmt;

use jiff::Timestamp;
use pinelabs::{Dialect, IdempotencyKey, LinkId, Money, NewLink, OrderId, Reference};

use super::preconditions::Precondition;
pub use super::state::{Checking, Claim, NeedsYou, NotSent, RefundTaken, Refusal, State};
use crate::rules::{allowed::OperationKind, snapshot::RefundProgress};

/// The id of an intent, and of the operation it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(String);

impl OperationId {
    pub fn generate() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }
}

impl OperationId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for OperationId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an operation acts on.
#[derive(Debug, Clone)]
pub enum Target {
    Link {
        link_id: LinkId,
    },
    /// All fields of the link to create: the stored request is the request that is sent.
    New {
        new_link: Box<NewLink>,
    },
}

/// An open dialog: its operation without the amount and the reason.
#[derive(Debug, Clone)]
pub struct Intent {
    pub id: OperationId,
    /// When the data in `seen` was read.
    pub prepared_at: Timestamp,
    pub account: String,
    pub kind: OperationKind,
    pub target: Target,
    pub link_reference: Option<Reference>,
    pub order_id: Option<OrderId>,
    pub customer_name: Option<String>,
    pub reference: Option<Reference>,
    pub key: IdempotencyKey,
    pub seen: Precondition,
}

impl Intent {
    /// The link it acts on; a link yet to be created has no id.
    pub fn link_id(&self) -> Option<&LinkId> {
        match &self.target {
            Target::Link { link_id } => Some(link_id),
            Target::New { .. } => None,
        }
    }

    pub fn new_link(&self) -> Option<&NewLink> {
        match &self.target {
            Target::Link { .. } => None,
            Target::New { new_link } => Some(new_link),
        }
    }
}

/// A confirmed operation.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate fact, and stored as one")]
pub struct Operation {
    /// The row number in the ledger; 0 before it is inserted.
    pub number: i64,
    /// Optimistic locking: an update with an older revision is rejected.
    pub revision: i64,
    pub intent: Intent,
    pub amount: Option<Money>,
    /// What a partial capture releases to the customer.
    pub released: Option<Money>,
    pub reason: Option<String>,
    pub confirmed_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// When the first attempt was sent.
    pub first_sent_at: Option<Timestamp>,
    /// The earliest time that the server's clock can have shown at the first attempt, or at the confirmation if nothing was
    /// sent yet: an older copy of the ledger may be opened after the request was sent, and the local clock may have been
    /// changed.
    pub sent_by_server_clock: Option<Timestamp>,
    /// An attempt may have reached Pine Labs, whatever the answer said.
    pub reached: bool,
    /// An answer said that the reference is already in use.
    pub told_taken: bool,
    /// An outcome that is reported but that no look-up has confirmed yet.
    pub claim: Option<Claim>,
    /// Reported as absent, but still looked up: a request in flight may arrive late.
    pub recheck: bool,
    /// Since when no look-up finds the accepted refund.
    pub unseen_since: Option<Timestamp>,
    /// An attempt had an unknown outcome: from then on only a look-up can resolve the operation.
    pub lost: bool,
    /// The dialect of the last attempt. After an unknown outcome no attempt uses another dialect.
    pub dialect: Option<Dialect>,
    /// The ids of the requests sent for it, for support.
    pub request_ids: Vec<String>,
    /// The first reading after it was resolved.
    pub after: Option<Postcondition>,
    /// When the person reported the outcome because no look-up could tell. Cleared once a look-up can.
    pub decided_at: Option<Timestamp>,
    /// When a start found that the last exit stopped the operation before it was sent.
    pub interrupted_at: Option<Timestamp>,
    /// Why the last attempt to send it again did not send anything.
    pub again_unsent: Option<NotSent>,
    /// The person has seen the notice: it no longer counts as needing attention.
    pub put_away: bool,
    pub state: State,
}

#[derive(Debug, Clone)]
pub struct Postcondition {
    pub at: Timestamp,
    pub seen: Precondition,
}

impl Operation {
    pub fn id(&self) -> &OperationId {
        &self.intent.id
    }

    /// The link it acts on, or has created.
    pub fn link_id(&self) -> Option<&LinkId> {
        match &self.state {
            State::Made { link_id, .. } => link_id.as_ref(),
            _ => self.intent.link_id(),
        }
    }

    /// The order id of the refund itself, if Pine Labs has returned it.
    pub fn refund_order_id(&self) -> Option<&OrderId> {
        match &self.state {
            State::Accepted { refund, .. }
            | State::NeedsYou {
                why: NeedsYou::OtherAmount { refund, .. } | NeedsYou::Forgotten { refund },
                ..
            } => refund.order_id.as_ref(),
            State::NeedsYou { why: NeedsYou::RefundFailed { order_id }, .. } => order_id.as_ref(),
            _ => None,
        }
    }

    /// Whether Pine Labs may have a record under its reference: it is not denied, and it rests on more than the person's word.
    /// A refund that Pine Labs recorded as failed does exist there.
    pub fn stands_under_its_name(&self) -> bool {
        let failed = matches!(self.state, State::Refused { why: Refusal::RefundFailed, .. });
        (!self.state.denies() || failed) && !self.rests_on_a_word()
    }

    /// Whether only the person says that it exists at Pine Labs.
    pub fn rests_on_a_word(&self) -> bool {
        let seen = match &self.state {
            State::Accepted { refund, .. } => refund.was_seen(),
            // Reported days ago and never seen: the person's word no longer counts.
            State::NeedsYou { why: NeedsYou::Forgotten { refund }, .. } => return !refund.was_seen(),
            State::Made { link_id, .. } => link_id.is_some(),
            State::Done { .. } | State::NotSent { why: NotSent::PersonSaysNot, .. } => false,
            _ => true,
        };
        self.decided_at.is_some() && !seen
    }

    /// Whether it can still have an effect: until then no other operation may start on the same order.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Held { .. } | State::Sending { .. }) || self.is_unknown()
    }

    pub fn is_unknown(&self) -> bool {
        self.checking().is_some()
    }

    /// What the look-ups of an unknown outcome have found so far.
    pub fn checking(&self) -> Option<&Checking> {
        match &self.state {
            State::Checking(checking) | State::NeedsYou { why: NeedsYou::CannotTell(checking), .. } => {
                Some(checking)
            }
            _ => None,
        }
    }

    /// Accepted, and not yet processed or failed.
    pub fn is_on_its_way(&self) -> bool {
        let Some(refund) = self.refund_taken() else { return false };
        let progress = RefundProgress::of(refund.status.as_ref());
        !matches!(progress, RefundProgress::Processed | RefundProgress::Failed)
    }

    /// The refund that Pine Labs has under its reference, as far as known.
    pub fn refund_taken(&self) -> Option<&RefundTaken> {
        match &self.state {
            State::Accepted { refund, .. }
            | State::NeedsYou {
                why: NeedsYou::Forgotten { refund } | NeedsYou::OtherAmount { refund, .. },
                ..
            } => Some(refund),
            _ => None,
        }
    }

    /// Whether it needs the person's attention: its outcome is unknown, or it has a notice that the person has not dismissed.
    pub fn wants_attention(&self) -> bool {
        self.is_unknown() || matches!(self.state, State::NeedsYou { .. }) && !self.put_away
    }

    pub fn resolved_at(&self) -> Option<Timestamp> {
        self.state.resolved_at()
    }

    /// The captured amount, if it differs from the requested one.
    pub fn captured_instead(&self) -> Option<Money> {
        match self.state {
            State::Done { captured_instead, .. } => captured_instead,
            _ => None,
        }
    }

    /// The amount under its reference at Pine Labs, if it differs or another request made it.
    pub fn other_amount(&self) -> Option<Money> {
        match self.state {
            State::NotSent { why: NotSent::MadeElsewhere { amount, .. }, .. }
            | State::NeedsYou { why: NeedsYou::OtherAmount { amount, .. }, .. } => Some(amount),
            _ => None,
        }
    }

    /// The reading afterwards and its time: the first reading after an operation that took effect, or the reading that stopped
    /// an operation because something had changed.
    pub fn read_afterwards(&self) -> Option<(Timestamp, &Precondition)> {
        match &self.state {
            State::NotSent { at, why: NotSent::Changed { now } } => Some((*at, now)),
            _ => self.after.as_ref().map(|after| (after.at, &after.seen)),
        }
    }

    /// The state of an operation that is not sent after all. A second attempt returns to the state before it, and keeps the
    /// reason.
    pub fn unsent(&mut self, why: NotSent, now: Timestamp) -> State {
        let Some(before) = self.before_again(now) else { return State::NotSent { at: now, why } };
        self.again_unsent = Some(why);
        before
    }

    /// The state before a second attempt; `None` for a first one.
    pub fn before_again(&self, now: Timestamp) -> Option<State> {
        let before = match self.decided_at {
            Some(at) => State::NotSent { at, why: NotSent::PersonSaysNot },
            None => State::NotSent { at: now, why: NotSent::ProvenAbsent },
        };
        self.lost.then_some(before)
    }

    /// Whether it may be sent again, with the same reference and the same idempotency key.
    pub fn may_be_sent_again(&self) -> bool {
        matches!(self.state, State::NotSent { why: NotSent::ProvenAbsent | NotSent::PersonSaysNot, .. })
    }
}
