//! What the app writes down about itself: enough to help by, and nothing that may not be read by a stranger.

use std::fs;
use std::path::Path;

use acceptance::journey::{Journey, Setup};
use acceptance::steps::Amount;
use sandbox::shop::known;

/// All that stands in the files of a folder.
fn written_in(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("the folder of the logs").flatten();
    files.map(|file| fs::read_to_string(file.path()).expect("a log is text")).collect()
}

/// A log without its times and the ids of requests, in which any digits may stand.
fn without_chance(log: &str) -> String {
    let is_chance =
        |word: &&str| word.starts_with("request_id=") || word.starts_with("ms=") || word.ends_with('Z');
    let line = |line: &str| line.split(' ').filter(|word| !is_chance(word)).collect::<Vec<_>>().join(" ");
    log.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_routes_and_ends_and_no_id_name_amount_or_secret() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    let link = shop.known(known::PAID_BY_CARD).await;
    window.find(&link.reference).await;
    window.see_state("paid").await;
    shop.expire_tokens().await;
    shop.fail("POST", "/refund", "lost_after_commit", 1).await;
    window.fill_refund(Amount::Part("1,250.50")).await;
    window.confirm().await;
    window.see_outcome("accepted").await;
    window.dismiss().await;
    window.see_state("paid_part_refunded").await;
    shop.fail("GET", "/paymentlink/", "html", 100).await;
    // While the page reads the link again by itself, a click asks for nothing more.
    for _ in 0..40 {
        if window.shows("stale").await {
            break;
        }
        window.click("action-refresh").await;
        window.see_rest().await;
    }
    window.see("stale").await;
    let order = shop.order(&link.order_id).await;
    let customer = order["purchase_details"]["customer"].clone();
    let money = shop.writes().await.into_iter().find(|request| request.committed).expect("a refund was made");
    let own_reference = money.body["merchant_order_reference"]
        .as_str()
        .or(money.body["merchant_refund_reference"].as_str())
        .expect("a refund has a reference")
        .to_owned();

    let Journey { window, shop, desktop, .. } = journey;
    drop(window.close().await);
    let log = written_in(&desktop.data_dir().join("logs"));
    for told in ["POST", "GET", "paymentlink/{", "refund", "attempt"] {
        assert!(log.contains(told), "{told:?} is not in the log:\n{log}");
    }
    let log = without_chance(&log);
    let name = customer["first_name"].as_str().unwrap_or("no name");
    for kept_out in [
        &shop.client_secret,
        &shop.client_id,
        &link.link_id,
        &link.order_id,
        &link.reference,
        &own_reference,
        name,
        "1250",
        "125050",
        "sandbox-",
        "Bearer",
    ] {
        assert!(!log.contains(kept_out), "{kept_out:?} is in the log:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_open_the_folder_of_the_logs() {
    let journey = Journey::connected(Setup::default()).await;
    journey.window.click("nav-settings").await;
    journey.window.click_words("Open logs folder").await;
    let logs = journey.desktop.data_dir().join("logs");
    journey.desktop.see_opened(&logs.display().to_string()).await;
    assert!(!written_in(&logs).is_empty(), "there is a log to look at");
}
