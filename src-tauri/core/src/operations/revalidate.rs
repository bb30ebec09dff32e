//! The re-read right before sending: whether the operation may still be sent.

use super::{
    account_client::{AccountClient, Reading},
    engine::Engine,
    kinds::kind::Context,
    operation::{NotSent, Operation, State},
};

/// Re-reads the link and asks the kind. An error is the state that the operation gets instead.
pub(super) async fn revalidate(
    engine: &Engine,
    shop: &AccountClient,
    operation: &Operation,
) -> Result<(), State> {
    let reread = match reread(engine, shop, operation).await {
        Ok(reread) => reread,
        Err(why) => return Err(State::NotSent { at: engine.clock.now(), why }),
    };
    let not_read = |_| State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
    let others = engine.of_same_order(operation).await.map_err(not_read)?;
    let context = Context { shop, operation, others: &others, now: engine.clock.now() };
    operation.kind().still_valid(context, reread.as_ref()).await
}

/// The operation's link as it is now. `None`: the link is yet to be created.
async fn reread(
    engine: &Engine,
    shop: &AccountClient,
    operation: &Operation,
) -> Result<Option<Reading>, NotSent> {
    let Some(link_id) = operation.intent.link_id() else { return Ok(None) };
    let kind = operation.kind();
    let reading = shop.read(link_id).await;
    let mut reading = reading.map_err(|error| NotSent::CouldNotReread((&error).into()))?;
    let enriched = engine.enrich(shop, &mut reading, Some(operation.id()), kind.care()).await;
    enriched.map_err(|_| NotSent::NotRecorded)?;
    // This operation is not in flight for itself, and no other one can be.
    reading.snapshot.checking = false;
    if let Some(problem) = reading.order_problem.as_ref().filter(|_| kind.moves_money()) {
        return Err(NotSent::CouldNotReread(problem.into()));
    }
    Ok(Some(reading))
}
