//! The JSON of a request for a new link: written for the API, and read back from a caller's storage.

use jiff::Timestamp;
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use crate::model::ids::Reference;
use crate::model::link_parts::{Customer, ProductDetail, SplitInfo};
use crate::model::money::Money;
use crate::model::new_link::NewLink;

/// Writes the body of the request: `pre_auth` and `is_mcc_transaction` are texts, `part_payment` is a boolean.
impl Serialize for NewLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("amount", &self.amount)?;
        body.serialize_entry("merchant_payment_link_reference", &self.reference)?;
        let mut customer = self.customer.clone();
        if customer.mobile_number.is_some() && customer.country_code.is_none() {
            customer.country_code = Some("91".to_owned());
        }
        body.serialize_entry("customer", &customer)?;
        body.serialize_entry("part_payment", &self.part_payment)?;
        body.serialize_entry("pre_auth", &self.pre_auth.to_string())?;
        let texts = [
            ("is_mcc_transaction", self.is_mcc_transaction.map(|flag| flag.to_string())),
            ("description", self.description.clone()),
            ("expire_by", self.expire_by.map(|end| end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())),
            ("callback_url", self.callback_url.clone()),
            ("failure_callback_url", self.failure_callback_url.clone()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                body.serialize_entry(key, &text)?;
            }
        }
        if !self.allowed_payment_methods.is_empty() {
            body.serialize_entry("allowed_payment_methods", &self.allowed_payment_methods)?;
        }
        if !self.merchant_metadata.is_empty() {
            let pairs: Map<String, Value> =
                self.merchant_metadata.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            body.serialize_entry("merchant_metadata", &pairs)?;
        }
        if !self.product_details.is_empty() {
            body.serialize_entry("product_details", &self.product_details)?;
        }
        if let Some(split) = &self.split_info {
            body.serialize_entry("split_info", split)?;
        }
        body.end()
    }
}

/// Reads a body that was written by [`Serialize`]. It is strict: an odd field is an error.
impl<'de> Deserialize<'de> for NewLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Body {
            amount: Money,
            merchant_payment_link_reference: Reference,
            customer: Customer,
            part_payment: bool,
            pre_auth: String,
            is_mcc_transaction: Option<String>,
            description: Option<String>,
            expire_by: Option<String>,
            callback_url: Option<String>,
            failure_callback_url: Option<String>,
            #[serde(default)]
            allowed_payment_methods: Vec<String>,
            #[serde(default)]
            merchant_metadata: Map<String, Value>,
            #[serde(default)]
            product_details: Vec<ProductDetail>,
            split_info: Option<SplitInfo>,
        }
        let body = Body::deserialize(deserializer)?;
        let of_products = body
            .product_details
            .iter()
            .flat_map(|product| [&product.product_amount, &product.product_coupon_discount_amount]);
        let of_shares =
            body.split_info.iter().flat_map(|split| &split.split_details).map(|share| &share.amount);
        if of_products.chain(of_shares).flatten().any(|told| told.spelt().is_some()) {
            return Err(de::Error::custom("an amount of a product or a share is no amount"));
        }
        let flag = |text: String| text.parse::<bool>().map_err(de::Error::custom);
        let pair = |(key, value)| match value {
            Value::String(value) => Ok((key, value)),
            _ => Err(de::Error::custom("a value of merchant_metadata is a text")),
        };
        let end = body.expire_by.map(|end| end.parse::<Timestamp>().map_err(de::Error::custom));
        Ok(Self {
            amount: body.amount,
            reference: body.merchant_payment_link_reference,
            customer: body.customer,
            description: body.description,
            expire_by: end.transpose()?,
            allowed_payment_methods: body.allowed_payment_methods,
            part_payment: body.part_payment,
            pre_auth: flag(body.pre_auth)?,
            is_mcc_transaction: body.is_mcc_transaction.map(flag).transpose()?,
            callback_url: body.callback_url,
            failure_callback_url: body.failure_callback_url,
            merchant_metadata: body.merchant_metadata.into_iter().map(pair).collect::<Result<_, _>>()?,
            product_details: body.product_details,
            split_info: body.split_info,
        })
    }
}
