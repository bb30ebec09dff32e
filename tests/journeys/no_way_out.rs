//! A script that got into the page: it has no way to send anything anywhere, and no way to a secret.

use acceptance::journey::{Journey, Setup};
use acceptance::sink::Sink;
use sandbox::shop::known;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_script_in_the_page_gets_no_byte_and_no_connection_out() {
    let journey = Journey::connected(Setup::default()).await;
    let sink = Sink::open().await;
    let hosts = sink.hosts();

    let tried = journey
        .window
        .until("every way out to end", include_str!("../src/ways_out.js"), json!({ "hosts": hosts }))
        .await;
    let ended = tried["ended"].as_object().expect("how each way ended");
    assert!(ended.len() > 80 * hosts.len(), "only {} ways were tried", ended.len());
    sink.wait_until_quiet().await;
    let own = hosts.iter().filter(|host| !host.starts_with("localhost")).count();
    let arrived = sink.arrived();
    assert_eq!(arrived.len(), own, "more arrived than our own connections: {arrived:#?}\n{ended:#?}");
    assert_eq!(tried["scriptRan"], json!(null), "text became a script");
    assert!(
        tried["href"].as_str().is_some_and(|href| href.starts_with("tauri://localhost")),
        "{}",
        tried["href"]
    );

    // The app is as it was, and goes on.
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("waiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_in_the_page_lays_hands_on_no_secret_and_no_token() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("waiting").await;
    let settings = journey.desktop.data_dir().join("settings.json");
    let start = journey.window.until("the start", START, json!({})).await;
    let account = &start["current"];
    assert!(account.is_string(), "connected: {start}");

    let link_request = json!({ "request": { "accountId": account, "linkId": link.link_id } });
    let calls = json!([
        ["recents", { "accountId": account }],
        ["find", { "request": { "accountId": account, "text": link.reference } }],
        ["open_link", link_request],
        ["known_link", link_request],
        ["classify", { "query": link.link_id }],
        ["switch_account", { "accountId": account }],
    ]);
    let given = json!({ "commands": commands(), "calls": calls, "files": [format!("file://{}", settings.display())] });
    let taken = journey
        .window
        .until("everything that a script can read", include_str!("../src/ways_in.js"), given)
        .await;
    let taken = taken.as_object().expect("texts by what they were taken from");
    assert!(taken.len() > 60, "only {} things were tried", taken.len());
    for name in ["call recents", "call find", "call open_link", "call known_link", "call switch_account"] {
        let text = taken[name].as_str().unwrap_or_default();
        assert!(
            text.contains(&link.reference) || name == "call switch_account",
            "{name} was not answered: {text}"
        );
    }
    let answered = taken.values().filter(|text| !text.as_str().unwrap_or_default().starts_with("refused"));
    assert!(answered.count() > 10, "the plunder itself came to nothing: {taken:#?}");
    for (name, text) in taken {
        let text = text.as_str().unwrap_or_default();
        assert!(!text.contains(&journey.shop.client_secret), "the secret, by {name}");
        assert!(!holds_a_token(text), "a token, by {name}: {text}");
        let file = name.starts_with("address file") || name.starts_with("plugin:");
        assert!(!file || text.starts_with("refused"), "{name}: {text}");
        assert!(!text.contains("root:x:0"), "a file of the machine, by {name}");
    }
}

/// What the app tells its page first.
const START: &str = "window.start ??= window.__TAURI_INTERNALS__.invoke('start').then((answer) => (window.started = answer)); \
                     return window.started;";

/// The commands that the page may call.
fn commands() -> Vec<String> {
    let capability: Value = serde_json::from_str(include_str!("../../src-tauri/capabilities/main.json"))
        .expect("the capability is JSON");
    let permissions = capability["permissions"].as_array().expect("its permissions");
    let ours = permissions.iter().filter_map(|permission| permission.as_str()?.strip_prefix("allow-"));
    ours.map(|name| name.replace('-', "_")).filter(|name| name != "try_sample_data").collect()
}

/// The sandbox's tokens are its name and 32 hexadecimal digits.
fn holds_a_token(text: &str) -> bool {
    text.split("sandbox-")
        .skip(1)
        .any(|rest| rest.chars().take(32).filter(char::is_ascii_hexdigit).count() == 32)
}
