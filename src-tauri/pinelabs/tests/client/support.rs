//! Stand-ins: a scripted HTTP server with a token route, and a raw one that breaks connections.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinelabs::{
    CaptureRequest, Client, ClientBuilder, Clock, Credentials, IdempotencyKey, LinkId, Money, OrderId,
    Reference, RefundRequest, RetryPolicy,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
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

/// Pauses of a millisecond, no pace: everything else as by default.
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

/// A server that hands out tokens and answers each route from a script.
/// A mock server that ends on a thread of its own. Its end waits for a lock of tokio, and would wait for ever within a task
/// that has used up its budget, as one with a thousand calls has.
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
        // What was expected and did not come about fails the test, as ever.
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

    /// The route answers these in turn, and the last one ever after. Every other route is a plain 404.
    pub async fn answer(&self, line: &str, answers: impl IntoIterator<Item = ResponseTemplate>) {
        let (verb, route) = line.split_once(' ').unwrap();
        let script = Script(Mutex::new(answers.into_iter().collect()));
        Mock::given(method(verb)).and(path(route)).respond_with(script).mount(&self.mock).await;
    }

    /// What was asked apart from tokens.
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

/// The gateway's own answer to a path that it does not know.
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

/// What a raw server does with a request that it has read whole.
pub enum Reply {
    Bytes(Vec<u8>),
    /// Hangs up without a word.
    HangUp,
    /// Hangs up and takes no further connection.
    HangUpForGood,
    /// Says nothing, and keeps the connection.
    Silence,
}

/// A server that speaks raw bytes, one request a connection, and hands out tokens by itself.
pub struct RawServer {
    pub uri: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    pub async fn start(mut reply: impl FnMut(usize, &str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                if request.contains(TOKEN_PATH) {
                    let token = http(200, r#"{"access_token":"token-1","expires_in":3600}"#);
                    stream.write_all(&token).await.unwrap();
                    continue;
                }
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request.clone());
                    seen.len()
                };
                match reply(number, &request) {
                    Reply::Bytes(bytes) => stream.write_all(&bytes).await.unwrap(),
                    Reply::HangUp => {}
                    Reply::HangUpForGood => return,
                    Reply::Silence => silent.push(stream),
                }
            }
        });
        Self { uri, requests }
    }

    pub fn client(&self) -> Client {
        builder(&self.uri).build().unwrap()
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub fn http(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

pub async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            let length = length.map_or(0, |length| length.parse::<usize>().unwrap());
            if bytes.len() >= end + 4 + length {
                return String::from_utf8_lossy(&bytes).into_owned();
            }
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    }
}
