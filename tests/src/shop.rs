//! The shop of a journey: a sandbox on loopback, what its customers and its dashboard do meanwhile, the faults it plays,
//! and what arrived there. It talks to the sandbox's control routes, as anybody could from outside.

use std::time::Duration;

use sandbox::{DialectSetting, Options, Sandbox};
use serde_json::{Value, json};

use crate::wait;

/// Which of the two documented dialects the shop's Pine Labs speaks.
#[derive(Clone, Copy, Debug)]
pub enum Speaks {
    Reference,
    Guide,
    Both,
}

/// A link of the sandbox's catalogue.
#[derive(Clone, Debug)]
pub struct Sample {
    pub link_id: String,
    pub reference: String,
    pub order_id: String,
    /// Our word for its state, in snake case.
    pub state: String,
}

/// A request that arrived at the sandbox.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub body: Value,
    /// Whether it was carried out, whatever became of its answer.
    pub committed: bool,
    /// Whether it was a refund, capture or void that was carried out.
    pub moved_money: bool,
}

pub struct Shop {
    sandbox: Option<Sandbox>,
    address: String,
    pub client_id: String,
    pub client_secret: String,
    http: reqwest::Client,
}

impl Shop {
    pub async fn open(speaks: Speaks) -> Self {
        // Long and odd enough to be found wherever it is written, and nobody's.
        let client_id = "5d0c9f1e-3b64-4c2a-8f47-6a1b2c3d4e5f".to_owned();
        let client_secret = "Journey-9vQ2xR7tLmZ4pK8wN3sB-secret".to_owned();
        let dialect = match speaks {
            Speaks::Reference => DialectSetting::Reference,
            Speaks::Guide => DialectSetting::Guide,
            Speaks::Both => DialectSetting::Both,
        };
        let options = Options {
            port: 0,
            dialect,
            client_id: client_id.clone(),
            client_secret: client_secret.clone(),
            now: None,
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox gets a loopback port");
        let address = sandbox.url();
        Self { sandbox: Some(sandbox), address, client_id, client_secret, http: reqwest::Client::new() }
    }

    /// Its base URL, as `LINKDESK_API_URL` takes it.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Host and port, as the app shows them.
    pub fn host(&self) -> String {
        self.address.trim_start_matches("http://").to_owned()
    }

    /// Refuses every connection from now on.
    pub async fn go_offline(&mut self) {
        if let Some(sandbox) = self.sandbox.take() {
            sandbox.stop().await;
        }
    }

    /// Every link that the shop has, in the sandbox's order.
    pub async fn samples(&self) -> Vec<Sample> {
        let catalogue = self.control("GET", "catalogue", json!(null)).await;
        let text = |link: &Value, field: &str| link[field].as_str().unwrap_or_default().to_owned();
        let links = catalogue["links"].as_array().expect("the catalogue lists links");
        let sample = |link: &Value| Sample {
            link_id: text(link, "link_id"),
            reference: text(link, "reference"),
            order_id: text(link, "order_id"),
            state: text(link, "state"),
        };
        links.iter().map(sample).collect()
    }

    /// One of the links that `sandbox::shop::known` names.
    pub async fn known(&self, reference: &str) -> Sample {
        let found = self.samples().await.into_iter().find(|sample| sample.reference == reference);
        found.unwrap_or_else(|| panic!("the sandbox has no link {reference}"))
    }

    /// Lets the customer open or pay a link, wholly or in part, or time run out on it.
    pub async fn customer(&self, link_id: &str, act: &str) {
        self.control("POST", &format!("links/{link_id}/{act}"), json!({})).await;
    }

    /// Lets somebody refund in Pine Labs' own dashboard.
    pub async fn refund_in_dashboard(&self, order_id: &str, minor: i64) {
        self.control("POST", "dashboard-refund", json!({ "order_id": order_id, "amount": minor })).await;
    }

    /// Lets another computer refund under a reference of its own choice.
    pub async fn refund_by_a_colleague(&self, order_id: &str, reference: &str, minor: i64) {
        let refund = json!({ "order_id": order_id, "reference": reference, "amount": minor });
        self.control("POST", "colleague-refund", refund).await;
    }

    /// Lets another computer capture under a reference of its own choice.
    pub async fn capture_by_a_colleague(&self, order_id: &str, reference: &str, minor: i64) {
        let capture = json!({ "reference": reference, "amount": minor });
        self.control("POST", &format!("orders/{order_id}/capture"), capture).await;
    }

    /// What the bank makes of a refund: `PROCESSED`, `FAILED`.
    pub async fn refund_ends(&self, reference: &str, status: &str) {
        self.control("POST", &format!("refunds/{reference}/advance"), json!({ "status": status })).await;
    }

    /// Sets the shop's clock ahead, or back by less than nothing.
    pub async fn set_clock(&self, seconds: i64) {
        self.control("POST", "clock/advance", json!({ "seconds": seconds })).await;
    }

    /// Lets a second pair of keys in: its client id and secret.
    pub async fn second_keys(&self) -> (String, String) {
        let keys = ("8e21b7a4-90d3-4f5c-b1e6-2c3d4e5f6a7b", "Journey-second-4kW8-secret");
        self.control("POST", "clients", json!({ "client_id": keys.0, "client_secret": keys.1 })).await;
        (keys.0.to_owned(), keys.1.to_owned())
    }

    /// The refunds of an order in Pine Labs' own books: reference and minor units, in the order in which they were made.
    pub async fn refunds(&self, order_id: &str) -> Vec<(String, i64)> {
        let order = self.order(order_id).await;
        let refund = |refund: &Value| {
            let reference = refund["reference"].as_str().unwrap_or_default().to_owned();
            (reference, refund["amount"].as_i64().expect("a refund has an amount"))
        };
        order["refunds"].as_array().into_iter().flatten().map(refund).collect()
    }

    /// Lets somebody capture all, or void, in Pine Labs' own dashboard.
    pub async fn act_in_dashboard(&self, order_id: &str, act: &str) {
        self.control("POST", &format!("orders/{order_id}/{act}"), json!({})).await;
    }

    /// Plays a fault on the next requests whose path contains `path`.
    pub async fn fail(&self, method: &str, path: &str, kind: &str, times: u32) {
        self.play(method, path, json!({ "kind": kind, "times": times })).await;
    }

    /// Plays a fault that needs more words: the README of the sandbox has them.
    pub async fn play(&self, method: &str, path: &str, mut fault: Value) {
        fault["match"] = json!({ "method": method, "path_contains": path });
        self.control("POST", "faults", fault).await;
    }

    /// Answers reads of `path` with this object from now on, as another server than the sandbox may.
    pub async fn answer(&self, path: &str, body: Value) {
        let answer = json!({ "kind": "error_before", "status": 200, "body": body, "times": 1000 });
        self.play("GET", path, answer).await;
    }

    pub async fn heal(&self) {
        self.control("DELETE", "faults", json!(null)).await;
    }

    pub async fn set(&self, setting: &str, value: Value) {
        self.control("POST", "settings", json!({ setting: value })).await;
    }

    /// Makes every token end at once, as another sign-in may.
    pub async fn expire_tokens(&self) {
        self.control("POST", "token/expire", json!({})).await;
    }

    /// What is left to refund of an order, in minor units, as Pine Labs sees it.
    pub async fn left(&self, order_id: &str) -> i64 {
        self.order(order_id).await["left"].as_i64().expect("the ledger knows what is left")
    }

    /// One order as Pine Labs' own books have it.
    pub async fn order(&self, order_id: &str) -> Value {
        let ledger = self.control("GET", "ledger", json!(null)).await;
        let orders = ledger["orders"].as_array().expect("the ledger lists orders");
        let found = orders.iter().find(|order| order["order_id"] == order_id);
        found.cloned().unwrap_or_else(|| panic!("the sandbox has no order {order_id}"))
    }

    /// Every API request since the start, oldest first.
    pub async fn requests(&self) -> Vec<Request> {
        let journal = self.control("GET", "requests", json!(null)).await;
        let entries = journal["requests"].as_array().expect("the journal lists requests");
        let request = |entry: &Value| Request {
            method: entry["method"].as_str().unwrap_or_default().to_owned(),
            path: entry["path"].as_str().unwrap_or_default().to_owned(),
            body: entry["body"].clone(),
            committed: entry["committed"] == true,
            moved_money: entry["moved_money"] == true,
        };
        entries.iter().map(request).collect()
    }

    /// Every request that asks for a change.
    pub async fn writes(&self) -> Vec<Request> {
        self.requests().await.into_iter().filter(is_write).collect()
    }

    /// How many requests have moved money.
    pub async fn money_moves(&self) -> usize {
        self.requests().await.iter().filter(|request| request.moved_money).count()
    }

    /// Waits until, after a change was asked for, such a look-up has arrived.
    pub async fn see_look_up_after_a_write(&self, path: &str) {
        let some = async || {
            let requests = self.requests().await;
            let mut since = requests.iter().skip_while(|request| !is_write(request));
            since.any(|request| request.method == "GET" && request.path.contains(path))
        };
        wait::until("a look-up to arrive", Duration::from_secs(15), some).await;
    }

    /// Waits until a change was asked for.
    pub async fn see_a_write(&self) {
        let asked = async || !self.writes().await.is_empty();
        wait::until("a change to be asked for", Duration::from_secs(15), asked).await;
    }

    /// Waits until somebody has asked for something since.
    pub async fn see_more_requests_than(&self, before: usize) {
        let more = async || self.requests().await.len() > before;
        wait::until("another request", Duration::from_secs(15), more).await;
    }

    async fn control(&self, method: &str, route: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/{route}", self.address);
        let method = method.parse().expect("a method");
        let mut request = self.http.request(method, &url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer =
            request.send().await.unwrap_or_else(|error| panic!("the sandbox does not answer: {error}"));
        let status = answer.status();
        let answer = answer.text().await.unwrap_or_default();
        assert!(status.is_success(), "the sandbox refused {route}: {status} {answer}");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{route} answered {answer}: {error}"))
    }
}

fn is_write(request: &Request) -> bool {
    request.method != "GET" && !request.path.ends_with("/token")
}
