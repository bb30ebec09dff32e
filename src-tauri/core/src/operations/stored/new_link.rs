//! A link to create, in stored form: all fields, so that the stored request is the request that is sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pinelabs::{ApiTime, NewLink, ProductDetail, SplitDetail, SplitInfo, SplitStatus, Told};
use serde::{Deserialize, Serialize};

use super::{
    ShapeError,
    customer::CustomerV1,
    values::{MoneyV1, parse, parse_some, read_money, text},
};

/// `pre_auth` and `is_mcc_transaction` are strings, as in the API's request when version 1 was made.
#[derive(Serialize, Deserialize)]
pub(super) struct NewLinkV1 {
    amount: MoneyV1,
    merchant_payment_link_reference: String,
    customer: CustomerV1,
    part_payment: bool,
    pre_auth: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_mcc_transaction: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_by: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_callback_url: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    allowed_payment_methods: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    merchant_metadata: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    product_details: Vec<ProductV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split_info: Option<SplitV1>,
}

#[derive(Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the stored field names")]
struct ProductV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    product_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_amount: Option<MoneyV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_coupon_discount_amount: Option<MoneyV1>,
}

#[derive(Serialize, Deserialize)]
struct SplitV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    split_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    split_details: Vec<ShareV1>,
}

#[derive(Serialize, Deserialize)]
struct ShareV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    split_merchant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_settlement_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split_settlement_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<MoneyV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
}

impl TryFrom<&NewLink> for NewLinkV1 {
    type Error = ShapeError;

    fn try_from(new: &NewLink) -> Result<Self, ShapeError> {
        let NewLink {
            amount,
            reference,
            customer,
            description,
            expire_by,
            allowed_payment_methods,
            part_payment,
            pre_auth,
            is_mcc_transaction,
            callback_url,
            failure_callback_url,
            merchant_metadata,
            product_details,
            split_info,
        } = new;
        Ok(Self {
            amount: (*amount).into(),
            merchant_payment_link_reference: reference.to_string(),
            customer: customer.into(),
            part_payment: *part_payment,
            pre_auth: pre_auth.to_string(),
            is_mcc_transaction: text(is_mcc_transaction.as_ref()),
            description: description.clone(),
            expire_by: *expire_by,
            callback_url: callback_url.clone(),
            failure_callback_url: failure_callback_url.clone(),
            allowed_payment_methods: allowed_payment_methods.clone(),
            merchant_metadata: merchant_metadata.iter().cloned().collect(),
            product_details: product_details.iter().map(ProductV1::try_from).collect::<Result<_, _>>()?,
            split_info: split_info.as_ref().map(SplitV1::try_from).transpose()?,
        })
    }
}

impl TryFrom<NewLinkV1> for NewLink {
    type Error = ShapeError;

    fn try_from(shape: NewLinkV1) -> Result<Self, ShapeError> {
        let reference = parse("merchant_payment_link_reference", &shape.merchant_payment_link_reference)?;
        Ok(Self {
            amount: shape.amount.try_into()?,
            reference,
            customer: shape.customer.into(),
            description: shape.description,
            expire_by: shape.expire_by,
            allowed_payment_methods: shape.allowed_payment_methods,
            part_payment: shape.part_payment,
            pre_auth: parse("pre_auth", &shape.pre_auth)?,
            is_mcc_transaction: parse_some("is_mcc_transaction", shape.is_mcc_transaction.as_ref())?,
            callback_url: shape.callback_url,
            failure_callback_url: shape.failure_callback_url,
            merchant_metadata: shape.merchant_metadata.into_iter().collect(),
            product_details: shape
                .product_details
                .into_iter()
                .map(ProductDetail::try_from)
                .collect::<Result<_, _>>()?,
            split_info: shape.split_info.map(SplitInfo::try_from).transpose()?,
        })
    }
}

/// A value that is not an amount cannot be sent as one, so it is not stored as one.
fn amount(field: &'static str, told: Option<&Told>) -> Result<Option<MoneyV1>, ShapeError> {
    match told {
        Some(Told::Money(money)) => Ok(Some((*money).into())),
        Some(Told::Spelt(text)) => Err(ShapeError::Value { field, why: format!("{text} is no amount") }),
        None => Ok(None),
    }
}

fn read_amount(shape: Option<MoneyV1>) -> Result<Option<Told>, ShapeError> {
    Ok(read_money(shape)?.map(Told::Money))
}

impl TryFrom<&ProductDetail> for ProductV1 {
    type Error = ShapeError;

    fn try_from(product: &ProductDetail) -> Result<Self, ShapeError> {
        let ProductDetail { product_code, product_amount, product_coupon_discount_amount: discount } =
            product;
        Ok(Self {
            product_code: product_code.clone(),
            product_amount: amount("product_amount", product_amount.as_ref())?,
            product_coupon_discount_amount: amount("product_coupon_discount_amount", discount.as_ref())?,
        })
    }
}

impl TryFrom<ProductV1> for ProductDetail {
    type Error = ShapeError;

    fn try_from(shape: ProductV1) -> Result<Self, ShapeError> {
        Ok(Self {
            product_code: shape.product_code,
            product_amount: read_amount(shape.product_amount)?,
            product_coupon_discount_amount: read_amount(shape.product_coupon_discount_amount)?,
        })
    }
}

impl TryFrom<&SplitInfo> for SplitV1 {
    type Error = ShapeError;

    fn try_from(split: &SplitInfo) -> Result<Self, ShapeError> {
        let SplitInfo { split_type, split_details } = split;
        let split_details = split_details.iter().map(ShareV1::try_from).collect::<Result<_, _>>()?;
        Ok(Self { split_type: split_type.clone(), split_details })
    }
}

impl TryFrom<SplitV1> for SplitInfo {
    type Error = ShapeError;

    fn try_from(shape: SplitV1) -> Result<Self, ShapeError> {
        let split_details = shape.split_details.into_iter().map(SplitDetail::try_from);
        Ok(Self { split_type: shape.split_type, split_details: split_details.collect::<Result<_, _>>()? })
    }
}

impl TryFrom<&SplitDetail> for ShareV1 {
    type Error = ShapeError;

    fn try_from(share: &SplitDetail) -> Result<Self, ShapeError> {
        let told = amount("split_details.amount", share.amount.as_ref())?;
        let SplitDetail {
            split_merchant_id,
            merchant_settlement_reference,
            split_settlement_id,
            amount: _,
            on_hold,
            status,
            updated_at,
        } = share.clone();
        Ok(Self {
            split_merchant_id,
            merchant_settlement_reference,
            split_settlement_id,
            amount: told,
            on_hold,
            status: text(status.as_ref()),
            updated_at: updated_at.map(|at| at.raw().to_owned()),
        })
    }
}

impl TryFrom<ShareV1> for SplitDetail {
    type Error = ShapeError;

    fn try_from(shape: ShareV1) -> Result<Self, ShapeError> {
        Ok(Self {
            split_merchant_id: shape.split_merchant_id,
            merchant_settlement_reference: shape.merchant_settlement_reference,
            split_settlement_id: shape.split_settlement_id,
            amount: read_amount(shape.amount)?,
            on_hold: shape.on_hold,
            status: shape.status.as_deref().map(SplitStatus::from),
            updated_at: shape.updated_at.map(ApiTime::parse),
        })
    }
}
