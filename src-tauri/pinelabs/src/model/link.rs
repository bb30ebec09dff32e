//! A payment link as the server describes it. Every field is optional, because servers leave out any of them.
//!
//! A request for a new link is in `new_link.rs`. An [`Order`](crate::Order) says whether a link is paid.

use serde::de;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::decode::currencies;
use crate::decode::lenient;
use crate::model::ids::{LinkId, OrderId, Reference};
use crate::model::link_parts::{AccountDetails, Customer, ProductDetail, SplitInfo};
use crate::model::money::{Money, Told};
use crate::model::status::LinkStatus;
use crate::model::time::ApiTime;

/// A payment link.
///
/// A malformed field is `None`, like an absent one. For the ids, the reference and the amounts,
/// [`PaymentLink::is_unread`] tells the two apart.
///
/// Sources: the pages Create Payment Link and Get Payment Link by Payment Link ID; part payment from the guide page After you
/// receive payment from a payment link.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct PaymentLink {
    /// The URL that the customer opens. Links have short URLs on several hosts.
    #[serde(deserialize_with = "lenient::text")]
    pub payment_link: Option<String>,
    /// The id of the link.
    #[serde(deserialize_with = "lenient::word")]
    pub payment_link_id: Option<LinkId>,
    /// The state of the link.
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<LinkStatus>,
    /// The amount to pay, in minor units.
    #[serde(deserialize_with = "lenient::money")]
    pub amount: Option<Money>,
    /// The amount still to pay. After a part payment it is less than `amount`, in any status.
    #[serde(deserialize_with = "lenient::money")]
    pub amount_due: Option<Money>,
    /// The order that collects the payments. Absent until somebody starts to pay.
    #[serde(deserialize_with = "lenient::word")]
    pub order_id: Option<OrderId>,
    /// The merchant's own reference, unique for each link.
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_payment_link_reference: Option<Reference>,
    /// The text that the customer sees.
    #[serde(deserialize_with = "lenient::text")]
    pub description: Option<String>,
    /// When the link expires. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub expire_by: Option<ApiTime>,
    /// The methods on offer: `CARD`, `UPI`, `POINTS`, `NETBANKING`, `WALLET`, `CREDIT_EMI`, `DEBIT_EMI`, `BNPL`, or others.
    #[serde(deserialize_with = "lenient::texts")]
    pub allowed_payment_methods: Vec<String>,
    /// Whether a payment only holds the money until a capture.
    #[serde(deserialize_with = "lenient::flag")]
    pub pre_auth: Option<bool>,
    /// The URL that the customer goes to after paying. The pages say that answers leave it out; some servers return it.
    #[serde(deserialize_with = "lenient::text")]
    pub callback_url: Option<String>,
    /// The URL that the customer goes to after a failed payment.
    #[serde(deserialize_with = "lenient::text")]
    pub failure_callback_url: Option<String>,
    /// Whether the customer can pay in parts. The pages say that answers leave it out; some servers return it.
    #[serde(deserialize_with = "lenient::flag")]
    pub part_payment: Option<bool>,
    /// Whether the link is for an MCC transaction.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_mcc_transaction: Option<bool>,
    /// Who pays.
    #[serde(deserialize_with = "lenient::object")]
    pub customer: Option<Customer>,
    /// What is paid for.
    #[serde(deserialize_with = "lenient::objects")]
    pub product_details: Vec<ProductDetail>,
    /// How the money is shared between merchants.
    #[serde(deserialize_with = "lenient::object")]
    pub split_info: Option<SplitInfo>,
    /// The bank account that the payment must come from.
    #[serde(deserialize_with = "lenient::object")]
    pub account_details: Option<AccountDetails>,
    /// The discount of a coupon.
    #[serde(deserialize_with = "lenient::told")]
    pub cart_coupon_discount_amount: Option<Told>,
    /// The merchant's own keys, in the server's order. The pages promise texts as values; servers send any JSON.
    #[serde(deserialize_with = "lenient::pairs")]
    pub merchant_metadata: Map<String, Value>,
    /// When the link was created. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    /// When the link changed last. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
    /// The fields with a value that does not parse.
    #[serde(skip)]
    unread: Vec<&'static str>,
}

impl PaymentLink {
    /// Whether the answer has a value for this field that does not parse. Treat everything that depends on it as unknown.
    ///
    /// It knows `payment_link_id`, `merchant_payment_link_reference`, `order_id`, `amount` and `amount_due`.
    pub fn is_unread(&self, field: &str) -> bool {
        self.unread.contains(&field)
    }
}

impl<'de> Deserialize<'de> for PaymentLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut answer = Value::deserialize(deserializer)?;
        currencies::complete(&mut answer);
        // With `remote`, the derived function is inherent.
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
