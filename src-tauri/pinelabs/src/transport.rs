//! One attempt over HTTP: to the base URL's host only, without redirects, within its time and size.
//!
//! Not responsible for sending again, for tokens, or for what the answer means.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Response, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::answer::{Answer, Body, Failed};
use crate::base_url::BaseUrl;
use crate::dialect::Route;
use crate::error::{Error, NetworkKind};
use crate::ids::{IdempotencyKey, RequestId};
use crate::pace::Pacer;
use crate::retry::Event;
use crate::time::{Clock, retry_after};

/// An answer is never larger than this, packed or unpacked.
pub(crate) const LARGEST_BODY: usize = 4 << 20;

/// How long to wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub connect: Duration,
    /// The whole answer, from the start of the attempt to the last byte.
    pub answer: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30) }
    }
}

/// What is sent. Not to be printed: a body may hold the secret.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub route: &'a Route,
    /// Fills the segment in braces of the route.
    pub id: Option<&'a str>,
    pub body: Option<&'a Value>,
    pub key: Option<&'a IdempotencyKey>,
}

/// Called with the moment until which the server asked everybody to wait.
pub(crate) type HearOfWaits = Arc<dyn Fn(jiff::Timestamp) + Send + Sync>;

/// The longest pause that every request keeps because one was answered 429.
const LONGEST_REST: Duration = Duration::from_secs(20);

pub(crate) struct Transport {
    http: reqwest::Client,
    base: BaseUrl,
    clock: Arc<dyn Clock>,
    pacer: Option<Pacer>,
    hear_of_waits: Option<HearOfWaits>,
}

impl Transport {
    pub fn new(
        base: BaseUrl,
        clock: Arc<dyn Clock>,
        timeouts: Timeouts,
        pacer: Option<Pacer>,
        hear_of_waits: Option<HearOfWaits>,
    ) -> Result<Self, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("pinelabs/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(base.is_https())
            // Who may send again is decided in one place, and that is not here.
            .retry(reqwest::retry::never())
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.answer)
            // A write over a connection that the other side has just closed looks like a lost answer, so idle
            // connections are given up early.
            .pool_idle_timeout(Duration::from_secs(20))
            .dns_resolver(Arc::new(SystemResolver { loopback_only: !base.is_https() }));
        if base.is_loopback() {
            builder = builder.no_proxy();
        }
        if !base.is_https() {
            // No certificate is ever looked at, so the system's need not be there, nor be read.
            builder = builder.tls_certs_only([]);
        }
        Ok(Self { http: builder.build()?, base, clock, pacer, hear_of_waits })
    }

    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Sends once. An error is only about getting an answer at all; what the answer says is not looked at.
    pub async fn send(
        &self,
        outgoing: Outgoing<'_>,
        bearer: Option<&SecretString>,
        attempt: u32,
    ) -> Result<Answer, Failed> {
        if let Some(pacer) = &self.pacer {
            pacer.turn().await;
        }
        let request_id = RequestId::generate();
        let started = Instant::now();
        let result = match self.request(outgoing, bearer, &request_id).send().await {
            Ok(response) => {
                let answer = self.receive(response, request_id.clone()).await;
                if answer.status == 429 {
                    self.rest(answer.retry_after.unwrap_or(Duration::from_secs(1)));
                }
                Ok(answer)
            }
            Err(error) => {
                let sent = !(error.is_connect() || error.is_builder());
                let kind = network_kind(&error);
                let source = Arc::new(error.without_url());
                let event = if sent { Event::Lost } else { Event::NotSent };
                Err(Failed::new(event, Error::Network { kind, request_id: request_id.clone(), source }))
            }
        };
        tracing::info!(
            method = %outgoing.route.method,
            path = outgoing.route.template,
            status = result.as_ref().ok().map(|answer| answer.status),
            lost = result.as_ref().err().map(|failed| tracing::field::debug(failed.event)),
            attempt,
            request_id = %request_id,
            ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "attempt"
        );
        result
    }

    /// The server asked for a pause: nobody else leaves meanwhile either. A very long one is reported, not kept.
    fn rest(&self, wait: Duration) {
        let wait = wait.min(LONGEST_REST);
        if let Some(pacer) = &self.pacer {
            pacer.rest(wait);
        }
        if let Some(hear) = &self.hear_of_waits {
            hear(self.now().saturating_add(wait).unwrap_or_else(|_| self.now()));
        }
    }

    fn request(
        &self,
        outgoing: Outgoing<'_>,
        bearer: Option<&SecretString>,
        request_id: &RequestId,
    ) -> reqwest::RequestBuilder {
        let Outgoing { route, id, body, key } = outgoing;
        let mut request = self
            .http
            .request(route.method.clone(), self.base.join(route.template, id))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header("Request-ID", request_id.as_str())
            .header("Request-Timestamp", self.now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string());
        if let Some(bearer) = bearer {
            // A token that is no header value fails the builder, and so is never sent.
            let value = HeaderValue::from_str(&format!("Bearer {}", bearer.expose_secret()));
            request = match value {
                Ok(mut value) => {
                    value.set_sensitive(true);
                    request.header(AUTHORIZATION, value)
                }
                Err(_) => request.header(AUTHORIZATION, "\n"),
            };
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key.as_str());
        }
        match body {
            Some(body) => request.json(body),
            // Said, because some gateways ask for the length of a body that is not there (411).
            None if route.method != Method::GET => request.header(CONTENT_LENGTH, "0"),
            None => request,
        }
    }

    async fn receive(&self, response: Response, request_id: RequestId) -> Answer {
        let now = self.now();
        let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let retry_after = header(RETRY_AFTER).and_then(|value| retry_after(value, now));
        let server_time = header(DATE).and_then(|value| jiff::fmt::rfc2822::parse(value).ok());
        let server_time = server_time.map(|date| date.timestamp());
        let html = header(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
        let status = response.status().as_u16();
        let body = read_body(response, html).await;
        Answer { status, retry_after, server_time, received_at: self.now(), request_id, body }
    }
}

async fn read_body(mut response: Response, html: bool) -> Body {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > LARGEST_BODY => return Body::TooLarge,
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => {
                let kind = if error.is_timeout() { NetworkKind::Timeout } else { NetworkKind::Interrupted };
                return Body::Broken(kind, Arc::new(error.without_url()));
            }
        }
    }
    let text = bytes.trim_ascii();
    if text.is_empty() {
        return Body::Empty;
    }
    // A gateway that labels JSON as a web page is believed to the letter of the body.
    match serde_json::from_slice(text) {
        Ok(json) => Body::Json(json),
        Err(_) if html || looks_like_html(text) => Body::Html,
        Err(_) => Body::Garbage,
    }
}

fn looks_like_html(text: &[u8]) -> bool {
    let start = text[..text.len().min(16)].to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

fn network_kind(error: &reqwest::Error) -> NetworkKind {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<LookupFailed>() {
            return NetworkKind::Dns;
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return NetworkKind::ConnectionRefused,
                // While connecting, only a handshake exchanges data that can be wrong or break off.
                io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                    if error.is_connect() =>
                {
                    return NetworkKind::Tls;
                }
                _ => {}
            }
        }
        // An I/O error passes over the error that it wraps when asked for its source.
        cause = match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        };
    }
    if error.is_timeout() {
        NetworkKind::Timeout
    } else if error.is_connect() || error.is_builder() {
        NetworkKind::Other
    } else {
        NetworkKind::Interrupted
    }
}

/// The system's own look-up, with an error that can be told from the others.
struct SystemResolver {
    /// Plain http is for this computer only, whatever a hosts file says about `localhost`.
    loopback_only: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("the name could not be looked up")]
struct LookupFailed(#[source] Option<io::Error>);

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback_only = self.loopback_only;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found = found.map_err(|error| LookupFailed(Some(error)))?;
            let usable: Vec<SocketAddr> =
                found.filter(|address| !loopback_only || address.ip().is_loopback()).collect();
            if usable.is_empty() {
                return Err(LookupFailed(None).into());
            }
            let addresses: Addrs = Box::new(usable.into_iter());
            Ok(addresses)
        })
    }
}
