//! How far an operation has come, and what is known of its outcome. `stored` says how it is kept: a
//! variant or field that is added there is a new version.

use jiff::Timestamp;
use pinelabs::{LinkId, Money, OrderId, OrderStatus};

use super::preconditions::Precondition;
use crate::rules::{allowed::Reason, problem::Problem};

/// How far an operation has come. An unknown outcome is a state of its own: never a success, never a failure.
#[derive(Debug, Clone)]
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundTaken {
    pub order_id: Option<OrderId>,
    pub status: Option<OrderStatus>,
}

impl RefundTaken {
    /// Whether Pine Labs has told anything of it, and not only a person.
    pub fn was_seen(&self) -> bool {
        self.order_id.is_some() || self.status.is_some()
    }
}

#[derive(Debug, Clone)]
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

#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub enum NotSent {
    Changed {
        now: Box<Precondition>,
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
    /// Looked up until its absence was proven; see `resolve`.
    ProvenAbsent,
    /// No look-up could tell; the person looked at Pine Labs' dashboard.
    PersonSaysNot,
    /// Another computer, or another request, has used the reference: this much was refunded or captured by it, and ours was not
    /// made.
    MadeElsewhere {
        amount: Money,
        order_id: Option<OrderId>,
        /// That other request was made on this computer, too.
        from_here: bool,
    },
}

#[derive(Debug, Clone)]
pub enum NeedsYou {
    /// A resend cannot be looked up, and a second one harms nobody.
    MayHaveGoneOut { request_id: Option<String> },
    /// Accepted, and failed later: the money is still with the shop.
    RefundFailed { order_id: Option<OrderId> },
    /// Sent, and no look-up can tell what became of it. Looked up all the same, in case one does later.
    CannotTell(Checking),
    /// Pine Labs has a refund under our reference, of another amount than was asked.
    OtherAmount { amount: Money, refund: RefundTaken },
    /// Accepted, and for days no look-up finds it any more.
    Forgotten { refund: RefundTaken },
}

/// What an answer, or the end of the program, says of an operation that may have reached Pine Labs all the same. It is believed as
/// soon as one look-up finds nothing there and nothing changed.
#[derive(Debug, Clone)]
pub enum Claim {
    Refused(Refusal),
    NotSent(NotSent),
}

impl Claim {
    /// `None`: the state claims nothing of the kind.
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
    /// Nothing has told as yet what became of it, and look-ups go on.
    pub fn is_undecided(&self) -> bool {
        matches!(self, Self::Checking(_) | Self::NeedsYou { why: NeedsYou::CannotTell(_), .. })
    }

    /// Pine Labs has carried it out, or taken it to be carried out.
    pub fn took_effect(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Done { .. } | Self::Made { .. })
    }

    /// Something stands at Pine Labs under its reference.
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

    /// It says that nothing of it is at Pine Labs.
    pub fn denies(&self) -> bool {
        matches!(self, Self::Undone { .. } | Self::Refused { .. } | Self::NotSent { .. })
    }

    /// When it became known what became of it.
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

    /// How far an accepted refund has come.
    pub(super) fn refund_status(&self) -> Option<&OrderStatus> {
        match self {
            Self::Accepted { refund, .. } => refund.status.as_ref(),
            _ => None,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Sending { .. } => "sending",
            Self::Checking(_) => "checking",
            Self::Undone { .. } => "undone",
            Self::Accepted { .. } => "accepted",
            Self::Done { .. } | Self::Made { .. } => "done",
            Self::Refused { .. } => "refused",
            Self::NotSent { .. } => "not_sent",
            Self::NeedsYou { .. } => "needs_you",
        }
    }
}
