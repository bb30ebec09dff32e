//! The calls that move money or reach a customer. Each ends in one of four ways that are never confused:
//! done, refused, not sent, or unknown.
//!
//! Not responsible for settling an unknown outcome: the caller looks it up.

use serde_json::{Value, json};

use crate::call::Ended;
use crate::client::{Client, WriteResponse, a_link, an_order, the_link, the_order};
use crate::dialect::{self, Dialect, Route};
use crate::error::{ApiError, WriteError};
use crate::ids::{IdempotencyKey, LinkId, OrderId};
use crate::lenient::DecodeError;
use crate::links::PaymentLink;
use crate::new_link::{LinkCreated, NewLink};
use crate::orders::{CaptureRequest, Order};
use crate::refunds::{RefundMatch, RefundRequest};
use crate::response::Decoded;
use crate::retry::{CallClass, RetryDecision};
use crate::sender::CallSpec;
use crate::status::OrderType;

/// Every call takes the key of its intent. Make it once, keep it, and give the same one again with every further
/// attempt of the same intent.
impl Client {
    /// Has the link sent to the customer again. An answer without a body is a success, of this call alone: it moves nothing.
    pub async fn resend(
        &self,
        id: &LinkId,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<PaymentLink>, WriteError> {
        let make = |dialect: Dialect| (dialect.resend(), None);
        let read =
            |body: &Value| if body.is_null() { Ok(PaymentLink::default()) } else { the_link(body, id) };
        self.write_in_dialect(make, id.as_str(), key, read).await
    }

    pub async fn cancel_link(
        &self,
        id: &LinkId,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<PaymentLink>, WriteError> {
        let read = |body: &Value| the_link(body, id);
        self.write(&dialect::CANCEL_LINK, Some(id.as_str()), None, key, read).await
    }

    /// Makes a link, or is given the one that the reference already has: [`LinkCreated`] tells them apart.
    pub async fn create_link(
        &self,
        new: &NewLink,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<LinkCreated>, WriteError> {
        if let Some(invalid) = new.problems(self.caller.sender.now()).into_iter().next() {
            return Err(WriteError::NotSent(invalid.into()));
        }
        let read = |body: &Value| {
            let link = a_link(body)?;
            if link.merchant_payment_link_reference.as_ref().is_some_and(|said| *said != new.reference) {
                return Err(DecodeError::another("merchant_payment_link_reference"));
            }
            // Whether it is the link that was asked for is told by these.
            let told_by = ["payment_link_id", "merchant_payment_link_reference", "amount", "amount_due"];
            match told_by.into_iter().find(|field| link.is_unread(field)) {
                Some(field) => Err(DecodeError::unreadable(field)),
                None => Ok(link),
            }
        };
        let spec = CallSpec {
            route: &dialect::CREATE_LINK,
            id: None,
            body: Some(&json!(new)),
            key: Some(key),
            deadline: self.deadline,
        };
        let done = self.caller.call(CallClass::Write, spec, read).await;
        let Decoded { value, raw, request_id, received_at, server_time } =
            done.map_err(|ended| self.write_error(ended))?;
        let value = LinkCreated::judge(new, value, server_time);
        Ok(WriteResponse { value, raw, request_id, received_at, server_time })
    }

    /// Gives money back. The answer is a refund of this order under this reference, but not always the one that was asked
    /// for: where the reference was taken, the refund of that time may come back, of another amount or made earlier than
    /// this was sent. Judge it by [`RefundRequest::found_in`] and its times; its status may be FAILED, which is a refusal.
    pub async fn refund(
        &self,
        id: &OrderId,
        request: &RefundRequest,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<Order>, WriteError> {
        request.check().map_err(|invalid| WriteError::NotSent(invalid.into()))?;
        let read = |body: &Value| {
            let order = an_order(body)?;
            if let Some(field) = TELL_A_REFUND.into_iter().find(|field| order.is_unread(field)) {
                return Err(DecodeError::unreadable(field));
            }
            match request.found_in(id, &order) {
                RefundMatch::Ours | RefundMatch::OtherAmount(_) => Ok(order),
                RefundMatch::AmountNotTold => Err(DecodeError::missing("order_amount")),
                RefundMatch::NotOurs => Err(DecodeError::another("type")),
            }
        };
        let make = |dialect: Dialect| (dialect.refund(), Some(dialect.refund_body(request)));
        self.write_in_dialect(make, id.as_str(), key, read).await
    }

    /// Takes held money. The amount goes out under both of its names, because a server that knows neither would
    /// take everything; one that says it does not know a name is asked again without that name.
    pub async fn capture(
        &self,
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
        let first = self.write(&dialect::CAPTURE, Some(id.as_str()), Some(&body), key, read).await;
        let Err(WriteError::Refused(refusal)) = &first else { return first };
        let unknown = unknown_field(refusal, &["merchant_capture_reference", "capture_amount", "amount"]);
        let dropped = unknown.and_then(|field| body.as_object_mut()?.remove(field));
        if dropped.is_none() {
            return first;
        }
        match self.write(&dialect::CAPTURE, Some(id.as_str()), Some(&body), key, read).await {
            // The first attempt was on the wire, and was refused.
            Err(WriteError::NotSent(_)) => first,
            second => second,
        }
    }

    /// Lets held money go back to the customer.
    pub async fn void(&self, id: &OrderId, key: &IdempotencyKey) -> Result<WriteResponse<Order>, WriteError> {
        self.write(&dialect::VOID, Some(id.as_str()), None, key, |body| the_charge(body, id)).await
    }

    async fn write<T>(
        &self,
        route: &Route,
        id: Option<&str>,
        body: Option<&Value>,
        key: &IdempotencyKey,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<WriteResponse<T>, WriteError> {
        let spec = CallSpec { route, id, body, key: Some(key), deadline: self.deadline };
        let done = self.caller.call(CallClass::Write, spec, read).await;
        done.map(WriteResponse::from).map_err(|ended| self.write_error(ended))
    }

    /// Sends in the dialect that is known or most likely, and in the other one only when the answer proves that
    /// the route is not there, which is proof as well that nothing was done.
    async fn write_in_dialect<T>(
        &self,
        make: impl Fn(Dialect) -> (Route, Option<Value>),
        id: &str,
        key: &IdempotencyKey,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<WriteResponse<T>, WriteError> {
        let first = self.dialect_of_writes();
        let attempt = async |dialect| {
            let (route, body) = make(dialect);
            let spec = CallSpec {
                route: &route,
                id: Some(id),
                body: body.as_ref(),
                key: Some(key),
                deadline: self.deadline,
            };
            self.caller.call(CallClass::Write, spec, &read).await
        };
        let missing = match attempt(first).await {
            Ok(done) => return Ok(done.into()),
            Err(ended) if ended.decision == RetryDecision::OtherRoute && self.pinned.is_none() => ended,
            Err(ended) => return Err(ended.into_write_error(first)),
        };
        match attempt(first.other()).await {
            Ok(done) => Ok(done.into()),
            // The first attempt was on the wire: what its answer proves still holds, and the caller may look at it.
            Err(ended) if matches!(ended.decision, RetryDecision::OtherRoute | RetryDecision::Again) => {
                Err(missing.into_write_error(first))
            }
            Err(mut ended) => {
                ended.request_ids.splice(0..0, missing.request_ids);
                Err(ended.into_write_error(first.other()))
            }
        }
    }

    /// The dialect that a write begins in.
    pub fn dialect_of_writes(&self) -> Dialect {
        self.pinned.or(self.dialect()).unwrap_or(Dialect::Reference)
    }

    fn write_error(&self, ended: Ended) -> WriteError {
        ended.into_write_error(self.dialect_of_writes())
    }
}

/// What a refund is known by, and how far it has come: where one of them cannot be read, nobody knows what was done.
const TELL_A_REFUND: [&str; 6] =
    ["order_id", "parent_order_id", "merchant_order_reference", "type", "status", "order_amount"];

fn the_charge(body: &Value, id: &OrderId) -> Result<Order, DecodeError> {
    let order = the_order(body, id)?;
    if order.order_type == Some(OrderType::Refund) { Err(DecodeError::another("type")) } else { Ok(order) }
}

/// The one field that a refusal says it does not know, if it says so beyond doubt.
fn unknown_field<'a>(refusal: &ApiError, fields: &[&'a str]) -> Option<&'a str> {
    if refusal.status != 400 {
        return None;
    }
    let said = [refusal.message.as_deref(), refusal.details.reason.as_deref()];
    let mut said = said.into_iter().flatten().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    // Some servers go on to list the fields that they do know.
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
