//! From a link to an open dialog: what was read, whether it may be done, and what the change will be called.

use pinelabs::{IdempotencyKey, LinkId, OrderId, Reference};

use super::{
    NotPrepared, Operations,
    account_client::{AccountClient, Reading},
    customer_name,
    names::Names,
    operation::{Intent, OperationId, Target},
    preconditions::Precondition,
    refund_chain::Care,
};
use crate::rules::{
    allowed::{self, OperationKind, Reason},
    refundable,
    snapshot::Snapshot,
};

impl Operations {
    /// Reads link and order again, and makes the intent that a dialog shows.
    pub async fn prepare(
        &self,
        shop: &AccountClient,
        link_id: &LinkId,
        kind: OperationKind,
    ) -> Result<(Intent, Reading), NotPrepared> {
        self.takes_something()?;
        let mut reading = shop.read(link_id).await?;
        let care = if kind == OperationKind::Refund { Care::Money } else { Care::Page };
        self.0.enrich(shop, &mut reading, None, care).await?;
        let snapshot = &reading.snapshot;
        if let Err(reason) = allowed::check(kind, snapshot) {
            return Err(NotPrepared::NotAllowed(reason, Box::new(reading)));
        }
        let order_id = target(kind, snapshot).cloned();
        let reference = self.name_of(shop, &reading, kind, order_id.as_ref())?;
        let link = &snapshot.link;
        let intent = Intent {
            id: OperationId::generate(),
            prepared_at: snapshot.read_at,
            account: shop.account.clone(),
            kind,
            target: Target::Link { link_id: link_id.clone() },
            link_reference: link.merchant_payment_link_reference.clone(),
            seen: Precondition::of(snapshot, order_id.as_ref()),
            order_id,
            customer_name: customer_name(snapshot),
            reference,
            key: IdempotencyKey::generate(),
        };
        if self.0.journal.open_with(&intent)?.is_some() {
            return Err(NotPrepared::NotAllowed(Reason::Checking, Box::new(reading)));
        }
        self.0.intents().insert(intent.id.clone(), intent.clone());
        Ok((intent, reading))
    }

    /// The name of a refund is the first of its order's chain that nobody has used; that of a capture is its order's. What moves
    /// no money of its own has none.
    fn name_of(
        &self,
        shop: &AccountClient,
        reading: &Reading,
        kind: OperationKind,
        order: Option<&OrderId>,
    ) -> Result<Option<Reference>, NotPrepared> {
        let Some(order) = order else { return Ok(None) };
        let names = Names::of(order);
        match kind {
            OperationKind::Refund => match reading.walks.get(order) {
                Some(Ok(walk)) => Ok(Some(walk.free.clone())),
                Some(Err(error)) => Err(NotPrepared::Unread(error.clone())),
                // Only money that was taken is given back, and then there is a chain.
                None => Err(NotPrepared::NotAllowed(Reason::NothingCaptured, Box::new(reading.clone()))),
            },
            OperationKind::Capture => {
                let taken = self.0.names_taken(&shop.account, &names.capture_prefix())?;
                Ok(names.captures().find(|name| !taken.contains(name.as_str())))
            }
            _ => Ok(None),
        }
    }
}

/// The order that a change moves money on.
fn target(kind: OperationKind, snapshot: &Snapshot) -> Option<&pinelabs::OrderId> {
    match kind {
        OperationKind::Refund => refundable::source(snapshot).and_then(|(order, _)| order.order_id.as_ref()),
        OperationKind::Capture | OperationKind::Void => {
            snapshot.held_order().and_then(|order| order.order_id.as_ref())
        }
        OperationKind::Resend | OperationKind::Cancel | OperationKind::Create => None,
    }
}
