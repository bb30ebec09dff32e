//! A payment link as the server describes it: nothing is promised, so nothing is required.
//!
//! Making a new one is in `new_link.rs`; whether a link is really paid is known by its [`Order`](crate::Order).

use serde::de;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::currencies;
use crate::ids::{LinkId, OrderId, Reference};
use crate::lenient;
use crate::money::{Money, Told};
use crate::status::{LinkStatus, SplitStatus};
use crate::time::ApiTime;

/// A payment link. What is malformed counts as absent; of what matters, [`PaymentLink::is_unread`] tells the two apart.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct PaymentLink {
    /// The address that the customer opens.
    #[serde(deserialize_with = "lenient::text")]
    pub payment_link: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    pub payment_link_id: Option<LinkId>,
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<LinkStatus>,
    #[serde(deserialize_with = "lenient::money")]
    pub amount: Option<Money>,
    /// What is still to be paid; less than `amount` once a part has been paid, in any status.
    #[serde(deserialize_with = "lenient::money")]
    pub amount_due: Option<Money>,
    #[serde(deserialize_with = "lenient::word")]
    pub order_id: Option<OrderId>,
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_payment_link_reference: Option<Reference>,
    #[serde(deserialize_with = "lenient::text")]
    pub description: Option<String>,
    #[serde(deserialize_with = "lenient::time")]
    pub expire_by: Option<ApiTime>,
    #[serde(deserialize_with = "lenient::texts")]
    pub allowed_payment_methods: Vec<String>,
    /// Whether a payment only holds the money until it is captured.
    #[serde(deserialize_with = "lenient::flag")]
    pub pre_auth: Option<bool>,
    /// Documented as not returned; read where a server does return it.
    #[serde(deserialize_with = "lenient::text")]
    pub callback_url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub failure_callback_url: Option<String>,
    /// Documented as not returned; read where a server does return it.
    #[serde(deserialize_with = "lenient::flag")]
    pub part_payment: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    pub is_mcc_transaction: Option<bool>,
    #[serde(deserialize_with = "lenient::object")]
    pub customer: Option<Customer>,
    #[serde(deserialize_with = "lenient::objects")]
    pub product_details: Vec<ProductDetail>,
    #[serde(deserialize_with = "lenient::object")]
    pub split_info: Option<SplitInfo>,
    #[serde(deserialize_with = "lenient::object")]
    pub account_details: Option<AccountDetails>,
    #[serde(deserialize_with = "lenient::told")]
    pub cart_coupon_discount_amount: Option<Told>,
    /// The merchant's own keys, in the server's order; values are texts by the book and anything in practice.
    #[serde(deserialize_with = "lenient::pairs")]
    pub merchant_metadata: Map<String, Value>,
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
    /// What is said and could not be read.
    #[serde(skip)]
    unread: Vec<&'static str>,
}

impl PaymentLink {
    /// Whether the answer says this field, and not in a way that can be read: then nothing that hangs on it is known.
    pub fn is_unread(&self, field: &str) -> bool {
        self.unread.contains(&field)
    }
}

impl<'de> Deserialize<'de> for PaymentLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut answer = Value::deserialize(deserializer)?;
        currencies::complete(&mut answer);
        // The derived function, which is inherent because of `remote`.
        let mut link = Self::deserialize(&answer).map_err(de::Error::custom)?;
        link.unread = lenient::unread(
            &answer,
            [
                ("payment_link_id", link.payment_link_id.is_some()),
                ("merchant_payment_link_reference", link.merchant_payment_link_reference.is_some()),
                ("order_id", link.order_id.is_some()),
                ("amount", link.amount.is_some()),
                ("amount_due", link.amount_due.is_some()),
            ],
        );
        Ok(link)
    }
}

/// Who is asked to pay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Customer {
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub email_id: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub mobile_number: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(deserialize_with = "lenient::object", skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    #[serde(deserialize_with = "lenient::object", skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub merchant_customer_reference: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub gstin: Option<String>,
}

/// A postal address in the API's own parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address3: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub pincode: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// One thing that is being paid for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductDetail {
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub product_code: Option<String>,
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub product_amount: Option<Told>,
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub product_coupon_discount_amount: Option<Told>,
}

/// How the money is shared between merchants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitInfo {
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_type: Option<String>,
    #[serde(deserialize_with = "lenient::objects", skip_serializing_if = "Vec::is_empty")]
    pub split_details: Vec<SplitDetail>,
}

/// One merchant's share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitDetail {
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_merchant_id: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub merchant_settlement_reference: Option<String>,
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_settlement_id: Option<String>,
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Told>,
    #[serde(deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<bool>,
    #[serde(deserialize_with = "lenient::word", skip_serializing_if = "Option::is_none")]
    pub status: Option<SplitStatus>,
    #[serde(deserialize_with = "lenient::time", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<ApiTime>,
}

/// The customer's account, where the link asks for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AccountDetails {
    #[serde(deserialize_with = "lenient::object")]
    pub bank_details: Option<BankDetails>,
}

/// A bank account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct BankDetails {
    #[serde(deserialize_with = "lenient::text")]
    pub account_number: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub ifsc_code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub bank_name: Option<String>,
}
