//! One sandbox and one caller with a token: the setup of every test here.

use reqwest::{Client, Method, RequestBuilder, Response};
use sandbox::{DialectSetting, Options, Sandbox};
use serde_json::{Value, json};

pub const CLIENT_ID: &str = "0f4d2f6e-5b7a-4c1d-9a63-aaaaaaaaaaaa";
pub const CLIENT_SECRET: &str = "an-invented-secret";

pub struct Caller {
    pub sandbox: Sandbox,
    pub http: Client,
    pub token: String,
}

/// A status and a JSON body; `Value::Null` if the body is not JSON.
pub type Answer = (u16, Value);

pub async fn answer(response: Response) -> Answer {
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap_or_default();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

impl Caller {
    pub async fn start(dialect: DialectSetting) -> Caller {
        let options = Options {
            port: 0,
            dialect,
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
            now: None,
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let http = Client::builder().no_proxy().build().unwrap();
        let mut caller = Caller { sandbox, http, token: String::new() };
        caller.renew_token().await;
        caller
    }

    pub async fn reference() -> Caller {
        Caller::start(DialectSetting::Reference).await
    }

    pub async fn guide() -> Caller {
        Caller::start(DialectSetting::Guide).await
    }

    pub async fn renew_token(&mut self) {
        let (status, body) = self.ask_token(CLIENT_ID, CLIENT_SECRET, "client_credentials").await;
        assert_eq!(status, 200, "{body}");
        body["access_token"].as_str().unwrap().clone_into(&mut self.token);
    }

    pub async fn ask_token(&self, id: &str, secret: &str, grant: &str) -> Answer {
        let body = json!({ "client_id": id, "client_secret": secret, "grant_type": grant });
        let url = format!("{}/api/auth/v1/token", self.sandbox.url());
        answer(self.http.post(url).json(&body).send().await.unwrap()).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.sandbox.url())).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        answer(request.send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Option<Value>) -> Answer {
        self.send(Method::PUT, path, body).await
    }

    pub async fn patch(&self, path: &str) -> Answer {
        self.send(Method::PATCH, path, None).await
    }

    /// A control call that must succeed.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(&format!("/_sandbox/{path}"), body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub async fn requests(&self) -> Vec<Value> {
        let (_, body) = self.get("/_sandbox/requests").await;
        body["requests"].as_array().unwrap().clone()
    }

    /// How many requests so far moved money.
    pub async fn money_moves(&self) -> usize {
        self.requests().await.iter().filter(|request| request["moved_money"] == true).count()
    }

    /// The totals of an order.
    pub async fn ledger(&self, order_id: &str) -> Value {
        let (_, body) = self.get("/_sandbox/ledger").await;
        let orders = body["orders"].as_array().unwrap();
        orders.iter().find(|order| order["order_id"] == order_id).unwrap().clone()
    }
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

pub fn link_id(reference: &str) -> String {
    entry(reference).link_id
}

pub fn order_id(reference: &str) -> String {
    entry(reference).order_id
}

fn entry(reference: &str) -> sandbox::shop::Entry {
    sandbox::shop::catalogue().into_iter().find(|entry| entry.reference == reference).unwrap()
}

pub fn link_path(reference: &str) -> String {
    format!("/api/pay/v1/paymentlink/{}", link_id(reference))
}

pub fn order_path(reference: &str) -> String {
    format!("/api/pay/v1/orders/{}", order_id(reference))
}

pub fn rupees(minor: i64) -> Value {
    json!({ "value": minor, "currency": "INR" })
}

/// Asserts a refusal with an API code.
#[track_caller]
pub fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.0, &answer.1["code"]), (status, &json!(code)), "{}", answer.1);
}
