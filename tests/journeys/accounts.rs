//! Several accounts in one window: each with its own links, and nothing of one ever under the other's ribbon.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::Sample;
use acceptance::steps::Amount;
use acceptance::window::Window;
use serde_json::{Value, json};

/// Notes, at every change of the page, what is shown under the ribbon of the invented shop.
const WATCH: &str = r#"
    if (!window.underSample) {
      window.underSample = [];
      const note = () => {
        const ribbon = document.querySelector('[data-testid="environment-ribbon"]');
        if (ribbon?.dataset.environment !== "sample") return;
        const text = document.body.innerText;
        for (const word of args) if (text.includes(word)) window.underSample.push(`${word} in: ${text.slice(0, 400)}`);
      };
      new MutationObserver(note).observe(document.documentElement, {
        subtree: true, childList: true, attributes: true, characterData: true,
      });
    }
    return true;"#;

async fn watch_for(window: &Window, words: &[&str]) {
    window.until("the watch over the ribbon", WATCH, json!(words)).await;
}

async fn leaked(window: &Window) -> Vec<Value> {
    let seen = window.until("what was seen", "return window.underSample;", json!(null)).await;
    seen.as_array().cloned().unwrap_or_default()
}

/// The connected shop, and the invented one beside it, which is the one on screen.
async fn with_two_accounts() -> Journey {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    window.click("account-menu").await;
    window.click("account-add").await;
    window.click("sample-data").await;
    window.see_with("environment-ribbon", "data-environment", "sample").await;
    journey
}

async fn switch_to(window: &Window, environment: &str) {
    window.click("account-menu").await;
    window.click_with("account-item", "data-environment", environment).await;
    window.see_with("environment-ribbon", "data-environment", environment).await;
}

async fn no_recent(window: &Window, link: &Sample) {
    let listed = window.all("recent-item").await;
    assert!(!listed.is_empty(), "the invented shop lists links of its own");
    let of_the_other = listed.iter().find(|item| item.attribute("data-value") == link.reference);
    assert!(of_the_other.is_none(), "a recent link of the other account: {of_the_other:?}");
}

/// A link of the connected shop that the invented one does not list among its own.
async fn another_link(journey: &Journey) -> Sample {
    let listed: Vec<_> = journey.window.all("recent-item").await;
    let listed: Vec<_> = listed.iter().map(|item| item.attribute("data-value")).collect();
    let mut links = journey.shop.samples().await.into_iter();
    let paid = |link: &Sample| link.state == "paid" && !listed.contains(&link.reference.as_str());
    links.find(paid).expect("a paid link that was never opened there")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_has_its_own_recent_links_and_title_and_a_restart_keeps_them_apart() {
    let journey = with_two_accounts().await;
    let link = another_link(&journey).await;
    switch_to(&journey.window, "custom").await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_with("recent-item", "data-value", &link.reference).await;
    switch_to(&journey.window, "sample").await;
    journey.desktop.see_title("SAMPLE DATA").await;
    journey.window.see_gone("link-panel").await;
    no_recent(&journey.window, &link).await;

    let journey = journey.restarted().await;
    journey.window.see_with("environment-ribbon", "data-environment", "sample").await;
    no_recent(&journey.window, &link).await;
    switch_to(&journey.window, "custom").await;
    journey.window.see_with("recent-item", "data-value", &link.reference).await;
    journey.desktop.see_title("CUSTOM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_of_one_account_is_not_painted_under_the_ribbon_of_the_other() {
    let journey = with_two_accounts().await;
    let (window, shop) = (&journey.window, &journey.shop);
    let link = another_link(&journey).await;
    watch_for(window, &[&link.link_id, &link.order_id]).await;
    for query in [&link.link_id, &link.reference, &link.order_id] {
        switch_to(window, "custom").await;
        let before = shop.requests().await.len();
        shop.play("GET", "/", json!({ "kind": "slow", "delay_ms": 1500, "times": 1 })).await;
        window.find(query).await;
        shop.see_more_requests_than(before).await;
        switch_to(window, "sample").await;
        // The late answer has come once another question of the same account, asked after it, was answered.
        switch_to(window, "custom").await;
        window.open_link(&link.link_id).await;
        switch_to(window, "sample").await;
        window.see_gone("link-panel").await;
    }
    assert_eq!(leaked(window).await, Vec::<Value>::new(), "under the ribbon of the invented shop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_that_comes_while_the_other_account_is_on_screen_changes_nothing_there() {
    let journey = with_two_accounts().await;
    let (window, shop) = (&journey.window, &journey.shop);
    let link = another_link(&journey).await;
    watch_for(window, &[&link.link_id, &link.reference, &link.order_id]).await;
    switch_to(window, "custom").await;
    shop.play("GET", "/", json!({ "kind": "slow", "delay_ms": 2000, "times": 1 })).await;
    let before = shop.requests().await.len();
    window.find(&link.link_id).await;
    shop.see_more_requests_than(before).await;
    switch_to(window, "sample").await;
    // Work in the other account goes on meanwhile, and well beyond the time of the late answer.
    let begun = std::time::Instant::now();
    while begun.elapsed() < std::time::Duration::from_secs(4) {
        window.find("INV-2526-0000").await;
        window.see("error").await;
    }
    assert_eq!(leaked(window).await, Vec::<Value>::new(), "under the ribbon of the invented shop");
    assert!(!window.shows("link-panel").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_one_account_ends_there_while_the_other_is_on_screen() {
    let journey = with_two_accounts().await;
    let (window, shop) = (&journey.window, &journey.shop);
    let link = another_link(&journey).await;
    watch_for(window, &[&link.link_id, &link.order_id]).await;
    switch_to(window, "custom").await;
    window.open_link(&link.link_id).await;
    shop.play("POST", "/refund", json!({ "kind": "slow", "delay_ms": 2000, "times": 1 })).await;
    window.fill_refund(Amount::All).await;
    window.confirm().await;
    window.see("sending").await;
    window.dismiss().await;
    switch_to(window, "sample").await;
    assert!(!window.shows("outcome").await, "the other account's change is shown here");
    switch_to(window, "custom").await;
    window.open_link(&link.link_id).await;
    window.see_state("refunded").await;
    assert_eq!(shop.writes().await.len(), 1);
    assert_eq!(leaked(window).await, Vec::<Value>::new(), "under the ribbon of the invented shop");
}
