//! One refund counts once, whatever a list repeats, mixes up or omits.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::rules::sample::{link, order, refund, snapshot, with};
use crate::rules::snapshot::{Snapshot, Sums};

fn paid_with(refunds: Value) -> Snapshot {
    snapshot(link("PROCESSED", 0), [with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds)])
}

fn refunded(refunds: Value) -> Option<i64> {
    paid_with(refunds).sums().refunded.map(Money::minor)
}

fn at(refund: Value, field: &str, time: &str) -> Value {
    with(refund, field, json!(time))
}

fn known(reference: &str, order_id: Option<&str>, progress: RefundProgress, paise: i64) -> Refund {
    Refund {
        parent: "v1-1".parse().unwrap(),
        reference: Some(reference.parse().unwrap()),
        order_id: order_id.map(|id| id.parse().unwrap()),
        amount: Some(Money::inr(paise)),
        status: "KNOWN".to_owned(),
        progress,
        at: None,
        from_here: true,
    }
}

#[test]
fn one_refund_counts_once_by_its_order_or_by_its_reference() {
    let rf = |reference: &str| refund(reference, "PROCESSED", 10_000);
    let without = |refund: Value, field: &str| with(refund, field, json!(null));
    let table = [
        ("twice the same", json!([rf("a"), rf("a")]), 10_000),
        ("by its order only", json!([rf("a"), without(rf("a"), "merchant_order_reference")]), 10_000),
        ("by its reference only", json!([without(rf("a"), "order_id"), rf("a")]), 10_000),
        (
            "one record shows that two are one",
            json!([without(rf("a"), "order_id"), without(rf("a"), "merchant_order_reference"), rf("a")]),
            10_000,
        ),
        ("two refunds", json!([rf("a"), rf("b")]), 20_000),
        (
            "two that have no name",
            json!([
                without(without(rf("a"), "order_id"), "merchant_order_reference"),
                without(without(rf("a"), "order_id"), "merchant_order_reference")
            ]),
            20_000,
        ),
    ];
    for (row, refunds, expected) in table {
        assert_eq!(refunded(refunds), Some(expected), "{row}");
    }
}

#[test]
fn only_refunds_of_this_order_count_where_a_type_or_a_parent_is_said() {
    let rf = |field: &str, value: Value| json!([with(refund("a", "PROCESSED", 10_000), field, value)]);
    let table = [
        ("a charge", rf("type", json!("CHARGE")), 0),
        ("a type not known", rf("type", json!("REVERSAL")), 0),
        ("no type", rf("type", json!(null)), 10_000),
        ("another order's", rf("parent_order_id", json!("v1-2")), 0),
        ("no parent", rf("parent_order_id", json!(null)), 10_000),
    ];
    for (row, refunds, expected) in table {
        assert_eq!(refunded(refunds), Some(expected), "{row}");
    }
}

#[test]
fn the_latest_state_counts_by_time_and_else_what_is_final() {
    let rf = |status: &str| refund("a", status, 10_000);
    let (early, late) = ("2025-11-20T08:00:00Z", "2025-11-20T08:01:00Z");
    let table = [
        ("changed later", at(rf("FAILED"), "updated_at", late), at(rf("PROCESSED"), "updated_at", early), 0),
        ("made later", at(rf("FAILED"), "created_at", late), at(rf("PROCESSED"), "created_at", early), 0),
        (
            "the same moment",
            at(rf("FAILED"), "updated_at", late),
            at(rf("PROCESSED"), "updated_at", late),
            10_000,
        ),
        ("one has no time", at(rf("PENDING"), "updated_at", late), rf("FAILED"), 0),
        ("final outweighs open", rf("FAILED"), rf("PENDING"), 0),
        ("carried out outweighs failed", rf("PROCESSED"), rf("FAILED"), 10_000),
        ("what is known outweighs what is not", rf("SOMETHING_NEW"), rf("FAILED"), 0),
    ];
    for (row, one, other, expected) in table {
        assert_eq!(refunded(json!([one, other])), Some(expected), "{row}");
        assert_eq!(refunded(json!([other, one])), Some(expected), "{row}, the other way round");
    }
}

#[test]
fn a_refund_without_an_amount_makes_the_sum_not_told_unless_it_failed() {
    let bare = |status: &str| with(refund("a", status, 0), "order_amount", json!(null));
    for status in ["PROCESSED", "PENDING", "SOMETHING_NEW"] {
        assert_eq!(refunded(json!([bare(status), refund("b", "PROCESSED", 10_000)])), None, "{status}");
    }
    assert_eq!(refunded(json!([bare("FAILED"), refund("b", "PROCESSED", 10_000)])), Some(10_000));
    assert_eq!(
        refunded(json!([bare("PROCESSED"), refund("a", "PENDING", 10_000)])),
        Some(10_000),
        "told elsewhere"
    );
    assert_eq!(refunded(json!([refund("a", "PROCESSED", -5)])), None, "less than nothing is no amount");
}

#[test]
fn a_refund_in_another_currency_is_not_summed() {
    let dollars =
        with(refund("a", "PROCESSED", 0), "order_amount", json!({ "value": 500, "currency": "USD" }));
    assert_eq!(refunded(json!([dollars])), None);
}

#[test]
fn what_is_known_here_and_what_the_list_tells_are_one_refund_by_reference_or_order() {
    use RefundProgress as P;
    let both = |listed: Value, known: Refund| {
        let snapshot = Snapshot { known_refunds: vec![known], ..paid_with(json!([listed])) };
        let Sums { refunded, pending, .. } = snapshot.sums();
        (refunded.unwrap().minor(), pending.unwrap().minor())
    };
    let a = |progress| known("a", Some("v1-a"), progress, 10_000);
    assert_eq!(both(refund("a", "PENDING", 10_000), a(P::Processed)), (10_000, 0));
    assert_eq!(both(refund("a", "PROCESSED", 10_000), a(P::Pending)), (10_000, 0));
    assert_eq!(both(refund("a", "FAILED", 10_000), a(P::Pending)), (0, 0));
    assert_eq!(both(refund("b", "PROCESSED", 10_000), a(P::Pending)), (20_000, 10_000));
    let nameless = with(refund("a", "PROCESSED", 10_000), "merchant_order_reference", json!(null));
    assert_eq!(both(nameless, a(P::Pending)), (10_000, 0), "by its order");
    assert_eq!(both(refund("a", "PROCESSED", 7_000), a(P::Pending)), (7_000, 0), "the list's own amount");
    let elsewhere = Refund { parent: "v1-2".parse().unwrap(), ..a(P::Processed) };
    assert_eq!(both(refund("b", "PROCESSED", 10_000), elsewhere), (10_000, 0));
}

#[test]
fn a_refund_known_here_keeps_that_word_when_the_list_tells_it_too() {
    let paid = paid_with(json!([refund("a", "PROCESSED", 10_000)]));
    let mut snapshot =
        Snapshot { known_refunds: vec![known("a", None, RefundProgress::Pending, 10_000)], ..paid };
    let told = |snapshot: &Snapshot| snapshot.refunds_of(&snapshot.orders[0]);
    assert!(told(&snapshot)[0].from_here);
    snapshot.known_refunds[0].from_here = false;
    assert!(!told(&snapshot)[0].from_here, "found by looking it up, and asked for elsewhere");
    assert_eq!(told(&snapshot)[0].status, "PROCESSED");
}

proptest! {
    #[test]
    fn no_order_of_a_list_and_no_repetition_of_it_changes_the_sum(
        entries in prop::collection::vec((0_usize..4, 0_usize..4, 0_usize..3), 0..8),
        turned in 0_usize..8,
    ) {
        let one = |&(name, status, time): &(usize, usize, usize)| {
            let status = ["CREATED", "PENDING", "PROCESSED", "FAILED"][status];
            let paise = 1_000 * (1 + i64::try_from(name).unwrap());
            let refund = refund(["a", "b", "c", "d"][name], status, paise);
            let times = [json!(null), json!("2025-11-20T08:00:00Z"), json!("2025-11-20T08:01:00Z")];
            with(refund, "updated_at", times[time].clone())
        };
        let list = entries.iter().map(one).collect::<Vec<_>>();
        let sum = refunded(json!(list));
        prop_assert!(sum.is_some_and(|sum| (0..=10_000).contains(&sum)));
        let mut other = list.clone();
        other.reverse();
        other.rotate_left(turned.min(list.len()));
        prop_assert_eq!(refunded(json!(other)), sum, "in another order");
        prop_assert_eq!(refunded(json!([list.clone(), list].concat())), sum, "twice");
    }

    #[test]
    fn a_sum_is_never_less_than_what_one_of_its_refunds_gave_back(paise in 0_i64..100_000, more in 0_i64..100_000) {
        let sum = refunded(json!([refund("a", "PROCESSED", paise), refund("b", "PENDING", more)]));
        prop_assert_eq!(sum, Some(paise + more));
    }
}
