//! Pine Labs' side: the sandbox behind its door, with what customers, banks and colleagues in the dashboard do.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use jiff::fmt::rfc2822::DateTimePrinter;
use pinelabs::Clock;
use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue},
};
use sandbox::{CommittedWrite, DialectSetting, Direct, Options, Outcome, Request};
use serde_json::{Value, json};

use super::clock::TrueClock;

pub const CLIENT: &str = "simulated-client";
pub const SECRET: &str = "simulated-secret";

const LINKS: &str = "/api/pay/v1/paymentlink";

pub struct Provider {
    door: Direct,
    /// A fault is for the request that it is meant for, and for no other one that comes at the same moment.
    one_at_a_time: tokio::sync::Mutex<()>,
    clock: Arc<TrueClock>,
    /// The last request whose deeds were taken.
    taken: AtomicU64,
}

/// Whom every link of the simulation is for.
pub const CUSTOMER: &str = "customer@example.com";

/// A link of the simulated shop, and its order. One that is still to be made has its reference in the link's place.
#[derive(Debug, Clone)]
pub struct Made {
    pub link: String,
    pub order: String,
    pub minor: i64,
    pub currency: &'static str,
}

impl Made {
    pub fn to_be(reference: &str, minor: i64) -> Self {
        Self { link: reference.to_owned(), order: String::new(), minor, currency: "INR" }
    }

    /// An amount as it is typed.
    pub fn spelt(&self, minor: i64) -> String {
        match self.currency {
            "JPY" => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }
}

/// How far the customer has come with a new link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    No,
    Fully,
    /// In several payments on one order.
    InParts,
    /// Some of it, and the rest is still due.
    Partly,
    /// Held for the shop, not captured.
    Held,
}

impl Provider {
    pub fn open(dialect: DialectSetting, clock: Arc<TrueClock>) -> Self {
        let options =
            Options { port: 0, dialect, client_id: CLIENT.into(), client_secret: SECRET.into(), now: None };
        let time = Arc::clone(&clock);
        Self {
            door: Direct::open(options, move || time.now()),
            clock,
            taken: AtomicU64::new(0),
            one_at_a_time: tokio::sync::Mutex::default(),
        }
    }

    /// Carries a request out, answered wrongly where a fault is named, and says what it has done.
    pub async fn deliver(&self, arrival: Request, fault: Option<&Value>) -> (Outcome, Vec<CommittedWrite>) {
        let _alone = self.one_at_a_time.lock().await;
        if let Some(fault) = fault {
            self.fault(&arrival.method, &arrival.path, fault).await;
        }
        let mut given = self.door.ask(arrival).await;
        if let Outcome::Answer { headers, .. } = &mut given {
            let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&self.clock.now());
            let date = date.ok().and_then(|date| HeaderValue::from_str(&date).ok());
            headers.insert(DATE, date.expect("the time of a simulation"));
        }
        if fault.is_some() {
            // A request that was turned away at the door has left it for the next one.
            self.ask(Method::DELETE, "/_sandbox/faults", None, &Value::Null).await;
        }
        let done = self.door.committed_after(self.taken.load(Ordering::Relaxed));
        if let Some(newest) = done.first() {
            self.taken.store(newest.number, Ordering::Relaxed);
        }
        (given, done)
    }

    /// A control request. `false` where the books do not allow what was asked.
    pub async fn control(&self, path: &str, body: Value) -> bool {
        let _alone = self.one_at_a_time.lock().await;
        self.controls(path, &body).await
    }

    async fn controls(&self, path: &str, body: &Value) -> bool {
        self.ask(Method::POST, &format!("/_sandbox/{path}"), None, body).await.is_some()
    }

    /// Has the next request on this very path be answered wrongly.
    async fn fault(&self, method: &Method, path: &str, fault: &Value) {
        let mut fault = fault.clone();
        fault["match"] = json!({ "method": method.as_str(), "path_contains": path });
        assert!(self.controls("faults", &fault).await, "a fault that the sandbox does not know");
    }

    /// A new link, made over the API as somebody else's program would.
    pub async fn new_link(&self, reference: &str, minor: i64, currency: &'static str, paid: Paid) -> Made {
        let _alone = self.one_at_a_time.lock().await;
        self.makes_link(reference, minor, currency, paid).await.expect("a link")
    }

    async fn makes_link(
        &self,
        reference: &str,
        minor: i64,
        currency: &'static str,
        paid: Paid,
    ) -> Option<Made> {
        let mut body = json!({
            "amount": { "value": minor, "currency": currency },
            "merchant_payment_link_reference": reference,
            "customer": { "email_id": CUSTOMER },
            "pre_auth": (paid == Paid::Held).to_string(),
        });
        if matches!(paid, Paid::InParts | Paid::Partly) {
            body["part_payment"] = json!(true);
        }
        let mut made = None;
        // Everybody may sleep between the token and its use.
        for _ in 0..3 {
            let token = self.token().await;
            made = made.or(self.ask(Method::POST, LINKS, Some(&token), &body).await);
            if made.is_some() {
                break;
            }
        }
        let link = made?;
        if matches!(paid, Paid::InParts | Paid::Partly) {
            assert!(self.controls(&format!("links/{reference}/part-pay"), &json!({})).await, "in parts");
        }
        if !matches!(paid, Paid::No | Paid::Partly) {
            assert!(self.controls(&format!("links/{reference}/pay"), &json!({})).await, "it can be paid");
        }
        let text = |field: &str| link[field].as_str().unwrap_or_default().to_owned();
        let minor = if paid == Paid::Partly { minor / 2 } else { minor };
        Some(Made { link: text("payment_link_id"), order: text("order_id"), minor, currency })
    }

    /// The money of one order, as the books have it.
    pub async fn books_of(&self, order: &str) -> Option<Value> {
        let _alone = self.one_at_a_time.lock().await;
        let books = self.ask(Method::GET, "/_sandbox/ledger", None, &Value::Null).await?;
        books["orders"].as_array()?.iter().find(|known| known["order_id"] == order).cloned()
    }

    /// Somebody else makes a link under a reference. `false`: it has one already.
    pub async fn take_reference(&self, reference: &str, minor: i64) -> bool {
        let _alone = self.one_at_a_time.lock().await;
        let token = self.token().await;
        for by_reference in ["ref", "merchant-reference"] {
            let path = format!("{LINKS}/{by_reference}/{reference}");
            if self.ask(Method::GET, &path, Some(&token), &Value::Null).await.is_some() {
                return false;
            }
        }
        // A look-up that lags does not see it, and the server does.
        self.makes_link(reference, minor, "INR", Paid::No).await.is_some()
    }

    async fn token(&self) -> String {
        let keys =
            json!({ "client_id": CLIENT, "client_secret": SECRET, "grant_type": "client_credentials" });
        let token = self.ask(Method::POST, "/api/auth/v1/token", None, &keys).await.expect("a token");
        token["access_token"].as_str().unwrap_or_default().to_owned()
    }

    async fn ask(&self, method: Method, path: &str, token: Option<&str>, body: &Value) -> Option<Value> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().ok()?);
        }
        let arrival = Request { method, path: path.to_owned(), headers, body: body.to_string().into_bytes() };
        match self.door.ask(arrival).await {
            Outcome::Answer { status: 200, body, .. } => serde_json::from_slice(&body).ok(),
            _ => None,
        }
    }
}
