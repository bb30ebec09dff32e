//! Opens a dialog for a link, or for a new link: reads it, checks what is allowed, and picks the reference of the operation.

use pinelabs::{IdempotencyKey, LinkId, NewLink, Reference};

use super::{
    Operations,
    account_client::{AccountClient, Reading},
    engine::Engine,
    errors::NotPrepared,
    journal::NotRecorded,
    kinds::{
        self, create_link,
        kind::{Name, PrepareError},
    },
    operation::{Intent, OperationId, Target},
    preconditions::Precondition,
};
use crate::rules::{
    allowed::{self, OperationKind, Reason},
    people,
    snapshot::Snapshot,
};

impl Operations {
    /// Re-reads link and order, and creates the intent that a dialog shows.
    pub async fn prepare(
        &self,
        shop: &AccountClient,
        link_id: &LinkId,
        kind: OperationKind,
    ) -> Result<(Intent, Reading), NotPrepared> {
        self.takes_something().await?;
        let mut reading = shop.read(link_id).await?;
        let of_kind = kinds::of(kind);
        self.0.enrich(shop, &mut reading, None, of_kind.care()).await?;
        if let Err(reason) = allowed::check(kind, &reading.snapshot) {
            return Err(NotPrepared::NotAllowed(reason, Box::new(reading)));
        }
        let draft = match of_kind.prepare(&reading) {
            Ok(draft) => draft,
            Err(PrepareError::NotAllowed(reason)) => {
                return Err(NotPrepared::NotAllowed(reason, Box::new(reading)));
            }
            Err(PrepareError::Unread(error)) => return Err(NotPrepared::Unread(error)),
        };
        let (order_id, reference) = (draft.order_id, self.0.reference(shop, draft.name).await?);
        let snapshot = &reading.snapshot;
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
        if self.0.journal.open_with(&intent).await?.is_some() {
            return Err(NotPrepared::NotAllowed(Reason::Checking, Box::new(reading)));
        }
        self.0.intents().insert(intent.id.clone(), intent.clone());
        Ok((intent, reading))
    }

    /// Checks that the reference is free, and creates the intent.
    pub async fn prepare_create(&self, shop: &AccountClient, new: NewLink) -> Result<Intent, NotPrepared> {
        self.takes_something().await?;
        let problems = new.problems(self.0.clock.now());
        if !problems.is_empty() {
            return Err(NotPrepared::Invalid(problems));
        }
        if let Some(known) = self.0.journal.with_reference(&shop.account, &new.reference).await? {
            return Err(NotPrepared::ReferenceUsed(known.link_id().cloned()));
        }
        create_link::require_free(shop, &new).await?;
        let names = [new.customer.first_name.as_deref(), new.customer.last_name.as_deref()];
        let intent = Intent {
            id: OperationId::generate(),
            prepared_at: self.0.clock.now(),
            account: shop.account.clone(),
            kind: OperationKind::Create,
            link_reference: Some(new.reference.clone()),
            order_id: None,
            customer_name: people::name_of(names),
            reference: Some(new.reference.clone()),
            key: IdempotencyKey::generate(),
            seen: Precondition::default(),
            target: Target::New { new_link: Box::new(new) },
        };
        self.0.intents().insert(intent.id.clone(), intent.clone());
        Ok(intent)
    }
}

impl Engine {
    /// The reference of a new operation.
    async fn reference(&self, shop: &AccountClient, name: Name) -> Result<Option<Reference>, NotRecorded> {
        match name {
            Name::None => Ok(None),
            Name::One(reference) => Ok(Some(reference)),
            Name::FirstFree { prefix, mut names } => {
                let taken = self.names_taken(&shop.account, &prefix).await?;
                Ok(names.find(|name| !taken.contains(name.as_str())))
            }
        }
    }
}

/// The customer's name as the merchant wrote it.
pub fn customer_name(snapshot: &Snapshot) -> Option<String> {
    let customer = snapshot.link.customer.as_ref()?;
    people::name_of([customer.first_name.as_deref(), customer.last_name.as_deref()])
}
