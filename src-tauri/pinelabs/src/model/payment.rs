//! A payment of an order: its amount, method, captures, and the bank's numbers.

use serde::Deserialize;

use crate::decode::lenient;
use crate::model::ids::Reference;
use crate::model::money::Money;
use crate::model::status::PaymentStatus;
use crate::model::time::ApiTime;

/// One attempt to pay an order. Source: the reference page of orders, `payments`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    /// The id of the payment: the order id and a suffix.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The state of the payment.
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<PaymentStatus>,
    /// The amount of the payment, in minor units.
    #[serde(deserialize_with = "lenient::money")]
    pub payment_amount: Option<Money>,
    /// Such as `CARD` or `UPI`.
    #[serde(deserialize_with = "lenient::text")]
    pub payment_method: Option<String>,
    /// The card or UPI address that paid.
    #[serde(deserialize_with = "lenient::object")]
    pub payment_option: Option<PaymentOption>,
    /// The bank's numbers of the payment.
    #[serde(deserialize_with = "lenient::object")]
    pub acquirer_data: Option<AcquirerData>,
    /// Why the payment failed.
    #[serde(deserialize_with = "lenient::object")]
    pub error_detail: Option<ErrorDetail>,
    /// The captures of a held payment.
    #[serde(deserialize_with = "lenient::objects")]
    pub capture_data: Vec<CaptureRecord>,
    /// When it was created. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    /// When it changed last. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
}

/// A capture of held money. Source: the reference page of orders, `payments.capture_data`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CaptureRecord {
    /// The reference of the capture request.
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_capture_reference: Option<Reference>,
    /// The amount captured, in minor units.
    #[serde(deserialize_with = "lenient::money")]
    pub capture_amount: Option<Money>,
    /// When it was created. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
}

impl CaptureRecord {
    /// A capture that the caller knows of before an answer lists it.
    pub fn new(reference: Option<Reference>, amount: Money, at: jiff::Timestamp) -> Self {
        Self {
            merchant_capture_reference: reference,
            capture_amount: Some(amount),
            created_at: Some(at.into()),
        }
    }
}

/// What the customer paid with. Source: the reference page of orders, `payments.payment_option`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentOption {
    /// The card, for a card payment.
    #[serde(deserialize_with = "lenient::object")]
    pub card_data: Option<CardData>,
    /// Servers use `upi_details` or `upi_data`: see [`PaymentOption::upi`].
    #[serde(deserialize_with = "lenient::object")]
    upi_details: Option<UpiData>,
    #[serde(deserialize_with = "lenient::object")]
    upi_data: Option<UpiData>,
}

impl PaymentOption {
    /// The UPI address, for a UPI payment. The API has two names for it, `upi_details` and `upi_data`.
    pub fn upi(&self) -> Option<&UpiData> {
        self.upi_details.as_ref().or(self.upi_data.as_ref())
    }
}

/// A card. Source: the reference page of orders, `payments.payment_option.card_data`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CardData {
    /// Such as `DEBIT`.
    #[serde(deserialize_with = "lenient::text")]
    pub card_type: Option<String>,
    /// The card network, such as `RUPAY`.
    #[serde(deserialize_with = "lenient::text")]
    pub network_name: Option<String>,
    /// The bank that issued the card.
    #[serde(deserialize_with = "lenient::text")]
    pub issuer_name: Option<String>,
    /// The category of the card.
    #[serde(deserialize_with = "lenient::text")]
    pub card_category: Option<String>,
    /// The country of the card.
    #[serde(deserialize_with = "lenient::text")]
    pub country_code: Option<String>,
    /// The last four digits.
    #[serde(deserialize_with = "lenient::text")]
    pub last4_digit: Option<String>,
}

/// A UPI payment. Source: the reference page of orders and the SDK.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiData {
    /// Who paid.
    #[serde(deserialize_with = "lenient::object")]
    pub payer: Option<UpiPayer>,
}

/// The payer of a UPI payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiPayer {
    /// The UPI address, such as `name@bank`.
    #[serde(deserialize_with = "lenient::text")]
    pub vpa: Option<String>,
}

/// The bank's numbers of a payment. Source: the reference page of orders, `payments.acquirer_data`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AcquirerData {
    /// The bank's approval code.
    #[serde(deserialize_with = "lenient::text")]
    pub approval_code: Option<String>,
    /// The bank's reference.
    #[serde(deserialize_with = "lenient::text")]
    pub acquirer_reference: Option<String>,
    /// Retrieval reference number; customers ask their bank with it.
    #[serde(deserialize_with = "lenient::text")]
    pub rrn: Option<String>,
}

/// Why a payment failed. Source: the reference page of orders, `payments.error_detail`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Machine-readable code.
    #[serde(deserialize_with = "lenient::text")]
    pub code: Option<String>,
    /// Text for people.
    #[serde(deserialize_with = "lenient::text")]
    pub message: Option<String>,
}
