//! What the engine asks of a kind of operation: four functions, and the facts in which kinds differ.
//!
//! A kind queries Pine Labs and judges answers. The engine writes, waits and retries.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{Client, Error, FieldError, FieldProblem, Money, OrderId, Reference, WriteError};

use crate::{
    ledger::rows::Sum,
    operations::{
        account_client::{AccountClient, Care, Reading},
        operation::{Operation, State},
        preconditions::Precondition,
        verdict::Verdict,
    },
    rules::{
        allowed::{OperationKind, Reason},
        done_here::DoneHere,
    },
};

/// One kind of operation. Defaults cover what most kinds share.
pub trait Kind: Send + Sync {
    fn kind(&self) -> OperationKind;

    /// Derives the order and the name of the intent from a fresh reading of the link.
    fn prepare(&self, reading: &Reading) -> Result<Draft, PrepareError>;

    /// Whether it may still be sent, right before sending. An error is the state that the operation gets instead. `reread` is
    /// the link as it is now, and `None` for a link yet to be created.
    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>>;

    /// Sends it once, and judges the answer.
    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>>;

    /// Looks up the outcome once. Never sends anything.
    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict>;

    /// The most that it can move, by what the person saw.
    fn max_amount(&self, _seen: &Precondition) -> Option<Money> {
        None
    }

    /// Money moves, or a hold on it ends.
    fn moves_money(&self) -> bool {
        false
    }

    /// The sum that it counts towards once it took effect.
    fn sum(&self) -> Option<Sum> {
        None
    }

    /// It is held with an Undo before it is sent.
    fn may_be_undone(&self) -> bool {
        self.moves_money()
    }

    fn needs_reason(&self) -> bool {
        false
    }

    /// The person enters the amount.
    fn takes_amount(&self) -> bool {
        false
    }

    /// The rest of the held amount goes back to the customer.
    fn releases_rest(&self) -> bool {
        false
    }

    /// How thorough the walk of refund names is before it is prepared and sent.
    fn care(&self) -> Care {
        Care::Page
    }

    /// A look-up can tell the outcome.
    fn can_be_looked_up(&self) -> bool {
        true
    }

    /// What look-ups on the account must have found before they can prove it absent.
    fn absence_proof(&self) -> AbsenceProof {
        AbsenceProof::Always
    }

    /// Several of this kind can take effect on one order, each under its own name.
    fn is_one_of_several(&self) -> bool {
        false
    }

    /// The prefix of its names on an order, if they derive from the place in the order.
    fn name_prefix(&self, _order: &OrderId) -> Option<String> {
        None
    }

    /// It holds its reference: no other operation gets the same one.
    fn holds_reference(&self, _operation: &Operation) -> bool {
        true
    }

    /// The state after the person has found it at Pine Labs.
    fn found_by_person(&self, at: Timestamp) -> State {
        State::Done { at, captured_instead: None }
    }

    /// Its permanent effect on a link or order, once it is done.
    fn done_here(&self, _operation: &Operation, _at: Timestamp, _amount: Option<Money>) -> Option<DoneHere> {
        None
    }

    /// A later reading replaces the stored "afterwards".
    fn replaces_after(&self, _operation: &Operation, _later: &Precondition) -> bool {
        false
    }
}

/// When a look-up that finds nothing proves absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceProof {
    /// It looks at a link or order that always exists and shows the outcome.
    Always,
    /// Once a look-up by reference has found a refund of the account.
    OnceRefundFound,
    /// Once a look-up by reference has found a link of the account.
    OnceLinkFound,
}

/// An operation, with everything else that a kind may use.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub shop: &'a AccountClient,
    pub operation: &'a Operation,
    /// The operations on the same order.
    pub others: &'a [Operation],
    pub now: Timestamp,
}

/// What a kind contributes to the intent on a link.
pub struct Draft {
    /// The order that money moves on.
    pub order_id: Option<OrderId>,
    pub name: Name,
}

impl Draft {
    /// Acts on the link itself: no order, no name.
    pub fn of_link() -> Self {
        Self { order_id: None, name: Name::None }
    }
}

/// The reference that an operation gets at Pine Labs.
pub enum Name {
    None,
    One(Reference),
    /// The first of `names` that Pine Labs has not reported as taken. `prefix` is common to all of them.
    FirstFree {
        prefix: String,
        names: Box<dyn Iterator<Item = Reference> + Send>,
    },
}

/// Why a kind cannot prepare an intent.
#[derive(Debug)]
pub enum PrepareError {
    Unread(Error),
    NotAllowed(Reason),
}

/// The answer to a request.
pub struct Answer {
    pub request_id: String,
    pub verdict: Verdict,
}

/// An intent lacks the order, name or amount that its kind sends. Never happens.
pub struct Incomplete;

impl From<Incomplete> for WriteError {
    fn from(_: Incomplete) -> Self {
        Self::NotSent(Error::Invalid(FieldError::new("order_id", FieldProblem::Missing)))
    }
}

/// A part of an operation that the request needs.
pub fn required<T>(part: Option<T>) -> Result<T, Incomplete> {
    part.ok_or(Incomplete)
}
