//! Refunds money. Pine Labs accepts a refund long before it processes it.
//!
//! By Pine Labs' own schema, neither order look-up returns the parent order or a list of refunds. So the reference identifies a
//! refund, and two computers of a shop give the same place the same reference (see `names`).

pub mod chain;
pub mod judge;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{Client, Error, Money, OrderId, ReadResponse, RefundRequest, WriteError};

use self::judge::{Source, judge, tells_what_became_of_it};
use super::{
    kind::{AbsenceProof, Answer, Context, Draft, Kind, Name, PrepareError, required},
    unchanged::unchanged,
};
use crate::{
    ledger::rows::Sum,
    operations::{
        account_client::{Care, Reading},
        names::Names,
        operation::{NotSent, Operation, RefundTaken, State},
        preconditions::{self, Precondition},
        verdict::{self, Verdict},
    },
    rules::{
        allowed::{OperationKind, Reason},
        refundable,
    },
};

pub struct Refund;

impl Kind for Refund {
    fn kind(&self) -> OperationKind {
        OperationKind::Refund
    }

    /// Its name is the first unused one in the order's chain.
    fn prepare(&self, reading: &Reading) -> Result<Draft, PrepareError> {
        let source = refundable::source(&reading.snapshot).and_then(|(order, _)| order.order_id.clone());
        let Some(order) = source else { return Ok(Draft::of_link()) };
        match reading.walks.get(&order) {
            Some(Ok(walk)) => Ok(Draft { order_id: Some(order), name: Name::One(walk.free.clone()) }),
            Some(Err(error)) => Err(PrepareError::Unread(error.clone())),
            // Only captured money can be refunded, and then the order has a chain.
            None => Err(PrepareError::NotAllowed(Reason::NothingCaptured)),
        }
    }

    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        let same = |seen: &Precondition, now: &Precondition| {
            let same_money = now.figures == seen.figures && now.order_status == seen.order_status;
            Ok(same_money && has_its_name(reread, context.operation)?)
        };
        unchanged(context, reread, same)
    }

    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let Context { operation, others, now, .. } = context;
            let intent = &operation.intent;
            let order = required(intent.order_id.as_ref())?;
            let request = RefundRequest {
                reference: required(intent.reference.clone())?,
                amount: required(operation.amount)?,
            };
            let answer = client.refunds().create(order, &request, &intent.key).await?;
            let state = judge(&answer.value, operation, others, Source::Answer, now);
            Ok(Answer { request_id: answer.request_id.to_string(), verdict: Verdict::Resolved(state) })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(look_up(context))
    }

    fn max_amount(&self, seen: &Precondition) -> Option<Money> {
        seen.figures.map(|figures| figures.left)
    }

    fn moves_money(&self) -> bool {
        true
    }

    fn sum(&self) -> Option<Sum> {
        Some(Sum::Refunded)
    }

    fn needs_reason(&self) -> bool {
        true
    }

    fn takes_amount(&self) -> bool {
        true
    }

    fn care(&self) -> Care {
        Care::Money
    }

    fn absence_proof(&self) -> AbsenceProof {
        AbsenceProof::OnceRefundFound
    }

    fn is_one_of_several(&self) -> bool {
        true
    }

    fn name_prefix(&self, order: &OrderId) -> Option<String> {
        Some(Names::of(order).refund_prefix())
    }

    fn holds_reference(&self, operation: &Operation) -> bool {
        operation.stands_under_its_name()
    }

    fn found_by_person(&self, at: Timestamp) -> State {
        State::Accepted { at, refund: RefundTaken { order_id: None, status: None } }
    }
}

impl Operation {
    /// What else was refunded on the order meanwhile, by comparing the readings before and afterwards.
    pub fn more_refunded(&self) -> Option<Money> {
        let State::Accepted { .. } = self.state else { return None };
        let given = |seen: &Precondition| {
            let figures = seen.figures?;
            figures.refunded.checked_add(figures.pending)
        };
        let before = given(&self.intent.seen)?;
        let after = given(&self.after.as_ref()?.seen)?;
        let more = after.checked_sub(before)?.checked_sub(self.amount?)?;
        Some(more).filter(|more| more.is_positive())
    }
}

/// Whether the refund's name is still the next free one of its order: somebody may have taken it meanwhile.
fn has_its_name(reread: Option<&Reading>, operation: &Operation) -> Result<bool, NotSent> {
    let intent = &operation.intent;
    // One sent again keeps its name, and one from an older version has a random name.
    if operation.lost || !operation.has_a_name_of_its_place() {
        return Ok(true);
    }
    let walk = reread.zip(intent.order_id.as_ref()).and_then(|(reading, order)| reading.walks.get(order));
    match walk {
        Some(Ok(walk)) => Ok(Some(&walk.free) == intent.reference.as_ref()),
        Some(Err(error)) => Err(NotSent::CouldNotReread(error.into())),
        None => Ok(false),
    }
}

/// Looks a refund up once: by its reference, and in its order's own list.
async fn look_up(context: Context<'_>) -> Verdict {
    let Context { shop, operation, others, now } = context;
    let Some(parent) = &operation.intent.order_id else { return Verdict::Undecided };
    let Some(reference) = &operation.intent.reference else { return Verdict::Undecided };
    let client = shop.client();
    let is_absent = match client.orders().by_reference(reference).await {
        Ok(ReadResponse { value, .. }) if value.is_refund_under(reference, parent) => {
            if !tells_what_became_of_it(&value) {
                return Verdict::Undecided;
            }
            shop.note_refund_found(now).await;
            return Verdict::Resolved(judge(&value, operation, others, Source::LookUp, now));
        }
        // Something under our reference is no refund of this order: a person has to look.
        Ok(_) => Some(false),
        // An answer for another reference is equally inconclusive.
        Err(Error::Undecodable { path, .. }) if path == "merchant_order_reference" => Some(false),
        Err(Error::Api(refused)) => Some(refused.code.as_deref() == Some("ORDER_NOT_FOUND")),
        Err(_) => None,
    };
    // Some servers never find refunds by reference: there the order's own list tells.
    let order = match client.orders().get(parent).await {
        Ok(ReadResponse { value, .. }) => value,
        Err(error) => return verdict::inconclusive(&error),
    };
    if let Some(listed) = judge::listed_under(&order, reference, parent) {
        if !tells_what_became_of_it(listed) {
            return Verdict::Undecided;
        }
        return Verdict::Resolved(judge(listed, operation, others, Source::LookUp, now));
    }
    let seen = &operation.intent.seen;
    let unchanged = seen.order_status == order.status
        && seen.figures.is_some_and(|figures| order.captured().ok() == Some(figures.captured))
        && seen.listed == preconditions::listed(&order);
    match is_absent {
        Some(true) if unchanged => Verdict::Absent,
        Some(_) => Verdict::Undecided,
        None => Verdict::NoAnswer,
    }
}
