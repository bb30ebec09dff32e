//! One attempt: what a request says of itself, its turn, and what its answer is made of.
//!
//! Not responsible for sending again, for tokens, for what the answer means, or for the network: see `carrier.rs`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, InvalidHeaderValue,
    RETRY_AFTER,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::answer::{Answer, Body, Failed};
use crate::base_url::BaseUrl;
use crate::carrier::{Carrier, Content, Reply, Request, Unanswered};
use crate::departure::{Departure, Leaving};
use crate::dialect::Route;
use crate::error::{Error, NetworkKind};
use crate::ids::{IdempotencyKey, RequestId};
use crate::lenient;
use crate::pace::Pacer;
use crate::retry::Event;
use crate::server_clock::{Moment, ServerClock};
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
    /// When that is over it may not leave any more.
    pub departure: Option<Departure>,
}

/// Who wants to hear of what an answer says beside what was asked.
#[derive(Clone, Default)]
pub(crate) struct Hear {
    /// Called with the moment until which the server asked everybody to wait.
    pub of_waits: Option<Arc<dyn Fn(jiff::Timestamp) + Send + Sync>>,
    pub of_clock: Option<Arc<dyn Fn(ServerClock) + Send + Sync>>,
}

/// The longest pause that every request keeps because one was answered 429.
const LONGEST_REST: Duration = Duration::from_secs(20);

pub(crate) struct Transport {
    carrier: Arc<dyn Carrier>,
    base: BaseUrl,
    clock: Arc<dyn Clock>,
    pacer: Option<Pacer>,
    hear: Hear,
    server_clock: Mutex<ServerClock>,
}

impl Transport {
    pub fn new(
        base: BaseUrl,
        carrier: Arc<dyn Carrier>,
        clock: Arc<dyn Clock>,
        pacer: Option<Pacer>,
        hear: Hear,
    ) -> Self {
        Self { carrier, base, clock, pacer, hear, server_clock: Mutex::default() }
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
        // Asked last of all: whatever took so long, a turn, a token or a computer that slept, is over by now.
        let leaving = Leaving { departure: outgoing.departure, clock: Arc::clone(&self.clock) };
        if !leaving.may_still_leave() {
            return Err(Failed::new(Event::NotSent, Error::TooLate));
        }
        let request_id = RequestId::generate();
        let sent = Moment::now(self.now());
        let carried = match self.request(outgoing, bearer, &request_id, leaving) {
            Ok(request) => self.carrier.carry(request).await,
            // A token that is no header value is never sent.
            Err(error) => {
                Err(Unanswered { may_have_arrived: false, kind: NetworkKind::Other, cause: Arc::new(error) })
            }
        };
        let result = match carried {
            Ok(reply) => {
                let answer = self.receive(reply, request_id.clone());
                self.learn_the_time(&answer, sent);
                if answer.status == 429 {
                    self.rest(answer.retry_after.unwrap_or(Duration::from_secs(1)));
                }
                Ok(answer)
            }
            Err(late) if late.is_too_late() => Err(Failed::new(Event::NotSent, Error::TooLate)),
            Err(Unanswered { may_have_arrived, kind, cause: source }) => {
                let event = if may_have_arrived { Event::Lost } else { Event::NotSent };
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
            ms = u64::try_from(sent.steady.elapsed().as_millis()).unwrap_or(u64::MAX),
            "attempt"
        );
        result
    }

    /// Only the API's own answers tell its time: a web page comes from whatever stands in between.
    fn learn_the_time(&self, answer: &Answer, sent: Moment) {
        if let (Some(date), false) = (answer.server_time, matches!(answer.body, Body::Html)) {
            let (before, now) = {
                let mut clock = self.server_clock.lock().unwrap_or_else(PoisonError::into_inner);
                let before = *clock;
                *clock = before.heard(sent, Moment::now(answer.received_at), date);
                (before, *clock)
            };
            if let Some(hear) = self.hear.of_clock.as_ref().filter(|_| before != now) {
                hear(now);
            }
        }
    }

    /// The server asked for a pause: nobody else leaves meanwhile either. A very long one is reported, not kept.
    fn rest(&self, wait: Duration) {
        let wait = wait.min(LONGEST_REST);
        if let Some(pacer) = &self.pacer {
            pacer.rest(wait);
        }
        if let Some(hear) = &self.hear.of_waits {
            hear(self.now().saturating_add(wait).unwrap_or_else(|_| self.now()));
        }
    }

    fn request(
        &self,
        outgoing: Outgoing<'_>,
        bearer: Option<&SecretString>,
        request_id: &RequestId,
        leaving: Leaving,
    ) -> Result<Request, InvalidHeaderValue> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let Outgoing { route, id, body, key, .. } = outgoing;
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
        // Said, because some gateways ask for the length of a body that is not there (411).
        if body.is_none() && route.method != Method::GET {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let body = body.map(|body| body.to_string().into_bytes());
        let url = self.base.join(route.template, id);
        Ok(Request { method: route.method.clone(), url, headers, body, leaving })
    }

    fn receive(&self, reply: Reply, request_id: RequestId) -> Answer {
        let Reply { status, headers, content } = reply;
        let now = self.now();
        let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let retry_after = header(RETRY_AFTER).and_then(|value| retry_after(value, now));
        let server_time = header(DATE).and_then(|value| jiff::fmt::rfc2822::parse(value).ok());
        let server_time = server_time.map(|date| date.timestamp());
        let html = header(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
        Answer { status, retry_after, server_time, received_at: now, request_id, body: body(content, html) }
    }
}

pub(crate) fn body(content: Content, html: bool) -> Body {
    let bytes = match content {
        Content::Whole(bytes) => bytes,
        Content::TooLarge => return Body::TooLarge,
        Content::Broken(kind, cause) => return Body::Broken(kind, cause),
    };
    let text = lenient::text(&bytes);
    let text = lenient::trimmed(&text);
    if text.is_empty() {
        return Body::Empty;
    }
    // A gateway that labels JSON as a web page is believed to the letter of the body.
    match lenient::json(text) {
        Some(json) => Body::Json(json),
        None if html || looks_like_html(text) => Body::Html,
        None => Body::Garbage,
    }
}

fn looks_like_html(text: &str) -> bool {
    let start = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}
