//! An order: what a link's customer paid, or what the shop holds. Refunds are in `refund`.

use super::payment::{Method, Payment};
use super::{money, time_format::TimeFormat};
use crate::oddities::{self, NO_ODDITIES, Oddities};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate oddity")]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) reference: String,
    /// The status without any refund.
    pub(crate) status: &'static str,
    pub(crate) minor: i64,
    pub(crate) currency: String,
    pub(crate) pre_auth: bool,
    pub(crate) payments: Vec<Payment>,
    /// All copies of the model share them.
    pub(crate) purchase_details: Arc<Value>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) stamp: TimeFormat,
    /// The order never has `refunds[]`, whatever the settings say.
    pub(crate) hides_refunds: bool,
    /// `refunds[]` has each refund twice, a CHARGE and another order's refund, and the status shows no refund.
    pub(crate) mixes_refunds: bool,
    /// Answers have `payments: null`.
    pub(crate) hides_payments: bool,
    /// This API cannot read the order: every call on it gets a 404.
    pub(crate) unreadable: bool,
    /// The odd shapes of its answers.
    pub(crate) oddities: Oddities,
}

impl Order {
    /// The order of a link that nobody has tried to pay yet.
    pub(crate) fn unpaid(id: &str, reference: &str, minor: i64, currency: &str, at: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            reference: reference.to_owned(),
            status: "CREATED",
            minor,
            currency: currency.to_owned(),
            pre_auth: false,
            payments: Vec::new(),
            purchase_details: Arc::new(json!({})),
            created: at,
            updated: at,
            stamp: TimeFormat::Millis,
            hides_refunds: false,
            mixes_refunds: false,
            hides_payments: false,
            unreadable: false,
            oddities: NO_ODDITIES,
        }
    }

    pub(crate) fn captured(&self) -> i64 {
        self.payments.iter().map(Payment::captured).sum()
    }

    /// The customer's last payment, where the refund window starts.
    pub(crate) fn paid_at(&self) -> Option<Timestamp> {
        self.payments.iter().filter(|payment| payment.captured() > 0).map(|payment| payment.at).max()
    }

    /// The payment that is held and not captured yet.
    pub(crate) fn held(&mut self) -> Option<&mut Payment> {
        if self.status != "AUTHORIZED" || !self.pre_auth {
            return None;
        }
        self.payments.iter_mut().find(|payment| payment.status == "AUTHORIZED")
    }

    pub(crate) fn add_payment(
        &mut self,
        status: &'static str,
        minor: i64,
        method: Method,
        at: Timestamp,
    ) -> &mut Payment {
        let letter = char::from(b'a' + u8::try_from(self.payments.len() % 26).unwrap_or(0));
        self.updated = at;
        let id = format!("{}-{}-{letter}", self.id, method.tag());
        self.payments.push(Payment {
            id,
            status,
            minor,
            method,
            captures: Vec::new(),
            failure: None,
            at,
            told_status: None,
            told_amount: None,
        });
        let last = self.payments.len() - 1;
        &mut self.payments[last]
    }

    /// The order as a caller sees it, with a status that already includes the refunds.
    pub(crate) fn json(&self, status: &str, refunds: &[Value]) -> Value {
        let payments: Vec<Value> = self.payments.iter().map(|payment| payment.json(&self.currency)).collect();
        let mut order = json!({
            "order_id": self.id,
            "merchant_order_reference": self.reference,
            "type": "CHARGE",
            "status": status,
            "merchant_id": "104729",
            "order_amount": money(self.minor, &self.currency),
            "pre_auth": self.pre_auth,
            "payments": Some(payments).filter(|_| !self.hides_payments),
            "purchase_details": *self.purchase_details,
            "created_at": self.stamp.of_the_past().spell(self.created),
            "updated_at": self.stamp.of_the_past().spell(self.updated),
        });
        oddities::apply(self.oddities, &mut order);
        if !refunds.is_empty() {
            order["refunds"] = json!(refunds);
        }
        order
    }
}
