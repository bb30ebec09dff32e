//! Settings: what is in force for an account, and what was chosen.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::Speaks;
use sandbox::shop::known;

async fn shows_the_dialect(speaks: Speaks, words: &str) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    journey.window.find(known::PAID_BY_CARD).await;
    journey.window.see_with("link-reference", "data-value", known::PAID_BY_CARD).await;
    journey.window.click("nav-settings").await;
    journey.window.see_words(&format!("API dialect in force: {words}")).await;

    let journey = journey.restarted().await;
    journey.window.click("nav-settings").await;
    journey.window.see_words(&format!("API dialect in force: {words}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_name_the_reference_dialect_once_a_look_up_has_shown_it() {
    shows_the_dialect(Speaks::Reference, "Reference").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_name_the_guide_dialect_once_a_look_up_has_shown_it() {
    shows_the_dialect(Speaks::Guide, "Guide").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_that_was_chosen_is_there_after_a_restart() {
    let journey = Journey::connected(Setup::default()).await;
    let before = journey.window.theme().await;
    journey.window.click("theme-toggle").await;
    let chosen = if before == "dark" { "light" } else { "dark" };
    journey.window.see_theme(chosen).await;

    let journey = journey.restarted().await;
    journey.window.see("account-menu").await;
    journey.window.see_theme(chosen).await;
}
