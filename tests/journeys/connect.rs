//! Credentials: proving them, keeping them in the keychain, and keeping them nowhere else. What a keychain may do instead
//! is tried in `keychain`.

use acceptance::desktop::Keychain;
use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_refused_and_leaves_nothing_and_the_right_one_connects() {
    let journey = Journey::start(Setup::default()).await;
    journey.connect_with("not-the-secret-of-this-shop").await;
    let error = journey.window.see_with("error", "data-code", "credentials_refused").await;
    assert!(error.text.contains("Pine Labs refused these credentials"), "{}", error.text);
    assert!(!journey.window.shows("account-menu").await, "no account may come of refused credentials");

    let journey = journey.restarted().await;
    journey.window.see("connect-client-secret").await;
    assert!(journey.window.all("account-item").await.is_empty(), "refused credentials were kept");

    let secret = journey.shop.client_secret.clone();
    journey.connect_with(&secret).await;
    journey.window.see("account-menu").await;
    journey.window.see_gone("connect-client-secret").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_account_and_the_recent_links_and_asks_for_nothing() {
    let journey = Journey::connected(Setup::default()).await;
    let first = journey.shop.known(known::WAITING).await;
    let second = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&first.link_id).await;
    journey.window.open_link(&second.link_id).await;

    let journey = journey.restarted().await;
    journey.window.see_with("recent-item", "data-value", &first.reference).await;
    journey.window.see_with("recent-item", "data-value", &second.reference).await;
    assert!(!journey.window.shows("connect-client-secret").await, "the secret was asked for again");

    journey.window.click_with("recent-item", "data-value", &first.reference).await;
    journey.window.see_with("link-id", "data-value", &first.link_id).await;
    journey.window.see_state("waiting").await;
    journey.window.see_gone("stale").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_in_no_file_of_the_data_folder() {
    let journey = Journey::start(Setup::default()).await;
    journey.connect_with("a-wrong-secret-typed-first").await;
    journey.window.see_with("error", "data-code", "credentials_refused").await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    let journey = journey.restarted().await;
    journey.window.open_link(&link.link_id).await;

    for secret in [journey.shop.client_secret.as_str(), "a-wrong-secret-typed-first"] {
        let holders = journey.desktop.files_with(secret);
        assert!(holders.is_empty(), "a file holds a secret: {holders:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_custom_environment_shows_its_host_and_so_does_the_title() {
    let journey = Journey::connected(Setup::default()).await;
    let host = journey.shop.host();
    let ribbon = journey.window.see("environment-ribbon").await;
    assert!(ribbon.text.to_uppercase().contains("CUSTOM") && ribbon.text.contains(&host), "{}", ribbon.text);
    journey.desktop.see_title(&host).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_data_needs_no_credentials_and_says_what_it_is() {
    let journey = Journey::start(Setup { keychain: Keychain::Missing, ..Setup::default() }).await;
    journey.window.click("sample-data").await;
    let ribbon = journey.window.see("environment-ribbon").await;
    assert!(ribbon.text.to_uppercase().contains("SAMPLE DATA"), "{}", ribbon.text);
    journey.desktop.see_title("SAMPLE DATA").await;
    journey.window.see("find-input").await;
    assert!(journey.shop.requests().await.is_empty(), "sample data has no business with the Custom host");
}
