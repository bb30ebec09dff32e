//! The token: fetched once for all callers, kept until shortly before it expires, fetched again when the server refuses it.
//!
//! Credentials stay in memory and are never printed.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::routes::TOKEN;
use crate::decode::decode_error::DecodeError;
use crate::error::Error;
use crate::model::time::ApiTime;
use crate::retry::{AttemptOutcome, Budget, CallClass, RetryDecision, RetryPolicy, decide};
use crate::transport::response::{AttemptError, Body, Response};
use crate::transport::sender::{CallSpec, Sender};

const REFRESH_EARLY: Duration = Duration::from_secs(60);
const LIFE_WHEN_UNSAID: Duration = Duration::from_secs(10 * 60);

/// The API keys of a merchant in one environment. `Debug` prints neither of them.
///
/// Source: the pages on authentication; the dashboard shows the keys below Settings, Credentials.
#[derive(Clone)]
pub struct Credentials {
    /// The client id, in most accounts a UUID.
    pub client_id: String,
    /// The client secret.
    pub client_secret: SecretString,
}

impl Credentials {
    /// The keys as the dashboard shows them.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

pub(crate) struct Token {
    secret: SecretString,
    refresh_at: jiff::Timestamp,
}

impl Token {
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }
}

pub(crate) struct Auth {
    credentials: Credentials,
    retry: RetryPolicy,
    /// Locked during a fetch, so that all other callers wait for it.
    state: Mutex<State>,
    /// The number of fetches that have ended, with a token or an error.
    flights: AtomicU64,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    failure: Option<Error>,
}

impl Auth {
    pub fn new(credentials: Credentials, retry: RetryPolicy) -> Self {
        Self { credentials, retry, state: Mutex::default(), flights: AtomicU64::new(0) }
    }

    /// A token that does not expire soon.
    pub async fn token(&self, transport: &Sender) -> Result<Arc<Token>, Error> {
        self.token_other_than(transport, None).await
    }

    /// A token in place of a refused one. Another caller may have fetched it already.
    pub async fn instead_of(&self, transport: &Sender, refused: &Arc<Token>) -> Result<Arc<Token>, Error> {
        self.token_other_than(transport, Some(refused)).await
    }

    async fn token_other_than(
        &self,
        transport: &Sender,
        refused: Option<&Arc<Token>>,
    ) -> Result<Arc<Token>, Error> {
        let flights_before = self.flights.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(token) = &state.token
            && transport.now() < token.refresh_at
            && !refused.is_some_and(|refused| Arc::ptr_eq(refused, token))
        {
            return Ok(Arc::clone(token));
        }
        // A fetch that failed while this caller waited counts for this caller too: otherwise each of a thousand callers would
        // send the same wrong key in turn.
        if self.flights.load(Ordering::Acquire) > flights_before
            && let Some(failure) = &state.failure
        {
            return Err(failure.clone());
        }
        let fetched = self.fetch(transport).await.map(Arc::new);
        self.flights.fetch_add(1, Ordering::Release);
        state.failure = fetched.as_ref().err().cloned();
        state.token = fetched.as_ref().ok().map(Arc::clone);
        fetched
    }

    async fn fetch(&self, transport: &Sender) -> Result<Token, Error> {
        let body = json!({
            "client_id": self.credentials.client_id,
            "client_secret": self.credentials.client_secret.expose_secret(),
            "grant_type": "client_credentials",
        });
        let spec = CallSpec { route: &TOKEN, id: None, body: Some(&body), key: None, deadline: None };
        let mut budget = Budget::new(self.retry);
        let mut attempt = 1;
        loop {
            let answer = transport.send(spec, None, attempt).await;
            let failed = match answer.and_then(|answer| understood(answer, transport.now())) {
                Ok(token) => return Ok(token),
                Err(failed) => failed,
            };
            // A token request has no side effect, so it is retried like a read.
            let again = matches!(
                decide(CallClass::Read, failed.event),
                RetryDecision::Again | RetryDecision::WaitThenAgain
            );
            match budget.next_wait(failed.retry_after, fastrand::u32(..)).filter(|_| again) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(failed.error),
            }
            attempt += 1;
        }
    }
}

fn understood(answer: Response, now: jiff::Timestamp) -> Result<Token, AttemptError> {
    let status = answer.status;
    let refusal = matches!(status, 400 | 401 | 403 | 422);
    if refusal && matches!(answer.body, Body::Html) {
        // A web page of a firewall or a portal says nothing about the credentials.
        let request_id = answer.request_id;
        return Err(AttemptError::new(AttemptOutcome::Unexplained, Error::NotTheApi { status, request_id }));
    }
    match answer.understood(|body| read_token(body, now)) {
        Ok(done) => Ok(done.value),
        Err(AttemptError { event, error: Error::Api(api) | Error::SignedOut(api), .. }) if refusal => {
            Err(AttemptError::new(event, Error::CredentialsRefused(api)))
        }
        Err(failed) => Err(failed),
    }
}

pub(crate) fn read_token(body: &Value, now: jiff::Timestamp) -> Result<Token, DecodeError> {
    let body = body.get("data").filter(|data| data.is_object()).unwrap_or(body);
    let secret = body.get("access_token").and_then(Value::as_str).unwrap_or_default();
    // Some servers add a line break to the token.
    let secret = secret.trim_matches(|c: char| !c.is_ascii_graphic());
    if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        let reason = "there is no token, or none that can be sent back".to_owned();
        return Err(DecodeError { path: "access_token".to_owned(), reason });
    }
    let life = life(body, now);
    // A token with a life of less than two minutes is used for half of it.
    let refresh_at = now.saturating_add(life.saturating_sub(REFRESH_EARLY.min(life / 2))).unwrap_or(now);
    Ok(Token { secret: SecretString::from(secret), refresh_at })
}

fn life(body: &Value, now: jiff::Timestamp) -> Duration {
    let ends = body.get("expires_at").and_then(Value::as_str).and_then(|raw| ApiTime::parse(raw).at());
    let until_end = ends.and_then(|ends| Duration::try_from(ends.duration_since(now)).ok());
    let seconds = body.get("expires_in").and_then(|value| match value {
        Value::Number(seconds) => seconds.as_u64(),
        Value::String(seconds) => seconds.trim().parse().ok(),
        _ => None,
    });
    // A new token that has already expired means that one of the two clocks is wrong.
    let said = until_end.or(seconds.map(Duration::from_secs)).filter(|life| !life.is_zero());
    said.unwrap_or(LIFE_WHEN_UNSAID)
}
