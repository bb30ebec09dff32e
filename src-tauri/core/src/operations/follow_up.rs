//! Look-ups after sending: of unknown outcomes, of accepted refunds, and of operations reported as absent. They go on as long
//! as needed, across restarts.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::{
    account_client::AccountClient,
    engine::Engine,
    journal::Advance,
    kinds::refund::judge::{Source, judge, listed_under},
    operation::{Checking, NeedsYou, NotSent, Operation, RefundTaken, State},
    resolve,
    tasks::TaskSlot,
    timings::{FORGOTTEN_AFTER, LATE_DELIVERY, MIN_RECHECK, after},
    verdict::Verdict,
};

/// Follows an operation until it is final, or until another task takes it over.
pub(super) async fn follow_until_final(
    engine: &Engine,
    shop: &AccountClient,
    mut operation: Operation,
    slot: TaskSlot,
) {
    let mut pause = engine.timings.first_check;
    let watched = Instant::now();
    loop {
        let longest = if operation.is_unknown() {
            engine.timings.max_check_pause
        } else if operation.is_on_its_way() || is_looked_at_again(&operation) {
            engine.timings.max_follow_pause
        } else {
            break;
        };
        pause = pause.min(longest);
        if let Some(waiting) = with_next(&operation, Some(after(engine.clock.now(), pause)))
            && !matches!(engine.step(&mut operation, waiting).await, Advance::Applied)
            && !still_ours(engine, &mut operation, &slot).await
        {
            break;
        }
        let _ = tokio::time::timeout(pause, slot.notified()).await;
        pause *= 2;
        if !still_ours(engine, &mut operation, &slot).await {
            break;
        }
        if operation.is_unknown() {
            let verdict = engine.look_up(shop, &operation).await;
            let proves_absence = resolve::proves_absence(shop, &operation).await;
            let state = resolve::weigh(verdict, proves_absence, &operation, engine.clock.now());
            operation.recheck |= state.denies() && !state.was_found();
            if engine.resolve(&mut operation, state.clone()).await {
                engine.read_afterwards(shop, &operation).await;
                still_ours(engine, &mut operation, &slot).await;
            } else if !still_ours(engine, &mut operation, &slot).await {
                // The person has said meanwhile that it is absent, but a look-up finds it: the look-up wins.
                if !matches!(operation.state, State::NotSent { why: NotSent::PersonSaysNot, .. })
                    || !state.took_effect()
                    || !engine.resolve(&mut operation, state).await
                {
                    break;
                }
            }
        } else if operation.is_on_its_way() {
            engine.follow(shop, &mut operation, None).await;
            // A reading of its link may have written to it meanwhile.
            still_ours(engine, &mut operation, &slot).await;
        } else {
            engine.look_at_denied(shop, &mut operation, watched.elapsed()).await;
            still_ours(engine, &mut operation, &slot).await;
        }
    }
}

fn is_looked_at_again(operation: &Operation) -> bool {
    operation.recheck && operation.is_denied_in_doubt()
}

/// Reloads the operation: the person may have resolved it meanwhile. `false`: this task is done.
async fn still_ours(engine: &Engine, operation: &mut Operation, slot: &TaskSlot) -> bool {
    match engine.journal.get(operation.id()).await {
        Ok(Some(now)) => {
            *operation = now;
            slot.is_current()
                && (operation.is_unknown() || operation.is_on_its_way() || is_looked_at_again(operation))
        }
        // No row: nothing to follow.
        Ok(None) => false,
        Err(_) => true,
    }
}

/// The same unknown outcome, with the time of its next look-up.
fn with_next(operation: &Operation, next_at: Option<Timestamp>) -> Option<State> {
    match operation.state.clone() {
        State::Checking(checking) => Some(State::Checking(Checking { next_at, ..checking })),
        State::NeedsYou { at, why: NeedsYou::CannotTell(checking) } => {
            Some(State::NeedsYou { at, why: NeedsYou::CannotTell(Checking { next_at, ..checking }) })
        }
        _ => None,
    }
}

impl Engine {
    /// Looks up an operation reported as absent, and stops once no late delivery is possible.
    async fn look_at_denied(&self, shop: &AccountClient, operation: &mut Operation, watched: Duration) {
        let verdict = self.look_once_more(shop, operation).await;
        let now = self.clock.now();
        // This ledger may be a copy: then the operation may have been sent although it says nothing of that.
        let since = operation.sent_at.unwrap_or(operation.confirmed_at);
        let is_over = now.duration_since(since) > LATE_DELIVERY && watched > MIN_RECHECK;
        if operation.state.denies() && is_over && !matches!(verdict, Verdict::NoAnswer) {
            operation.recheck = false;
            let state = operation.state.clone();
            if !matches!(self.step(operation, state).await, Advance::Applied) {
                operation.recheck = true;
            }
        }
    }

    /// Updates an accepted refund from the list of its order, if just read, from the refund's own order id, and from its
    /// reference.
    pub(super) async fn follow(
        &self,
        shop: &AccountClient,
        operation: &mut Operation,
        orders: Option<&[pinelabs::Order]>,
    ) {
        let Some(known) = operation.refund_taken().cloned() else { return };
        let (Some(parent), Some(reference)) =
            (operation.intent.order_id.clone(), operation.intent.reference.clone())
        else {
            return;
        };
        let listed_by = |order: &pinelabs::Order| listed_under(order, &reference, &parent).cloned();
        let order = orders.into_iter().flatten().find(|order| order.order_id.as_ref() == Some(&parent));
        let listed = order.and_then(listed_by);
        let looked_up = self.look_up_accepted(shop, &known, &parent, &reference, listed.is_some()).await;
        let is_gone = matches!(looked_up, LookedUp::Gone);
        let mut found = match looked_up {
            LookedUp::Found(found) => Some(*found),
            LookedUp::Gone | LookedUp::NoAnswer => listed,
        };
        if found.is_none() && orders.is_none() {
            found = shop.client().orders().get(&parent).await.ok().and_then(|read| listed_by(&read.value));
        }
        let Some(found) = found else {
            if is_gone {
                self.miss(operation, known).await;
            }
            return;
        };
        let is_back = operation.unseen_since.take().is_some();
        if !is_back && (found.status == known.status || found.status.is_none()) {
            return;
        }
        if !known.was_seen() {
            // Only the person says that it exists. What is under its reference may be another computer's.
            let Ok(others) = self.of_same_order(operation).await else { return };
            let now = self.clock.now();
            let state = judge(&found, operation, &others, Source::LookUp, now);
            return self.try_step(operation, state).await;
        }
        let order_id = known.order_id.or(found.order_id);
        let state = if found.status == Some(pinelabs::OrderStatus::Failed) {
            State::NeedsYou { at: self.clock.now(), why: NeedsYou::RefundFailed { order_id } }
        } else {
            let status = found.status.or(known.status);
            let refund = RefundTaken { order_id, status };
            let at = operation.resolved_at().unwrap_or_else(|| self.clock.now());
            match operation.other_amount() {
                Some(amount) => State::NeedsYou { at, why: NeedsYou::OtherAmount { amount, refund } },
                None => State::Accepted { at, refund },
            }
        };
        self.try_step(operation, state).await;
    }

    async fn look_up_accepted(
        &self,
        shop: &AccountClient,
        known: &RefundTaken,
        parent: &pinelabs::OrderId,
        reference: &pinelabs::Reference,
        is_listed: bool,
    ) -> LookedUp {
        let client = shop.client();
        let mut gone = true;
        if let Some(id) = &known.order_id {
            match client.orders().get(id).await {
                Ok(read) if read.value.is_refund_under(reference, parent) => {
                    // Once a look-up by reference has found a refund of ours, it can later prove one absent.
                    if shop.finds_refunds().await {
                        return LookedUp::Found(Box::new(read.value));
                    }
                    let by_reference = client.orders().by_reference(reference).await;
                    if by_reference.is_ok_and(|read| read.value.is_refund_under(reference, parent)) {
                        shop.note_refund_found(self.clock.now()).await;
                    }
                    return LookedUp::Found(Box::new(read.value));
                }
                Ok(_) => {}
                Err(error) => gone &= error.says_absent(),
            }
        } else if is_listed && shop.finds_refunds().await {
            return LookedUp::NoAnswer;
        }
        match client.orders().by_reference(reference).await {
            Ok(read) if read.value.is_refund_under(reference, parent) => {
                shop.note_refund_found(self.clock.now()).await;
                LookedUp::Found(Box::new(read.value))
            }
            Ok(_) => LookedUp::Gone,
            Err(error) if gone && error.says_absent() => LookedUp::Gone,
            Err(_) => LookedUp::NoAnswer,
        }
    }

    /// No look-up finds an accepted refund. At first it counts as late; after some days the person has to know.
    async fn miss(&self, operation: &mut Operation, known: RefundTaken) {
        let now = self.clock.now();
        match operation.unseen_since.filter(|since| *since <= now) {
            None => {
                operation.unseen_since = Some(now);
                self.try_step(operation, operation.state.clone()).await;
            }
            Some(since)
                if now.duration_since(since) > FORGOTTEN_AFTER
                    && matches!(operation.state, State::Accepted { .. }) =>
            {
                let why = NeedsYou::Forgotten { refund: known };
                self.try_step(operation, State::NeedsYou { at: now, why }).await;
            }
            Some(_) => {}
        }
    }

    /// Writes a step, or leaves the operation as the ledger has it: the next look-up tries again.
    async fn try_step(&self, operation: &mut Operation, state: State) {
        let before = operation.clone();
        if !matches!(self.step(operation, state).await, Advance::Applied) {
            *operation = before;
        }
    }
}

/// The result of looking up an accepted refund.
enum LookedUp {
    Found(Box<pinelabs::Order>),
    /// Every look-up says that it does not exist.
    Gone,
    NoAnswer,
}
