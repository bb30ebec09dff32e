//! The request to capture held money.

use serde::Serialize;

use crate::model::field_error::{FieldError, check_move};
use crate::model::ids::Reference;
use crate::model::money::Money;

/// Captures held money, all of it or a part.
///
/// An order has one capture only: the rest goes back to the customer. Not `#[non_exhaustive]`: callers build it.
///
/// Source: the reference page of capture; the guide page After you receive payment from a payment link prints the same path with
/// `amount`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptureRequest {
    /// The merchant's own reference of the capture, new for each: 1 to 50 of `[A-Za-z0-9_-]`.
    #[serde(rename = "merchant_capture_reference")]
    pub reference: Reference,
    /// The amount to capture, in minor units. At least ₹1, or one minor unit of another currency.
    #[serde(rename = "capture_amount")]
    pub amount: Money,
}

impl CaptureRequest {
    /// Checks the request without sending it. [`Orders::capture`](crate::Orders::capture) does so too.
    ///
    /// # Errors
    ///
    /// The first field that the API would refuse.
    pub fn check(&self) -> Result<(), FieldError> {
        check_move(("merchant_capture_reference", &self.reference), ("capture_amount", self.amount))
    }
}
