//! The state of an operation and what is known about its outcome. `stored` defines its stored form: a new variant or field here
//! needs a new version there.

use jiff::Timestamp;
use pinelabs::{LinkId, Money, OrderId, OrderStatus};

use super::{outcome::Outcome, preconditions::Precondition};
use crate::rules::{allowed::Reason, problem::Problem};

/// An unknown outcome is a state of its own: never a success, never a failure.
#[derive(Debug, Clone)]
pub enum State {
    /// Not sent yet: the person can still undo it.
    Held {
        until: Timestamp,
    },
    /// Being re-read and sent. `waiting` is set while Pine Labs rate-limits us (429).
    Sending {
        waiting: Option<Timestamp>,
    },
    /// Sent, with an unknown outcome.
    Checking(Checking),
    /// The person undid it before it was sent.
    Undone {
        at: Timestamp,
    },
    /// Pine Labs has accepted the refund and processes it later.
    Accepted {
        at: Timestamp,
        refund: RefundTaken,
    },
    /// A capture, void, cancel or resend that took effect. `captured_instead` is set if a capture took another amount.
    Done {
        at: Timestamp,
        captured_instead: Option<Money>,
    },
    /// A created link. `link_id` is `None` where no answer contained it.
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundTaken {
    pub order_id: Option<OrderId>,
    pub status: Option<OrderStatus>,
}

impl RefundTaken {
    /// Whether Pine Labs has confirmed it, and not only the person.
    pub fn was_seen(&self) -> bool {
        self.order_id.is_some() || self.status.is_some()
    }
}

#[derive(Debug, Clone)]
pub struct Checking {
    pub checked_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    /// Since when every look-up, without a gap, has found nothing.
    pub absent_since: Option<Timestamp>,
    /// Since when every answered look-up has been inconclusive.
    pub undecided_since: Option<Timestamp>,
    /// The id of the request without a usable answer, for support.
    pub request_id: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Refusal {
    /// With Pine Labs' own text.
    Api(Problem),
    /// A refund that Pine Labs recorded as failed at once.
    RefundFailed,
    /// Found by a look-up: the link or order got another status instead.
    WentOtherwise(String),
    /// Found by a look-up: another link has the reference of the link to create.
    ReferenceUsed { link_id: Option<LinkId> },
}

/// Why it is certain that nothing was sent, or that the request had no effect.
#[derive(Debug, Clone)]
pub enum NotSent {
    Changed {
        now: Box<Precondition>,
    },
    NotAllowed(Reason),
    /// Another link already has the reference.
    ReferenceUsed {
        link_id: Option<LinkId>,
    },
    CouldNotReread(Problem),
    Unreachable(Problem),
    RateLimited {
        until: Timestamp,
    },
    /// The journal could not store it.
    NotRecorded,
    /// The window was closed during the hold.
    ClosedInHold,
    /// The process exited before it was sent.
    ClosedBeforeSending,
    /// The computer slept or its clock jumped during the hold: what the person saw may be out of date.
    HoldOverrun,
    /// Look-ups have proven it absent; see `resolve`.
    ProvenAbsent,
    /// No look-up could tell; the person checked Pine Labs' dashboard.
    PersonSaysNot,
    /// Another computer or another request has used the reference and refunded or captured this amount; ours had no effect.
    MadeElsewhere {
        amount: Money,
        order_id: Option<OrderId>,
        /// That other request came from this computer as well.
        from_here: bool,
    },
}

#[derive(Debug, Clone)]
pub enum NeedsYou {
    /// A resend cannot be looked up; a second message does no harm.
    MayHaveGoneOut { request_id: Option<String> },
    /// Accepted, then failed: the shop still has the money.
    RefundFailed { order_id: Option<OrderId> },
    /// Sent, and no look-up can tell the outcome. Look-ups go on, in case one can later.
    CannotTell(Checking),
    /// Pine Labs has a refund under our reference with another amount than requested.
    OtherAmount { amount: Money, refund: RefundTaken },
    /// Accepted, but no look-up has found it for days.
    Forgotten { refund: RefundTaken },
}

/// An outcome reported by an answer, or assumed after an interrupted run, for an operation that may have reached Pine Labs. It
/// counts once one look-up finds nothing there and nothing changed.
#[derive(Debug, Clone)]
pub enum Claim {
    Refused(Refusal),
    NotSent(NotSent),
}

impl Claim {
    /// `None` if the state claims no such outcome.
    pub fn of(state: &State) -> Option<Self> {
        match state {
            State::Refused { why, .. } => Some(Self::Refused(why.clone())),
            State::NotSent { why, .. } => Some(Self::NotSent(why.clone())),
            _ => None,
        }
    }

    pub fn as_state(&self, at: Timestamp) -> State {
        match self.clone() {
            Self::Refused(why) => State::Refused { at, why },
            Self::NotSent(why) => State::NotSent { at, why },
        }
    }
}

impl State {
    /// The outcome is unknown and look-ups go on.
    pub fn is_undecided(&self) -> bool {
        matches!(self, Self::Checking(_) | Self::NeedsYou { why: NeedsYou::CannotTell(_), .. })
    }

    /// Pine Labs has processed it, or accepted it for processing.
    pub fn took_effect(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Done { .. } | Self::Made { .. })
    }

    /// Pine Labs has a record under its reference.
    pub fn was_found(&self) -> bool {
        let found = matches!(
            self,
            Self::NeedsYou {
                why: NeedsYou::OtherAmount { .. }
                    | NeedsYou::RefundFailed { .. }
                    | NeedsYou::Forgotten { .. },
                ..
            } | Self::Refused { why: Refusal::RefundFailed | Refusal::ReferenceUsed { .. }, .. }
                | Self::NotSent { why: NotSent::MadeElsewhere { .. }, .. }
        );
        found || self.took_effect()
    }

    /// It says that the operation had no effect at Pine Labs.
    pub fn denies(&self) -> bool {
        matches!(self, Self::Undone { .. } | Self::Refused { .. } | Self::NotSent { .. })
    }

    /// When the outcome became known.
    pub fn resolved_at(&self) -> Option<Timestamp> {
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

    /// The status of an accepted refund.
    pub(super) fn refund_status(&self) -> Option<&OrderStatus> {
        match self {
            Self::Accepted { refund, .. } => refund.status.as_ref(),
            _ => None,
        }
    }

    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Held { .. } => Outcome::Held,
            Self::Sending { .. } => Outcome::Sending,
            Self::Checking(_) => Outcome::Checking,
            Self::Undone { .. } => Outcome::Undone,
            Self::Accepted { .. } => Outcome::Accepted,
            Self::Done { .. } | Self::Made { .. } => Outcome::Done,
            Self::Refused { .. } => Outcome::Refused,
            Self::NotSent { .. } => Outcome::NotSent,
            Self::NeedsYou { .. } => Outcome::NeedsYou,
        }
    }

    /// The name of its outcome.
    pub fn name(&self) -> &'static str {
        self.outcome().name()
    }
}
