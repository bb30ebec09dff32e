//! Unreadable values, from the bytes of an answer to what the page gets.

use serde_json::{Value, json};

use super::{link::LinkView, link_operation::LinkOperationKind};
use crate::{
    operations::account_client::Reading,
    reading::LinkReading,
    rules::{
        sample::{link, order, snapshot, with},
        status,
    },
};

fn view(link: Value, orders: impl IntoIterator<Item = Value>) -> LinkView {
    let orders = orders.into_iter().collect::<Vec<_>>();
    let raw = json!({ "link": link, "orders": orders });
    let snapshot = snapshot(link, orders);
    let state = status::derive(&snapshot);
    let reading = Reading { snapshot, raw, order_problem: None, walks: std::collections::BTreeMap::new() };
    LinkView::of("account", LinkReading { reading, state, stale: None, operation: None })
}

#[test]
fn a_long_number_crosses_with_every_digit_in_metadata_and_in_the_raw_response() {
    // The client's form for numbers that no JSON parser can hold.
    let kept = |digits: &str| json!(format!("\u{FDD0}{digits}"));
    let metadata = json!({ "long": kept("12345678901234567890123"), "list": [kept("1e400")], "text": "1.10", "plain": 7 });
    let shown = view(with(link("CREATED", 100_000), "merchant_metadata", metadata), []);
    let pairs =
        shown.details.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect::<Vec<_>>();
    assert_eq!(
        pairs,
        [("long", "12345678901234567890123"), ("list", "[1e400]"), ("text", "1.10"), ("plain", "7")]
    );
    for digits in ["\"long\": 12345678901234567890123,", "1e400\n", "\"text\": \"1.10\""] {
        assert!(shown.raw.contains(digits), "{digits} in {}", shown.raw);
    }
}

#[test]
fn a_time_and_an_amount_that_are_not_understood_cross_as_they_are_spelt() {
    let odd = with(link("CREATED", 100_000), "expire_by", json!("21-03-2025 08:29"));
    let odd = with(odd, "cart_coupon_discount_amount", json!("₹500"));
    let odd = with(odd, "product_details", json!([{ "product_code": "lamp", "product_amount": 499.5 }]));
    let odd =
        with(odd, "split_info", json!({ "split_details": [{ "split_merchant_id": "1", "amount": "half" }] }));
    let shown = view(with(odd, "amount_due", json!({})), []);
    assert_eq!((shown.expires_at, shown.expires_spelt.as_deref()), (None, Some("21-03-2025 08:29")));
    assert_eq!(
        (shown.details.coupon_discount.is_none(), shown.details.coupon_spelt.as_deref()),
        (true, Some("₹500"))
    );
    assert_eq!(shown.details.products[0].amount_spelt.as_deref(), Some("499.5"));
    assert_eq!(shown.split[0].amount_spelt.as_deref(), Some("half"));
    let of_expiry = shown.timeline.iter().filter_map(|entry| entry.detail.as_deref()).collect::<Vec<_>>();
    assert_eq!(of_expiry, ["21-03-2025 08:29"]);
    assert!(shown.due.is_none() && !shown.due_unread, "an empty object says nothing");
    assert_eq!(view(link("CREATED", 100_000), []).expires_spelt, None);
}

#[test]
fn a_figure_that_cannot_be_read_is_not_told_and_the_link_is_there() {
    let odd = with(link("CLICKED", 100_000), "amount_due", json!({ "value": 499.5, "currency": "INR" }));
    let shown = view(odd, []);
    assert_eq!((shown.status.as_str(), shown.due.is_none(), shown.due_unread), ("CLICKED", true, true));
    let allowed =
        shown.actions.iter().filter(|action| action.allowed).map(|action| action.kind).collect::<Vec<_>>();
    assert_eq!(allowed, Vec::<LinkOperationKind>::new());
    let captures = json!([{ "status": "PROCESSED", "capture_data": [{ "capture_amount": "much" }] }]);
    let shown = view(link("PROCESSED", 0), [with(order("PROCESSED", "", 0), "payments", captures)]);
    assert!(shown.received.is_none() && shown.orders[0].captured.is_none());
    assert!(shown.orders[0].captures[0].amount.is_none(), "the capture is there, its amount is not told");
}

#[test]
fn a_customer_is_called_nothing_that_is_no_name() {
    let customer = json!({ "first_name": "null", "last_name": "\u{200B}", "email_id": " None ", "gstin": "N/A",
        "mobile_number": "null", "country_code": "null",
        "billing_address": { "address1": "null", "city": "Mysuru", "state": "\u{2060}" } });
    let shown = view(with(link("CREATED", 100_000), "customer", customer), []).customer.unwrap();
    assert_eq!((shown.name, shown.email, shown.gstin, shown.mobile), (None, None, None, None));
    assert_eq!(shown.billing, ["Mysuru"]);
    let customer = json!({ "mobile_number": "9000000900", "country_code": "null" });
    let shown = view(with(link("CREATED", 100_000), "customer", customer), []).customer.unwrap();
    assert_eq!(shown.mobile.as_deref(), Some("+91 9000000900"));
}
