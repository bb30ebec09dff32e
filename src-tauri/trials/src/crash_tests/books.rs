//! Pine Labs' side: the sandbox on loopback, what its books say in the end, and whether the ledger says the same.

use std::{
    fmt,
    sync::atomic::{AtomicU32, Ordering},
};

use reqwest::Method;
use sandbox::{DialectSetting, Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::{
    Broken, broken,
    run::{CLIENT, SECRET},
};
use linkdesk_core::operations::operation::{NeedsYou, Operation, State};

pub struct Books {
    sandbox: Sandbox,
    http: reqwest::Client,
    made: AtomicU32,
    /// A thread of its own: what is killed beside it gets its answers all the same.
    host: Runtime,
}

/// A link that was paid, and its order.
#[derive(Debug, Clone)]
pub struct Paid {
    pub link: String,
    pub order: String,
}

/// What became of one operation, once it was compared with the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is there, once, and that is said.
    There,
    /// It is not there, and that is said.
    NotThere,
    /// Nobody was told that anything had been asked: it ended before.
    NeverBegan,
    /// Nothing here can tell, and that is said.
    LeftToThePerson,
}

/// How many tries led to what.
#[derive(Debug, Default, Clone, Copy)]
pub struct Ends {
    pub tries: u32,
    pub there: u32,
    pub not_there: u32,
    pub never_began: u32,
    pub left_to_the_person: u32,
}

impl Ends {
    pub fn count(&mut self, end: End) {
        self.tries += 1;
        *match end {
            End::There => &mut self.there,
            End::NotThere => &mut self.not_there,
            End::NeverBegan => &mut self.never_began,
            End::LeftToThePerson => &mut self.left_to_the_person,
        } += 1;
    }
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { there, not_there, never_began, left_to_the_person, .. } = self;
        write!(
            f,
            "{there} there, {not_there} not there, {never_began} never began, {left_to_the_person} left to the person"
        )
    }
}

/// What the server has seen and done.
pub struct BankState {
    arrived: Vec<Value>,
    orders: Vec<Value>,
}

impl BankState {
    /// How many refunds of an order arrived, and the amounts of those that are there.
    pub fn refunds_of(&self, paid: &Paid) -> (usize, Vec<i64>) {
        let path = format!("/refunds/{}", paid.order);
        let its = |request: &&Value| request["path"].as_str().is_some_and(|its| its.ends_with(&path));
        let order = self.orders.iter().find(|row| row["order_id"] == paid.order.as_str());
        let refunds = order.and_then(|row| row["refunds"].as_array()).into_iter().flatten();
        let amounts = refunds.filter_map(|refund| refund["amount"].as_i64()).collect();
        (self.arrived.iter().filter(its).count(), amounts)
    }

    /// Compares what is written here of the one refund of a link with what is true.
    pub fn judge(&self, paid: &Paid, written: &[Operation]) -> Result<End, Broken> {
        let (arrived, refunds) = self.refunds_of(paid);
        if arrived > 1 || refunds.len() > 1 {
            return broken(format!("it arrived {arrived} times, and {} refunds are there", refunds.len()));
        }
        let [operation] = written else {
            return match (written.len(), arrived) {
                (0, 0) => Ok(End::NeverBegan),
                (changes, _) => broken(format!("{arrived} requests arrived, {changes} changes are written")),
            };
        };
        let said = operation.state.name();
        match (&operation.state, refunds.as_slice()) {
            (State::Accepted { .. }, [minor])
                if operation.amount.map(pinelabs::Money::minor) == Some(*minor) =>
            {
                Ok(End::There)
            }
            (State::NotSent { .. } | State::Undone { .. } | State::Refused { .. }, []) => Ok(End::NotThere),
            (State::NeedsYou { why: NeedsYou::CannotTell(_), .. }, _) => Ok(End::LeftToThePerson),
            (_, refunds) => broken(format!("{said} is said, and the refunds of {refunds:?} are there")),
        }
    }
}

impl Books {
    pub fn open() -> Result<Self, Broken> {
        let options = Options {
            port: 0,
            dialect: DialectSetting::Both,
            client_id: CLIENT.to_owned(),
            client_secret: SECRET.to_owned(),
            now: None,
        };
        let host = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let sandbox = host.block_on(Sandbox::start(options))?;
        Ok(Self { sandbox, http: reqwest::Client::new(), made: AtomicU32::new(0), host })
    }

    pub fn url(&self) -> String {
        self.sandbox.url()
    }

    /// A new link, made and paid as somebody else's program would have it.
    pub fn paid_link(&self) -> Result<Paid, Broken> {
        let reference = format!("HEADLESS-{}", self.made.fetch_add(1, Ordering::Relaxed));
        let keys =
            json!({ "client_id": CLIENT, "client_secret": SECRET, "grant_type": "client_credentials" });
        let token = self.ask(Method::POST, "/api/auth/v1/token", None, &keys)?;
        let token = token["access_token"].as_str();
        let body = json!({
            "amount": { "value": 500_000, "currency": "INR" },
            "merchant_payment_link_reference": reference,
            "customer": { "email_id": "customer@example.com" },
        });
        let link = self.ask(Method::POST, "/api/pay/v1/paymentlink", token, &body)?;
        self.control(&format!("links/{reference}/pay"), &json!({}))?;
        let text = |field: &str| link[field].as_str().unwrap_or_default().to_owned();
        Ok(Paid { link: text("payment_link_id"), order: text("order_id") })
    }

    pub fn control(&self, path: &str, body: &Value) -> Result<Value, Broken> {
        self.ask(Method::POST, &format!("/_sandbox/{path}"), None, body)
    }

    /// What the server has seen and done so far.
    pub fn look(&self) -> Result<BankState, Broken> {
        let rows = |path: &str, name: &str| -> Result<Vec<Value>, Broken> {
            let answer = self.ask(Method::GET, path, None, &Value::Null)?;
            Ok(answer[name].as_array().cloned().unwrap_or_default())
        };
        let mut arrived = rows("/_sandbox/requests", "requests")?;
        arrived.retain(|request| request["method"] == "POST");
        Ok(BankState { arrived, orders: rows("/_sandbox/ledger", "orders")? })
    }

    fn ask(&self, method: Method, path: &str, token: Option<&str>, body: &Value) -> Result<Value, Broken> {
        let mut request = self.http.request(method, format!("{}{path}", self.url()));
        if !body.is_null() {
            request = request.json(body);
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        self.host.block_on(async {
            let answer = request.send().await?;
            let status = answer.status();
            if !status.is_success() {
                return broken(format!("the sandbox says {status} to {path}"));
            }
            Ok(answer.json().await?)
        })
    }
}
