//! Faults on request: which request they hit, whether that request is still carried out, and what becomes of its
//! answer. Closing a connection is `server`'s affair: here the answer is only marked.

use crate::answer::{Refusal, Told, gateway, json_bytes};
use crate::bearer::TOKEN_PATH;
use crate::shape::{Shape, put, subject};
use crate::spelling::{spelt, written};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Marks an answer of which not one byte may leave: the connection is closed instead.
#[derive(Clone)]
pub(crate) struct Cut;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    LostAfterCommit,
    LostBefore,
    ErrorAfterCommit,
    ErrorBefore,
    RateLimited,
    RateLimitedAfterCommit,
    Slow,
    Late,
    Garbage,
    GarbageAfterCommit,
    Html,
    HtmlAfterCommit,
    Redirect,
    RedirectAfterCommit,
    Empty,
    EmptyAfterCommit,
    Truncated,
    Mangled,
    ExpiredToken,
    DuplicateRequestAfterCommit,
    #[serde(rename = "error_object_200")]
    ErrorObject200,
    #[serde(rename = "error_object_200_after_commit")]
    ErrorObject200AfterCommit,
}

impl Kind {
    /// Whether the request is carried out all the same, before anything is sent.
    pub(crate) fn commits(self) -> bool {
        matches!(
            self,
            Self::LostAfterCommit
                | Self::ErrorAfterCommit
                | Self::RateLimitedAfterCommit
                | Self::Slow
                | Self::GarbageAfterCommit
                | Self::HtmlAfterCommit
                | Self::RedirectAfterCommit
                | Self::EmptyAfterCommit
                | Self::Truncated
                | Self::Mangled
                | Self::DuplicateRequestAfterCommit
                | Self::ErrorObject200AfterCommit
        )
    }
}

/// Which requests a fault is for. Without a path it is for every route but the token's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Target {
    method: Option<String>,
    path_contains: Option<String>,
}

impl Target {
    fn is_hit_by(&self, method: &str, path: &str) -> bool {
        let path_hit = match &self.path_contains {
            Some(part) => path.contains(part.as_str()),
            None => path != TOKEN_PATH,
        };
        path_hit && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(default, rename = "match")]
    target: Target,
    pub(crate) kind: Kind,
    /// How many requests it hits.
    #[serde(default = "once")]
    times: u32,
    /// How many matching requests it lets pass first.
    #[serde(default)]
    after: u32,
    /// Of the error kinds: 502 after, 503 before, unless told.
    status: Option<u16>,
    /// Of the error kinds: the API code; an empty one makes the gateway's body, which has none.
    code: Option<String>,
    /// Of the error kinds: the whole body, in place of the usual one.
    body: Option<Value>,
    /// Seconds, of the rate limits.
    retry_after: Option<u64>,
    /// Of the rate limits: whether the wait is told as the moment of its end.
    #[serde(default)]
    as_date: bool,
    /// Of `mangled`: the shape that the answer gets.
    shape: Option<Shape>,
    /// Of `mangled`: where, in place of where the shape is usual; such as `product_details.0.product_amount`.
    field: Option<String>,
    /// Of `mangled`: what stands at `field`, as it is to be written.
    raw: Option<String>,
    /// Of `slow` and `late`.
    delay_ms: Option<u64>,
}

fn once() -> u32 {
    1
}

/// The faults that wait for their request, oldest first.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.0
    }

    /// The fault for this request, used up by one. A request counts for the first fault that it matches and no other.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|fault| fault.target.is_hit_by(method, path))?;
        let fault = &mut self.0[index];
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        let played = fault.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.0.remove(index);
        }
        Some(played)
    }
}

impl Fault {
    pub(crate) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms.unwrap_or(1000))
    }

    /// A fault that would change nothing is a mistake of whoever asked for it.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.kind == Kind::Mangled && self.shape.is_none() && (self.raw.is_none() || self.field.is_none())
        {
            return Err(Refusal::invalid("shape", "mangled needs a shape, or raw with a field"));
        }
        Ok(())
    }

    /// What is sent in place of the answer, at this moment of the shop's clock.
    pub(crate) async fn distort(self, answer: Response, now: Timestamp) -> Response {
        match self.kind {
            Kind::LostAfterCommit | Kind::LostBefore | Kind::Late => {
                let mut lost = StatusCode::OK.into_response();
                lost.extensions_mut().insert(Cut);
                lost
            }
            Kind::ErrorAfterCommit => self.error(502, "INTERNAL_ERROR"),
            Kind::ErrorBefore => self.error(503, "INTERNAL_ERROR"),
            Kind::DuplicateRequestAfterCommit => self.error(422, "DUPLICATE_REQUEST"),
            Kind::RateLimited | Kind::RateLimitedAfterCommit => {
                let mut limited = self.error(429, "API_RATE_LIMIT");
                limited.headers_mut().insert(header::RETRY_AFTER, self.wait(now));
                limited
            }
            Kind::Slow => {
                tokio::time::sleep(self.delay()).await;
                answer
            }
            Kind::Garbage | Kind::GarbageAfterCommit => {
                let garbage: &[u8] = b"{\"data\":{\"order_id\":\xff\xfe\x00\x17 ]]";
                ([(header::CONTENT_TYPE, "application/json")], garbage).into_response()
            }
            Kind::Html | Kind::HtmlAfterCommit => {
                let page = "<!doctype html><title>Sign in</title><h1>Sign in to this network</h1>";
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
            }
            Kind::Redirect | Kind::RedirectAfterCommit => {
                (StatusCode::FOUND, [(header::LOCATION, "http://portal.example.com/sign-in")]).into_response()
            }
            Kind::Empty | Kind::EmptyAfterCommit => StatusCode::OK.into_response(),
            Kind::Truncated => truncated(answer).await,
            Kind::Mangled => self.mangle(answer).await,
            Kind::ExpiredToken => Refusal::unauthorized().into_response(),
            Kind::ErrorObject200 | Kind::ErrorObject200AfterCommit => self.error(200, "INTERNAL_ERROR"),
        }
    }

    fn wait(&self, now: Timestamp) -> HeaderValue {
        let seconds = self.retry_after.unwrap_or(1);
        let end = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        let end = now.saturating_add(end).unwrap_or(Timestamp::MAX);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&end).ok();
        let date = date.and_then(|date| HeaderValue::try_from(date).ok()).filter(|_| self.as_date);
        date.unwrap_or_else(|| HeaderValue::from(seconds))
    }

    /// The answer with what was asked for in it; one without a JSON body stays as it is.
    async fn mangle(self, answer: Response) -> Response {
        let (mut parts, body) = answer.into_parts();
        let sent = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        let told = parts.extensions.remove::<Told>().map(|Told(told)| told);
        let Some(mut told) = told.or_else(|| serde_json::from_slice(&sent).ok()) else {
            return Response::from_parts(parts, Body::from(sent));
        };
        if let Some(shape) = self.shape {
            shape.give(&mut told, self.field.as_deref());
        } else if let (Some(field), Some(raw)) = (&self.field, &self.raw) {
            put(subject(&mut told), field, spelt(raw));
        }
        let mut bytes = written(&told);
        if self.shape == Some(Shape::Bom) {
            bytes.splice(..0, *b"\xef\xbb\xbf");
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, json_bytes(bytes).into_body())
    }

    fn error(&self, usual_status: u16, usual_code: &str) -> Response {
        let status = StatusCode::from_u16(self.status.unwrap_or(usual_status))
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(body) = &self.body {
            return (status, Json(body.clone())).into_response();
        }
        match self.code.as_deref().unwrap_or(usual_code) {
            "" => gateway(status),
            code => {
                (status, Json(json!({ "code": code, "message": "This fault was asked for" }))).into_response()
            }
        }
    }
}

/// The answer under a Content-Length that it never reaches.
async fn truncated(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(parts, Body::new(BrokenOff { sent: half, state: Progress::Unsent }))
}

enum Progress {
    Unsent,
    Flushing,
    Broken,
}

/// A body that sends what it has and then fails, which makes the server close the connection.
struct BrokenOff {
    sent: Bytes,
    state: Progress,
}

impl hyper::body::Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.state {
            Progress::Unsent => {
                self.state = Progress::Flushing;
                Poll::Ready(Some(Ok(Frame::data(self.sent.clone()))))
            }
            // Waiting once lets the server flush; an error right away would throw the sent half away too.
            Progress::Flushing => {
                self.state = Progress::Broken;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Progress::Broken => Poll::Ready(Some(Err(io::Error::other("broken off on request")))),
        }
    }
}
