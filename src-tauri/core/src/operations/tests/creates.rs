//! Creating links: once per reference, with the true outcome, and never reported as created if somebody else created it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pinelabs::{Clock, Money, NewLink};
use sandbox::{DialectSetting, shop::known};
use serde_json::{Value, json};

use super::{
    lives::{Life, Place},
    setup::Bench,
};
use crate::{
    operations::{
        NotConfirmed, NotPrepared,
        journal::NotBegun,
        operation::{NeedsYou, NotSent, Operation, Refusal, State, Target},
    },
    rules::{allowed::OperationKind, problem::ProblemKind},
};

const REFERENCE: &str = "INV-900";

fn wanted(reference: &str) -> NewLink {
    let mut new = NewLink::new(Money::inr(125_050), reference.parse().unwrap());
    new.customer.mobile_number = Some("9000000900".into());
    new.customer.first_name = Some("Asha".into());
    new.description = Some("Two lamps".into());
    new
}

async fn create(bench: &Bench) -> Operation {
    let intent = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await.unwrap();
    bench.confirm(&intent, None).await
}

fn begin(life: &Life) -> Operation {
    let intent = life.run(life.operations.prepare_create(&life.shop, wanted(REFERENCE))).unwrap();
    life.confirm(&intent, None).unwrap()
}

/// A link under the same reference, created by somebody else's program.
async fn somebody_else_makes(bench: &Bench, new: &NewLink) {
    bench.shop.client().links().create(new, &pinelabs::IdempotencyKey::generate()).await.unwrap();
}

fn committed(writes: &[Value]) -> usize {
    writes.iter().filter(|write| write["committed"] == true).count()
}

fn is_made(operation: &Operation) -> bool {
    matches!(operation.state, State::Made { link_id: Some(_), .. })
}

fn in_the_way(operation: &Operation) -> bool {
    operation.stood_in_the_way().is_some() && operation.link_id().is_none()
}

#[tokio::test]
async fn a_link_is_made_once_and_its_own_history_begins_with_its_making() {
    let bench = Bench::open().await;
    let operation = create(&bench).await;
    assert!(matches!(operation.state, State::Sending { .. }), "nothing is held: no money moves");
    let made = bench.resolved(&operation).await;
    assert!(is_made(&made), "{:?}", made.state);
    assert_eq!(made.amount, Some(Money::inr(125_050)));
    assert_eq!(made.intent.customer_name.as_deref(), Some("Asha"));
    let link = bench.link(REFERENCE).await;
    assert_eq!(made.link_id(), Some(&link));
    let history = bench.operations.journal().of_link("account", link.as_str()).await.unwrap();
    assert_eq!(history.iter().map(Operation::id).collect::<Vec<_>>(), [made.id()]);
    let steps = bench.operations.journal().steps(&made).await.unwrap();
    let steps = steps.iter().map(|step| step.outcome.as_str()).collect::<Vec<_>>();
    assert_eq!(steps, ["prepared", "confirmed", "sending", "done"]);
    let writes = bench.writes().await;
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0]["idempotency_key"], json!(made.intent.key));
    assert_eq!(writes[0]["body"], json!(wanted(REFERENCE)), "what was kept is what was sent");
}

#[tokio::test]
async fn a_lost_answer_is_resolved_by_the_reference_in_each_dialect() {
    for dialect in [DialectSetting::Reference, DialectSetting::Guide] {
        for kind in [
            "lost_after_commit",
            "error_after_commit",
            "garbage_after_commit",
            "html_after_commit",
            "empty_after_commit",
            "truncated",
            "duplicate_request_after_commit",
            "error_object_200_after_commit",
        ] {
            let bench = Bench::with(dialect, Duration::ZERO).await;
            bench.fault("POST", "/paymentlink", kind).await;
            let mut changes = bench.operations.subscribe();
            let operation = create(&bench).await;
            let resolved = bench.resolved(&operation).await;
            assert!(is_made(&resolved), "{kind}: {:?}", resolved.state);
            let mut seen = Vec::new();
            while let Ok(step) = changes.try_recv() {
                seen.push(step.state.name());
            }
            assert!(seen.contains(&"checking") && !seen.contains(&"refused"), "{kind}: {seen:?}");
            assert_eq!(bench.writes().await.len(), 1, "{kind}");
        }
    }
}

#[tokio::test]
async fn a_link_that_its_customer_has_paid_meanwhile_is_found_as_made() {
    let bench = Bench::open().await;
    bench.fault("POST", "/paymentlink", "lost_after_commit").await;
    bench
        .control(
            "faults",
            json!({ "match": { "method": "GET", "path_contains": REFERENCE },
            "kind": "error_before", "after": 2, "times": 6 }),
        )
        .await;
    let operation = create(&bench).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    bench.control(&format!("links/{REFERENCE}/pay"), json!({})).await;
    assert!(is_made(&bench.resolved(&operation).await));
}

#[tokio::test]
async fn a_refusal_is_told_in_pine_labs_words_and_the_reference_is_free_again() {
    let bench = Bench::open().await;
    let fault = json!({ "match": { "method": "POST", "path_contains": "/paymentlink" },
        "kind": "error_before", "status": 400, "code": "INVALID_REQUEST" });
    bench.control("faults", fault).await;
    let operation = create(&bench).await;
    let resolved = bench.resolved(&operation).await;
    let State::Refused { why: Refusal::Api(problem), .. } = &resolved.state else {
        panic!("{:?}", resolved.state)
    };
    assert_eq!((problem.kind, problem.code.as_deref()), (ProblemKind::Api, Some("INVALID_REQUEST")));
    let again = create(&bench).await;
    assert!(is_made(&bench.resolved(&again).await));
    assert_eq!(committed(&bench.writes().await), 1);
}

#[tokio::test]
async fn a_reference_that_has_a_link_is_said_before_anything_is_asked_for() {
    let bench = Bench::open().await;
    somebody_else_makes(&bench, &wanted(REFERENCE)).await;
    let link = bench.link(REFERENCE).await;
    let refused = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await;
    assert!(matches!(refused, Err(NotPrepared::ReferenceUsed(Some(known))) if known == link));
}

#[tokio::test]
async fn a_link_that_somebody_else_made_while_the_dialog_was_open_is_found_right_before_sending() {
    let bench = Bench::open().await;
    let intent = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await.unwrap();
    somebody_else_makes(&bench, &wanted(REFERENCE)).await;
    let resolved = bench.resolved(&bench.confirm(&intent, None).await).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::ReferenceUsed { .. }, .. }));
    assert!(in_the_way(&resolved) && !resolved.may_be_sent_again());
    assert_eq!(bench.writes().await.len(), 1, "the one of somebody else");
}

#[tokio::test]
async fn a_duplicate_is_never_told_as_made_whichever_way_the_server_answers_it() {
    for duplicate in ["refuse", "return"] {
        // Another amount under our reference, or the same amount but created long before.
        for other_money in [true, false] {
            let an_hour_ago = Timestamp::now() - SignedDuration::from_hours(1);
            let bench = Bench::begin_at(Some(an_hour_ago), DialectSetting::Reference, Duration::ZERO).await;
            bench.control("settings", json!({ "duplicate_create": duplicate })).await;
            let mut theirs = wanted(REFERENCE);
            if other_money {
                theirs.amount = Money::inr(99_900);
            }
            // No look-up before sending finds it, as on a server with stale reads.
            let blind = json!({ "match": { "method": "GET", "path_contains": REFERENCE },
                "kind": "error_before", "status": 404, "code": "PAYMENT_LINK_NOT_FOUND", "times": 2 });
            somebody_else_makes(&bench, &theirs).await;
            bench.control("clock/advance", json!({ "seconds": 3600 })).await;
            bench.control("faults", blind).await;
            let operation = create(&bench).await;
            if other_money {
                let resolved = bench.resolved(&operation).await;
                assert!(in_the_way(&resolved), "{duplicate}: {:?}", resolved.state);
                assert_eq!(resolved.state.name(), "refused");
            } else {
                bench
                    .until(&operation, |s| matches!(s, State::Checking(c) if c.undecided_since.is_some()))
                    .await;
                // Not even if our clock is set forward meanwhile, as if the request had been made long before.
                let set_at = bench.clock.now();
                bench.clock.advance_seconds(2 * 3600);
                let later = bench.until(&operation, |s| {
                    s.resolved_at().is_some()
                        || matches!(s, State::Checking(c) if c.checked_at.is_some_and(|at| at.duration_since(set_at) > SignedDuration::from_hours(1)))
                });
                let later = later.await;
                assert!(!later.state.took_effect(), "{duplicate}: {:?}", later.state);
            }
            assert_eq!(committed(&bench.writes().await), 1, "the one of somebody else");
        }
    }
}

#[tokio::test]
async fn what_was_there_before_is_for_the_person_to_tell_apart() {
    let bench = Bench::open().await;
    bench.fault("POST", "/paymentlink", "lost_before").await;
    let operation = create(&bench).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    let mut theirs = wanted(REFERENCE);
    theirs.description = Some("Three lamps".into());
    somebody_else_makes(&bench, &theirs).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.undecided_since.is_some())).await;
    bench.clock.advance(16);
    let told = bench.resolved(&operation).await;
    assert!(matches!(told.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }), "{:?}", told.state);
    let decided = bench.operations.decide(operation.id(), true).await.unwrap().unwrap();
    assert!(matches!(decided.state, State::Made { link_id: None, .. }) && decided.decided_at.is_some());
}

#[tokio::test]
async fn a_link_that_never_came_about_is_sent_again_with_the_same_reference_and_key_only_on_request() {
    let bench = Bench::open().await;
    // A look-up must have found a link of this shop before it can prove one absent.
    bench.link(known::PAID).await;
    bench.fault("POST", "/paymentlink", "lost_before").await;
    let operation = create(&bench).await;
    let absent =
        |state: &State| matches!(state, State::Checking(checking) if checking.absent_since.is_some());
    bench.until(&operation, absent).await;
    bench.clock.advance(14);
    bench.operations.check_now(operation.id()).await.unwrap();
    bench.until(&operation, absent).await;
    bench.clock.advance(2);
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
    assert_eq!(bench.writes().await.len(), 1);
    // It may be sent again, so another link cannot take its reference.
    let other = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await;
    assert!(matches!(other, Err(NotPrepared::ReferenceUsed(None))));

    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    assert!(is_made(&bench.resolved(&operation).await));
    let writes = bench.writes().await;
    assert_eq!((writes.len(), committed(&writes)), (2, 1));
    assert_eq!(writes[0]["body"], writes[1]["body"]);
    assert_eq!(writes[0]["idempotency_key"], writes[1]["idempotency_key"]);
}

#[tokio::test]
async fn a_first_attempt_that_comes_to_light_late_is_found_and_nothing_is_sent_again() {
    let bench = Bench::open().await;
    bench.link(known::PAID).await;
    bench.fault("POST", "/paymentlink", "lost_before").await;
    let operation = create(&bench).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.absent_since.is_some())).await;
    bench.clock.advance(16);
    bench.resolved(&operation).await;
    somebody_else_makes(&bench, operation.intent.new_link().unwrap()).await;
    let before = bench.writes().await.len();
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    assert!(is_made(&bench.resolved(&operation).await));
    assert_eq!(bench.writes().await.len(), before);
}

#[tokio::test]
async fn the_wait_that_pine_labs_asks_for_is_kept_and_the_reference_looked_at_again() {
    let bench = Bench::open().await;
    let fault = json!({ "match": { "method": "POST", "path_contains": "/paymentlink" },
        "kind": "rate_limited", "retry_after": 0 });
    bench.control("faults", fault).await;
    let operation = create(&bench).await;
    assert!(is_made(&bench.resolved(&operation).await));
    let writes = bench.writes().await;
    assert_eq!((writes.len(), committed(&writes)), (2, 1));
}

#[tokio::test]
async fn of_two_dialogs_for_one_reference_one_makes_a_link_and_the_other_is_told() {
    let bench = Bench::open().await;
    let one = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await.unwrap();
    let other = bench.operations.prepare_create(&bench.shop, wanted(REFERENCE)).await.unwrap();
    let operation = bench.confirm(&one, None).await;
    let again = bench.confirm(&one, None).await;
    assert_eq!(operation.id(), again.id());
    let refused = async || bench.operations.confirm(&bench.shop, &other.id, None, None).await;
    let names = |refused| match refused {
        Err(NotConfirmed::NotBegun(NotBegun::ReferenceUsed(known))) => known.id().clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(&names(refused().await), operation.id());
    bench.resolved(&operation).await;
    assert_eq!(&names(refused().await), operation.id());
    assert_eq!(bench.writes().await.len(), 1);
}

#[tokio::test]
async fn what_pine_labs_would_not_take_opens_no_dialog() {
    let bench = Bench::open().await;
    let nobody = NewLink::new(Money::inr(99), "INV 9".replace(' ', "+").parse().unwrap());
    let Err(NotPrepared::Invalid(problems)) = bench.operations.prepare_create(&bench.shop, nobody).await
    else {
        panic!("it was taken")
    };
    let fields = problems.iter().map(|problem| problem.field).collect::<Vec<_>>();
    assert_eq!(fields, ["merchant_payment_link_reference", "amount", "customer"]);
}

#[tokio::test]
async fn a_link_cannot_be_made_out_of_another_one() {
    let bench = Bench::open().await;
    let refused = bench.prepare(sandbox::shop::known::PAID, OperationKind::Create).await;
    assert!(matches!(refused, Err(NotPrepared::NotAllowed(..))));
}

#[test]
fn what_was_confirmed_and_not_sent_at_the_end_was_not_sent_and_its_reference_is_free() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    let operation = begin(&life);
    let life = place.restart(life, Duration::ZERO);
    let now = life.now(&operation);
    assert!(matches!(now.state, State::NotSent { why: NotSent::ClosedBeforeSending, .. }));
    assert_eq!(life.unsent.len(), 1);
    assert!(is_made(&life.resolved(&begin(&life))));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn what_was_sent_and_arrived_before_the_end_is_found_and_sent_once_in_all() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    place.fault("POST", "/paymentlink", &json!({ "kind": "slow", "delay_ms": 60_000 }));
    let operation = begin(&life);
    place.until_committed(&life);
    let life = place.restart(life, Duration::ZERO);
    let now = life.now(&operation);
    assert!(matches!(now.state, State::Checking(_)) && life.unsent.is_empty());
    assert!(matches!(&now.intent.target, Target::New { new_link } if **new_link == wanted(REFERENCE)));
    life.resume();
    assert!(is_made(&life.resolved(&operation)));
    assert_eq!(place.writes().len(), 1);
}

#[tokio::test]
async fn a_look_up_that_has_never_found_a_link_proves_none_absent_and_the_person_has_to_look() {
    let bench = Bench::open().await;
    bench.fault("POST", "/paymentlink", "lost_before").await;
    let operation = create(&bench).await;
    let absent =
        |state: &State| matches!(state, State::Checking(checking) if checking.absent_since.is_some());
    bench.until(&operation, absent).await;
    bench.clock.advance(40);
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }));
}

#[test]
fn what_was_about_to_be_sent_and_never_arrived_is_proven_absent_over_starts_and_not_sent_by_itself() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    // A look-up must have found a link of this shop before it can prove one absent.
    life.prepare(known::PAID, OperationKind::Refund).unwrap();
    let operation = begin(&life);
    life.write_down_as_sent(&place, &operation);
    let life = place.restart(life, Duration::ZERO);
    life.resume();
    life.until_absent(&operation);
    let life = place.restart(life, Duration::ZERO);
    life.resume();
    place.clock.advance(16);
    let resolved = life.resolved(&operation);
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
    let life = place.restart(life, Duration::ZERO);
    life.resume();
    assert_eq!(place.writes().len(), 0);
    life.send_again(&operation);
    assert!(is_made(&life.resolved(&operation)));
    assert_eq!(place.writes().len(), 1);
    // The next start knows the created link.
    let life = place.restart(life, Duration::ZERO);
    let made = life.now(&operation);
    let of_link =
        life.run(life.operations.journal().of_link("account", made.link_id().unwrap().as_str())).unwrap();
    assert_eq!(of_link.len(), 1);
    assert!(made.resolved_at() <= Some(place.clock.now()));
}
