//! What this computer knows of a link beside what Pine Labs tells: the refunds asked for here, how far they have come,
//! and whether a change is still unknown.

use super::{
    Engine,
    journal::{NotRecorded, Written},
    operation::{After, NeedsYou, Operation, State},
    seen::Seen,
    shop::{Reading, Shop},
};
use crate::domain::snapshot::{Refund, RefundProgress, Snapshot};

impl Engine {
    /// Follows the refunds on their way, and adds to a reading what is known here.
    pub(super) async fn complete(&self, shop: &Shop, reading: &mut Reading) -> Result<(), NotRecorded> {
        let Some(link) = reading.snapshot.link.payment_link_id.clone() else { return Ok(()) };
        for mut operation in self.journal.of_link(&shop.account, link.as_str())? {
            if operation.is_on_its_way() {
                self.follow(shop, &mut operation, Some(&reading.snapshot.orders)).await;
            }
        }
        let operations = self.annotate(&shop.account, &mut reading.snapshot)?;
        self.keep_what_was_read_after(operations, &reading.snapshot);
        Ok(())
    }

    /// Reads the link of a change once, as it is afterwards: where no page may be open that does.
    pub(super) async fn read_afterwards(&self, shop: &Shop, operation: &Operation) {
        let took_effect =
            matches!(operation.state, State::Accepted { .. } | State::Done { .. } | State::Made { .. });
        let Some(link) = operation.link_id().filter(|_| took_effect) else { return };
        if let Ok(mut reading) = shop.read(link).await {
            // The next reading of the link does the same.
            let _ = self.complete(shop, &mut reading).await;
        }
    }

    /// Adds what is known here: refunds asked for from here, and whether a change is still unknown.
    pub(super) fn annotate(
        &self,
        account: &str,
        snapshot: &mut Snapshot,
    ) -> Result<Vec<Operation>, NotRecorded> {
        let Some(link) = snapshot.link.payment_link_id.clone() else { return Ok(Vec::new()) };
        let operations = self.journal.of_link(account, link.as_str())?;
        snapshot.known_refunds = operations.iter().filter_map(known_refund).collect();
        snapshot.checking = operations.iter().any(Operation::is_unknown);
        Ok(operations)
    }

    /// The first reading after a change is what "afterwards" means for it.
    fn keep_what_was_read_after(&self, operations: Vec<Operation>, snapshot: &Snapshot) {
        for mut operation in operations {
            let (State::Accepted { at, .. } | State::Done { at, .. } | State::Made { at, .. }) =
                operation.state
            else {
                continue;
            };
            if operation.after.is_some() || snapshot.read_at < at {
                continue;
            }
            let seen = Seen::of(snapshot, operation.intent.order_id.as_ref());
            operation.after = Some(After { at: snapshot.read_at, seen });
            // A courtesy to whoever reads the entry later; the next reading tries again.
            match self.journal.advance(&mut operation, None) {
                Written::Yes => self.announce(&operation),
                Written::MovedOn => {}
                Written::No(error) => tracing::warn!(%error, "what was read afterwards was not kept"),
            }
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
