//! A link that is made through the commands: what the page sends and gets, up to its entry in Activity.

use sandbox::{DialectSetting, Options, Sandbox, shop::known};
use serde_json::{Value, json};
use tauri::{App, WebviewWindow, test::MockRuntime};
use tokio::runtime::{Builder, Runtime};

use crate::without_window::{app, ask, window};

pub(super) struct Counter {
    pub(super) page: WebviewWindow<MockRuntime>,
    pub(super) account: Value,
    _app: App<MockRuntime>,
    _sandbox: Sandbox,
    _server: Runtime,
    _folder: tempfile::TempDir,
}

pub(super) fn counter() -> Counter {
    let server = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let dialect = DialectSetting::Both;
    let options =
        Options { port: 0, dialect, client_id: "id".into(), client_secret: "secret".into(), now: None };
    let sandbox = server.block_on(Sandbox::start(options)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Some(sandbox.url()));
    let page = window(&app, "main");
    let keys = json!({
        "accountId": null, "name": "Kaveri", "defaultName": "My shop", "environment": "custom",
        "clientId": "id", "clientSecret": "secret", "keep": "session",
    });
    let account = ask(&page, "connect", json!({ "request": keys })).unwrap()["id"].clone();
    Counter { page, account, _app: app, _sandbox: sandbox, _server: server, _folder: folder }
}

impl Counter {
    fn prepare(&self, amount: &str, reference: &str, mobile: &str) -> Result<Value, Value> {
        let request = json!({
            "accountId": self.account, "amount": amount, "reference": reference, "mobile": mobile, "email": "",
            "firstName": "Asha", "lastName": "", "description": "Two lamps", "expireBy": null,
            "partPayment": false, "preAuth": false,
        });
        ask(&self.page, "prepare_create", json!({ "request": request }))
    }

    fn confirm(&self, command: &str, intent: &Value) -> Result<Value, Value> {
        let request = json!({ "accountId": self.account, "intentId": intent["intentId"], "amount": null, "reason": null });
        ask(&self.page, command, json!({ "request": request }))
    }

    /// The entries of Activity, of links that were made.
    fn entries(&self) -> Vec<Value> {
        let request = json!({
            "accountId": self.account, "from": null, "until": null, "kind": "create", "outcome": null,
            "text": null, "before": null, "limit": 10,
        });
        let activity = ask(&self.page, "activity", json!({ "request": request })).unwrap();
        activity["entries"].as_array().unwrap().clone()
    }

    fn resolved(&self) -> Value {
        loop {
            let entry = self.entries().remove(0);
            if entry["outcome"] != "sending" {
                return entry;
            }
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_link_is_made_by_the_page_and_stands_in_activity_with_its_id() {
    let counter = counter();
    let intent = counter.prepare("Rs. 1,250.50/-", "INV-900", "+91 90000-00900").unwrap();
    assert_eq!((&intent["reference"], &intent["customerName"]), (&json!("INV-900"), &json!("Asha")));
    assert_eq!(intent["amount"]["minor"], 125_050);
    assert!(counter.entries().is_empty(), "nothing was asked for yet");
    let asked = counter.confirm("create_link", &intent).unwrap();
    assert_eq!((&asked["kind"], &asked["linkId"]), (&json!("create"), &Value::Null));
    let made = counter.resolved();
    assert_eq!(made["outcome"], "done", "{made}");
    assert_eq!((&made["linkReference"], &made["amount"]["minor"]), (&json!("INV-900"), &json!(125_050)));
    let request = json!({ "accountId": counter.account, "linkId": made["linkId"] });
    let page = ask(&counter.page, "open_link", json!({ "request": request })).unwrap();
    assert_eq!((&page["reference"], &page["operation"]["id"]), (&json!("INV-900"), &made["id"]));
    assert_eq!(page["customer"]["mobile"], "+91 9000000900");
    // The same dialog again is the same link.
    let again = counter.confirm("create_link", &intent).unwrap();
    assert_eq!((&again["id"], &again["linkId"]), (&made["id"], &made["linkId"]));
    assert_eq!(counter.entries().len(), 1);
}

#[test]
fn each_field_that_pine_labs_would_refuse_is_named_with_its_fault() {
    let counter = counter();
    let error = counter.prepare("0.99", "INV-900", "12").unwrap_err();
    assert_eq!((&error["code"], &error["retryable"]), (&json!("invalid_fields"), &json!(false)));
    let fields = error["detail"]["invalid"].as_array().unwrap();
    assert_eq!(
        fields,
        &[
            json!({ "field": "amount", "fault": "amount_out_of_range" }),
            json!({ "field": "customer.mobile_number", "fault": "mobile" }),
        ]
    );
    let error = counter.prepare("many", "INV-900", "").unwrap_err();
    assert_eq!(error["detail"]["invalid"], json!([{ "field": "amount", "fault": "amount_in_words" }]));
}

#[test]
fn a_reference_that_has_a_link_is_told_with_that_link() {
    let counter = counter();
    let error = counter.prepare("10", known::PAID, "9000000900").unwrap_err();
    assert_eq!(error["code"], "reference_used");
    let request = json!({ "accountId": counter.account, "linkId": error["detail"]["linkId"] });
    let page = ask(&counter.page, "open_link", json!({ "request": request })).unwrap();
    assert_eq!(page["reference"], known::PAID);
}

#[test]
fn a_dialog_of_a_new_link_is_confirmed_as_nothing_else() {
    let counter = counter();
    let intent = counter.prepare("10", "", "9000000900").unwrap();
    for command in ["resend", "cancel_link", "refund", "capture", "void_order"] {
        assert_eq!(counter.confirm(command, &intent).unwrap_err()["code"], "bad_request", "{command}");
    }
    assert!(counter.entries().is_empty());
}
