//! The chain of an order's refunds, walked by name: each computer of a shop finds the refunds of all others and the name of the
//! next one. Pine Labs' own look-ups list no refunds.

use std::collections::BTreeSet;

use pinelabs::{Error, Order, OrderId, OrderType, ReadResponse, Reference};

use super::judge::listed_under;
use crate::{
    operations::{
        account_client::{AccountClient, Care, Walk},
        names::{Names, Place},
        operation::Operation,
    },
    rules::snapshot::{Refund, RefundProgress},
};

/// An upper bound: nobody makes more refunds on one order.
const MAX_PLACES: u32 = 200;

/// How often the provider may report a place's name as taken while nothing exists under it.
const MAX_GENERATIONS: usize = 6;

/// How many places beyond the first free one a walk looks up: the free one may be a gap left by another computer.
const BEYOND: u32 = 1;

/// What is known about an order's refunds before any look-up.
pub struct Known<'a> {
    pub order: &'a Order,
    pub order_id: &'a OrderId,
    /// Operations of this ledger on the order, except the one that asks.
    pub operations: &'a [Operation],
    /// References that the provider reports as taken.
    pub taken: &'a BTreeSet<String>,
    /// References of this ledger's unreadable operations on the order: used, whatever a look-up finds.
    pub unread: &'a BTreeSet<String>,
}

enum Name {
    /// A refund of this order has the name.
    Refund(Box<Order>),
    /// Something else has it.
    Other,
    Free,
}

impl Known<'_> {
    /// Looks up name after name until a free one and [`BEYOND`] more places are empty: a name in between may belong to a refund
    /// that had no effect, or that exists only by the word of a person on another computer.
    pub async fn walk(&self, shop: &AccountClient, care: Care) -> Result<Walk, Error> {
        let names = Names::of(self.order_id);
        let (mut refunds, mut free, mut empty) = (Vec::new(), None, 0);
        for place in 1..=MAX_PLACES {
            let thorough = care == Care::Money && free.is_none();
            match self.look_at_place(shop, &names, place, thorough, &mut refunds).await? {
                Some(name) => {
                    free.get_or_insert(name);
                    empty += 1;
                }
                None => empty = 0,
            }
            if empty > BEYOND {
                break;
            }
        }
        Ok(Walk { refunds, free: free.unwrap_or_else(|| Reference::generate("rf")) })
    }

    /// The free name of a place, or `None` if something has taken the place.
    async fn look_at_place(
        &self,
        shop: &AccountClient,
        names: &Names,
        place: Place,
        thorough: bool,
        refunds: &mut Vec<Refund>,
    ) -> Result<Option<Reference>, Error> {
        let mut free = None;
        for name in names.refunds_at(place).take(MAX_GENERATIONS) {
            // A refund that is listed or known here counts already and has its own follow-up.
            if self.is_listed(&name) || self.is_used(shop, &name).await {
                return Ok(None);
            }
            match self.look_at(shop, &name).await? {
                Name::Refund(found) => {
                    refunds.push(self.refund(&name, &found));
                    return Ok(None);
                }
                Name::Other => return Ok(None),
                Name::Free if self.unread.contains(name.as_str()) => return Ok(None),
                Name::Free if self.taken.contains(name.as_str()) => {}
                // A next generation exists only if another computer was told that this name is taken.
                Name::Free if thorough && free.is_none() => free = Some(name),
                Name::Free => return Ok(free.or(Some(name))),
            }
        }
        Ok(free)
    }

    fn is_listed(&self, name: &Reference) -> bool {
        listed_under(self.order, name, self.order_id).is_some()
    }

    /// A name that rests on the person's word is looked up like any other: a gap in the chain hides all later refunds from
    /// other computers. If look-ups find no refunds at all, the person's word is all there is.
    async fn is_used(&self, shop: &AccountClient, name: &Reference) -> bool {
        let mut of_name =
            self.operations.iter().filter(|operation| operation.intent.reference.as_ref() == Some(name));
        let rests_on_a_word =
            |operation: &Operation| operation.rests_on_a_word() && !operation.state.denies();
        of_name.clone().any(Operation::holds_reference)
            || of_name.any(rests_on_a_word) && !shop.finds_refunds().await
    }

    async fn look_at(&self, shop: &AccountClient, name: &Reference) -> Result<Name, Error> {
        if let Some(known) = shop.final_refund(name) {
            return Ok(Name::Refund(Box::new(known)));
        }
        match shop.client().orders().by_reference(name).await {
            Ok(ReadResponse { value, received_at, .. }) if value.is_refund_under(name, self.order_id) => {
                shop.note_refund_found(received_at).await;
                shop.keep_final_refund(name, &value);
                Ok(Name::Refund(Box::new(value)))
            }
            // A look-up that ignores the name returns the order itself: that says nothing about the name.
            Ok(ReadResponse { value, .. }) if value.order_id.as_ref() == Some(self.order_id) => {
                Ok(Name::Free)
            }
            Ok(_) => Ok(Name::Other),
            // An order with another name says nothing either: the look-up ignored ours.
            Err(Error::Undecodable { path, .. }) if path == "merchant_order_reference" => Ok(Name::Free),
            // Whatever the text: the provider has nothing under this name.
            Err(Error::Api(answer)) if matches!(answer.status, 400 | 404 | 405 | 410 | 422) => Ok(Name::Free),
            Err(error) => Err(error),
        }
    }

    fn refund(&self, name: &Reference, found: &Order) -> Refund {
        let is_ours = |operation: &&Operation| {
            operation.intent.reference.as_ref() == Some(name) && operation.state.took_effect()
        };
        Refund {
            parent: self.order_id.clone(),
            reference: Some(name.clone()),
            order_id: found.order_id.clone(),
            amount: found.order_amount,
            status: found.status.as_ref().map(ToString::to_string).unwrap_or_default(),
            progress: RefundProgress::of(found.status.as_ref()),
            at: found.created_at.as_ref().and_then(pinelabs::ApiTime::at),
            from_here: self.operations.iter().any(|operation| is_ours(&operation)),
        }
    }
}

/// Whether an order can have refunds: money was captured or refunded on it.
pub fn may_have_refunds(order: &Order) -> bool {
    use pinelabs::OrderStatus as Status;
    let charge = order.order_type.as_ref().is_none_or(|kind| *kind == OrderType::Charge);
    let status = matches!(
        order.status,
        Some(
            Status::Processed
                | Status::PartiallyCaptured
                | Status::PartiallyRefunded
                | Status::FullyRefunded
                | Status::Unknown(_)
        )
    );
    charge && (status || order.captured().is_ok_and(pinelabs::Money::is_positive))
}
