//! What this computer knows about a link beyond Pine Labs' answers: refunds made here and on other computers, their progress,
//! operations that a stale reading does not show yet, and whether one has an unknown outcome.

use std::collections::BTreeSet;

use super::{
    account_client::{AccountClient, Care, Reading},
    engine::Engine,
    journal::{Advance, NotRecorded},
    kinds::refund::chain::{self, Known},
    names::Names,
    operation::{NeedsYou, Operation, OperationId, Postcondition, State},
    preconditions::Precondition,
    timings::LATE_DELIVERY,
    verdict::Verdict,
};
use crate::ledger::Ledger;
use crate::rules::{
    done_here::DoneHere,
    snapshot::{Refund, RefundProgress, Snapshot},
};

impl Engine {
    /// Follows refunds in flight, looks up operations reported as absent, walks the chains of refunds, and adds local facts to
    /// a reading. `but` is the operation that asks: its own reference does not count as taken.
    pub(super) async fn enrich(
        &self,
        shop: &AccountClient,
        reading: &mut Reading,
        but: Option<&OperationId>,
        care: Care,
    ) -> Result<(), NotRecorded> {
        for mut operation in self.of_reading(&shop.account, &reading.snapshot).await? {
            if Some(operation.id()) == but {
                continue;
            }
            if operation.is_on_its_way() {
                self.follow(shop, &mut operation, Some(&reading.snapshot.orders)).await;
            } else if operation.is_denied_in_doubt() {
                self.look_once_more(shop, &mut operation).await;
            }
        }
        // Local facts first: an order that was just captured can have refunds, whatever a stale reading says.
        let operations = self.add_local_facts(&shop.account, &mut reading.snapshot).await?;
        self.walk(shop, reading, but, care).await?;
        let found = reading.walks.values().flatten().flat_map(|walk| walk.refunds.iter().cloned());
        reading.snapshot.known_refunds.extend(found.collect::<Vec<_>>());
        self.keep_what_was_read_after(operations, &reading.snapshot).await;
        Ok(())
    }

    /// Reads the link of an operation once after it took effect, as no page may be open that does.
    pub(super) async fn read_afterwards(&self, shop: &AccountClient, operation: &Operation) {
        let Some(link) = operation.link_id().filter(|_| operation.state.took_effect()) else { return };
        if let Ok(mut reading) = shop.read(link).await {
            // On an error, the next reading of the link repeats it.
            let _ = self.enrich(shop, &mut reading, None, Care::Page).await;
        }
    }

    /// Adds refunds made here, operations that the reading does not show yet, and whether one has an unknown outcome.
    pub(super) async fn add_local_facts(
        &self,
        account: &str,
        snapshot: &mut Snapshot,
    ) -> Result<Vec<Operation>, NotRecorded> {
        let link = snapshot.link.payment_link_id.as_ref().map(pinelabs::LinkId::as_str);
        let orders = snapshot.orders.iter().filter_map(|order| order.order_id.as_ref());
        let orders = orders.chain(&snapshot.unread).collect::<Vec<_>>();
        snapshot.operation_unread = !self.journal.unreadable_of(account, link, &orders).await?.is_empty();
        let operations = self.of_reading(account, snapshot).await?;
        snapshot.known_refunds = operations.iter().filter_map(known_refund).collect();
        snapshot.checking = operations.iter().any(Operation::is_unknown);
        for done in operations.iter().filter_map(done_here) {
            done.outweigh(snapshot);
        }
        Ok(operations)
    }

    /// All operations of a link, and all operations on its orders from any account of the same host, newest first.
    async fn of_reading(&self, account: &str, snapshot: &Snapshot) -> Result<Vec<Operation>, NotRecorded> {
        let mut operations = match &snapshot.link.payment_link_id {
            Some(link) => self.journal.of_link_at_host(account, link.as_str()).await?,
            None => Vec::new(),
        };
        for order in snapshot.orders.iter().filter_map(|order| order.order_id.as_ref()) {
            for other in self.journal.of_order(account, order).await? {
                if !operations.iter().any(|known| known.id() == other.id()) {
                    operations.push(other);
                }
            }
        }
        operations.sort_by_key(|operation| std::cmp::Reverse(operation.number));
        Ok(operations)
    }

    /// The operations on the same order. Without them nobody can tell whose a refund under a shared name is.
    pub(super) async fn of_same_order(&self, operation: &Operation) -> Result<Vec<Operation>, NotRecorded> {
        match &operation.intent.order_id {
            Some(order) => self.journal.of_order(&operation.intent.account, order).await,
            None => Ok(Vec::new()),
        }
    }

    /// Records that the provider says the reference is taken.
    pub(super) async fn keep_name_taken(&self, operation: &Operation) {
        let Some(reference) = &operation.intent.reference else { return };
        // If the write fails, the next attempt gets the same answer.
        let (account, name) = (operation.intent.account.clone(), reference.to_string());
        let at = self.clock.now().as_millisecond();
        let _ = self.journal.write_ledger(move |ledger| ledger.keep_name_taken(&account, &name, at)).await;
    }

    async fn walk(
        &self,
        shop: &AccountClient,
        reading: &mut Reading,
        but: Option<&OperationId>,
        care: Care,
    ) -> Result<(), NotRecorded> {
        for order in reading.snapshot.orders.iter().filter(|order| chain::may_have_refunds(order)) {
            let Some(order_id) = &order.order_id else { continue };
            let mut operations = self.journal.of_order(&shop.account, order_id).await?;
            operations.retain(|operation| Some(operation.id()) != but);
            let taken = self.names_taken(&shop.account, &Names::of(order_id).refund_prefix()).await?;
            let unread = self.journal.unreadable_of(&shop.account, None, &[order_id]).await?;
            let unread = unread.into_iter().filter_map(|row| row.reference).collect();
            let known = Known { order, order_id, operations: &operations, taken: &taken, unread: &unread };
            reading.walks.insert(order_id.clone(), known.walk(shop, care).await);
        }
        Ok(())
    }

    /// Names to give up: taken for so long that whatever took them would have appeared by now.
    pub(super) async fn names_taken(
        &self,
        account: &str,
        prefix: &str,
    ) -> Result<BTreeSet<String>, NotRecorded> {
        let until = self.clock.now().saturating_sub(LATE_DELIVERY).unwrap_or_default();
        let (account, prefix) = (account.to_owned(), prefix.to_owned());
        let ask = move |ledger: &Ledger| ledger.names_taken(&account, &prefix, until.as_millisecond());
        let names = self.journal.read_ledger(ask).await?;
        Ok(names.into_iter().collect())
    }

    /// Looks up once an operation reported as absent. Only a find changes it.
    pub(super) async fn look_once_more(&self, shop: &AccountClient, operation: &mut Operation) -> Verdict {
        let verdict = self.look_up(shop, operation).await;
        let Verdict::Resolved(state) = &verdict else { return verdict };
        let Ok(others) = self.of_same_order(operation).await else { return Verdict::NoAnswer };
        let is_news =
            state.took_effect() || matches!(state, State::NeedsYou { why: NeedsYou::OtherAmount { .. }, .. });
        // An ended link or hold does not say who ended it: it counts as ours only if nobody else can have done it. An operation
        // that a start calls unsent may have been sent if this ledger is a copy: then a find counts as ours.
        let may_be_ours = operation.kind().is_one_of_several()
            || operation.reached
            || operation.lost
            || operation.interrupted_at.is_some();
        if is_news && may_be_ours && !self.was_done_by_another(operation, &others).await {
            let before = operation.state.clone();
            let mut found = operation.clone();
            found.recheck = false;
            if matches!(self.step(&mut found, state.clone()).await, Advance::Applied) {
                *operation = found;
            } else {
                operation.state = before;
            }
        }
        verdict
    }

    /// Whether another operation of the same kind has done it: what can happen only once is reported once.
    async fn was_done_by_another(&self, operation: &Operation, others: &[Operation]) -> bool {
        if operation.kind().is_one_of_several() {
            // Here the reference tells whose it is.
            return false;
        }
        let of_link = match operation.link_id() {
            Some(link) => self.journal.of_link_at_host(&operation.intent.account, link.as_str()).await,
            None => Ok(Vec::new()),
        };
        let Ok(of_link) = of_link else { return true };
        others.iter().chain(&of_link).any(|other| {
            other.id() != operation.id()
                && other.intent.kind == operation.intent.kind
                && other.state.took_effect()
        })
    }

    /// Stores the first reading after an operation took effect as its "afterwards".
    async fn keep_what_was_read_after(&self, operations: Vec<Operation>, snapshot: &Snapshot) {
        for mut operation in operations {
            let (State::Accepted { at, .. } | State::Done { at, .. } | State::Made { at, .. }) =
                operation.state
            else {
                continue;
            };
            // A time in the future comes from a clock that was set back since.
            let is_before = snapshot.read_at < at && at <= self.clock.now();
            let seen = Precondition::of(snapshot, operation.intent.order_id.as_ref());
            let replaces = operation.kind().replaces_after(&operation, &seen);
            if is_before || operation.after.is_some() && !replaces {
                continue;
            }
            operation.after = Some(Postcondition { at: snapshot.read_at, seen });
            // Only for display, so a failed write is no error; the next reading tries again.
            match self.journal.advance(&mut operation, None).await {
                Advance::Applied => self.announce(&operation),
                Advance::Conflict => {}
                Advance::Failed(error) => tracing::warn!(%error, "what was read afterwards was not kept"),
            }
        }
    }
}

/// A refund made here counts as soon as Pine Labs accepts it, whether or not the order lists it.
fn known_refund(operation: &Operation) -> Option<Refund> {
    let (at, amount, order_id, status) = match &operation.state {
        State::Accepted { at, refund } | State::NeedsYou { at, why: NeedsYou::Forgotten { refund } } => {
            (*at, operation.amount, refund.order_id.clone(), refund.status.clone())
        }
        State::NeedsYou { at, why: NeedsYou::OtherAmount { amount, refund } } => {
            (*at, Some(*amount), refund.order_id.clone(), refund.status.clone())
        }
        State::NeedsYou { at, why: NeedsYou::RefundFailed { order_id } } => {
            (*at, operation.amount, order_id.clone(), Some(pinelabs::OrderStatus::Failed))
        }
        _ => return None,
    };
    Some(Refund {
        parent: operation.intent.order_id.clone()?,
        reference: operation.intent.reference.clone(),
        order_id,
        amount,
        status: status.as_ref().map(ToString::to_string).unwrap_or_default(),
        progress: RefundProgress::of(status.as_ref()),
        at: Some(at),
        from_here: true,
    })
}

/// The permanent effect of an operation on a link or order. The person's word never overrides a reading.
fn done_here(operation: &Operation) -> Option<DoneHere> {
    let State::Done { at, captured_instead } = operation.state else { return None };
    if operation.decided_at.is_some() {
        return None;
    }
    operation.kind().done_here(operation, at, captured_instead.or(operation.amount))
}
