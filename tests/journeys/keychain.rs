//! Keychains that are not there, shut, unwilling, slow or end in the middle: which of these it is is said in time and in
//! words of its own, the window goes on, and what was not kept is nowhere.

use std::time::Duration;

use acceptance::desktop::Keychain;
use acceptance::journey::{Journey, Setup};
use acceptance::stand_in_keychain::{Call, Temper};
use sandbox::shop::known;

/// The bounds that somebody at the counter was promised.
const FOR_A_VERDICT: Duration = Duration::from_secs(3);
const BETWEEN_FRAMES: Duration = Duration::from_millis(100);

const TRIES: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_without_a_bus_is_told_and_goes_on_in_memory() {
    goes_on_in_memory(Keychain::NoBus, "keychain_no_bus", "No way to a system keychain").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_that_is_gone_is_told_and_goes_on_in_memory() {
    goes_on_in_memory(Keychain::DeadBus, "keychain_no_bus", "No way to a system keychain").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_without_a_keychain_is_told_and_goes_on_in_memory() {
    goes_on_in_memory(Keychain::Missing, "keychain_missing", "No system keychain found").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_keychain_that_is_locked_is_told_and_goes_on_in_memory() {
    goes_on_in_memory(Keychain::Locked, "keychain_locked", "The system keychain is locked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_keychain_that_was_never_used_is_told_and_goes_on_in_memory() {
    goes_on_in_memory(Keychain::Unused, "keychain_locked", "The system keychain is locked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_answers_is_told_and_goes_on_in_memory() {
    let asks = Keychain::StandIn(Temper::Asks);
    goes_on_in_memory(asks, "keychain_locked", "The system keychain is locked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_question_is_told_and_goes_on_in_memory() {
    let refuses = Keychain::StandIn(Temper::Refuses);
    goes_on_in_memory(refuses, "keychain_refused", "The system keychain said no").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_ends_when_it_is_greeted_is_told_and_goes_on_in_memory() {
    let ends = Keychain::StandIn(Temper::EndsAt(Call::Greet));
    goes_on_in_memory(ends, "keychain_broke_off", "The system keychain stopped in the middle").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_ends_while_it_stores_is_told_and_goes_on_in_memory() {
    let ends = Keychain::StandIn(Temper::EndsAt(Call::Store));
    goes_on_in_memory(ends, "keychain_broke_off", "The system keychain stopped in the middle").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_ends_while_it_asks_is_told_and_goes_on_in_memory() {
    let ends = Keychain::StandIn(Temper::EndsAt(Call::Ask));
    goes_on_in_memory(ends, "keychain_broke_off", "The system keychain stopped in the middle").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_is_slow_is_told_and_goes_on_in_memory() {
    let slow = Keychain::StandIn(Temper::HoldsBack(Call::Greet));
    goes_on_in_memory(slow, "keychain_slow", "The system keychain does not answer").await;
}

/// From the verdict to a session, and to a restart after which nothing is remembered but the account's name and links.
async fn goes_on_in_memory(keychain: Keychain, code: &str, words: &str) {
    let journey = Journey::start(Setup { keychain, ..Setup::default() }).await;
    refused(&journey, code, words).await;
    assert!(!journey.window.shows("account-menu").await, "an account was kept without its secret");

    journey.window.click("connect-session-only").await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;

    // Forgotten at the exit: the links seen are there, and the first question asks for the secret, of the same account.
    let journey = journey.restarted().await;
    journey.window.see_with("recent-item", "data-value", &link.reference).await;
    journey.window.find(&link.reference).await;
    journey.window.see("connect-client-secret").await;
    journey.window.see_gone("env-custom").await;
    journey.window.see_words("For My shop, CUSTOM").await;
    let holders = journey.desktop.files_with(&journey.shop.client_secret);
    assert!(holders.is_empty(), "a secret that was to be kept in memory is in a file: {holders:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_small_window_the_way_on_comes_into_sight() {
    let journey = Journey::start(Setup { keychain: Keychain::Missing, ..Setup::default() }).await;
    journey.window.resize(900, 600).await;
    refused(&journey, "keychain_missing", "No system keychain found").await;
    journey.window.see_whole("connect-session-only").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_slow_keychain_stores_after_the_verdict_is_taken_back() {
    let slow = Keychain::StandIn(Temper::HoldsBack(Call::Store));
    let journey = Journey::start(Setup { keychain: slow, ..Setup::default() }).await;
    refused(&journey, "keychain_slow", "The system keychain does not answer").await;
    journey.window.click("connect-session-only").await;
    journey.window.see("account-menu").await;

    journey.keychain().become_of(Temper::Willing);
    journey.keychain().hears(Call::Delete, 1).await;
    journey.keychain().keeps(0).await;

    let journey = journey.restarted().await;
    journey.window.find(known::PAID_BY_CARD).await;
    journey.window.see("connect-client-secret").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_replaced_too_late_gives_way_to_the_one_before() {
    let journey = Journey::connected(willing()).await;
    journey.keychain().become_of(Temper::HoldsBack(Call::Store));
    journey.window.click("nav-settings").await;
    journey.window.click_words("Replace secret").await;
    journey.window.fill("connect-client-id", &journey.shop.client_id).await;
    journey.window.fill("connect-client-secret", &journey.shop.client_secret).await;
    journey.window.watch_for_verdict().await;
    journey.window.click("connect-submit").await;
    assert_eq!(journey.window.verdict().await.code, "keychain_slow");

    // The first, the late one, and the first again.
    journey.keychain().become_of(Temper::Willing);
    journey.keychain().hears(Call::Store, 3).await;
    finds_without_being_asked(journey.restarted().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_try_after_a_slow_one_keeps_the_secret_once() {
    let slow = Keychain::StandIn(Temper::HoldsBack(Call::Store));
    let journey = Journey::start(Setup { keychain: slow, ..Setup::default() }).await;
    refused(&journey, "keychain_slow", "The system keychain does not answer").await;

    journey.keychain().become_of(Temper::Willing);
    journey.window.click("connect-submit").await;
    is_kept_once(journey).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_keychain_stored_when_it_ended_is_found_again_by_the_second_try() {
    let ends = Keychain::StandIn(Temper::EndsAt(Call::Store));
    let journey = Journey::start(Setup { keychain: ends, ..Setup::default() }).await;
    refused(&journey, "keychain_broke_off", "The system keychain stopped in the middle").await;
    assert_eq!(journey.keychain().accounts().len(), 1, "the stand-in ends after it has stored");

    journey.keychain().rise(Temper::Willing).await;
    journey.window.click("connect-submit").await;
    is_kept_once(journey).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_the_verdict_stores_nothing_and_the_next_try_asks_no_more() {
    let asks = Keychain::StandIn(Temper::Asks);
    let journey = Journey::start(Setup { keychain: asks, ..Setup::default() }).await;
    refused(&journey, "keychain_locked", "The system keychain is locked").await;

    journey.keychain().become_of(Temper::Willing);
    journey.window.click("connect-submit").await;
    let journey = is_kept_once(journey).await;
    let asked = journey.keychain().heard().iter().filter(|call| **call == Call::Ask).count();
    assert_eq!(asked, 1, "somebody was asked again: {:?}", journey.keychain().heard());
    let created = journey.keychain().heard().iter().filter(|call| **call == Call::Store).count();
    assert_eq!(created, 1, "the first try stored something: {:?}", journey.keychain().heard());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_is_there_in_time_and_the_window_draws_on_whatever_the_keychain_does() {
    let journey = Journey::start(willing()).await;
    for (temper, code) in [
        (Temper::HoldsBack(Call::Greet), "keychain_slow"),
        (Temper::HoldsBack(Call::Store), "keychain_slow"),
        (Temper::Asks, "keychain_locked"),
        (Temper::Refuses, "keychain_refused"),
        (Temper::EndsAt(Call::Greet), "keychain_broke_off"),
        (Temper::EndsAt(Call::Store), "keychain_broke_off"),
        (Temper::EndsAt(Call::Ask), "keychain_broke_off"),
    ] {
        let secret = &journey.shop.client_secret;
        in_time(&journey, code, async || {
            journey.keychain().rise(temper).await;
            journey.connect_with(secret).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_is_there_in_time_where_there_is_no_bus() {
    is_told_in_time(Keychain::NoBus, "keychain_no_bus").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_is_there_in_time_where_there_is_no_keychain() {
    is_told_in_time(Keychain::Missing, "keychain_missing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_is_there_in_time_where_a_real_keychain_is_locked() {
    is_told_in_time(Keychain::Locked, "keychain_locked").await;
}

async fn is_told_in_time(keychain: Keychain, code: &str) {
    let journey = Journey::start(Setup { keychain, ..Setup::default() }).await;
    in_time(&journey, code, async || journey.connect_with(&journey.shop.client_secret).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_waits_for_no_keychain_and_a_look_up_is_told_of_it_in_time() {
    let journey = Journey::connected(willing()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.keychain().become_of(Temper::HoldsBack(Call::Greet));
    let heard = journey.keychain().heard().len();

    let journey = journey.restarted().await;
    journey.window.see_with("recent-item", "data-value", &link.reference).await;
    assert_eq!(journey.keychain().heard().len(), heard, "the start asked the keychain");

    in_time(&journey, "keychain_slow", async || journey.window.find(&link.reference).await).await;
    journey.window.see_with("recent-item", "data-value", &link.reference).await;

    // It answers again: nothing has to be pasted.
    journey.keychain().become_of(Temper::Willing);
    journey.window.open_link(&link.link_id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_entered_again_give_back_the_account_whose_secret_is_gone() {
    let missing = Setup { keychain: Keychain::Missing, ..Setup::default() };
    let journey = Journey::start(missing).await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.click("connect-session-only").await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;

    let journey = journey.restarted().await;
    journey.window.see("account-menu").await;
    add_again_in_memory(&journey, &link.reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_entered_again_give_back_the_account_whose_keychain_is_locked() {
    let journey = Journey::connected(willing()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.keychain().become_of(Temper::Refuses);

    let journey = journey.restarted().await;
    journey.window.see("account-menu").await;
    add_again_in_memory(&journey, &link.reference).await;
    assert_eq!(journey.keychain().accounts().len(), 1, "a locked keychain keeps what it has");
}

/// Adds the same shop as if it were a new account, and finds the old one with its links.
async fn add_again_in_memory(journey: &Journey, reference: &str) {
    journey.window.click("account-menu").await;
    journey.window.click("account-add").await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.click("connect-session-only").await;
    journey.window.see_gone("connect-client-secret").await;
    journey.window.see_with("recent-item", "data-value", reference).await;
    journey.window.find(reference).await;
    journey.window.see_state("paid").await;
    journey.window.click("account-menu").await;
    journey.window.see("account-item").await;
    assert_eq!(journey.window.all("account-item").await.len(), 1, "one shop became two accounts");
}

fn willing() -> Setup {
    Setup { keychain: Keychain::StandIn(Temper::Willing), ..Setup::default() }
}

/// Sends the keys, and hears in these words why they cannot be kept.
async fn refused(journey: &Journey, code: &str, words: &str) {
    journey.window.watch_for_verdict().await;
    journey.connect_with(&journey.shop.client_secret).await;
    let verdict = journey.window.verdict().await;
    assert_eq!(verdict.code, code, "{verdict:?}");
    assert!(verdict.text.contains(words), "{verdict:?}");
}

/// Sends a form until there is a verdict in time, and the window draws on without a gap till then. A stop of the app's own
/// would come back at each try. Where the machine is so busy that a window at rest stops too, twice that is granted.
async fn in_time(journey: &Journey, code: &str, send: impl AsyncFn()) {
    let mut granted = Duration::ZERO;
    let mut seen = Vec::new();
    for _ in 0..TRIES {
        journey.window.watch_for_verdict().await;
        send().await;
        let verdict = journey.window.verdict().await;
        assert_eq!(verdict.code, code, "{verdict:?}");
        if verdict.after < FOR_A_VERDICT + granted && verdict.longest_gap <= BETWEEN_FRAMES.max(granted) {
            return;
        }
        seen.push((verdict.after, verdict.longest_gap, granted));
        granted = 2 * journey.window.gap_at_rest().await;
    }
    panic!("{code} was late or stopped the window at each try (after, longest gap, granted): {seen:?}");
}

/// The account is there with one entry in the keychain, and after a restart nothing is asked for.
async fn is_kept_once(journey: Journey) -> Journey {
    journey.window.see("account-menu").await;
    journey.window.see_gone("connect-client-secret").await;
    finds_without_being_asked(journey.restarted().await).await
}

async fn finds_without_being_asked(journey: Journey) -> Journey {
    assert_eq!(journey.keychain().accounts().len(), 1, "{:?}", journey.keychain().heard());
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.find(&link.reference).await;
    journey.window.see_with("link-id", "data-value", &link.link_id).await;
    journey
}
