//! What a fault sends instead of an answer.

use super::faults::{Fault, Kind};
use crate::answer::{Answer, Refusal, set_date};
use crate::message::Response;
use crate::shape::{Shape, put, subject};
use crate::spelling::spelt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// What is sent in response to a request.
pub(super) enum Sent {
    Whole(Response),
    /// Sends the head, and cuts the body off in the middle.
    Truncated(Response),
    /// Sends no byte and closes the connection.
    Nothing,
}

impl Sent {
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Whole(response) | Self::Truncated(response) => Some(response.status),
            Self::Nothing => None,
        }
    }
}

impl Fault {
    /// What is sent instead of the answer, at this time of the shop's clock.
    pub(super) fn distort(self, answer: Answer, now: Timestamp) -> Sent {
        Sent::Whole(match self.kind {
            Kind::LostAfterCommit | Kind::LostBefore | Kind::Late => return Sent::Nothing,
            Kind::Truncated => return Sent::Truncated(answer.into_response(now)),
            Kind::Slow => answer.into_response(now),
            Kind::Mangled => self.mangle(answer, now),
            Kind::ErrorAfterCommit => self.error(502, "INTERNAL_ERROR").into_response(now),
            Kind::ErrorBefore => self.error(503, "INTERNAL_ERROR").into_response(now),
            Kind::DuplicateRequestAfterCommit => self.error(422, "DUPLICATE_REQUEST").into_response(now),
            Kind::ErrorObject200 | Kind::ErrorObject200AfterCommit => {
                self.error(200, "INTERNAL_ERROR").into_response(now)
            }
            Kind::RateLimited | Kind::RateLimitedAfterCommit => {
                let mut limited = self.error(429, "API_RATE_LIMIT").into_response(now);
                limited.headers.insert(header::RETRY_AFTER, self.wait(now));
                limited
            }
            Kind::ExpiredToken => Answer::from(Refusal::unauthorized()).into_response(now),
            Kind::Garbage | Kind::GarbageAfterCommit => {
                let garbage = b"{\"data\":{\"order_id\":\xff\xfe\x00\x17 ]]";
                raw(200, Some((header::CONTENT_TYPE, "application/json")), garbage, now)
            }
            Kind::Html | Kind::HtmlAfterCommit => {
                let page = b"<!doctype html><title>Sign in</title><h1>Sign in to this network</h1>";
                raw(200, Some((header::CONTENT_TYPE, "text/html; charset=utf-8")), page, now)
            }
            Kind::Redirect | Kind::RedirectAfterCommit => {
                raw(302, Some((header::LOCATION, "http://portal.example.com/sign-in")), b"", now)
            }
            Kind::Empty | Kind::EmptyAfterCommit => raw(200, None, b"", now),
        })
    }

    /// The time until which the caller must wait.
    fn wait(&self, now: Timestamp) -> HeaderValue {
        let seconds = self.retry_after.unwrap_or(1);
        let end = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        let end = now.saturating_add(end).unwrap_or(Timestamp::MAX);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&end).ok();
        let date = date.and_then(|date| HeaderValue::try_from(date).ok()).filter(|_| self.as_date);
        date.unwrap_or_else(|| HeaderValue::from(seconds))
    }

    /// The answer in the shape of the fault; one without a body stays as it is.
    fn mangle(&self, mut answer: Answer, now: Timestamp) -> Response {
        let Some(body) = answer.body.as_mut() else { return answer.into_response(now) };
        if let Some(shape) = self.shape {
            shape.give(body, self.field.as_deref());
        } else if let (Some(field), Some(raw)) = (&self.field, &self.raw) {
            put(subject(body), field, spelt(raw));
        }
        let mut response = answer.into_response(now);
        if self.shape == Some(Shape::Bom) {
            response.body.splice(..0, *b"\xef\xbb\xbf");
        }
        response
    }

    fn error(&self, usual_status: u16, usual_code: &str) -> Answer {
        let status = StatusCode::from_u16(self.status.unwrap_or(usual_status))
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(body) = &self.body {
            return Answer::json(status, body.clone());
        }
        match self.code.as_deref().unwrap_or(usual_code) {
            "" => Answer::gateway(status),
            code => Answer::json(status, json!({ "code": code, "message": "This fault was asked for" })),
        }
    }
}

fn raw(status: u16, field: Option<(HeaderName, &'static str)>, body: &[u8], now: Timestamp) -> Response {
    let mut headers = HeaderMap::new();
    headers.extend(field.map(|(name, value)| (name, HeaderValue::from_static(value))));
    set_date(&mut headers, now);
    Response { status, headers, body: body.to_vec() }
}
