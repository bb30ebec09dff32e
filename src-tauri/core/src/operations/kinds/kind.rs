//! What the engine asks of a kind of operation: four functions, and the facts in which kinds differ.
//!
//! A kind asks Pine Labs and judges answers. It writes nothing down, waits for nothing and repeats nothing: that is the engine's.

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

/// One kind of operation. What most kinds answer alike has a default.
pub trait Kind: Send + Sync {
    fn kind(&self) -> OperationKind;

    /// From a link as just read to the order and the name that the intent has.
    fn prepare(&self, reading: &Reading) -> Result<Draft, PrepareError>;

    /// Whether it may still be sent, right before it is. Else what that means for the operation. `reread` is its link as it is
    /// now; a link that is still to be made has none.
    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>>;

    /// Sends it once, and says what the answer tells.
    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>>;

    /// Looks once at what became of it. Never sends anything.
    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict>;

    /// The most that it can move, by what the person saw.
    fn max_amount(&self, _seen: &Precondition) -> Option<Money> {
        None
    }

    /// Money moves, or a hold on it ends.
    fn moves_money(&self) -> bool {
        false
    }

    /// The sum that one counts in once it took effect.
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

    /// The person says how much.
    fn takes_amount(&self) -> bool {
        false
    }

    /// What is left of the amount goes back to the customer.
    fn releases_rest(&self) -> bool {
        false
    }

    /// How closely the names of refunds are walked before it is prepared and sent.
    fn care(&self) -> Care {
        Care::Page
    }

    /// A look-up can tell what became of it.
    fn can_be_looked_up(&self) -> bool {
        true
    }

    /// What the look-ups of an account must have shown before, so that they can prove it absent.
    fn absence_proof(&self) -> AbsenceProof {
        AbsenceProof::Always
    }

    /// Several of the kind can take effect on one order, each under its own name.
    fn is_one_of_several(&self) -> bool {
        false
    }

    /// What its names on an order begin with, where it is called by its place in the order.
    fn name_prefix(&self, _order: &OrderId) -> Option<String> {
        None
    }

    /// Its reference is its own, and no other operation gets the same.
    fn holds_reference(&self, _operation: &Operation) -> bool {
        true
    }

    /// The state of one that a person has found at Pine Labs.
    fn found_by_person(&self, at: Timestamp) -> State {
        State::Done { at, captured_instead: None }
    }

    /// What it has done to a link or order for good, once it is done.
    fn done_here(&self, _operation: &Operation, _at: Timestamp, _amount: Option<Money>) -> Option<DoneHere> {
        None
    }

    /// A later reading replaces the one that is kept as "afterwards".
    fn replaces_after(&self, _operation: &Operation, _later: &Precondition) -> bool {
        false
    }
}

/// When a look-up that finds nothing proves that nothing is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceProof {
    /// What it looks at is there in any case, and says what became of it.
    Always,
    /// Once a look-up by reference has found a refund of the account.
    OnceRefundFound,
    /// Once a look-up by reference has found a link of the account.
    OnceLinkFound,
}

/// An operation, and what a kind may know beside it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub shop: &'a AccountClient,
    pub operation: &'a Operation,
    /// The operations of the same order.
    pub others: &'a [Operation],
    pub now: Timestamp,
}

/// What the intent of a link's operation gets from its kind.
pub struct Draft {
    /// The order that money moves on.
    pub order_id: Option<OrderId>,
    pub name: Name,
}

impl Draft {
    /// For the link itself: no order, no name.
    pub fn of_link() -> Self {
        Self { order_id: None, name: Name::None }
    }
}

/// The reference that an operation has at Pine Labs.
pub enum Name {
    None,
    One(Reference),
    /// The first of `names` that Pine Labs has not said to be taken. `prefix` is what all of them begin with.
    FirstFree {
        prefix: String,
        names: Box<dyn Iterator<Item = Reference> + Send>,
    },
}

/// Why a kind prepares nothing.
#[derive(Debug)]
pub enum PrepareError {
    Unread(Error),
    NotAllowed(Reason),
}

/// The answer to a request that was sent.
pub struct Answer {
    pub request_id: String,
    pub verdict: Verdict,
}

/// An intent is never made without the order, name and amount that its kind sends.
pub struct Incomplete;

impl From<Incomplete> for WriteError {
    fn from(_: Incomplete) -> Self {
        Self::NotSent(Error::Invalid(FieldError::new("order_id", FieldProblem::Missing)))
    }
}

/// A part of an operation without which it is not sent.
pub fn required<T>(part: Option<T>) -> Result<T, Incomplete> {
    part.ok_or(Incomplete)
}
