//! The state of an operation, in stored form.

use jiff::Timestamp;
use pinelabs::OrderStatus;
use serde::{Deserialize, Serialize};

use super::{
    ShapeError,
    precondition::PreconditionV1,
    values::{MoneyV1, ProblemV1, ReasonV1, money, parse_some, read_money, text},
};
use crate::operations::operation::{Checking, Claim, NeedsYou, NotSent, RefundTaken, Refusal, State};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StateV1 {
    Held { until: Timestamp },
    Sending { waiting: Option<Timestamp> },
    Checking(CheckingV1),
    Undone { at: Timestamp },
    Accepted { at: Timestamp, refund: RefundV1 },
    Done { at: Timestamp, captured_instead: Option<MoneyV1> },
    Made { at: Timestamp, link_id: Option<String> },
    Refused { at: Timestamp, why: RefusalV1 },
    NotSent { at: Timestamp, why: NotSentV1 },
    NeedsYou { at: Timestamp, why: NeedsYouV1 },
}

#[derive(Serialize, Deserialize)]
pub(super) struct CheckingV1 {
    checked_at: Option<Timestamp>,
    next_at: Option<Timestamp>,
    absent_since: Option<Timestamp>,
    undecided_since: Option<Timestamp>,
    request_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RefundV1 {
    order_id: Option<String>,
    status: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefusalV1 {
    Api(ProblemV1),
    RefundFailed,
    WentOtherwise(String),
    ReferenceUsed { link_id: Option<String> },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NotSentV1 {
    Changed {
        now: Box<PreconditionV1>,
    },
    NotAllowed(ReasonV1),
    ReferenceUsed {
        link_id: Option<String>,
    },
    CouldNotReread(ProblemV1),
    Unreachable(ProblemV1),
    RateLimited {
        until: Timestamp,
    },
    NotRecorded,
    ClosedInHold,
    ClosedBeforeSending,
    HoldOverrun,
    ProvenAbsent,
    PersonSaysNot,
    MadeElsewhere {
        amount: MoneyV1,
        order_id: Option<String>,
        /// Missing in old rows.
        #[serde(default)]
        from_here: bool,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NeedsYouV1 {
    MayHaveGoneOut { request_id: Option<String> },
    RefundFailed { order_id: Option<String> },
    CannotTell(CheckingV1),
    OtherAmount { amount: MoneyV1, refund: RefundV1 },
    Forgotten { refund: RefundV1 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ClaimV1 {
    Refused(RefusalV1),
    NotSent(NotSentV1),
}

impl From<&State> for StateV1 {
    fn from(state: &State) -> Self {
        match state {
            State::Held { until } => Self::Held { until: *until },
            State::Sending { waiting } => Self::Sending { waiting: *waiting },
            State::Checking(checking) => Self::Checking(checking.into()),
            State::Undone { at } => Self::Undone { at: *at },
            State::Accepted { at, refund } => Self::Accepted { at: *at, refund: refund.into() },
            State::Done { at, captured_instead } => {
                Self::Done { at: *at, captured_instead: money(*captured_instead) }
            }
            State::Made { at, link_id } => Self::Made { at: *at, link_id: text(link_id.as_ref()) },
            State::Refused { at, why } => Self::Refused { at: *at, why: why.into() },
            State::NotSent { at, why } => Self::NotSent { at: *at, why: why.into() },
            State::NeedsYou { at, why } => Self::NeedsYou { at: *at, why: why.into() },
        }
    }
}

impl TryFrom<StateV1> for State {
    type Error = ShapeError;

    fn try_from(shape: StateV1) -> Result<Self, ShapeError> {
        Ok(match shape {
            StateV1::Held { until } => Self::Held { until },
            StateV1::Sending { waiting } => Self::Sending { waiting },
            StateV1::Checking(checking) => Self::Checking(checking.into()),
            StateV1::Undone { at } => Self::Undone { at },
            StateV1::Accepted { at, refund } => Self::Accepted { at, refund: refund.try_into()? },
            StateV1::Done { at, captured_instead } => {
                Self::Done { at, captured_instead: read_money(captured_instead)? }
            }
            StateV1::Made { at, link_id } => {
                Self::Made { at, link_id: parse_some("link_id", link_id.as_ref())? }
            }
            StateV1::Refused { at, why } => Self::Refused { at, why: why.try_into()? },
            StateV1::NotSent { at, why } => Self::NotSent { at, why: why.try_into()? },
            StateV1::NeedsYou { at, why } => Self::NeedsYou { at, why: why.try_into()? },
        })
    }
}

impl From<&Checking> for CheckingV1 {
    fn from(checking: &Checking) -> Self {
        let Checking { checked_at, next_at, absent_since, undecided_since, request_id } = checking.clone();
        Self { checked_at, next_at, absent_since, undecided_since, request_id }
    }
}

impl From<CheckingV1> for Checking {
    fn from(shape: CheckingV1) -> Self {
        let CheckingV1 { checked_at, next_at, absent_since, undecided_since, request_id } = shape;
        Self { checked_at, next_at, absent_since, undecided_since, request_id }
    }
}

impl From<&RefundTaken> for RefundV1 {
    fn from(refund: &RefundTaken) -> Self {
        Self { order_id: text(refund.order_id.as_ref()), status: text(refund.status.as_ref()) }
    }
}

impl TryFrom<RefundV1> for RefundTaken {
    type Error = ShapeError;

    fn try_from(shape: RefundV1) -> Result<Self, ShapeError> {
        let status = shape.status.as_deref().map(OrderStatus::from);
        Ok(Self { order_id: parse_some("order_id", shape.order_id.as_ref())?, status })
    }
}

impl From<&Refusal> for RefusalV1 {
    fn from(why: &Refusal) -> Self {
        match why {
            Refusal::Api(problem) => Self::Api(problem.into()),
            Refusal::RefundFailed => Self::RefundFailed,
            Refusal::WentOtherwise(status) => Self::WentOtherwise(status.clone()),
            Refusal::ReferenceUsed { link_id } => Self::ReferenceUsed { link_id: text(link_id.as_ref()) },
        }
    }
}

impl TryFrom<RefusalV1> for Refusal {
    type Error = ShapeError;

    fn try_from(shape: RefusalV1) -> Result<Self, ShapeError> {
        Ok(match shape {
            RefusalV1::Api(problem) => Self::Api(problem.into()),
            RefusalV1::RefundFailed => Self::RefundFailed,
            RefusalV1::WentOtherwise(status) => Self::WentOtherwise(status),
            RefusalV1::ReferenceUsed { link_id } => {
                Self::ReferenceUsed { link_id: parse_some("link_id", link_id.as_ref())? }
            }
        })
    }
}

impl From<&NotSent> for NotSentV1 {
    fn from(why: &NotSent) -> Self {
        match why {
            NotSent::Changed { now } => Self::Changed { now: Box::new(now.as_ref().into()) },
            NotSent::NotAllowed(reason) => Self::NotAllowed((*reason).into()),
            NotSent::ReferenceUsed { link_id } => Self::ReferenceUsed { link_id: text(link_id.as_ref()) },
            NotSent::CouldNotReread(problem) => Self::CouldNotReread(problem.into()),
            NotSent::Unreachable(problem) => Self::Unreachable(problem.into()),
            NotSent::RateLimited { until } => Self::RateLimited { until: *until },
            NotSent::NotRecorded => Self::NotRecorded,
            NotSent::ClosedInHold => Self::ClosedInHold,
            NotSent::ClosedBeforeSending => Self::ClosedBeforeSending,
            NotSent::HoldOverrun => Self::HoldOverrun,
            NotSent::ProvenAbsent => Self::ProvenAbsent,
            NotSent::PersonSaysNot => Self::PersonSaysNot,
            NotSent::MadeElsewhere { amount, order_id, from_here } => Self::MadeElsewhere {
                amount: (*amount).into(),
                order_id: text(order_id.as_ref()),
                from_here: *from_here,
            },
        }
    }
}

impl TryFrom<NotSentV1> for NotSent {
    type Error = ShapeError;

    fn try_from(shape: NotSentV1) -> Result<Self, ShapeError> {
        Ok(match shape {
            NotSentV1::Changed { now } => Self::Changed { now: Box::new((*now).try_into()?) },
            NotSentV1::NotAllowed(reason) => Self::NotAllowed(reason.into()),
            NotSentV1::ReferenceUsed { link_id } => {
                Self::ReferenceUsed { link_id: parse_some("link_id", link_id.as_ref())? }
            }
            NotSentV1::CouldNotReread(problem) => Self::CouldNotReread(problem.into()),
            NotSentV1::Unreachable(problem) => Self::Unreachable(problem.into()),
            NotSentV1::RateLimited { until } => Self::RateLimited { until },
            NotSentV1::NotRecorded => Self::NotRecorded,
            NotSentV1::ClosedInHold => Self::ClosedInHold,
            NotSentV1::ClosedBeforeSending => Self::ClosedBeforeSending,
            NotSentV1::HoldOverrun => Self::HoldOverrun,
            NotSentV1::ProvenAbsent => Self::ProvenAbsent,
            NotSentV1::PersonSaysNot => Self::PersonSaysNot,
            NotSentV1::MadeElsewhere { amount, order_id, from_here } => Self::MadeElsewhere {
                amount: amount.try_into()?,
                order_id: parse_some("order_id", order_id.as_ref())?,
                from_here,
            },
        })
    }
}

impl From<&NeedsYou> for NeedsYouV1 {
    fn from(why: &NeedsYou) -> Self {
        match why {
            NeedsYou::MayHaveGoneOut { request_id } => {
                Self::MayHaveGoneOut { request_id: request_id.clone() }
            }
            NeedsYou::RefundFailed { order_id } => Self::RefundFailed { order_id: text(order_id.as_ref()) },
            NeedsYou::CannotTell(checking) => Self::CannotTell(checking.into()),
            NeedsYou::OtherAmount { amount, refund } => {
                Self::OtherAmount { amount: (*amount).into(), refund: refund.into() }
            }
            NeedsYou::Forgotten { refund } => Self::Forgotten { refund: refund.into() },
        }
    }
}

impl TryFrom<NeedsYouV1> for NeedsYou {
    type Error = ShapeError;

    fn try_from(shape: NeedsYouV1) -> Result<Self, ShapeError> {
        Ok(match shape {
            NeedsYouV1::MayHaveGoneOut { request_id } => Self::MayHaveGoneOut { request_id },
            NeedsYouV1::RefundFailed { order_id } => {
                Self::RefundFailed { order_id: parse_some("order_id", order_id.as_ref())? }
            }
            NeedsYouV1::CannotTell(checking) => Self::CannotTell(checking.into()),
            NeedsYouV1::OtherAmount { amount, refund } => {
                Self::OtherAmount { amount: amount.try_into()?, refund: refund.try_into()? }
            }
            NeedsYouV1::Forgotten { refund } => Self::Forgotten { refund: refund.try_into()? },
        })
    }
}

impl From<&Claim> for ClaimV1 {
    fn from(claim: &Claim) -> Self {
        match claim {
            Claim::Refused(why) => Self::Refused(why.into()),
            Claim::NotSent(why) => Self::NotSent(why.into()),
        }
    }
}

impl TryFrom<ClaimV1> for Claim {
    type Error = ShapeError;

    fn try_from(shape: ClaimV1) -> Result<Self, ShapeError> {
        Ok(match shape {
            ClaimV1::Refused(why) => Self::Refused(why.try_into()?),
            ClaimV1::NotSent(why) => Self::NotSent(why.try_into()?),
        })
    }
}
