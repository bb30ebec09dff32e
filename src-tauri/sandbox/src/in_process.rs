//! Calls without a socket: the same routes and model, in process, by a clock that the caller holds.
//! For simulations, in which nothing may depend on a network or on the real time.

use crate::faults::Cut;
use crate::options::Options;
use crate::server::{LARGEST_BODY, routes};
use crate::state::Shared;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use axum::response::Response;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use std::sync::Arc;

/// A request as it arrives.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// What is given back for it.
#[derive(Clone, Debug)]
pub enum Given {
    Answer {
        status: u16,
        headers: HeaderMap,
        body: Vec<u8>,
    },
    /// The head came, and the body broke off.
    Broken {
        status: u16,
        headers: HeaderMap,
    },
    /// The connection was closed without an answer.
    Cut,
}

/// What a write has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    pub number: u64,
    pub idempotency_key: Option<String>,
    /// `refund`, `capture`, `void`, `cancel`, `resend` or `create`.
    pub what: &'static str,
    /// The link or order it was done to.
    pub id: String,
    pub reference: Option<String>,
    /// Minor units; only where money was moved or released.
    pub amount: Option<i64>,
}

/// A sandbox that is asked directly. Nothing in it runs by itself.
pub struct InProcess {
    service: TowerToHyperService<Router>,
    shared: Shared,
}

impl InProcess {
    /// `now` tells the time of the shop and of the tokens; the start in the options is not used.
    pub fn open(options: Options, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        let dialect = options.dialect;
        let shared = Shared::as_told(options, Arc::new(now));
        Self { service: TowerToHyperService::new(routes(dialect, shared.clone())), shared }
    }

    /// Carries a request out, over the API or a control route.
    pub async fn ask(&self, arrival: Arrival) -> Given {
        let Arrival { method, path, headers, body } = arrival;
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.headers_mut() = headers;
        match path.parse() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(_) => return Given::Cut,
        }
        let Ok(response) = self.service.call(request).await;
        given(response).await
    }

    /// What the writes after number `after` have done, newest first.
    pub fn committed_after(&self, after: u64) -> Vec<Committed> {
        let state = self.shared.lock();
        let deeds = state.journal.deeds_after(after).map(|(number, key, deed)| Committed {
            number,
            idempotency_key: key.map(str::to_owned),
            what: deed.what,
            id: deed.id.clone(),
            reference: deed.reference.clone(),
            amount: deed.amount,
        });
        deeds.collect()
    }
}

async fn given(response: Response) -> Given {
    if response.extensions().get::<Cut>().is_some() {
        return Given::Cut;
    }
    let (parts, body) = response.into_parts();
    let (status, headers) = (parts.status.as_u16(), parts.headers);
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => Given::Answer { status, headers, body: bytes.to_vec() },
        Err(_) => Given::Broken { status, headers },
    }
}
