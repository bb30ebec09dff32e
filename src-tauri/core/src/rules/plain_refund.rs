//! Whether Pine Labs may refuse a refund that contains only an amount: an order with a split or with several products may
//! require whose share or which product to refund. This is a warning and blocks no refund.

use pinelabs::{Order, PaymentLink};
use serde::Serialize;
use serde_json::Value;
use specta::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefundDoubt {
    /// Partners share the payment.
    Split,
    /// The order has several products.
    Products,
}

/// Judges by the link and its order.
pub fn doubt(link: &PaymentLink, order: Option<&Order>) -> Option<RefundDoubt> {
    let split = link.split_info.as_ref().is_some_and(|split| {
        !split.split_details.is_empty()
            || split.split_type.as_deref().is_some_and(|kind| !kind.trim().is_empty())
    });
    let bought = order.and_then(|order| order.purchase_details.as_ref());
    if split || bought.is_some_and(is_shared) {
        return Some(RefundDoubt::Split);
    }
    let several = link.product_details.len() > 1 || bought.is_some_and(has_several);
    several.then_some(RefundDoubt::Products)
}

fn is_shared(bought: &Value) -> bool {
    let split = &bought["split_info"];
    let details = split["split_details"].as_array().is_some_and(|shares| !shares.is_empty());
    details || split["split_type"].as_str().is_some_and(|kind| !kind.trim().is_empty())
}

fn has_several(bought: &Value) -> bool {
    let cart = &bought["cart_details"];
    let lists = [&bought["products"], &bought["product_details"], &cart["items"], &cart["cart_items"]];
    lists.into_iter().filter_map(Value::as_array).any(|products| products.len() > 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::sample::{link, order, with};

    fn told(link: Value, order: Option<Value>) -> Option<RefundDoubt> {
        let order = order.map(|order| serde_json::from_value(order).unwrap());
        doubt(&serde_json::from_value(link).unwrap(), order.as_ref())
    }

    #[test]
    fn a_plain_refund_is_in_doubt_where_the_link_or_its_order_is_shared_or_has_several_products() {
        use RefundDoubt::{Products, Split};
        let share = || json!({ "split_merchant_id": "111" });
        let shared = || json!({ "split_type": "AMOUNT", "split_details": [share()] });
        let product = |code: &str| json!({ "product_code": code });
        let table = [
            ("split_info", shared(), Some(Split)),
            ("split_info", json!({ "split_details": [share(), share()] }), Some(Split)),
            ("split_info", json!({ "split_type": "AMOUNT", "split_details": [] }), Some(Split)),
            ("split_info", json!({ "split_type": " ", "split_details": [] }), None),
            ("split_info", json!({}), None),
            ("split_info", json!(null), None),
            ("product_details", json!([product("a"), product("b")]), Some(Products)),
            ("product_details", json!([product("a")]), None),
            ("product_details", json!([]), None),
        ];
        for (field, value, expected) in table {
            assert_eq!(
                told(with(link("PROCESSED", 0), field, value.clone()), None),
                expected,
                "link: {value}"
            );
            let bought = json!({ field: value });
            let order = with(order("PROCESSED", "PROCESSED", 100_000), "purchase_details", bought);
            assert_eq!(told(link("PROCESSED", 0), Some(order)), expected, "order: {value}");
        }
        let cart = json!({ "cart_details": { "items": [{ "item_id": "a" }, { "item_id": "b" }] } });
        let order = with(order("PROCESSED", "PROCESSED", 100_000), "purchase_details", cart);
        assert_eq!(told(link("PROCESSED", 0), Some(order)), Some(Products));
        let both = with(
            with(link("PROCESSED", 0), "split_info", shared()),
            "product_details",
            json!([product("a"), product("b")]),
        );
        assert_eq!(told(both, None), Some(Split));
    }

    #[test]
    fn what_an_order_bought_may_have_any_shape() {
        for bought in [
            json!(null),
            json!("lamp"),
            json!(5),
            json!([1, 2]),
            json!({ "split_info": [1], "cart_details": "x" }),
        ] {
            let order = with(order("PROCESSED", "PROCESSED", 100_000), "purchase_details", bought.clone());
            assert_eq!(told(link("PROCESSED", 0), Some(order)), None, "{bought}");
        }
    }
}
