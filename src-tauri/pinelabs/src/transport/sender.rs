//! One attempt: its headers, its slot in the rate limit, and the parts of its answer.
//!
//! `call.rs` decides about retries, `auth.rs` about tokens, `response.rs` about the meaning of an answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, InvalidHeaderValue, RETRY_AFTER,
};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::decode::json_bytes;
use crate::error::{Error, NetworkKind};
use crate::model::clock::Clock;
use crate::model::ids::{IdempotencyKey, RequestId};
use crate::retry::AttemptOutcome;
use crate::transport::base_url::BaseUrl;
use crate::transport::deadline::{DeadlineCheck, SendDeadline};
use crate::transport::exchange::{Content, NoResponse, RawResponse, Request, Transport};
use crate::transport::rate_limit::RateLimiter;
use crate::transport::response::{AttemptError, Body, Response};
use crate::transport::retry_after::retry_after;
use crate::transport::route::Route;
use crate::transport::server_clock::{Moment, ServerClock};

/// What a call sends. It has no `Debug`: a body may hold the secret.
#[derive(Clone, Copy)]
pub(crate) struct CallSpec<'a> {
    pub route: &'a Route,
    /// Replaces the segment in braces of the route.
    pub id: Option<&'a str>,
    pub body: Option<&'a Value>,
    pub key: Option<&'a IdempotencyKey>,
    /// After it, the attempt is not sent.
    pub deadline: Option<SendDeadline>,
}

/// Callbacks for what the headers of a response say.
#[derive(Clone, Default)]
pub(crate) struct Listeners {
    /// Called with the time until which the server asked to wait.
    pub of_waits: Option<Arc<dyn Fn(jiff::Timestamp) + Send + Sync>>,
    pub of_clock: Option<Arc<dyn Fn(ServerClock) + Send + Sync>>,
}

/// The longest pause of all requests after one answer 429.
const MAX_PAUSE: Duration = Duration::from_secs(20);

pub(crate) struct Sender {
    transport: Arc<dyn Transport>,
    base: BaseUrl,
    clock: Arc<dyn Clock>,
    limiter: Option<RateLimiter>,
    listeners: Listeners,
    server_clock: Mutex<ServerClock>,
}

impl Sender {
    pub fn new(
        base: BaseUrl,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        limiter: Option<RateLimiter>,
        listeners: Listeners,
    ) -> Self {
        Self { transport, base, clock, limiter, listeners, server_clock: Mutex::default() }
    }

    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    pub fn server_clock(&self) -> ServerClock {
        *self.server_clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends once. An error means that no answer arrived; the content of an answer does not matter here.
    pub async fn send(
        &self,
        spec: CallSpec<'_>,
        bearer: Option<&SecretString>,
        attempt: u32,
    ) -> Result<Response, AttemptError> {
        if let Some(limiter) = &self.limiter {
            limiter.acquire().await;
        }
        // The last check before the transport: the rate limit, a token or a suspend may have taken long.
        let deadline_check = DeadlineCheck { deadline: spec.deadline, clock: Arc::clone(&self.clock) };
        if !deadline_check.may_still_send() {
            return Err(AttemptError::new(AttemptOutcome::NotSent, Error::DeadlineExceeded));
        }
        let request_id = RequestId::generate();
        let sent = Moment::now(self.now());
        let sent_once = match self.request(spec, bearer, &request_id, deadline_check) {
            Ok(request) => self.transport.send(request).await,
            // A token that is not a header value is never sent.
            Err(error) => {
                Err(NoResponse { may_have_arrived: false, kind: NetworkKind::Other, cause: Arc::new(error) })
            }
        };
        let result = match sent_once {
            Ok(reply) => {
                let answer = self.receive(reply, request_id.clone());
                self.update_server_clock(&answer, sent);
                if answer.status == 429 {
                    self.pause(answer.retry_after.unwrap_or(Duration::from_secs(1)));
                }
                Ok(answer)
            }
            Err(late) if late.is_deadline_exceeded() => {
                Err(AttemptError::new(AttemptOutcome::NotSent, Error::DeadlineExceeded))
            }
            Err(NoResponse { may_have_arrived, kind, cause: source }) => {
                let event = if may_have_arrived { AttemptOutcome::Lost } else { AttemptOutcome::NotSent };
                Err(AttemptError::new(event, Error::Network { kind, request_id: request_id.clone(), source }))
            }
        };
        tracing::info!(
            method = %spec.route.method,
            path = spec.route.template,
            status = result.as_ref().ok().map(|answer| answer.status),
            lost = result.as_ref().err().map(|failed| tracing::field::debug(failed.event)),
            attempt,
            request_id = %request_id,
            ms = u64::try_from(sent.steady.elapsed().as_millis()).unwrap_or(u64::MAX),
            "attempt"
        );
        result
    }

    /// A web page comes from a proxy or a portal, so its `Date` does not count.
    fn update_server_clock(&self, answer: &Response, sent: Moment) {
        if let (Some(date), false) = (answer.server_time, matches!(answer.body, Body::Html)) {
            let (before, now) = {
                let mut clock = self.server_clock.lock().unwrap_or_else(PoisonError::into_inner);
                let before = *clock;
                *clock = before.heard(sent, Moment::now(answer.received_at), date);
                (before, *clock)
            };
            if let Some(listeners) = self.listeners.of_clock.as_ref().filter(|_| before != now) {
                listeners(now);
            }
        }
    }

    /// The server asked for a pause: delays every other request too, up to [`MAX_PAUSE`]. The listener gets the whole of it.
    fn pause(&self, wait: Duration) {
        if let Some(limiter) = &self.limiter {
            limiter.pause_for(wait.min(MAX_PAUSE));
        }
        if let Some(listeners) = &self.listeners.of_waits {
            listeners(self.now().saturating_add(wait).unwrap_or(jiff::Timestamp::MAX));
        }
    }

    fn request(
        &self,
        spec: CallSpec<'_>,
        bearer: Option<&SecretString>,
        request_id: &RequestId,
        deadline_check: DeadlineCheck,
    ) -> Result<Request, InvalidHeaderValue> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let CallSpec { route, id, body, key, .. } = spec;
        let sent_at = self.now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, JSON);
        headers.insert("Request-ID", HeaderValue::from_str(request_id.as_str())?);
        headers.insert("Request-Timestamp", HeaderValue::from_str(&sent_at)?);
        if let Some(bearer) = bearer {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", bearer.expose_secret()))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        if let Some(key) = key {
            headers.insert("Idempotency-Key", HeaderValue::from_str(key.as_str())?);
        }
        // Some gateways answer 411 to a request without a body and without this header.
        if body.is_none() && route.method != Method::GET {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let body = body.map(|body| body.to_string().into_bytes());
        let url = self.base.join(route.template, id);
        Ok(Request { method: route.method.clone(), url, headers, body, deadline_check })
    }

    fn receive(&self, reply: RawResponse, request_id: RequestId) -> Response {
        let RawResponse { status, headers, content } = reply;
        let now = self.now();
        let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let retry_after = header(RETRY_AFTER).and_then(|value| retry_after(value, now));
        let server_time = header(DATE).and_then(|value| jiff::fmt::rfc2822::parse(value).ok());
        let server_time = server_time.map(|date| date.timestamp());
        let html = header(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
        Response { status, retry_after, server_time, received_at: now, request_id, body: body(content, html) }
    }
}

pub(crate) fn body(content: Content, html: bool) -> Body {
    let bytes = match content {
        Content::Whole(bytes) => bytes,
        Content::TooLarge => return Body::TooLarge,
        Content::Broken(kind, cause) => return Body::Broken(kind, cause),
    };
    let text = json_bytes::text(&bytes);
    let text = json_bytes::trimmed(&text);
    if text.is_empty() {
        return Body::Empty;
    }
    // Some gateways label JSON as a web page, so the body decides.
    match json_bytes::json(text) {
        Some(json) => Body::Json(json),
        None if html || looks_like_html(text) => Body::Html,
        None => Body::Garbage,
    }
}

fn looks_like_html(text: &str) -> bool {
    let start = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}
