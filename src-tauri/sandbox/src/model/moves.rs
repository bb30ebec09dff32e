//! The rules of cancel, resend, refund, capture and void: the same for an API call and for somebody in the dashboard.

use super::payment::Capture;
use super::{Link, Model, Order, Refund, RefundStatus, new_id};
use crate::answer::Refusal;
use crate::oddities::NO_ODDITIES;
use jiff::{SignedDuration, Timestamp};

/// After this time a hold lapses: the longest of the documented 5 to 7 days.
pub(crate) const AUTHORISATION_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The real length is unpublished; any length tests that a window is handled.
const REFUND_WINDOW: SignedDuration = SignedDuration::from_hours(180 * 24);
/// One rupee, or one whole unit of another currency.
fn min_amount(currency: &str) -> i64 {
    match currency {
        "JPY" => 1,
        "KWD" => 1000,
        _ => 100,
    }
}

/// An amount in a request.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

impl Amount {
    fn checked(&self, field: &str, currency: &str) -> Result<i64, Refusal> {
        if self.currency != currency {
            return Err(Refusal::invalid(field, format!("{field}.currency must be {currency}")));
        }
        let least = min_amount(currency);
        if self.minor < least {
            return Err(Refusal::invalid(field, format!("{field}.value must be at least {least}")));
        }
        Ok(self.minor)
    }
}

impl Link {
    pub(crate) fn cancel(&mut self, created_only: bool, now: Timestamp) -> Result<(), Refusal> {
        match self.status {
            "CREATED" => {}
            "CLICKED" if !created_only => {}
            status => {
                return Err(Refusal::not_possible(format!(
                    "Payment link in status {status} cannot be cancelled"
                )));
            }
        }
        self.set_status("CANCELLED", now);
        Ok(())
    }

    pub(crate) fn check_resend(&self, created_only: bool) -> Result<(), Refusal> {
        if self.is_payable() && (!created_only || self.status == "CREATED") {
            return Ok(());
        }
        Err(Refusal::not_possible(format!("Payment link in status {} cannot be sent again", self.status)))
    }
}

impl Order {
    /// Captures held money, all or part of it, once; the rest goes back to the customer.
    pub(crate) fn capture(
        &mut self,
        reference: &str,
        asked: Option<&Amount>,
        field: &str,
        now: Timestamp,
    ) -> Result<i64, Refusal> {
        if self.has_capture(reference) {
            return Err(Refusal::duplicate("merchant_capture_reference was used before"));
        }
        let (status, currency) = (self.status, self.currency.clone());
        let Some(held) = self.held() else {
            return Err(Refusal::not_possible(format!("Order in status {status} cannot be captured")));
        };
        let minor = match asked {
            Some(asked) => asked.checked(field, &currency)?,
            None => held.minor,
        };
        if minor > held.minor {
            return Err(Refusal::over_the_limit("The capture is above the authorised amount"));
        }
        held.status = "PROCESSED";
        held.captures.push(Capture { reference: reference.to_owned(), minor, at: now });
        self.status = "PROCESSED";
        self.updated = now;
        Ok(minor)
    }

    /// Whether a capture was made under this reference. Captures without a reference may repeat.
    pub(crate) fn has_capture(&self, reference: &str) -> bool {
        let is_repeat = |capture: &Capture| !reference.is_empty() && capture.reference == reference;
        self.payments.iter().flat_map(|payment| &payment.captures).any(is_repeat)
    }

    /// Releases the held money and returns its amount.
    pub(crate) fn void(&mut self, now: Timestamp) -> Result<i64, Refusal> {
        let status = self.status;
        let Some(held) = self.held().map(|payment| payment.minor) else {
            return Err(Refusal::not_possible(format!("Order in status {status} cannot be cancelled")));
        };
        self.release(now);
        Ok(held)
    }

    pub(crate) fn release(&mut self, now: Timestamp) {
        if let Some(held) = self.held() {
            held.status = "CANCELLED";
        }
        self.status = "CANCELLED";
        self.updated = now;
    }
}

/// A refund request.
pub(crate) struct RefundRequest<'a> {
    pub(crate) order_id: &'a str,
    pub(crate) reference: &'a str,
    /// `None` means everything that is left.
    pub(crate) amount: Option<Amount>,
    /// The name of the amount in the caller's dialect.
    pub(crate) amount_field: &'a str,
    /// The amount to refund instead of the requested one, up to what is left.
    pub(crate) makes: Option<i64>,
    pub(crate) starts_as: RefundStatus,
    pub(crate) from_dashboard: bool,
}

impl Model {
    pub(crate) fn refund(&mut self, request: &RefundRequest<'_>, now: Timestamp) -> Result<Refund, Refusal> {
        if self.knows_reference(request.reference) {
            return Err(Refusal::duplicate("merchant_order_reference was used before"));
        }
        let given_back = self.given_back(request.order_id);
        let order = self.order(request.order_id).ok_or_else(Refusal::no_such_order)?;
        let currency = order.currency.clone();
        let wanted = request
            .amount
            .as_ref()
            .map(|amount| amount.checked(request.amount_field, &currency))
            .transpose()?;
        let Some(paid_at) = order.paid_at() else {
            return Err(Refusal::not_possible(format!(
                "Order in status {} cannot be refunded",
                order.status
            )));
        };
        let left = order.captured() - given_back;
        let minor = request.makes.map(|makes| makes.min(left)).or(wanted).unwrap_or(left);
        if left < min_amount(&currency) {
            return Err(Refusal::not_possible("Nothing is left to refund on this order"));
        }
        if minor > left {
            return Err(Refusal::over_the_limit("The refund is above the amount that is left on this order"));
        }
        if paid_at.duration_until(now) > REFUND_WINDOW {
            return Err(Refusal::refund_too_late());
        }
        let refund = Refund {
            order_id: new_id("v1-", now),
            parent: request.order_id.to_owned(),
            reference: request.reference.to_owned(),
            minor,
            currency,
            status: request.starts_as,
            from_dashboard: request.from_dashboard,
            forgotten: false,
            created: now,
            updated: now,
            oddities: NO_ODDITIES,
        };
        order.updated = now;
        self.refunds.push(refund.clone());
        Ok(refund)
    }
}
