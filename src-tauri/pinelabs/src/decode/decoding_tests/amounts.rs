//! The amounts of an answer, by other rules than those of the client.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::link::PaymentLink;
use crate::model::money::{Money, Told};
use crate::model::order::Order;
use crate::model::payment::Payment;
use crate::model::status::PaymentStatus;

/// Every number of an answer in minor units, computed in another way than the client: digits and powers of ten in `i128`.
pub fn numbers_in(value: &Value, found: &mut BTreeSet<i64>) {
    let mut add = |text: &str| {
        let text = text.trim().trim_start_matches('\u{FDD0}').trim().to_ascii_lowercase();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let Ok(mut exponent) = exponent.trim_start_matches('+').parse::<i32>() else {
            return found.extend([0]);
        };
        let point = mantissa.find('.').map_or(0, |at| mantissa.len() - at - 1);
        let Ok(mut number) = mantissa.replacen('.', "", 1).parse::<i128>() else { return };
        exponent = exponent.saturating_sub(i32::try_from(point).unwrap_or(i32::MAX));
        while exponent > 0 && number != 0 && number.abs() < i128::from(u64::MAX) {
            (number, exponent) = (number * 10, exponent - 1);
        }
        while exponent < 0 && number % 10 == 0 && number != 0 {
            (number, exponent) = (number / 10, exponent + 1);
        }
        if number == 0 || exponent == 0 {
            found.extend(i64::try_from(number));
        }
    };
    match value {
        Value::String(text) => add(text),
        Value::Number(number) => add(&number.to_string()),
        Value::Array(entries) => entries.iter().for_each(|entry| numbers_in(entry, found)),
        Value::Object(pairs) => pairs.values().for_each(|field| numbers_in(field, found)),
        Value::Bool(_) | Value::Null => {}
    }
}

pub fn amounts_of_link(link: &PaymentLink) -> Vec<Money> {
    let told = |told: &Option<Told>| told.as_ref().and_then(Told::money);
    let products = link.product_details.iter();
    let products = products.flat_map(|p| [told(&p.product_amount), told(&p.product_coupon_discount_amount)]);
    let shares =
        link.split_info.iter().flat_map(|split| split.split_details.iter().map(|share| told(&share.amount)));
    let own = [link.amount, link.amount_due, told(&link.cart_coupon_discount_amount)];
    own.into_iter().chain(products).chain(shares).flatten().collect()
}

pub fn amounts_of_order(order: &Order) -> Vec<Money> {
    let payments = order.payments.iter().flat_map(|payment| {
        let captures = payment.capture_data.iter().map(|capture| capture.capture_amount);
        captures.chain([payment.payment_amount])
    });
    let refunds = order.refunds.iter().flatten().flat_map(amounts_of_order);
    payments.chain([order.order_amount]).flatten().chain(refunds).collect()
}

/// The captured sum without the client's rules: captures, else a PROCESSED payment.
pub fn added_up(order: &Order) -> Option<i64> {
    let of_payment = |payment: &Payment| -> Option<i64> {
        if payment.capture_data.is_empty() {
            let through = payment.status == Some(PaymentStatus::Processed);
            return if through { payment.payment_amount.map(Money::minor) } else { Some(0) };
        }
        payment
            .capture_data
            .iter()
            .try_fold(0_i64, |sum, capture| sum.checked_add(capture.capture_amount?.minor()))
    };
    order.payments.iter().try_fold(0_i64, |sum, payment| sum.checked_add(of_payment(payment)?))
}
