//! A scripted HTTP server with a token route, and sample requests and answers.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinelabs::{
    CaptureRequest, Client, ClientBuilder, Clock, Credentials, IdempotencyKey, LinkId, Money, NewLink,
    OrderId, Reference, RefundRequest, RetryPolicy,
};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const TOKEN_PATH: &str = "/api/auth/v1/token";

/// A clock that stands still until it is moved.
pub struct HeldClock(Mutex<jiff::Timestamp>);

impl HeldClock {
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.parse().unwrap())))
    }

    pub fn pass(&self, seconds: i64) {
        *self.0.lock().unwrap() += jiff::SignedDuration::from_secs(seconds);
    }
}

impl Clock for HeldClock {
    fn now(&self) -> jiff::Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Pauses of a millisecond and no rate limit; the defaults otherwise.
pub fn builder(base_url: &str) -> ClientBuilder {
    let retry = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    let credentials = Credentials::new("test-client", "test-secret");
    Client::builder(base_url, credentials).retry(retry).rate_limit(None)
}

/// One request as it arrived.
#[derive(Debug)]
pub struct Sent {
    pub line: String,
    pub body: Value,
    request: Request,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A mock server that stops on a thread of its own: its end waits for a tokio lock, which never comes in a task that has used up its
/// budget, for example after a thousand calls.
pub struct MockedApi(Option<MockServer>);

impl MockedApi {
    pub async fn start() -> Self {
        Self(Some(MockServer::start().await))
    }
}

impl Deref for MockedApi {
    type Target = MockServer;

    fn deref(&self) -> &MockServer {
        self.0.as_ref().expect("it is there until the end")
    }
}

impl Drop for MockedApi {
    fn drop(&mut self) {
        let mock = self.0.take();
        let ended = std::thread::spawn(move || drop(mock)).join();
        // An unmet expectation fails the test as usual.
        if let Err(failed) = ended
            && !std::thread::panicking()
        {
            std::panic::resume_unwind(failed);
        }
    }
}

pub struct Server {
    pub mock: MockedApi,
    pub client: Client,
}

impl Server {
    pub async fn start() -> Self {
        let mock = MockedApi::start().await;
        Mock::given(method("POST"))
            .and(path(TOKEN_PATH))
            .respond_with(ok(json!({ "access_token": "token-1", "expires_in": 3600 })))
            .mount(&mock)
            .await;
        let client = builder(&mock.uri()).build().unwrap();
        Self { mock, client }
    }

    /// The route gives these answers in turn, then the last one again. Every other route is a plain 404.
    pub async fn answer(&self, line: &str, answers: impl IntoIterator<Item = ResponseTemplate>) {
        let (verb, route) = line.split_once(' ').unwrap();
        let script = Script(Mutex::new(answers.into_iter().collect()));
        Mock::given(method(verb)).and(path(route)).respond_with(script).mount(&self.mock).await;
    }

    /// All requests but those for tokens.
    pub async fn sent(&self) -> Vec<Sent> {
        self.received(|path| path != TOKEN_PATH).await
    }

    pub async fn lines(&self) -> Vec<String> {
        self.sent().await.into_iter().map(|sent| sent.line).collect()
    }

    pub async fn token_requests(&self) -> Vec<Sent> {
        self.received(|path| path == TOKEN_PATH).await
    }

    async fn received(&self, wanted: impl Fn(&str) -> bool) -> Vec<Sent> {
        let requests = self.mock.received_requests().await.unwrap();
        let wanted = requests.into_iter().filter(|request| wanted(request.url.path()));
        wanted
            .map(|request| Sent {
                line: format!("{} {}", request.method, request.url.path()),
                body: serde_json::from_slice(&request.body).unwrap_or(Value::Null),
                request,
            })
            .collect()
    }
}

struct Script(Mutex<VecDeque<ResponseTemplate>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut left = self.0.lock().unwrap();
        if left.len() > 1 { left.pop_front().unwrap() } else { left.front().unwrap().clone() }
    }
}

pub fn ok(body: Value) -> ResponseTemplate {
    status(200, body)
}

#[expect(clippy::needless_pass_by_value, reason = "reads better at the hundred places that build a body")]
pub fn status(status: u16, body: Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(&body)
}

pub fn refusal(code: u16, api_code: &str) -> ResponseTemplate {
    status(code, json!({ "code": api_code, "message": "no" }))
}

pub fn html(code: u16) -> ResponseTemplate {
    ResponseTemplate::new(code).set_body_raw("<!DOCTYPE html><html><body>Sign in</body></html>", "text/html")
}

/// The gateway's answer to an unknown path.
pub fn no_route() -> ResponseTemplate {
    status(404, json!({ "status": 404, "error": "Not Found" }))
}

pub fn link_id() -> LinkId {
    LinkId::new("pl-v1-link").unwrap()
}

pub fn order_id() -> OrderId {
    OrderId::new("v1-order").unwrap()
}

pub fn reference() -> Reference {
    Reference::new("INV-7").unwrap()
}

pub fn key() -> IdempotencyKey {
    IdempotencyKey::new("intent-1").unwrap()
}

pub fn refund() -> RefundRequest {
    RefundRequest { reference: Reference::new("refund-1").unwrap(), amount: Money::inr(12_550) }
}

pub fn capture() -> CaptureRequest {
    CaptureRequest { reference: Reference::new("capture-1").unwrap(), amount: Money::inr(30_000) }
}

pub fn a_link() -> Value {
    json!({ "payment_link_id": "pl-v1-link", "status": "CREATED", "merchant_payment_link_reference": "INV-7",
            "amount": { "value": 50000, "currency": "INR" }, "amount_due": { "value": 50000, "currency": "INR" } })
}

pub fn an_order() -> Value {
    json!({ "data": { "order_id": "v1-order", "type": "CHARGE", "status": "PROCESSED",
                      "order_amount": { "value": 50000, "currency": "INR" } } })
}

pub fn a_refund() -> Value {
    json!({ "data": { "order_id": "v1-refund", "parent_order_id": "v1-order", "type": "REFUND",
                      "merchant_order_reference": "refund-1", "status": "CREATED",
                      "order_amount": { "value": 12550, "currency": "INR" } } })
}

pub fn new_link() -> NewLink {
    let mut new = NewLink::new(Money::inr(50_000), Reference::new("INV-7").unwrap());
    new.customer.mobile_number = Some("0000000000".to_owned());
    new
}

pub async fn only_request_of(server: &Server) -> (String, Value) {
    let mut sent = server.sent().await;
    assert_eq!(sent.len(), 1);
    let sent = sent.remove(0);
    assert_eq!(sent.header("authorization"), Some("Bearer token-1"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("idempotency-key"), Some("intent-1"));
    assert_eq!(sent.header("request-id").map(str::len), Some(36));
    assert!(sent.header("request-timestamp").is_some_and(|at| at.len() == 24 && at.ends_with('Z')));
    (sent.line, sent.body)
}
