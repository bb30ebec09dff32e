//! Two computers of one shop, each with its own ledger, and two pairs of keys on one: the same money goes back once, however
//! close together it is asked for, and whoever came second is told so. All of it where look-ups keep to Pine Labs' own schema.

use acceptance::hook::Hook;
use acceptance::journey::{Computer, Journey, Setup};
use acceptance::shop::{Sample, Shop, Speaks};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

struct Pair {
    first: Journey,
    second: Computer,
}

impl Pair {
    async fn at_work(speaks: Speaks, answer_to_a_duplicate: &str) -> Self {
        let first = Journey::connected(Setup { speaks, ..Setup::default() }).await;
        first.shop.set("documented_schema", json!(true)).await;
        first.shop.set("duplicate_refund", json!(answer_to_a_duplicate)).await;
        let second = first.another_computer().await;
        Self { first, second }
    }

    fn shop(&self) -> &Shop {
        &self.first.shop
    }

    fn windows(&self) -> [&Window; 2] {
        [&self.first.window, &self.second.window]
    }

    /// Both have the dialog open and filled in, and then confirm within half a second of the server's time: neither look-up
    /// right before sending can see the other's refund.
    async fn both_refund(&self, link: &Sample, rupees: [&str; 2]) -> [Hook; 2] {
        let [one, other] = self.windows();
        for (window, rupees) in self.windows().into_iter().zip(rupees) {
            window.open_link(&link.link_id).await;
            window.fill_refund(Amount::Part(rupees)).await;
            window.see_enabled("dialog-confirm").await;
        }
        // Each of both looks at three names.
        let slow = |times: u32| json!({ "kind": "slow", "delay_ms": 500, "times": times });
        self.shop().play("GET", "/orders/reference/", slow(6)).await;
        self.shop().play("POST", "/refund", slow(2)).await;
        tokio::join!(one.click("dialog-confirm"), other.click("dialog-confirm"));
        let (end, other_end) = tokio::join!(one.see_end(), other.see_end());
        self.shop().heal().await;
        one.dismiss().await;
        other.dismiss().await;
        [end, other_end]
    }

    async fn asked_for_the_same_at_once(&self, reference: &str) {
        let link = self.shop().known(reference).await;
        let ends = self.both_refund(&link, ["100", "100"]).await;
        assert_eq!(self.shop().refunds(&link.order_id).await, [(name(&link, 1), 10_000)]);
        let told = ends.each_ref().map(|end| end.attribute("data-outcome"));
        assert!(told.contains(&"accepted"), "it was made, and nobody is told so: {told:?}");
        assert!(told.iter().all(|word| ["accepted", "not_sent"].contains(word)), "{told:?}");

        // It is on no list: each computer finds it by its name, and the next dialog of both counts it.
        for window in self.windows() {
            window.click("action-refresh").await;
            window.see_minor("link-refunded", 10_000).await;
            window.click("action-refund").await;
            window.see_minor("refund-left", self.shop().left(&link.order_id).await).await;
            window.see_words("Pending ₹100.00").await;
            window.dismiss().await;
        }
    }

    async fn asked_for_two_amounts_at_once(&self, reference: &str) {
        let link = self.shop().known(reference).await;
        let ends = self.both_refund(&link, ["100", "150"]).await;
        let made = self.shop().refunds(&link.order_id).await;
        assert!(made.len() == 1 && made[0].0 == name(&link, 1), "{made:?}");
        let told = ends.each_ref().map(|end| end.attribute("data-outcome"));
        let expected = if made[0].1 == 10_000 { ["accepted", "not_sent"] } else { ["not_sent", "accepted"] };
        assert_eq!(told, expected, "{made:?}");
        let unmade = &ends[told.iter().position(|word| *word == "not_sent").unwrap_or_default()];
        for figure in ["₹100.00", "₹150.00"] {
            assert!(unmade.text.contains(figure), "both figures are said: {}", unmade.text);
        }
    }

    async fn asked_for_the_same_where_reads_lag(&self, reference: &str) {
        let link = self.shop().known(reference).await;
        let [first, second] = self.windows();
        let whole = self.shop().left(&link.order_id).await;
        self.shop().set("read_lag_seconds", json!(3600)).await;
        refund(first, &link, "100").await;
        first.see_outcome("accepted").await;
        first.dismiss().await;

        self.shop().set_clock(30).await;
        second.open_link(&link.link_id).await;
        second.fill_refund(Amount::Part("100")).await;
        second.see_minor("refund-left", whole).await;
        second.record_outcomes().await;
        second.confirm().await;
        // Where the server only says that the name is taken, the look-up does not find by whom as yet.
        let open = r#"return ["checking", "not_sent"].includes(shown("outcome")[0]?.dataset.outcome);"#;
        second.until("a word that is not accepted", open, json!(null)).await;
        self.shop().set("read_lag_seconds", json!(0)).await;
        if second.shows("check-now").await {
            second.click("check-now").await;
        }
        let end = second.see_outcome("not_sent").await;
        assert!(end.text.contains("₹100.00 was refunded meanwhile, not from this computer"), "{}", end.text);
        let seen = second.outcomes().await;
        assert!(!seen.iter().any(|outcome| outcome == "accepted"), "{seen:?}");
        assert_eq!(self.shop().refunds(&link.order_id).await, [(name(&link, 1), 10_000)]);
        second.dismiss().await;

        // It was not made, so one may begin again.
        second.fill_refund(Amount::Part("100")).await;
        second.confirm().await;
        second.see_outcome("accepted").await;
        second.dismiss().await;
        let both = [(name(&link, 1), 10_000), (name(&link, 2), 10_000)];
        assert_eq!(self.shop().refunds(&link.order_id).await, both);
        for window in self.windows() {
            window.open_link(&link.link_id).await;
            window.click("action-refresh").await;
            window.see_minor("link-refunded", 20_000).await;
        }
    }
}

/// What every computer calls the refund at this place of the link's order.
fn name(link: &Sample, place: u32) -> String {
    format!("rf-{}-{place}", link.order_id)
}

async fn refund(window: &Window, link: &Sample, rupees: &str) {
    window.open_link(&link.link_id).await;
    window.fill_refund(Amount::Part(rupees)).await;
    window.confirm().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_computers_refund_the_same_money_once_where_a_duplicate_is_refused() {
    let pair = Pair::at_work(Speaks::Reference, "refuse").await;
    pair.asked_for_the_same_at_once(known::PAID_BY_CARD).await;
    pair.asked_for_two_amounts_at_once(known::PAID_BY_NETBANKING).await;
    pair.asked_for_the_same_where_reads_lag(known::PAID).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_computers_refund_the_same_money_once_where_a_duplicate_returns_what_is_there() {
    let pair = Pair::at_work(Speaks::Guide, "return").await;
    pair.asked_for_two_amounts_at_once(known::PAID_BY_CARD).await;
    pair.asked_for_the_same_where_reads_lag(known::PAID_BY_NETBANKING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pairs_of_keys_on_one_computer_count_each_others_refunds_by_their_order() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    // No look-up finds them: only the ledger of this computer knows.
    shop.set("documented_schema", json!(true)).await;
    shop.set("find_refunds_by_reference", json!(false)).await;
    let link = shop.known(known::PAID_BY_CARD).await;
    refund(window, &link, "100").await;
    window.see_outcome("accepted").await;
    window.dismiss().await;

    let (client_id, secret) = shop.second_keys().await;
    window.click("account-menu").await;
    window.click("account-add").await;
    window.connect_as(&client_id, &secret).await;
    window.see_gone("connect-client-secret").await;
    window.open_link(&link.link_id).await;
    window.see_minor("link-refunded", 10_000).await;
    window.fill_refund(Amount::Part("150")).await;
    window.confirm().await;
    window.see_outcome("accepted").await;
    assert_eq!(shop.refunds(&link.order_id).await, [(name(&link, 1), 10_000), (name(&link, 2), 15_000)]);
    window.dismiss().await;
    window.see_minor("link-refunded", 25_000).await;
}
