//! What this computer knows of a link beside what Pine Labs tells: the refunds asked for here, how far they have come,
//! and whether a change is still unknown.

use super::{
    Engine,
    operation::{NeedsYou, Operation, RefundTaken, State},
    settle,
    shop::{Reading, Shop},
};
use crate::domain::snapshot::{Refund, RefundProgress, Snapshot};

impl Engine {
    /// Follows the refunds on their way, and adds to a reading what is known here.
    pub(super) async fn complete(&self, shop: &Shop, reading: &mut Reading) {
        let link = reading.snapshot.link.payment_link_id.clone();
        let operations = self.journal.of_account(&shop.account);
        for operation in operations.into_iter().filter(|o| Some(&o.intent.link_id) == link.as_ref()) {
            self.follow(shop, operation, &reading.snapshot.orders).await;
        }
        self.annotate(&shop.account, &mut reading.snapshot);
    }

    /// Adds what is known here: refunds asked for from here, and whether a change is still unknown.
    pub(super) fn annotate(&self, account: &str, snapshot: &mut Snapshot) {
        let link = snapshot.link.payment_link_id.clone();
        let operations = self.journal.of_account(account);
        let of_link = operations.iter().filter(|operation| Some(&operation.intent.link_id) == link.as_ref());
        snapshot.known_refunds = of_link.clone().filter_map(known_refund).collect();
        snapshot.checking = of_link.clone().any(Operation::is_unknown);
    }

    /// Brings an accepted refund that is not carried out yet up to date: by the order's list, else by its reference.
    async fn follow(&self, shop: &Shop, mut operation: Operation, orders: &[pinelabs::Order]) {
        let State::Accepted { at, refund: known } = operation.state.clone() else { return };
        let ended = [RefundProgress::Processed, RefundProgress::Failed];
        if ended.contains(&RefundProgress::of(known.status.as_ref())) {
            return;
        }
        let (Some(parent), Some(reference)) = (&operation.intent.order_id, &operation.intent.reference)
        else {
            return;
        };
        let order = orders.iter().find(|order| order.order_id.as_ref() == Some(parent));
        let ours = |refund: &&pinelabs::Order| refund.merchant_order_reference.as_ref() == Some(reference);
        let listed = order.and_then(|order| order.refunds.iter().flatten().find(ours)).cloned();
        // A look-up that has once found a refund of ours can later prove one absent, so it is made where a list tells too.
        let looked_up = if listed.is_none() || !shop.finds_refunds() {
            let read = shop.client().order_by_reference(reference).await;
            read.ok().map(|read| read.value).filter(|it| settle::is_refund_of(it, parent, operation.amount))
        } else {
            None
        };
        if looked_up.is_some() {
            shop.note_refund_found();
        }
        let Some(found) = looked_up.or(listed) else { return };
        if found.status == known.status || found.status.is_none() {
            return;
        }
        operation.state = if found.status == Some(pinelabs::OrderStatus::Failed) {
            let why = NeedsYou::RefundFailed { order_id: known.order_id.or(found.order_id) };
            State::NeedsYou { at: self.clock.now(), why }
        } else {
            State::Accepted { at, refund: RefundTaken { status: found.status, ..known } }
        };
        // Told again at the next reading if it could not be written down.
        if self.journal.record(&operation).is_ok() {
            self.announce(&operation);
        }
    }
}

/// A refund asked for here counts as soon as Pine Labs took it, whether or not the order lists it.
fn known_refund(operation: &Operation) -> Option<Refund> {
    let (at, order_id, status) = match &operation.state {
        State::Accepted { at, refund } => (*at, refund.order_id.clone(), refund.status.clone()),
        State::NeedsYou { at, why: NeedsYou::RefundFailed { order_id } } => {
            (*at, order_id.clone(), Some(pinelabs::OrderStatus::Failed))
        }
        _ => return None,
    };
    Some(Refund {
        parent: operation.intent.order_id.clone()?,
        reference: operation.intent.reference.clone(),
        order_id,
        amount: operation.amount,
        status: status.as_ref().map(ToString::to_string).unwrap_or_default(),
        progress: RefundProgress::of(status.as_ref()),
        at: Some(at),
        from_here: true,
    })
}
