//! Small screens: the window opens within them, and what a dialog asks can be answered on the smallest page. And no screen
//! at all, which is said in one sentence.

use std::fs;
use std::process::{Command, Output};
use std::time::Duration;

use acceptance::audit::Audit;
use acceptance::desktop::{Desktop, Keychain};
use acceptance::driver::app;
use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::{CONTROL, ESCAPE};
use acceptance::process::{Program, Running};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

/// The window opens within the screen, and the first form in it can be filled in and sent.
async fn opens_within(setup: Setup) -> Journey {
    let journey = Journey::connected(setup).await;
    let screen = journey.desktop.screen();
    let (width, height) = screen.size();
    let (x, y, own_width, own_height) = screen.place("Linkdesk").expect("a window");
    let fits = |from: i32, length: u32, room: u32| {
        from >= 0 && i64::from(from) + i64::from(length) <= i64::from(room)
    };
    assert!(
        fits(x, own_width, width) && fits(y, own_height, height),
        "{own_width}×{own_height} at {x},{y} is not within {width}×{height}"
    );
    // Nothing is given away either: most of a small screen is the window's.
    assert!(own_width * 10 >= width * 9 && own_height * 10 >= height * 8, "only {own_width}×{own_height}");
    for hook in ["find-input", "account-menu", "nav-settings"] {
        in_sight(&journey.window, hook).await;
    }
    journey
}

/// All of a hook is on screen as the page stands, and nothing lies over it.
async fn in_sight(window: &Window, hook: &str) {
    let probe = r"const each = shown(args)[0];
        if (!each) return false;
        const { left, top, right, bottom } = each.getBoundingClientRect();
        const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        return within && over !== null && (each.contains(over) || over.contains(each));";
    window.until(&format!("all of {hook} to be in sight"), probe, json!(hook)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_window_fits_a_netbook_and_comes_back_so() {
    let journey = opens_within(Setup { screen: (1024, 600), ..Setup::default() }).await;
    let size = "return [innerWidth, innerHeight];";
    let before = journey.window.until("the size", size, json!(null)).await;
    let journey = journey.closed_and_reopened().await;
    assert_eq!(journey.window.until("the size", size, json!(null)).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_window_fits_a_small_screen_at_twice_its_size() {
    let environment = |_: &acceptance::shop::Shop| vec![("GDK_SCALE", "2".to_owned())];
    let journey = opens_within(Setup { screen: (1366, 768), environment, ..Setup::default() }).await;
    let probe = "return devicePixelRatio === 2 && innerHeight <= 384 && innerWidth <= 683;";
    journey.window.until("a page at twice its size", probe, json!(null)).await;
    // It is lower than any window used to be, and a refund can be answered in it.
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    answerable(&journey.window).await;
}

/// Both ways out of the dialog in front can be pressed without looking for them, and what it says can be read in between.
async fn answerable(window: &Window) {
    for hook in ["dialog-dismiss", "dialog-confirm"] {
        in_sight(window, hook).await;
    }
    readable(window).await;
}

/// What stands between the head and the foot of a dialog has room to be read in, and scrolls to its end.
async fn readable(window: &Window) {
    let probe = r#"const body = [...document.querySelectorAll('[role="dialog"] *')].find((each) =>
            getComputedStyle(each).overflowY === "auto") ?? document.querySelector('[role="dialog"]');
        if (body.clientHeight < 80) return false;
        const before = body.scrollTop;
        body.scrollTop = body.scrollHeight;
        const ended = Math.abs(body.scrollTop + body.clientHeight - body.scrollHeight) <= 1;
        body.scrollTop = before;
        return ended && document.documentElement.scrollWidth <= innerWidth;"#;
    window.until("room to read in the dialog", probe, json!(null)).await;
}

/// A name, a reference or an id as long as somebody may make them, with no place to break a line at.
fn long(tag: &str) -> String {
    let rest = 200 - tag.chars().count();
    tag.chars().chain("X0".chars().cycle().take(rest)).collect()
}

/// Has Pine Labs know a link whose every name is long, and returns its id.
async fn answer_long(journey: &Journey, status: &str, order_status: &str) -> String {
    let link_id = format!("pl-v1-250912101010-aa-{order_status}");
    let order_id = long(&format!("v1-{order_status}"));
    let rupees = json!({ "value": 876_500_000_i64, "currency": "INR" });
    let link = json!({
        "payment_link_id": link_id, "status": status, "order_id": order_id, "amount": rupees,
        "merchant_payment_link_reference": long(&format!("INV-{order_status}")), "pre_auth": order_status == "AUTHORIZED",
        "amount_due": { "value": if status == "CREATED" { 876_500_000_i64 } else { 0 }, "currency": "INR" },
        "payment_link": format!("https://short.example.com/{}", long("u")), "expire_by": "2035-09-21T08:29:00Z",
        "customer": { "first_name": long("Anne"), "last_name": long("Van"), "mobile_number": "9000000123", "country_code": "91",
            "email_id": format!("{}@example.com", long("e")) },
        "created_at": "2025-09-12T04:40:10.101Z", "updated_at": "2025-09-12T05:41:11.202Z",
    });
    let payments = json!([{ "id": long("pay-"), "status": order_status, "payment_amount": rupees, "payment_method": "CARD",
        "created_at": "2025-09-12T04:55:00Z", "updated_at": "2025-09-12T04:56:00Z" }]);
    let order = json!({
        "order_id": order_id, "merchant_order_reference": long("ORD-"), "type": "CHARGE", "status": order_status,
        "order_amount": rupees, "pre_auth": order_status == "AUTHORIZED", "refunds": [],
        "payments": if status == "CREATED" { json!([]) } else { payments },
        "created_at": "2025-09-12T04:45:00Z", "updated_at": "2025-09-12T06:02:00Z",
    });
    journey.shop.answer(&format!("/paymentlink/{link_id}"), link).await;
    journey.shop.answer(&format!("/orders/{order_id}"), json!({ "data": order })).await;
    link_id
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dialog_can_be_answered_on_the_smallest_page() {
    let journey = Journey::connected(Setup { undo_seconds: 600, ..Setup::default() }).await;
    let window = &journey.window;
    for (reference, actions) in [
        (known::WAITING, &["action-resend", "action-cancel"][..]),
        (known::HELD_LATELY, &["action-capture", "action-void"]),
        (known::PAID_BY_CARD, &["action-refund"]),
    ] {
        let link = journey.shop.known(reference).await;
        window.open_link(&link.link_id).await;
        for action in actions {
            window.click(action).await;
            window.see("dialog-confirm").await;
            for part in ["refund-part", "capture-part"] {
                if window.shows(part).await {
                    window.click(part).await;
                }
            }
            window.resize(320, 400).await;
            answerable(window).await;
            window.dismiss().await;
            window.resize(1280, 800).await;
        }
    }
    window.fill_refund(Amount::Part("1")).await;
    window.resize(320, 400).await;
    window.confirm().await;
    window.see_outcome("held").await;
    in_sight(window, "undo").await;
    in_sight(window, "dialog-dismiss").await;
    window.click("undo").await;
    window.see_outcome("undone").await;
    in_sight(window, "dialog-dismiss").await;
    window.dismiss().await;

    window.resize(1280, 800).await;
    window.chord(&[CONTROL, 'k']).await;
    window.see("find-input").await;
    window.resize(320, 400).await;
    in_sight(window, "find-input").await;
    readable(window).await;
    window.press(ESCAPE).await;
    window.see_gone("dialog-dismiss").await;
    window.resize(1280, 800).await;
    window.press('?').await;
    window.see_words("To the Find box").await;
    window.resize(320, 400).await;
    in_sight(window, "dialog-dismiss").await;
    readable(window).await;
    window.dismiss().await;
    window.resize(1280, 800).await;
    window.click("nav-settings").await;
    window.click_words("Remove…").await;
    window.see("dialog-confirm").await;
    window.resize(320, 400).await;
    answerable(window).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_about_somebody_with_an_endless_name_can_be_answered_too() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut paid = String::new();
    for (status, order_status, actions) in [
        ("CREATED", "CREATED", &["action-resend", "action-cancel"][..]),
        ("PROCESSED", "AUTHORIZED", &["action-capture", "action-void"]),
        ("PROCESSED", "PROCESSED", &["action-refund"]),
    ] {
        let link_id = answer_long(&journey, status, order_status).await;
        window.open_link(&link_id).await;
        window.see_enabled(actions[0]).await;
        for action in actions {
            window.click(action).await;
            window.see("dialog-confirm").await;
            for all in ["refund-full", "capture-full"] {
                if window.shows(all).await {
                    window.click(all).await;
                }
            }
            window.resize(320, 400).await;
            answerable(window).await;
            window.dismiss().await;
            window.resize(1280, 800).await;
        }
        window.press(ESCAPE).await;
        window.see_gone("link-panel").await;
        paid = link_id;
    }
    // What became of a refund is told in the same names: in its dialog, on the page and in the activity.
    window.open_link(&paid).await;
    window.fill_refund(Amount::All).await;
    window.confirm().await;
    window.see("outcome").await;
    let mut audit = Audit::of(window);
    audit.look("the outcome of an endless name").await;
    window.resize(320, 400).await;
    in_sight(window, "dialog-dismiss").await;
    window.resize(1280, 800).await;
    window.dismiss().await;
    audit.look("the page with an outcome of an endless name").await;
    window.click("nav-activity").await;
    window.click("activity-row").await;
    audit.look("the entry of an endless name").await;
    audit.ends_clean();
}

/// 200 letters of a script, with no place to break a line at.
const SCRIPTS: [(&str, &str); 6] = [
    ("Latin", "W"),
    ("CJK", "織"),
    ("Arabic", "فاتورة"),
    ("Emoji", "👩🏽‍🌾"),
    ("Marks", "é̂́ḑ̈́"),
    ("Devanagari", "क्षि"),
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_ids_and_names_are_made_of_they_stay_in_their_cards() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    for (script, letters) in SCRIPTS {
        let long = |tag: &str| -> String { tag.chars().chain(letters.chars().cycle()).take(200).collect() };
        let (link_id, order_id) = (format!("pl-v1-250912101010-aa-{script}"), long(&format!("v1-{script}")));
        let rupees = json!({ "value": 876_500, "currency": "INR" });
        let link = json!({
            "payment_link_id": link_id, "status": "PROCESSED", "order_id": order_id, "amount": rupees, "pre_auth": false,
            "merchant_payment_link_reference": long("R"), "description": long(""),
            "amount_due": { "value": 0, "currency": "INR" }, "payment_link": "https://short.example.com/a",
            "customer": { "first_name": long("A"), "customer_id": long("c"), "merchant_customer_reference": long("m") },
            "created_at": "2025-09-12T04:40:10.101Z", "updated_at": "2025-09-12T05:41:11.202Z",
        });
        let order = json!({
            "order_id": order_id, "merchant_order_reference": long("O"), "type": "CHARGE", "status": "PROCESSED",
            "order_amount": rupees, "refunds": [{ "order_id": long("v1-r"), "parent_order_id": order_id, "type": "REFUND",
                "merchant_order_reference": long("rf"), "status": "PENDING",
                "order_amount": { "value": 100, "currency": "INR" }, "created_at": "2025-09-12T06:00:00Z" }],
            "payments": [{ "id": long("pay"), "status": "PROCESSED", "payment_amount": rupees, "payment_method": "CARD",
                "acquirer_data": { "rrn": long("7"), "approval_code": long("8"), "acquirer_reference": long("9") },
                "created_at": "2025-09-12T04:55:00Z", "updated_at": "2025-09-12T04:56:00Z" }],
        });
        journey.shop.answer(&format!("/paymentlink/{link_id}"), link).await;
        journey.shop.answer(&format!("/orders/v1-{script}"), json!({ "data": order })).await;
        window.open_link(&link_id).await;
        window.see_with("link-reference", "data-value", &long("R")).await;
        // Everything that is folded away is looked at too.
        let unfold =
            "for (const each of document.querySelectorAll('details')) each.open = true; return true;";
        window.until("all to be unfolded", unfold, json!(null)).await;
        for (width, height) in [(1280, 800), (320, 400)] {
            window.resize(width, height).await;
            in_their_cards(window, script).await;
            audit.look_in_this_size(&format!("{script} at {width}")).await;
        }
        window.resize(1280, 800).await;
        journey.shop.heal().await;
    }
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    audit.look("recents in all scripts").await;
    window.chord(&[CONTROL, 'k']).await;
    window.see("find-input").await;
    audit.look("the palette in all scripts").await;
    audit.ends_clean();
}

/// No text runs out of the box that it stands in: it is broken, or cut with the whole of it at hand.
async fn in_their_cards(window: &Window, script: &str) {
    let probe = r#"const out = [...document.querySelectorAll('[data-testid="link-panel"] *')].filter((each) => {
            if (!visible(each) || each.closest("svg, .vh, pre")) return false;
            const text = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            if (!text) return false;
            const range = document.createRange();
            range.selectNodeContents(each);
            const clipped = getComputedStyle(each).overflowX !== "visible";
            const panel = each.closest('[data-testid="link-panel"]').getBoundingClientRect();
            const { left, right } = (clipped ? each : range).getBoundingClientRect();
            return left < panel.left - 1 || right > panel.right + 1;
        });
        if (out.length > 0) throw new Error(out.map((each) => `${each.className} ${each.textContent.slice(0, 30)}`).join("; "));
        return true;"#;
    window.until(&format!("{script} to stay in its cards"), probe, json!(null)).await;
}

/// Runs the app in this environment, where it has to end by itself.
fn run_app(desktop: &Desktop, display: &[(&str, &str)]) -> Output {
    let usual =
        desktop.environment().iter().filter(|(name, _)| !name.contains("DISPLAY") && name != "GDK_BACKEND");
    let mut command = Command::new("timeout");
    command.arg("20").arg(app()).env_clear().envs(usual.cloned());
    command.env("LINKDESK_DATA_DIR", desktop.data_dir()).envs(display.iter().copied());
    command.output().expect("timeout comes with the Debian package coreutils")
}

#[test]
fn without_a_display_it_says_so_in_one_sentence_and_ends() {
    let desktop = Desktop::start(Keychain::NoBus);
    let logs = desktop.logs();
    // A display that takes only who knows its cookie, and nobody does.
    let cookies = logs.join("cookies");
    let name = b"MIT-MAGIC-COOKIE-1";
    let mut cookie = vec![0xff, 0xff, 0, 0, 0, 0, 0, 18];
    cookie.extend_from_slice(name);
    cookie.extend_from_slice(&[0, 16]);
    cookie.extend_from_slice(&[7; 16]);
    fs::write(&cookies, cookie).expect("a file of cookies");
    let xvfb = Program::of_package("Xvfb", "the Debian package xvfb");
    let arguments = ["-displayfd", "1", "-nolisten", "tcp", "-auth", &cookies.display().to_string()];
    let mut refusing = Running::start(&xvfb, &arguments, desktop.environment(), &logs);
    let refusing_display = format!(":{}", refusing.first_line(Duration::from_secs(20)).trim());

    let displays: [&[(&str, &str)]; 6] = [
        &[],
        &[("DISPLAY", ""), ("WAYLAND_DISPLAY", "")],
        &[("DISPLAY", ":987")],
        &[("DISPLAY", "no such thing")],
        &[("WAYLAND_DISPLAY", "wayland-987"), ("GDK_BACKEND", "wayland")],
        &[("DISPLAY", &refusing_display)],
    ];
    for display in displays {
        let output = run_app(&desktop, display);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{display:?}: {said}");
        assert!(
            said.starts_with("Linkdesk does not start: ") && said.contains("display"),
            "{display:?}: {said}"
        );
        assert_eq!(said.trim_end().lines().count(), 1, "{display:?}: {said}");
        assert!(output.stdout.is_empty(), "{display:?}");
    }
}
