//! The parts of a payment link that requests and answers share: customer, address, products and shares.

use serde::{Deserialize, Serialize};

use crate::decode::lenient;
use crate::model::money::Told;
use crate::model::status::SplitStatus;
use crate::model::time::ApiTime;

/// Who pays. A request needs an e-mail address or a mobile number.
///
/// Requests and answers share this type. It is not `#[non_exhaustive]`, so that callers can fill it with
/// `..Customer::default()`. Source: Create Payment Link, `customer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Customer {
    /// E-mail address, at most 50 characters.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub email_id: Option<String>,
    /// At most 50 characters.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// At most 50 characters.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The merchant's id of the customer, at most 19 characters.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// 10 to 20 digits, without the country code.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub mobile_number: Option<String>,
    /// Country code of the mobile number, such as `91` or `+91`; at most 5 characters. Requests with a mobile number default to `91`.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Where the bill goes.
    #[serde(deserialize_with = "lenient::object", skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// Where the goods go.
    #[serde(deserialize_with = "lenient::object", skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// The merchant's own reference for the customer.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub merchant_customer_reference: Option<String>,
    /// GST identification number.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub gstin: Option<String>,
}

/// A postal address. Source: Create Payment Link, `customer.billing_address`. Not `#[non_exhaustive]`, for the same reason as
/// [`Customer`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// First line.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// Second line.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// Third line.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub address3: Option<String>,
    /// Postal code, 3 to 11 characters.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub pincode: Option<String>,
    /// City.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Country.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A product that the link is for. Source: Create Payment Link, `product_details`. Not `#[non_exhaustive]`: callers fill it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductDetail {
    /// The merchant's code of the product.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub product_code: Option<String>,
    /// The price, in minor units.
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub product_amount: Option<Told>,
    /// The discount, in minor units.
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub product_coupon_discount_amount: Option<Told>,
}

/// How the money is shared between merchants. Source: Create Payment Link, `split_info`. Not `#[non_exhaustive]`: callers fill it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitInfo {
    /// How `split_details` count, such as `AMOUNT`.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_type: Option<String>,
    /// One entry for each merchant.
    #[serde(deserialize_with = "lenient::objects", skip_serializing_if = "Vec::is_empty")]
    pub split_details: Vec<SplitDetail>,
}

/// The share of one merchant. Source: Create Payment Link, `split_info.split_details`. Not `#[non_exhaustive]`: callers fill it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitDetail {
    /// The merchant that gets the share.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_merchant_id: Option<String>,
    /// The merchant's own reference for the payout of the share.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub merchant_settlement_reference: Option<String>,
    /// Pine Labs' id for the payout of the share.
    #[serde(deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub split_settlement_id: Option<String>,
    /// The share, in minor units.
    #[serde(deserialize_with = "lenient::told", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Told>,
    /// Whether Pine Labs keeps the share until its release.
    #[serde(deserialize_with = "lenient::flag", skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<bool>,
    /// Whether the share is released.
    #[serde(deserialize_with = "lenient::word", skip_serializing_if = "Option::is_none")]
    pub status: Option<SplitStatus>,
    /// When the share changed last. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<ApiTime>,
}

/// The account that the payment must come from. Source: Get Payment Link by Payment Link ID, `account_details`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccountDetails {
    /// The account.
    #[serde(deserialize_with = "lenient::object")]
    pub bank_details: Option<BankDetails>,
}

/// A bank account. Source: Get Payment Link by Payment Link ID, `account_details.bank_details`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BankDetails {
    /// Account number; servers may mask it.
    #[serde(deserialize_with = "lenient::text")]
    pub account_number: Option<String>,
    /// IFSC code of the branch.
    #[serde(deserialize_with = "lenient::text")]
    pub ifsc_code: Option<String>,
    /// Name of the bank.
    #[serde(deserialize_with = "lenient::text")]
    pub bank_name: Option<String>,
}
