//! Find against the sandbox: what is asked for, in which order, and what it leads to.

use sandbox::shop::known;
use serde_json::{Value, json};

use super::{Counter, link, reference};
use crate::{
    operations::operation::Operation,
    reading::{Opened, ReaderError},
    rules::{allowed::OperationKind, amount::AmountInput, status::LinkState},
};

const PAID_ORDER: &str = "v1-251120000176-aa-Kh0176";

impl Counter {
    /// The paths of the reads so far.
    async fn paths(&self) -> Vec<String> {
        let url = format!("{}/_sandbox/requests", self.sandbox.url());
        let journal = reqwest::Client::new().get(url).send().await.unwrap().json::<Value>().await.unwrap();
        let requests = journal["requests"].as_array().unwrap().iter();
        let reads = requests.filter(|request| request["method"] == "GET");
        reads.map(|request| request["path"].as_str().unwrap().to_owned()).collect()
    }

    /// Refunds ₹10 of the paid link, and waits until it was accepted.
    async fn refund(&self, account: &str) -> Operation {
        let page = link(self.app.finder.find(account, known::PAID).await.unwrap());
        let link_id = page.reading.snapshot.link.payment_link_id.unwrap();
        let mut changes = self.app.operations.subscribe();
        let shown = self
            .app
            .operation_requests
            .prepare(account, link_id.as_str(), OperationKind::Refund)
            .await
            .unwrap();
        let (choice, reason) = (AmountInput::Part("10".into()), Some("Returned".to_owned()));
        self.app
            .operation_requests
            .confirm(account, &shown.intent.id, OperationKind::Refund, Some(&choice), reason)
            .await
            .unwrap();
        loop {
            let change = changes.recv().await.unwrap();
            if change.refund_order_id().is_some() {
                return change;
            }
        }
    }
}

fn is_not_found(error: &ReaderError) -> bool {
    matches!(error, ReaderError::Api(pinelabs::Error::Api(answer)) if answer.status == 404)
}

#[tokio::test]
async fn a_link_is_found_by_whatever_one_has_of_it_and_the_dialect_is_learnt() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let unknown = counter.app.finder.find(&id, "https://pay.example.com/PLUTUS/kh0183").await;
    assert!(matches!(unknown, Err(ReaderError::UnknownUrl)));
    for text in [
        known::PART_PAID,
        "pl-v1-251120000183-aa-Kh0183",
        "v1-251120000183-aa-Kh0183",
        "https://pay.example.com/PLUTUS/kh0183",
    ] {
        let page = link(counter.app.finder.find(&id, text).await.unwrap());
        assert_eq!(reference(&page), known::PART_PAID, "{text}");
        assert_eq!(page.state, LinkState::PartPaid);
    }
    assert_eq!(counter.app.settings.account(&id).unwrap().dialect, Some(pinelabs::Dialect::Guide));
    assert_eq!(counter.app.recents.of(&id).len(), 1);
}

#[tokio::test]
async fn an_order_that_was_never_seen_opens_the_link_whose_money_it_explains() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    // The link names its newest order; this is the first part's.
    let page = link(counter.app.finder.find(&id, "v1-251120000168-aa-Kh0168").await.unwrap());
    assert_eq!(reference(&page), known::PART_PAID_ON_TWO_ORDERS);
    assert_eq!(page.reading.snapshot.orders.len(), 2);
    assert_eq!(page.reading.snapshot.capture_difference(), None);
}

#[tokio::test]
async fn an_id_of_nowhere_is_not_found_and_nonsense_is_never_asked() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    for text in ["pl-v1-nowhere", "v1-nowhere", "INV-NOWHERE"] {
        let error = counter.app.finder.find(&id, text).await.err();
        let not_found = |error: &ReaderError| matches!(error, ReaderError::Api(pinelabs::Error::Api(it)) if it.status == 404);
        assert!(error.as_ref().is_some_and(not_found), "{text}: {error:?}");
    }
    for text in ["", "two words", "../x", "a\u{7}b"] {
        let error = counter.app.finder.find(&id, text).await.err();
        assert!(matches!(error, Some(ReaderError::NothingToFind | ReaderError::NotAnId(_))), "{text}");
    }
}

#[tokio::test]
async fn a_message_is_read_and_one_with_several_ids_is_asked_nothing_for() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let message = "Hi, please pay INV-2526-0183 (₹18,500.00) by 20-Nov-2025.\nThank you!";
    let page = link(counter.app.finder.find(&id, message).await.unwrap());
    assert_eq!(reference(&page), known::PART_PAID);
    // What is known now tells that all of these are one link.
    let url = "See <https://pay.example.com/PLUTUS/kh0183?utm=sms>: INV-2526-0183, order v1-251120000183-aa-Kh0183.";
    let page = link(counter.app.finder.find(&id, url).await.unwrap());
    assert_eq!(reference(&page), known::PART_PAID);
    let before = counter.paths().await.len();
    let several = counter.app.finder.find(&id, "INV-2526-0183 and INV-2526-0184 are due").await;
    assert!(matches!(several, Err(ReaderError::Several)));
    for text in ["INV/25-26/0183", "no id here", "https://pay.example.com/never?x"] {
        assert!(counter.app.finder.find(&id, text).await.is_err(), "{text}");
    }
    assert_eq!(counter.paths().await.len(), before);
}

#[tokio::test]
async fn a_reference_with_other_dashes_costs_one_request_more_and_an_id_none() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    for text in ["INV–2526–0183", "INV\u{2011}2526\u{2011}0183", "ＩＮＶ－２５２６－０１８３"]
    {
        let before = counter.paths().await;
        let page = link(counter.app.finder.find(&id, text).await.unwrap());
        assert_eq!(reference(&page), known::PART_PAID, "{text}");
        let named = |path: &&String| path.contains("merchant-reference/");
        let paths = counter.paths().await;
        let asked = paths[before.len()..].iter().filter(named).collect::<Vec<_>>();
        assert_eq!(asked.len(), 2, "{asked:?}");
        assert!(asked[1].ends_with("/INV-2526-0183"), "{asked:?}");
    }
    let before = counter.paths().await.len();
    link(counter.app.finder.find(&id, "pl–v1–251120000183–aa–Kh0183").await.unwrap());
    assert!(counter.paths().await[before].ends_with("/pl-v1-251120000183-aa-Kh0183"));
}

#[tokio::test]
async fn a_payment_and_a_share_of_a_split_lead_to_the_link() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    for (text, expected) in [
        ("v1-251120000176-aa-Kh0176-up-1", known::PAID),
        ("v1-251120000178-aa-Kh0178-cc-aa-x", known::PAID_BY_CARD),
        ("251120000161-aa-Kh0161-cc-l", known::SPLIT),
        // Known by now, so the end of it is enough.
        ("00161-aa-Kh0161-cc-m", known::SPLIT),
    ] {
        let page = link(counter.app.finder.find(&id, text).await.unwrap());
        assert_eq!(reference(&page), expected, "{text}");
    }
    let nowhere = counter.app.finder.find(&id, "v1-251120000999-aa-Kh0999-up-1").await.err();
    assert!(nowhere.as_ref().is_some_and(is_not_found), "{nowhere:?}");
}

#[tokio::test]
async fn a_refund_leads_to_its_link_by_its_reference_and_by_its_order_though_nobody_tells_the_parent() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    counter.control("settings", json!({ "documented_schema": true })).await;
    let refund = Box::pin(counter.refund(&id)).await;
    let (name, order) = (refund.intent.reference.clone().unwrap(), refund.refund_order_id().unwrap().clone());
    for text in
        [name.as_str(), order.as_str(), &format!("cap-{PAID_ORDER}"), &format!("Refund {name} is done")]
    {
        let page = link(counter.app.finder.find(&id, text).await.unwrap());
        assert_eq!(reference(&page), known::PAID, "{text}");
    }
    // Another computer's, which this ledger does not know: its name tells the order.
    let colleague = format!("rf-{PAID_ORDER}-2");
    let body = json!({ "order_id": PAID_ORDER, "amount": 1000, "reference": colleague });
    counter.control("colleague-refund", body).await;
    counter.app.recents.forget(&id);
    let page = link(counter.app.finder.find(&id, &colleague).await.unwrap());
    assert_eq!(reference(&page), known::PAID);
}

#[tokio::test]
async fn a_refund_of_another_name_is_found_by_its_reference_and_shown_for_itself_where_nothing_names_its_order()
 {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let body = json!({ "order_id": PAID_ORDER, "amount": 1000, "reference": "RETURN-2526-7" });
    counter.control("colleague-refund", body).await;
    let page = link(counter.app.finder.find(&id, "RETURN-2526-7").await.unwrap());
    assert_eq!(reference(&page), known::PAID);
    counter.control("settings", json!({ "documented_schema": true })).await;
    let found = counter.app.finder.find(&id, "RETURN-2526-7").await.unwrap();
    let Opened::Order { order, .. } = found.page else { panic!("a link came") };
    assert_eq!(order.merchant_order_reference.unwrap().as_str(), "RETURN-2526-7");
    let refund = order.order_id.unwrap();
    assert!(matches!(
        counter.app.finder.find(&id, refund.as_str()).await.unwrap().page,
        Opened::Order { .. }
    ));
}

#[tokio::test]
async fn an_order_is_shown_for_itself_where_a_link_of_another_reference_comes_for_its_own() {
    for (asked, path) in [("v1-other", "/orders/v1-other"), ("COUNTER-7", "/orders/reference/COUNTER-7")] {
        let counter = Counter::open().await;
        let id = counter.connect("right").await.unwrap().id;
        let order =
            json!({ "order_id": "v1-other", "type": "CHARGE", "merchant_order_reference": "COUNTER-7" });
        let link =
            json!({ "payment_link_id": "pl-v1-other", "merchant_payment_link_reference": "COUNTER-70" });
        for (path, body) in [(path, order), ("/paymentlink/ref/COUNTER-7", link)] {
            let answer = json!({ "match": { "method": "GET", "path_contains": path }, "kind": "error_before",
                "status": 200, "body": body });
            counter.control("faults", answer).await;
        }
        let found = counter.app.finder.find(&id, asked).await.unwrap();
        let Opened::Order { order, .. } = found.page else { panic!("{asked}: a link came") };
        assert_eq!(order.order_id.unwrap().as_str(), "v1-other", "{asked}");
    }
}

#[tokio::test]
async fn a_known_link_opens_by_its_reference_though_that_begins_as_an_id_or_a_refund_does() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let page = link(counter.app.finder.find(&id, known::PAID).await.unwrap());
    let link_id = page.reading.snapshot.link.payment_link_id.unwrap();
    let mut recent = counter.app.recents.get(&id, link_id.as_str()).unwrap();
    let Counter { app, sandbox, folder: _folder } = counter;
    sandbox.stop().await;
    for name in ["PL-2025-0183", "V1-77", "cap-v1-77", "rf-v1-251120000999-aa-Kh0999-1"] {
        recent.reference = Some(name.to_owned());
        app.recents.opened(&id, recent.clone());
        let page = link(app.finder.find(&id, name).await.unwrap());
        assert_eq!(page.reading.snapshot.link.payment_link_id.as_ref(), Some(&link_id), "{name}");
    }
}

#[tokio::test]
async fn another_letter_case_is_said_where_pine_labs_finds_it_and_the_plain_dash_where_nobody_can_be_asked() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let found = counter.app.finder.find(&id, known::PAID).await.unwrap();
    assert_eq!(found.known_as, None);
    let body = link(found).reading.raw["link"].clone();
    let answer = json!({ "match": { "method": "GET", "path_contains": "inv-2526" }, "kind": "error_before", "status": 200, "body": body });
    counter.control("faults", answer).await;
    let found = counter.app.finder.find(&id, "inv-2526-0176").await.unwrap();
    assert_eq!(found.known_as.as_deref(), Some(known::PAID));
    assert_eq!(reference(&link(found)), known::PAID);

    let Counter { app, sandbox, folder: _folder } = counter;
    sandbox.stop().await;
    let page = link(app.finder.find(&id, "INV–2526–0176").await.unwrap());
    assert!(page.stale.is_some() && reference(&page) == known::PAID);
}
