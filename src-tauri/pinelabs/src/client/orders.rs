//! Calls of orders.

use serde_json::{Value, json};

use super::answers::{ReadResponse, WriteResponse};
use super::routes;
use super::session::Session;
use crate::decode::resource::{the_charge, the_order, the_order_under};
use crate::error::{ApiError, Error, WriteError};
use crate::model::capture::CaptureRequest;
use crate::model::ids::{IdempotencyKey, OrderId, Reference};
use crate::model::order::Order;

/// Orders: [`Client::orders`](crate::Client::orders).
#[derive(Clone, Copy)]
pub struct Orders<'a> {
    session: &'a Session,
}

impl<'a> Orders<'a> {
    pub(super) fn new(session: &'a Session) -> Self {
        Self { session }
    }

    /// Reads an order by its id. A refund is an order too.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::OrderId;
    ///
    /// let order = client.orders().get(&OrderId::new("v1-250131113650-aa-Lamp01")?).await?.value;
    /// println!("{:?}, captured: {}", order.status, order.captured()?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `GET /api/pay/v1/orders/{order_id}`. Source: the reference page of orders, and the SDK.
    ///
    /// # Errors
    ///
    /// [`Error`]; [`Error::says_absent`] where the API says that the order does not exist. An answer about another order is
    /// [`Error::Undecodable`].
    pub async fn get(self, id: &OrderId) -> Result<ReadResponse<Order>, Error> {
        let read = |body: &Value| the_order(body, id);
        self.session.read(&routes::ORDER, id.as_str(), read).await.map_err(|(_, error)| error)
    }

    /// Finds an order by the merchant's own reference. It finds refunds too, by the reference of their request.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::Reference;
    ///
    /// let refund = client.orders().by_reference(&Reference::new("refund-7")?).await?.value;
    /// println!("{:?} {:?}", refund.order_type, refund.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `GET /api/pay/v1/orders/reference/{merchant_order_reference}`. Source: the reference page of orders, and the SDK.
    ///
    /// # Errors
    ///
    /// [`Error`]; [`Error::says_absent`] where the API says that no order has the reference.
    pub async fn by_reference(self, reference: &Reference) -> Result<ReadResponse<Order>, Error> {
        let read = |body: &Value| the_order_under(body, reference);
        let result = self.session.read(&routes::ORDER_BY_REFERENCE, reference.as_str(), read).await;
        result.map_err(|(_, error)| error)
    }

    /// Captures held money: only for an AUTHORIZED order with `pre_auth`, and only once.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{CaptureRequest, IdempotencyKey, Money, OrderId, Reference};
    ///
    /// let id = OrderId::new("v1-250131113650-aa-Lamp01")?;
    /// let request = CaptureRequest { reference: Reference::generate("capture"), amount: Money::inr(30_000) };
    /// // Store the reference and the key before this call.
    /// let order = client.orders().capture(&id, &request, &IdempotencyKey::generate()).await?.value;
    /// println!("captured: {}", order.captured()?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The body has the amount under both of its names, `capture_amount` and `amount`: a server that knows neither captures
    /// everything. Where a server refuses one name as unknown, the client sends the capture again without it. Compare the captured
    /// sum of the answer with the request.
    ///
    /// `PUT /api/pay/v1/orders/{order_id}/capture`. Source: the reference page of capture; the guide page After you receive payment
    /// from a payment link.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. It checks [`CaptureRequest::check`] first. After [`WriteError::Unknown`], read the order: `capture_data` has
    /// the reference of each capture.
    pub async fn capture(
        self,
        id: &OrderId,
        request: &CaptureRequest,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<Order>, WriteError> {
        request.check().map_err(|invalid| WriteError::NotSent(invalid.into()))?;
        let mut body = json!({
            "merchant_capture_reference": request.reference,
            "capture_amount": request.amount,
            "amount": request.amount,
        });
        let read = |body: &Value| the_charge(body, id);
        let first = self.session.write(&routes::CAPTURE, Some(id.as_str()), Some(&body), key, read).await;
        let Err(WriteError::Refused(refusal)) = &first else { return first };
        let unknown = unknown_field(refusal, &["merchant_capture_reference", "capture_amount", "amount"]);
        let dropped = unknown.and_then(|field| body.as_object_mut()?.remove(field));
        if dropped.is_none() {
            return first;
        }
        match self.session.write(&routes::CAPTURE, Some(id.as_str()), Some(&body), key, read).await {
            // The first attempt was sent and refused, so "not sent" would be wrong.
            Err(WriteError::NotSent(_)) => first,
            second => second,
        }
    }

    /// Voids held money: it goes back to the customer. Only for an AUTHORIZED order with `pre_auth`.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{IdempotencyKey, OrderId};
    ///
    /// let id = OrderId::new("v1-250131113650-aa-Lamp01")?;
    /// let order = client.orders().void(&id, &IdempotencyKey::generate()).await?.value;
    /// println!("{:?}", order.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `PUT /api/pay/v1/orders/{order_id}/cancel`. Source: the reference page of cancel; the guide page After you receive payment from a
    /// payment link.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. After [`WriteError::Unknown`], read the order: CANCELLED means voided.
    pub async fn void(self, id: &OrderId, key: &IdempotencyKey) -> Result<WriteResponse<Order>, WriteError> {
        self.session.write(&routes::VOID, Some(id.as_str()), None, key, |body| the_charge(body, id)).await
    }
}

/// The one field that a refusal names as unknown. `None` where the text has another meaning, or names several.
fn unknown_field<'a>(refusal: &ApiError, fields: &[&'a str]) -> Option<&'a str> {
    if refusal.status != 400 {
        return None;
    }
    let said = [refusal.message.as_deref(), refusal.details.reason.as_deref()];
    let mut said = said.into_iter().flatten().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    // Some servers add a list of the fields that they know.
    for list in [" known propert", "expected one of", "expected `", "allowed fields", "valid fields"] {
        said.truncate(said.find(list).unwrap_or(said.len()));
    }
    let doubtless =
        ["unknown", "unrecognized", "unrecognised", "unexpected", "unsupported"].iter().any(|word| {
            ["field", "property", "parameter", "attribute", "key"]
                .iter()
                .any(|noun| said.contains(&format!("{word} {noun}")))
        });
    if !doubtless {
        return None;
    }
    let words: Vec<&str> = said.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let mut named = fields.iter().filter(|field| words.contains(*field));
    named.next().filter(|_| named.next().is_none()).copied()
}
