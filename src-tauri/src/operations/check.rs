//! What goes on after a change was sent: look-ups of an outcome that is unknown, and the way of an accepted refund, for as
//! long as it takes and across starts of the program.

use super::{
    Engine,
    attendants::Attendant,
    journal::Written,
    operation::{Checking, NeedsYou, NotSent, Operation, RefundTaken, State},
    run::after,
    settle,
    shop::Shop,
};

/// Looks after a change until nothing about it is open, or until another task has taken it over.
pub(super) async fn look_after(engine: &Engine, shop: &Shop, mut operation: Operation, attendant: Attendant) {
    let mut pause = engine.timings.first_check;
    loop {
        let longest = if operation.is_unknown() {
            engine.timings.longest_between_checks
        } else if operation.is_on_its_way() {
            engine.timings.longest_between_follows
        } else {
            break;
        };
        pause = pause.min(longest);
        if let Some(waiting) = with_next(&operation, Some(after(engine.clock.now(), pause)))
            && !matches!(engine.step(&mut operation, waiting), Written::Yes)
            && !still_ours(engine, &mut operation, &attendant)
        {
            break;
        }
        let _ = tokio::time::timeout(pause, attendant.woken()).await;
        pause *= 2;
        if !still_ours(engine, &mut operation, &attendant) {
            break;
        }
        if operation.is_unknown() {
            let verdict = settle::look_up(shop, &operation, engine.clock.now()).await;
            let state = settle::weigh(verdict, shop, &operation, engine.clock.now());
            if engine.settle(&mut operation, state.clone()).await {
                engine.read_afterwards(shop, &operation).await;
                still_ours(engine, &mut operation, &attendant);
            } else if !still_ours(engine, &mut operation, &attendant) {
                // The person has said meanwhile that it is not there, and here it is: what is seen outweighs what is said.
                if !matches!(operation.state, State::NotSent { why: NotSent::PersonSaysNot, .. })
                    || !matches!(state, State::Accepted { .. } | State::Done { .. } | State::Made { .. })
                    || !engine.settle(&mut operation, state).await
                {
                    break;
                }
            }
        } else {
            engine.follow(shop, &mut operation, None).await;
            // A reading of its link may have written to it meanwhile.
            still_ours(engine, &mut operation, &attendant);
        }
    }
}

/// Takes up what the ledger says now: a person may have said meanwhile what became of it. `false`: there is nothing more
/// to do.
fn still_ours(engine: &Engine, operation: &mut Operation, attendant: &Attendant) -> bool {
    match engine.journal.get(operation.id()) {
        Ok(Some(now)) => {
            *operation = now;
            attendant.is_at_it() && (operation.is_unknown() || operation.is_on_its_way())
        }
        // Nothing says that it has ended.
        Ok(None) => false,
        Err(_) => true,
    }
}

/// The same unknown outcome, with the time of its next look-up.
fn with_next(operation: &Operation, next_at: Option<jiff::Timestamp>) -> Option<State> {
    match operation.state.clone() {
        State::Checking(checking) => Some(State::Checking(Checking { next_at, ..checking })),
        State::NeedsYou { at, why: NeedsYou::CannotTell(checking) } => {
            Some(State::NeedsYou { at, why: NeedsYou::CannotTell(Checking { next_at, ..checking }) })
        }
        _ => None,
    }
}

impl Engine {
    /// Brings an accepted refund up to date: by its order's list, where that was just read, else by its reference.
    pub(super) async fn follow(
        &self,
        shop: &Shop,
        operation: &mut Operation,
        orders: Option<&[pinelabs::Order]>,
    ) {
        let State::Accepted { at, refund: known } = operation.state.clone() else { return };
        let (Some(parent), Some(reference)) =
            (operation.intent.order_id.clone(), operation.intent.reference.clone())
        else {
            return;
        };
        let ours = |refund: &&pinelabs::Order| refund.merchant_order_reference.as_ref() == Some(&reference);
        let listed_by = |order: &pinelabs::Order| order.refunds.iter().flatten().find(ours).cloned();
        let order = orders.into_iter().flatten().find(|order| order.order_id.as_ref() == Some(&parent));
        let listed = order.and_then(listed_by);
        // A look-up that has once found a refund of ours can later prove one absent, so it is made where a list tells too.
        let looked_up = if listed.is_none() || !shop.finds_refunds() {
            let read = shop.client().order_by_reference(&reference).await;
            read.ok()
                .map(|read| read.value)
                .filter(|answer| settle::is_refund_of(answer, &parent, operation.amount))
        } else {
            None
        };
        if looked_up.is_some() {
            shop.note_refund_found(self.clock.now());
        }
        let mut found = looked_up.or(listed);
        if found.is_none() && orders.is_none() {
            found = shop.client().order(&parent).await.ok().and_then(|read| listed_by(&read.value));
        }
        let Some(found) = found else { return };
        if found.status == known.status || found.status.is_none() {
            return;
        }
        let state = if found.status == Some(pinelabs::OrderStatus::Failed) {
            let why = NeedsYou::RefundFailed { order_id: known.order_id.or(found.order_id) };
            State::NeedsYou { at: self.clock.now(), why }
        } else {
            let order_id = known.order_id.or(found.order_id);
            // Where the person's word was all there was, it is told only now.
            let at = if operation.decided_at.is_some() { self.clock.now() } else { at };
            State::Accepted { at, refund: RefundTaken { order_id, status: found.status } }
        };
        let before = operation.state.clone();
        if !matches!(self.step(operation, state), Written::Yes) {
            // As the ledger has it: the next look-up tells it again.
            operation.state = before;
        }
    }
}
