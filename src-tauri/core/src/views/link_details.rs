//! What a link says of itself beside its money: products, methods, addresses of the shop, the bank account, the shares of a split.

use pinelabs::PaymentLink;
use serde::Serialize;
use specta::Type;

use super::values::{MoneyView, amount, text, told};
use crate::rules::masking;

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DetailsView {
    pub description: Option<String>,
    pub products: Vec<ProductView>,
    pub coupon_discount: Option<MoneyView>,
    /// An unreadable amount as the server spelled it; the same below.
    pub coupon_spelt: Option<String>,
    pub methods: Vec<String>,
    pub metadata: Vec<(String, String)>,
    pub callback_url: Option<String>,
    pub failure_callback_url: Option<String>,
    pub mcc: Option<bool>,
    /// Whether the customer may pay in parts.
    pub part_payment: Option<bool>,
    pub pre_auth: Option<bool>,
    pub bank_name: Option<String>,
    /// Only dots if it is too short to show a part of it.
    pub bank_account_last_four: Option<String>,
    pub ifsc: Option<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    pub code: String,
    pub amount: Option<MoneyView>,
    pub amount_spelt: Option<String>,
    pub discount: Option<MoneyView>,
    pub discount_spelt: Option<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitShareView {
    pub merchant_id: String,
    pub settlement_reference: Option<String>,
    /// Pine Labs' own id for the payout of this share.
    pub settlement_id: Option<String>,
    pub amount: Option<MoneyView>,
    pub amount_spelt: Option<String>,
    pub on_hold: Option<bool>,
    pub status: Option<String>,
    pub updated_at: Option<i64>,
}

impl From<&PaymentLink> for DetailsView {
    fn from(link: &PaymentLink) -> Self {
        let products = link.product_details.iter().map(|product| {
            let (amount_told, amount_spelt) = amount(product.product_amount.as_ref());
            let (discount, discount_spelt) = amount(product.product_coupon_discount_amount.as_ref());
            let code = product.product_code.clone().unwrap_or_default();
            ProductView { code, amount: amount_told, amount_spelt, discount, discount_spelt }
        });
        let metadata =
            link.merchant_metadata.iter().map(|(key, value)| (key.clone(), pinelabs::raw::spelt(value)));
        let (coupon_discount, coupon_spelt) = amount(link.cart_coupon_discount_amount.as_ref());
        let bank = link.account_details.as_ref().and_then(|account| account.bank_details.as_ref());
        let account = bank.and_then(|bank| bank.account_number.as_deref());
        Self {
            description: link.description.clone(),
            products: products.collect(),
            coupon_discount,
            coupon_spelt,
            methods: link.allowed_payment_methods.clone(),
            metadata: metadata.collect(),
            callback_url: link.callback_url.clone(),
            failure_callback_url: link.failure_callback_url.clone(),
            mcc: link.is_mcc_transaction,
            part_payment: link.part_payment,
            pre_auth: link.pre_auth,
            bank_name: bank.and_then(|bank| bank.bank_name.clone()),
            bank_account_last_four: account.and_then(masking::account_ending),
            ifsc: bank.and_then(|bank| bank.ifsc_code.clone()),
        }
    }
}

/// The shares of a split link.
pub(super) fn split(link: &PaymentLink) -> Vec<SplitShareView> {
    let shares = link.split_info.iter().flat_map(|split| &split.split_details);
    let view = |share: &pinelabs::SplitDetail| {
        let (told_amount, amount_spelt) = amount(share.amount.as_ref());
        SplitShareView {
            merchant_id: share.split_merchant_id.clone().unwrap_or_default(),
            settlement_reference: share.merchant_settlement_reference.clone(),
            settlement_id: share.split_settlement_id.clone(),
            amount: told_amount,
            amount_spelt,
            on_hold: share.on_hold,
            status: text(share.status.as_ref()),
            updated_at: told(share.updated_at.as_ref()),
        }
    };
    shares.map(view).collect()
}
