//! From a link to an open dialog: what was read, whether it may be done, and what the change will be called.

use pinelabs::{IdempotencyKey, LinkId, OrderId, Reference};

use super::{
    NotPrepared, Operations,
    names::Names,
    operation::{Intent, OperationId, Target},
    payee,
    seen::Seen,
    shop::{Reading, Shop},
    walk::Care,
};
use crate::domain::{
    allowed::{self, Action, Reason},
    refundable,
    snapshot::Snapshot,
};

impl Operations {
    /// Reads link and order again, and makes the intent that a dialog shows.
    pub async fn prepare(
        &self,
        shop: &Shop,
        link_id: &LinkId,
        action: Action,
    ) -> Result<(Intent, Reading), NotPrepared> {
        self.takes_something()?;
        let mut reading = shop.read(link_id).await?;
        let care = if action == Action::Refund { Care::Money } else { Care::Page };
        self.0.complete(shop, &mut reading, None, care).await?;
        let snapshot = &reading.snapshot;
        if let Err(reason) = allowed::check(action, snapshot) {
            return Err(NotPrepared::NotAllowed(reason, Box::new(reading)));
        }
        let order_id = target(action, snapshot).cloned();
        let reference = self.name_of(shop, &reading, action, order_id.as_ref())?;
        let link = &snapshot.link;
        let intent = Intent {
            id: OperationId::generate(),
            prepared_at: snapshot.read_at,
            account: shop.account.clone(),
            action,
            target: Target::Link { link_id: link_id.clone() },
            link_reference: link.merchant_payment_link_reference.clone(),
            seen: Seen::of(snapshot, order_id.as_ref()),
            order_id,
            payee: payee(snapshot),
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
        shop: &Shop,
        reading: &Reading,
        action: Action,
        order: Option<&OrderId>,
    ) -> Result<Option<Reference>, NotPrepared> {
        let Some(order) = order else { return Ok(None) };
        let names = Names::of(order);
        match action {
            Action::Refund => match reading.walks.get(order) {
                Some(Ok(walk)) => Ok(Some(walk.free.clone())),
                Some(Err(error)) => Err(NotPrepared::Unread(error.clone())),
                // Only money that was taken is given back, and then there is a chain.
                None => Err(NotPrepared::NotAllowed(Reason::NothingCaptured, Box::new(reading.clone()))),
            },
            Action::Capture => {
                let taken = self.0.names_taken(&shop.account, &names.capture_prefix())?;
                Ok(names.captures().find(|name| !taken.contains(name.as_str())))
            }
            _ => Ok(None),
        }
    }
}

/// The order that a change moves money on.
fn target(action: Action, snapshot: &Snapshot) -> Option<&pinelabs::OrderId> {
    match action {
        Action::Refund => refundable::source(snapshot).and_then(|(order, _)| order.order_id.as_ref()),
        Action::Capture | Action::Void => snapshot.held_order().and_then(|order| order.order_id.as_ref()),
        Action::Resend | Action::Cancel | Action::Create => None,
    }
}
