//! What the page may ask for, tried through the real access list of the app's own configuration.

use std::path::Path;

use serde_json::{Value, json};
use tauri::test::MockRuntime;

use crate::without_window::{ask, window};

fn app(folder: &Path) -> tauri::App<MockRuntime> {
    crate::without_window::app(folder, None)
}

/// The commands of the access list, as the build names them.
fn commands() -> Vec<String> {
    let capability: Value = serde_json::from_str(include_str!("../../capabilities/main.json")).unwrap();
    let permissions = capability["permissions"].as_array().unwrap();
    let ours = permissions.iter().filter_map(|permission| permission.as_str()?.strip_prefix("allow-"));
    ours.map(|name| name.replace('-', "_")).collect()
}

fn is_denied(answer: &Result<Value, Value>) -> bool {
    answer.as_ref().is_err_and(|error| error.to_string().contains("not allowed"))
}

#[test]
fn the_page_may_ask_for_each_of_our_commands_and_another_window_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let (main, other) = (window(&app, "main"), window(&app, "other"));
    let commands = commands();
    assert!(commands.len() > 20);
    for command in &commands {
        // Without arguments most are refused by their own checks; what counts is that they are reached.
        let answer = ask(&main, command, json!({}));
        assert!(!is_denied(&answer), "{command}: {answer:?}");
        assert!(is_denied(&ask(&other, command, json!({}))), "{command} from another window");
    }
}

#[test]
fn no_plugin_and_no_core_command_answers_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let main = window(&app, "main");
    for command in [
        "plugin:store|load",
        "plugin:store|get_store",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:clipboard-manager|read_text",
        "plugin:clipboard-manager|write_text",
        "plugin:event|emit",
        "plugin:event|emit_to",
        "plugin:window|create",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:resources|close",
    ] {
        let answer = ask(&main, command, json!({}));
        assert!(is_denied(&answer), "{command}: {answer:?}");
    }
}

#[test]
fn the_start_answers_with_accounts_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let start = ask(&window(&app, "main"), "start", json!({})).unwrap();
    assert_eq!(start["accounts"], json!([]));
    assert_eq!(start["current"], json!(null));
}

#[test]
fn what_a_text_is_taken_for_is_told_without_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let main = window(&app, "main");
    let kind = |query: &str| ask(&main, "classify", json!({ "query": query })).unwrap()["kind"].clone();
    assert_eq!(kind(" pl-v1-1 "), json!("link_id"));
    assert_eq!(kind("../etc"), json!("not_an_id"));
}

#[test]
fn an_account_that_does_not_exist_is_refused_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let request = json!({ "request": { "accountId": "nobody", "text": "INV-1" } });
    let error = ask(&window(&app, "main"), "find", request).unwrap()["problem"].clone();
    assert_eq!((&error["code"], &error["cause"]), (&json!("bad_request"), &json!("account_gone")));
    assert_eq!(error["retryable"], json!(false));
}
