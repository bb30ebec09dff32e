//! One operation that somebody asked for: what was seen, what was asked, and how far it has come.
//!
//! An [`Intent`] is made when a dialog opens and carries the one reference and the one key that this operation will ever
//! use. Confirming it makes an [`Operation`] of the same id, which the journal keeps.

use std::fmt;

use jiff::Timestamp;
use pinelabs::{Dialect, IdempotencyKey, LinkId, Money, NewLink, OrderId, Reference};

use super::preconditions::Precondition;
pub use super::state::{Checking, Claim, NeedsYou, NotSent, RefundTaken, Refusal, State};
use crate::rules::{allowed::OperationKind, snapshot::RefundProgress};

/// The id of an intent, and of the operation that it becomes.
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

/// What an operation is made to.
#[derive(Debug, Clone)]
pub enum Target {
    Link {
        link_id: LinkId,
    },
    /// All that was filled in for a link that is to be made: what is kept is what is sent.
    New {
        new_link: Box<NewLink>,
    },
}

/// A dialog that is open: everything that its operation would be, but for the amount and the reason.
#[derive(Debug, Clone)]
pub struct Intent {
    pub id: OperationId,
    /// When what was seen was read.
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
    /// The link that it is about; one that is to be made has no id as yet.
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and is kept as one")]
pub struct Operation {
    /// Its number in the ledger; 0 until it is there.
    pub number: i64,
    /// How often it has been written since: an update with an older revision is rejected.
    pub revision: i64,
    pub intent: Intent,
    pub amount: Option<Money>,
    /// What a part capture gives back.
    pub released: Option<Money>,
    pub reason: Option<String>,
    pub confirmed_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// When the first attempt of all was sent.
    pub first_sent_at: Option<Timestamp>,
    /// The earliest that the server's clock can have said then, or at the confirmation where nothing was sent yet: a copy of the
    /// ledger from before the sending is read after it, by a clock that may have been set.
    pub sent_by_server_clock: Option<Timestamp>,
    /// An attempt may have reached Pine Labs, whatever its answer was.
    pub reached: bool,
    /// An answer said that its reference is taken already.
    pub told_taken: bool,
    /// What is said of it, while no look-up has borne that out.
    pub claim: Option<Claim>,
    /// It is said not to be there, and is looked up all the same: what was on its way may come to light.
    pub recheck: bool,
    /// From when on no look-up has found a refund that was accepted.
    pub unseen_since: Option<Timestamp>,
    /// An attempt went out whose outcome was not known: from then on only a look-up says what became of it.
    pub lost: bool,
    /// The dialect that it was last sent in. Once that has an unknown outcome, it never goes out in another.
    pub dialect: Option<Dialect>,
    /// The requests that were sent for it, for support.
    pub request_ids: Vec<String>,
    /// What was first read after it was resolved.
    pub after: Option<Postcondition>,
    /// When the person said what became of it, because nothing else could. Only for as long as nothing else has told.
    pub decided_at: Option<Timestamp>,
    /// When a start found that the end of the program before it has kept it from being sent.
    pub interrupted_at: Option<Timestamp>,
    /// Why it was not sent once more when that was asked for last.
    pub again_unsent: Option<NotSent>,
    /// What it asks of the person was seen, and is not counted any more.
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

    /// The link that it is about, or has made.
    pub fn link_id(&self) -> Option<&LinkId> {
        match &self.state {
            State::Made { link_id, .. } => link_id.as_ref(),
            _ => self.intent.link_id(),
        }
    }

    /// The refund's own order, where Pine Labs has told it.
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

    /// Whether something may stand at Pine Labs under its name: it is not denied, and more than a person says so. A refund that Pine
    /// Labs took down as failed at once stands there.
    pub fn stands_under_its_name(&self) -> bool {
        let failed = matches!(self.state, State::Refused { why: Refusal::RefundFailed, .. });
        (!self.state.denies() || failed) && !self.rests_on_a_word()
    }

    /// Whether nothing but a person's word says that it is there.
    pub fn rests_on_a_word(&self) -> bool {
        let seen = match &self.state {
            State::Accepted { refund, .. } => refund.was_seen(),
            // What was said days ago, and was never seen: the word has gone with it.
            State::NeedsYou { why: NeedsYou::Forgotten { refund }, .. } => return !refund.was_seen(),
            State::Made { link_id, .. } => link_id.is_some(),
            State::Done { .. } | State::NotSent { why: NotSent::PersonSaysNot, .. } => false,
            _ => true,
        };
        self.decided_at.is_some() && !seen
    }

    /// Whether it can still change anything: no other operation may start on the same order meanwhile.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Held { .. } | State::Sending { .. }) || self.is_unknown()
    }

    pub fn is_unknown(&self) -> bool {
        self.checking().is_some()
    }

    /// What the look-ups have told so far of an outcome that is not known.
    pub fn checking(&self) -> Option<&Checking> {
        match &self.state {
            State::Checking(checking) | State::NeedsYou { why: NeedsYou::CannotTell(checking), .. } => {
                Some(checking)
            }
            _ => None,
        }
    }

    /// Accepted, and not yet said to be carried out or failed.
    pub fn is_on_its_way(&self) -> bool {
        let Some(refund) = self.refund_taken() else { return false };
        let progress = RefundProgress::of(refund.status.as_ref());
        !matches!(progress, RefundProgress::Processed | RefundProgress::Failed)
    }

    /// The refund that Pine Labs has under its reference, as far as it is known.
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

    /// Whether a person has to know of it: not resolved, or asking for something that nobody has answered.
    pub fn wants_attention(&self) -> bool {
        self.is_unknown() || matches!(self.state, State::NeedsYou { .. }) && !self.put_away
    }

    pub fn resolved_at(&self) -> Option<Timestamp> {
        self.state.resolved_at()
    }

    /// What a capture took where that is not what was asked for.
    pub fn captured_instead(&self) -> Option<Money> {
        match self.state {
            State::Done { captured_instead, .. } => captured_instead,
            _ => None,
        }
    }

    /// What stands at Pine Labs under its reference, where that is another amount or was made by another request.
    pub fn other_amount(&self) -> Option<Money> {
        match self.state {
            State::NotSent { why: NotSent::MadeElsewhere { amount, .. }, .. }
            | State::NeedsYou { why: NeedsYou::OtherAmount { amount, .. }, .. } => Some(amount),
            _ => None,
        }
    }

    /// What was read afterwards, and when: of an operation that took effect the first reading, of one that did not leave
    /// because something had changed, that reading.
    pub fn read_afterwards(&self) -> Option<(Timestamp, &Precondition)> {
        match &self.state {
            State::NotSent { at, why: NotSent::Changed { now } } => Some((*at, now)),
            _ => self.after.as_ref().map(|after| (after.at, &after.seen)),
        }
    }

    /// What it is now that it is not sent after all. One that was to be sent once more is again what it was proven, or said,
    /// to be before, and keeps why it stayed so.
    pub fn unsent(&mut self, why: NotSent, now: Timestamp) -> State {
        let Some(before) = self.before_again(now) else { return State::NotSent { at: now, why } };
        self.again_unsent = Some(why);
        before
    }

    /// Of one that was to be sent once more: what it was before.
    pub fn before_again(&self, now: Timestamp) -> Option<State> {
        let before = match self.decided_at {
            Some(at) => State::NotSent { at, why: NotSent::PersonSaysNot },
            None => State::NotSent { at: now, why: NotSent::ProvenAbsent },
        };
        self.lost.then_some(before)
    }

    /// Whether it may be sent once more, with the same reference and the same key.
    pub fn may_be_sent_again(&self) -> bool {
        matches!(self.state, State::NotSent { why: NotSent::ProvenAbsent | NotSent::PersonSaysNot, .. })
    }
}
