//! Calls of refunds.

use serde_json::Value;

use super::answers::WriteResponse;
use super::routes;
use super::session::Session;
use crate::decode::decode_error::DecodeError;
use crate::decode::resource::an_order;
use crate::dialect::Dialect;
use crate::error::WriteError;
use crate::model::ids::{IdempotencyKey, OrderId};
use crate::model::order::Order;
use crate::model::refund::{RefundMatch, RefundRequest};

/// The fields that identify a refund and its state: if one of them does not parse, the outcome is unknown.
const IDENTIFYING: [&str; 6] =
    ["order_id", "parent_order_id", "merchant_order_reference", "type", "status", "order_amount"];

/// Refunds: [`Client::refunds`](crate::Client::refunds).
#[derive(Clone, Copy)]
pub struct Refunds<'a> {
    session: &'a Session,
}

impl<'a> Refunds<'a> {
    pub(super) fn new(session: &'a Session) -> Self {
        Self { session }
    }

    /// Refunds a part or all of an order.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{IdempotencyKey, Money, OrderId, Reference, RefundRequest, WriteError};
    ///
    /// let id = OrderId::new("v1-250131113650-aa-Lamp01")?;
    /// let refund = RefundRequest { reference: Reference::generate("refund"), amount: Money::inr(50_000) };
    /// // Store the reference and the key before this call.
    /// match client.refunds().create(&id, &refund, &IdempotencyKey::generate()).await {
    ///     Ok(answer) => println!("{:?}: {:?}", refund.found_in(&id, &answer.value), answer.value.status),
    ///     // It may be refunded. Look it up, and never send it again blindly.
    ///     Err(WriteError::Unknown(_)) => {
    ///         let found = client.orders().by_reference(&refund.reference).await?.value;
    ///         println!("{:?}", refund.found_in(&id, &found));
    ///     }
    ///     Err(error) => println!("{error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The answer is a refund of this order under this reference. Where the reference was used before, the server may return the
    /// older refund, with another amount: compare it with [`RefundRequest::found_in`]. A status FAILED in the answer is a refusal.
    ///
    /// `POST /api/pay/v1/refunds/{order_id}`, else `POST /api/pay/v1/orders/{order_id}/refund`. Source: Refund; the guide page After
    /// you receive payment from a payment link.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. It checks [`RefundRequest::check`] first. After [`WriteError::Unknown`], look it up with
    /// [`Orders::by_reference`](crate::Orders::by_reference).
    pub async fn create(
        self,
        id: &OrderId,
        request: &RefundRequest,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<Order>, WriteError> {
        request.check().map_err(|invalid| WriteError::NotSent(invalid.into()))?;
        let read = |body: &Value| {
            let order = an_order(body)?;
            if let Some(field) = IDENTIFYING.into_iter().find(|field| order.is_unread(field)) {
                return Err(DecodeError::unreadable(field));
            }
            match request.found_in(id, &order) {
                RefundMatch::Ours | RefundMatch::OtherAmount(_) => Ok(order),
                RefundMatch::AmountNotTold => Err(DecodeError::missing("order_amount")),
                RefundMatch::NotOurs => Err(DecodeError::another("type")),
            }
        };
        let make = |dialect: Dialect| (routes::refund(dialect), Some(routes::refund_body(dialect, request)));
        self.session.write_in_dialect(make, id.as_str(), key, read).await
    }
}
