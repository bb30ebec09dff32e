//! The page at four times its size, by the keys that a browser has for it: 1280 by 800 become 320 by 200.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::CONTROL;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

async fn is_wide(window: &Window, width: u32) {
    window.until(&format!("a page {width} px wide"), "return innerWidth === args;", json!(width)).await;
}

/// As a click, but where the page says it is: the driver reckons without the zoom.
async fn use_button(window: &Window, hook: &str) {
    let probe = r#"const button = shown(args)[0];
        button?.scrollIntoView({ block: "center" });
        button?.focus();
        button?.click();
        return !!button;"#;
    window.until(&format!("{hook} to be used"), probe, json!(hook)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_four_hundred_percent_everything_is_in_one_column_and_within_reach() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let link = journey.shop.known(known::PART_PAID).await;
    window.open_link(&link.link_id).await;
    is_wide(window, 1280).await;
    let mut audit = Audit::of(window);
    for _ in 0..3 {
        window.chord(&[CONTROL, '=']).await;
    }
    is_wide(window, 853).await;
    audit.look_in_this_size("a link at 150 %").await;
    for _ in 0..5 {
        window.chord(&[CONTROL, '=']).await;
    }
    is_wide(window, 320).await;
    audit.look_in_this_size("a link at 400 %").await;
    for (hook, name) in [("action-refund", "refund"), ("action-resend", "resend")] {
        use_button(window, hook).await;
        window.see("dialog-confirm").await;
        if hook == "action-refund" {
            use_button(window, "refund-part").await;
        }
        audit.look_in_this_size(&format!("{name} at 400 %")).await;
        use_button(window, "dialog-dismiss").await;
        window.see_gone("dialog-dismiss").await;
    }
    use_button(window, "nav-settings").await;
    window.see_words("API dialect in force").await;
    audit.look_in_this_size("settings at 400 %").await;
    audit.ends_clean();

    let journey = journey.restarted().await;
    is_wide(&journey.window, 320).await;
    let mut audit = Audit::of(&journey.window);
    journey.window.see("recent-item").await;
    audit.look_in_this_size("recents at 400 %").await;
    audit.ends_clean();
    journey.window.chord(&[CONTROL, '0']).await;
    is_wide(&journey.window, 1280).await;
}
