//! One change that somebody asked for: what was seen, what was asked, and how far it has come.
//!
//! An [`Intent`] is made when a dialog opens and carries the one reference and the one key that this change will ever
//! use. Confirming it makes an [`Operation`] of the same id, which the journal keeps.

use std::fmt;

use jiff::Timestamp;
use pinelabs::{Dialect, IdempotencyKey, LinkId, Money, NewLink, OrderId, OrderStatus, Reference};
use serde::{Deserialize, Serialize};

use super::seen::Seen;
use crate::domain::{
    allowed::{Action, Reason},
    problem::Problem,
    snapshot::RefundProgress,
};

/// The id of an intent, and of the operation that it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
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

/// What a change is made to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Target {
    Link {
        link_id: LinkId,
    },
    /// All that was filled in for a link that is to be made: what is kept is what is sent.
    New {
        new_link: Box<NewLink>,
    },
}

/// A dialog that is open: everything that its change would be, but for the amount and the reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Intent {
    pub id: OperationId,
    /// When what was seen was read.
    pub prepared_at: Timestamp,
    pub account: String,
    pub action: Action,
    #[serde(flatten)]
    pub target: Target,
    pub link_reference: Option<Reference>,
    pub order_id: Option<OrderId>,
    pub payee: Option<String>,
    pub reference: Option<Reference>,
    pub key: IdempotencyKey,
    pub seen: Seen,
}

impl Intent {
    /// The most that this change can move: what is left to refund, or what is held.
    pub fn at_stake(&self) -> Option<Money> {
        match self.action {
            Action::Refund => self.seen.figures.map(|figures| figures.left),
            Action::Capture | Action::Void => self.seen.held,
            Action::Resend | Action::Cancel | Action::Create => None,
        }
    }

    /// The link that it changes; one that is to be made has no id as yet.
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

/// A confirmed change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Operation {
    /// Its number in the ledger; 0 until it is there.
    #[serde(skip)]
    pub number: i64,
    /// How often it has been written since: whoever writes must have read the last one.
    #[serde(skip)]
    pub revision: i64,
    pub intent: Intent,
    pub amount: Option<Money>,
    /// What a part capture gives back.
    pub released: Option<Money>,
    pub reason: Option<String>,
    pub confirmed_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// An attempt went out whose outcome was not known: from then on only a look-up says what became of it.
    pub lost: bool,
    /// The dialect that it was last sent in. Once that has an unknown outcome, it never goes out in another.
    pub dialect: Option<Dialect>,
    /// The requests that were sent for it, for support.
    pub request_ids: Vec<String>,
    /// What was first read after it was settled.
    pub after: Option<After>,
    /// When the person said what became of it, because nothing else could. Only for as long as nothing else has told.
    pub decided_at: Option<Timestamp>,
    /// When a start found that the end of the program before it has kept it from being sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off_at: Option<Timestamp>,
    /// Why it was not sent once more when that was asked for last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_unsent: Option<NotSent>,
    /// What it asks of the person was seen, and is not counted any more.
    pub put_away: bool,
    pub state: State,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct After {
    pub at: Timestamp,
    #[serde(flatten)]
    pub seen: Seen,
}

/// How far a change has come. An unknown outcome is a state of its own: never a success, never a failure.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Can still be taken back.
    Held {
        until: Timestamp,
    },
    /// Being read again and sent. `waiting` is set while Pine Labs has asked us to wait.
    Sending {
        waiting: Option<Timestamp>,
    },
    /// Sent, and no answer that says what became of it.
    Checking(Checking),
    /// Taken back before anything was sent.
    Undone {
        at: Timestamp,
    },
    /// A refund that Pine Labs took. It is carried out later.
    Accepted {
        at: Timestamp,
        refund: RefundTaken,
    },
    /// A capture, void, cancel or resend that took effect. `captured_instead` where a capture took another amount.
    Done {
        at: Timestamp,
        captured_instead: Option<Money>,
    },
    /// A link that came about. Without its id where nothing has told it.
    Made {
        at: Timestamp,
        link_id: Option<LinkId>,
    },
    Refused {
        at: Timestamp,
        why: Refusal,
    },
    NotSent {
        at: Timestamp,
        why: NotSent,
    },
    NeedsYou {
        at: Timestamp,
        why: NeedsYou,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundTaken {
    pub order_id: Option<OrderId>,
    pub status: Option<OrderStatus>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checking {
    pub checked_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    /// From when on every look-up has said, without a gap, that there is nothing.
    pub absent_since: Option<Timestamp>,
    /// From when on every look-up that was answered has left it open.
    pub undecided_since: Option<Timestamp>,
    /// The request that got no usable answer, for support.
    pub request_id: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// In Pine Labs' own words.
    Api(Problem),
    /// A refund that Pine Labs took down as failed at once.
    RefundFailed,
    /// Found out afterwards: the link or order went another way.
    WentOtherwise(String),
    /// Found out afterwards: another link stands under the reference of the one that was to be made.
    ReferenceUsed { link_id: Option<LinkId> },
}

/// Why it is certain that nothing was sent, or that what was sent is not there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSent {
    Changed {
        now: Box<Seen>,
    },
    NotAllowed(Reason),
    /// A link stands under the reference already.
    ReferenceUsed {
        link_id: Option<LinkId>,
    },
    CouldNotReread(Problem),
    Unreachable(Problem),
    RateLimited {
        until: Timestamp,
    },
    /// The journal could not write it down.
    NotRecorded,
    /// The window was closed while it could still be taken back.
    ClosedInHold,
    /// The program ended before it was sent.
    ClosedBeforeSending,
    /// The computer slept, or its clock jumped, while it was held: nobody knows any more what the person saw.
    HoldOverrun,
    /// Looked up until its absence was proven; see `settle`.
    ProvenAbsent,
    /// No look-up could tell; the person looked at Pine Labs' dashboard.
    PersonSaysNot,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedsYou {
    /// A resend cannot be looked up, and a second one harms nobody.
    MayHaveGoneOut { request_id: Option<String> },
    /// Accepted, and failed later: the money is still with the shop.
    RefundFailed { order_id: Option<OrderId> },
    /// Sent, and no look-up can tell what became of it. Looked up all the same, in case one does later.
    CannotTell(Checking),
}

impl State {
    /// When it became known what became of it.
    pub fn settled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Held { .. } | Self::Sending { .. } | Self::Checking(_) => None,
            Self::Undone { at }
            | Self::Accepted { at, .. }
            | Self::Done { at, .. }
            | Self::Made { at, .. }
            | Self::Refused { at, .. }
            | Self::NotSent { at, .. }
            | Self::NeedsYou { at, .. } => Some(*at),
        }
    }
}

impl Operation {
    pub fn id(&self) -> &OperationId {
        &self.intent.id
    }

    /// The link that it changes, or has made.
    pub fn link_id(&self) -> Option<&LinkId> {
        match &self.state {
            State::Made { link_id, .. } => link_id.as_ref(),
            _ => self.intent.link_id(),
        }
    }

    /// The link that stood under the reference of one that was to be made.
    pub fn stood_in_the_way(&self) -> Option<&LinkId> {
        match &self.state {
            State::Refused { why: Refusal::ReferenceUsed { link_id }, .. }
            | State::NotSent { why: NotSent::ReferenceUsed { link_id }, .. } => link_id.as_ref(),
            _ => None,
        }
    }

    /// Whether its reference is taken for good. The shop's own reference of a link that certainly did not come about, and
    /// will not, is free again: an invoice keeps its number.
    pub fn holds_reference(&self) -> bool {
        let ended = matches!(self.state, State::Refused { .. } | State::NotSent { .. });
        self.intent.new_link().is_none() || !ended || self.may_be_sent_again()
    }

    /// Whether it can still change anything: no other change may start on the same order meanwhile.
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
        let State::Accepted { refund, .. } = &self.state else { return false };
        let progress = RefundProgress::of(refund.status.as_ref());
        !matches!(progress, RefundProgress::Processed | RefundProgress::Failed)
    }

    /// Whether a person has to know of it: not settled, or asking for something that nobody has answered.
    pub fn wants_attention(&self) -> bool {
        self.is_unknown() || matches!(self.state, State::NeedsYou { .. }) && !self.put_away
    }

    pub fn settled_at(&self) -> Option<Timestamp> {
        self.state.settled_at()
    }

    /// What a capture took where that is not what was asked for.
    pub fn captured_instead(&self) -> Option<Money> {
        match self.state {
            State::Done { captured_instead, .. } => captured_instead,
            _ => None,
        }
    }

    /// What was read afterwards, and when: of a change that took effect the first reading, of one that did not leave
    /// because something had changed, that reading.
    pub fn read_afterwards(&self) -> Option<(Timestamp, &Seen)> {
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
