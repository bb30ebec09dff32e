//! The window as a thing on the desktop: closing it whatever is under way, starting it twice, its size.

use std::time::Duration;

use acceptance::desktop::{Desktop, Keychain};
use acceptance::driver;
use acceptance::journey::{Journey, Setup};
use acceptance::process::{Program, Running};
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn it_closes_cleanly_while_a_read_waits_for_its_answer() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let before = journey.shop.requests().await.len();
    journey.shop.play("GET", "/", json!({ "kind": "slow", "delay_ms": 60_000, "times": 10 })).await;
    journey.window.find(&link.link_id).await;
    journey.shop.see_more_requests_than(before).await;
    journey.shop.heal().await;
    let journey = journey.closed_and_reopened().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("paid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_closes_cleanly_while_a_refund_waits_for_its_answer_and_that_was_sent_once() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.play("POST", "/refund", json!({ "kind": "slow", "delay_ms": 60_000, "times": 1 })).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.confirm().await;
    journey.window.see("sending").await;
    journey.shop.see_a_write().await;
    let journey = journey.closed_and_reopened().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("refunded").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_brings_the_first_to_the_front_and_leaves() {
    let journey = Journey::connected(Setup::default()).await;
    let screen = journey.desktop.screen();
    screen.cover("another program");
    journey.desktop.see_on_top("another program").await;
    let mut second = journey.window.driver().start_beside();
    let ended = second.ends_within(Duration::from_secs(20));
    assert!(ended.is_some_and(|status| status.success()), "{ended:?}: {}", second.last_words());
    journey.desktop.see_on_top("Linkdesk").await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("waiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_comes_back_in_the_size_that_it_was_left_in_and_never_too_small() {
    let journey = Journey::connected(Setup::default()).await;
    journey.window.resize(1010, 700).await;
    let journey = journey.closed_and_reopened().await;
    let window = &journey.window;
    let size = window.until("the size", "return [innerWidth, innerHeight];", json!(null)).await;
    assert_eq!(size, json!([1010, 700]));
    let least = window.shrink().await;
    assert!(least.0 >= 320 && least.1 >= 400, "it may become as small as {least:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_white_is_shown_before_a_dark_page_is_there() {
    let desktop = Desktop::start(Keychain::Open);
    desktop.want_dark();
    let mut environment = desktop.environment().to_vec();
    environment.push(("LINKDESK_DATA_DIR".to_owned(), desktop.data_dir().display().to_string()));
    environment.push(("LINKDESK_TRACE_START".to_owned(), "exit".to_owned()));
    let screen = desktop.screen();
    let app = Program { path: driver::app(), comes_with: "cargo build" };
    let mut app = Running::start(&app, &[], &environment, &desktop.logs());
    let (mut dark, mut frames) = (0, 0);
    while app.ends_within(Duration::from_millis(1)).is_none() {
        let points = screen.brightness();
        let bright = points.iter().filter(|point| **point > 200).count();
        // Words are bright, the ground is not.
        assert!(bright * 10 < points.len(), "{bright} of {} points are white", points.len());
        dark +=
            usize::from(points.iter().filter(|point| (10..60).contains(*point)).count() * 2 > points.len());
        frames += 1;
        assert!(frames < 20_000, "it does not come to its first screen");
    }
    assert!(dark > 0, "the window was never seen in {frames} looks");
}
