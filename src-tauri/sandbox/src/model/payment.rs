//! A payment of an order, including failed ones, and its captures.

use super::{money, time_format::TimeFormat};
use jiff::Timestamp;
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub(crate) enum Method {
    Card {
        network: &'static str,
        kind: &'static str,
        last4: &'static str,
    },
    /// Real answers have both spellings of the details object.
    Upi {
        vpa: &'static str,
        details_key: &'static str,
    },
    Netbanking {
        pay_code: &'static str,
    },
}

impl Method {
    pub(crate) const CARD: Self = Self::Card { network: "VISA", kind: "CREDIT", last4: "4417" };
    pub(crate) const UPI: Self = Self::Upi { vpa: "customer@examplebank", details_key: "upi_details" };
    pub(crate) const NETBANKING: Self = Self::Netbanking { pay_code: "NB0000" };

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Card { .. } => "CARD",
            Self::Upi { .. } => "UPI",
            Self::Netbanking { .. } => "NETBANKING",
        }
    }

    /// The middle of a payment id.
    pub(crate) fn tag(&self) -> &'static str {
        match self {
            Self::Card { .. } => "cc",
            Self::Upi { .. } => "up",
            Self::Netbanking { .. } => "nb",
        }
    }

    fn details(&self) -> Value {
        match self {
            Self::Card { network, kind, last4 } => json!({ "card_data": {
                "card_type": kind,
                "network_name": network,
                "issuer_name": "EXAMPLE BANK",
                "card_category": "CONSUMER",
                "country_code": "IND",
                "last4_digit": last4,
            }}),
            Self::Upi { vpa, details_key } => {
                json!({ *details_key: { "txn_mode": "INTENT", "payer": { "vpa": vpa } } })
            }
            Self::Netbanking { pay_code } => {
                json!({ "netbanking_data": { "pay_code": pay_code, "txn_mode": "REDIRECT" } })
            }
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Capture {
    pub(crate) reference: String,
    pub(crate) minor: i64,
    pub(crate) at: Timestamp,
}

#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) status: &'static str,
    pub(crate) minor: i64,
    pub(crate) method: Method,
    pub(crate) captures: Vec<Capture>,
    /// Code and message of a failed attempt.
    pub(crate) failure: Option<(&'static str, &'static str)>,
    pub(crate) at: Timestamp,
    /// The status in answers, in place of the real one.
    pub(crate) told_status: Option<&'static str>,
    /// The amount in answers, in place of the real one, with its own currency.
    pub(crate) told_amount: Option<(i64, &'static str)>,
}

impl Payment {
    /// The captured amount: the sum of its captures if it has any, else all of it once it is processed.
    pub(crate) fn captured(&self) -> i64 {
        if self.captures.is_empty() {
            if self.status == "PROCESSED" { self.minor } else { 0 }
        } else {
            self.captures.iter().map(|capture| capture.minor).sum()
        }
    }

    pub(crate) fn json(&self, currency: &str) -> Value {
        let (minor, paid_in) = self.told_amount.unwrap_or((self.minor, currency));
        let mut payment = json!({
            "id": self.id,
            "status": self.told_status.unwrap_or(self.status),
            "payment_amount": money(minor, paid_in),
            "payment_method": self.method.word(),
            "payment_option": self.method.details(),
            "created_at": TimeFormat::Millis.spell(self.at),
            "updated_at": TimeFormat::Millis.spell(self.at),
        });
        if let Some((code, message)) = self.failure {
            payment["error_detail"] = json!({ "code": code, "message": message });
        } else if self.status != "PENDING" {
            payment["acquirer_data"] = json!({
                "approval_code": "084512",
                "acquirer_reference": format!("AR{}", self.at.as_second()),
                "rrn": format!("53{:010}", self.at.as_second() % 10_000_000_000),
            });
        }
        if !self.captures.is_empty() {
            let captures = self.captures.iter().map(|capture| {
                json!({
                    "merchant_capture_reference": capture.reference,
                    "capture_amount": money(capture.minor, currency),
                    "created_at": TimeFormat::Nanos.spell(capture.at),
                })
            });
            payment["capture_data"] = captures.collect();
        }
        payment
    }
}
