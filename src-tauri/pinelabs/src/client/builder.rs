//! The builder of a client.

use std::fmt;
use std::sync::Arc;

use super::Client;
use super::auth::{Auth, Credentials};
use super::call::Caller;
use super::session::Session;
use crate::dialect::Dialect;
use crate::error::Cause;
use crate::model::clock::{Clock, SystemClock};
use crate::retry::RetryPolicy;
use crate::transport::base_url::{BaseUrl, InvalidBaseUrl};
use crate::transport::exchange::Transport;
use crate::transport::http::Http;
use crate::transport::rate_limit::{RateLimit, RateLimiter};
use crate::transport::sender::{Listeners, Sender};
use crate::transport::server_clock::ServerClock;
use crate::transport::timeouts::Timeouts;

/// Builds a [`Client`]. Start with [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    timeouts: Timeouts,
    rate_limit: Option<RateLimit>,
    dialect: Option<Dialect>,
    listeners: Listeners,
    transport: Option<Arc<dyn Transport>>,
}

/// Why a client was not built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not usable.
    #[error(transparent)]
    BaseUrl(#[from] InvalidBaseUrl),
    /// TLS did not start, for example because the system has no certificate store.
    #[error("the system offers no secure connections")]
    Tls(#[source] Cause),
}

impl Client {
    /// Starts a builder. `base_url` is [`PRODUCTION`](crate::PRODUCTION), [`UAT`](crate::UAT), or a test server on a loopback address.
    pub fn builder(base_url: impl Into<String>, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(base_url.into(), credentials)
    }
}

impl ClientBuilder {
    fn new(base_url: String, credentials: Credentials) -> Self {
        Self {
            base_url,
            credentials,
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            rate_limit: Some(RateLimit::default()),
            dialect: None,
            listeners: Listeners::default(),
            transport: None,
        }
    }

    /// Replaces the wall clock, for tests. Default: [`SystemClock`].
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets attempts and pauses. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the timeouts of one attempt. Default: [`Timeouts::default`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the rate limit; `None` for none. Default: [`RateLimit::default`].
    pub fn rate_limit(mut self, rate_limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = rate_limit.into();
        self
    }

    /// Sets the dialect learnt in an earlier run: see [`Client::dialect`].
    pub fn dialect(mut self, dialect: impl Into<Option<Dialect>>) -> Self {
        self.dialect = dialect.into();
        self
    }

    /// Sets a callback for answers 429: it gets the time until which Pine Labs asks to wait. The client itself pauses all requests for
    /// 20 s at most.
    pub fn on_rate_limited(mut self, listeners: impl Fn(jiff::Timestamp) + Send + Sync + 'static) -> Self {
        self.listeners.of_waits = Some(Arc::new(listeners));
        self
    }

    /// Sets a callback for each better estimate of the server's clock: see [`Client::server_clock`].
    pub fn on_server_clock(mut self, listeners: impl Fn(ServerClock) + Send + Sync + 'static) -> Self {
        self.listeners.of_clock = Some(Arc::new(listeners));
        self
    }

    /// Replaces HTTP, for simulations.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Builds the client. It sends nothing.
    ///
    /// # Errors
    ///
    /// [`BuildError`] where the base URL is not usable or TLS does not start.
    pub fn build(self) -> Result<Client, BuildError> {
        let base = BaseUrl::parse(&self.base_url)?;
        let limiter = self.rate_limit.map(RateLimiter::new);
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                Arc::new(Http::new(&base, self.timeouts).map_err(|error| BuildError::Tls(Arc::new(error)))?)
            }
        };
        let sender = Sender::new(base, transport, self.clock, limiter, self.listeners);
        let auth = Auth::new(self.credentials, self.retry);
        Ok(Client::new(Session::new(Caller { sender, auth, retry: self.retry }, self.dialect)))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
