//! The person's word is not final: a look-up outweighs it, the person can withdraw it, and it doubles nothing.

use std::sync::Arc;

use pinelabs::RefundRequest;
use sandbox::shop::known;
use serde_json::json;

use super::{
    lives::{Life, Place, SHORT},
    setup::part,
};
use crate::{
    operations::{
        account_client::AccountClient,
        operation::{NeedsYou, NotSent, Operation, State},
    },
    rules::allowed::OperationKind,
};

/// A refund whose request was lost, and that no look-up can tell.
fn cannot_tell(place: &Place, life: &Life) -> Operation {
    place.control("settings", json!({ "documented_schema": true }));
    place.fault("POST", "/refunds/", &json!({ "kind": "lost_before" }));
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    life.until_absent(&operation);
    place.clock.advance(60);
    let told = |now: &Operation| matches!(now.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. });
    let told = life.until(&operation, told);
    place.clock.stay();
    told
}

/// The request arrives after all.
fn arrives(life: &Life, operation: &Operation) -> bool {
    let request = RefundRequest {
        reference: operation.intent.reference.clone().unwrap(),
        amount: operation.amount.unwrap(),
    };
    let order = operation.intent.order_id.clone().unwrap();
    life.run(async {
        life.shop.client().refunds().create(&order, &request, &operation.intent.key).await.is_ok()
    })
}

fn read_its_link(life: &Life, operation: &Operation) {
    life.run(async {
        let mut reading = life.shop.read(operation.link_id().unwrap()).await.unwrap();
        life.operations.enrich(&life.shop, &mut reading).await.unwrap();
    });
}

fn is_accepted(operation: &Operation) -> bool {
    matches!(operation.state, State::Accepted { .. })
}

#[test]
fn what_the_person_did_not_find_is_found_by_the_next_reading_of_its_link() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = cannot_tell(&place, &life);
    life.run(life.operations.decide(operation.id(), false)).unwrap();
    // No task follows it any more: only readings do.
    let life = place.restart(life, SHORT);
    assert!(arrives(&life, &operation));
    read_its_link(&life, &operation);
    assert!(is_accepted(&life.now(&operation)));
    assert_eq!(life.now(&operation).decided_at, None);
}

#[test]
fn what_the_person_did_not_find_is_looked_up_in_the_background_over_starts() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = cannot_tell(&place, &life);
    life.run(life.operations.decide(operation.id(), false)).unwrap();
    let life = place.restart(life, SHORT);
    life.resume();
    assert!(arrives(&life, &operation));
    life.until(&operation, is_accepted);
}

#[test]
fn a_new_refund_after_a_wrong_word_never_comes_beside_the_first() {
    for late_first in [true, false] {
        let place = Place::new();
        let life = place.start(SHORT);
        let first = cannot_tell(&place, &life);
        life.run(life.operations.decide(first.id(), false)).unwrap();
        let life = place.restart(life, SHORT);
        if late_first {
            assert!(arrives(&life, &first));
            // The dialog looks it up before it opens: the refund counts.
            let intent = life.prepare(known::PAID, OperationKind::Refund).unwrap();
            assert_eq!(intent.seen.figures.unwrap().pending, first.amount.unwrap());
            assert!(is_accepted(&life.now(&first)));
        } else {
            let second = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
            assert!(is_accepted(&life.resolved(&second)));
            assert!(!arrives(&life, &first));
            read_its_link(&life, &first);
            // One refund, reported once.
            assert!(matches!(life.now(&first).state, State::NotSent { why: NotSent::PersonSaysNot, .. }));
        }
        let writes = place.writes();
        assert_eq!(writes.iter().filter(|write| write["moved_money"] == true).count(), 1);
    }
}

#[test]
fn what_the_person_found_can_be_taken_back_while_nothing_was_seen() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = cannot_tell(&place, &life);
    let decided = life.run(life.operations.decide(operation.id(), true)).unwrap().unwrap();
    assert!(is_accepted(&decided) && decided.rests_on_a_word());
    let back = life.run(life.operations.take_back(operation.id())).unwrap().unwrap();
    assert!(back.is_unknown() && back.decided_at.is_none() && back.is_open());
    // What was seen cannot be withdrawn.
    assert!(arrives(&life, &operation));
    life.run(life.operations.check_now(operation.id())).unwrap();
    let life = place.restart(life, SHORT);
    life.resume();
    let seen = life.until(&operation, is_accepted);
    assert!(!seen.rests_on_a_word());
    assert!(is_accepted(&life.run(life.operations.take_back(operation.id())).unwrap().unwrap()));
}

/// The same shop with another key pair.
fn by_other_keys(life: &Life) -> Arc<AccountClient> {
    let journal = life.operations.journal().clone();
    Arc::new(life.run(AccountClient::open("another account".into(), life.shop.client(), journal)))
}

#[test]
fn a_refused_refund_is_not_told_as_made_by_the_one_that_was_sent_after_it_under_its_name() {
    let place = Place::new();
    let mut life = place.start(SHORT);
    place.fault(
        "POST",
        "/refunds/",
        &json!({ "kind": "error_before", "status": 422, "code": "PAYMENT_DECLINED" }),
    );
    let refused = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    assert!(matches!(life.resolved(&refused).state, State::Refused { .. }));
    life.shop = by_other_keys(&life);
    let sent = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    assert_eq!(sent.intent.reference, refused.intent.reference);
    assert!(is_accepted(&life.resolved(&sent)));
    // As if the process had ended before the answer arrived; the link's page is read before anything else.
    life.write_down(&sent, State::Sending { waiting: None });
    let mut life = place.restart(life, SHORT);
    assert!(life.now(&sent).is_unknown());
    read_its_link(&life, &sent);
    assert!(matches!(life.now(&refused).state, State::Refused { .. }), "{:?}", life.now(&refused).state);
    life.shop = by_other_keys(&life);
    life.resume();
    assert!(is_accepted(&life.resolved(&sent)));
    assert!(matches!(life.now(&refused).state, State::Refused { .. }));
}

fn wait(life: &Life, ms: u64) {
    life.run(async { tokio::time::sleep(std::time::Duration::from_millis(ms)).await });
}

#[test]
fn a_refund_that_is_sent_while_a_refused_one_of_its_name_is_looked_up_is_told_once() {
    let place = Place::new();
    let mut life = place.start(SHORT);
    place.fault(
        "POST",
        "/refunds/",
        &json!({ "kind": "error_before", "status": 422, "code": "PAYMENT_DECLINED" }),
    );
    let refused = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    assert!(matches!(life.resolved(&refused).state, State::Refused { .. }));
    let reference = refused.intent.reference.clone().unwrap();
    // The answer to the look-up is of the moment at which it leaves the server.
    let slow =
        json!({ "match": { "path": reference.as_str() }, "kind": "slow", "delay_ms": 1_500, "times": 1 });
    place.fault("GET", reference.as_str(), &slow);
    life.run(life.operations.check_now(refused.id())).unwrap();
    wait(&life, 200);
    // With the same keys the ledger's own rule, one operation a reference, would hide it.
    life.shop = by_other_keys(&life);
    let sent = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    assert_eq!(sent.intent.reference, refused.intent.reference);
    assert!(is_accepted(&life.resolved(&sent)));
    wait(&life, 2_000);
    assert!(matches!(life.now(&refused).state, State::Refused { .. }), "{:?}", life.now(&refused).state);
}
