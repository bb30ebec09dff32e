//! The builder of a client: all that can be set before it starts.

use std::fmt;
use std::sync::Arc;

use crate::auth::{Auth, Credentials};
use crate::base_url::{BaseUrl, InvalidBaseUrl};
use crate::call::Caller;
use crate::client::Client;
use crate::dialect::Dialect;
use crate::http::Http;
use crate::rate_limit::{RateLimit, RateLimiter};
use crate::retry::RetryPolicy;
use crate::sender::{Listeners, Sender, Timeouts};
use crate::server_clock::ServerClock;
use crate::time::{Clock, SystemClock};
use crate::transport::Transport;

/// Made by [`Client::builder`].
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

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    #[error(transparent)]
    BaseUrl(#[from] InvalidBaseUrl),
    #[error("the system offers no secure connections")]
    Tls(#[source] reqwest::Error),
}

impl Client {
    /// Starts a client. `base_url` is [`PRODUCTION`](crate::PRODUCTION), [`UAT`](crate::UAT), or a test server on this computer.
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

    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// `None` for as fast as it goes.
    pub fn rate_limit(mut self, rate_limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = rate_limit.into();
        self
    }

    /// The dialect that was learnt in an earlier run: see [`Client::dialect`].
    pub fn dialect(mut self, dialect: impl Into<Option<Dialect>>) -> Self {
        self.dialect = dialect.into();
        self
    }

    /// Called with the moment until which the server asked to wait (429). The client waits by itself.
    pub fn on_rate_limited(mut self, listeners: impl Fn(jiff::Timestamp) + Send + Sync + 'static) -> Self {
        self.listeners.of_waits = Some(Arc::new(listeners));
        self
    }

    /// Called whenever more is known of the server's clock than before: see [`Client::server_clock`].
    pub fn on_server_clock(mut self, listeners: impl Fn(ServerClock) + Send + Sync + 'static) -> Self {
        self.listeners.of_clock = Some(Arc::new(listeners));
        self
    }

    /// Carries every request instead of HTTP: for simulations.
    #[cfg(feature = "simulate")]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    pub fn build(self) -> Result<Client, BuildError> {
        let base = BaseUrl::parse(&self.base_url)?;
        let limiter = self.rate_limit.map(RateLimiter::new);
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Http::new(&base, self.timeouts).map_err(BuildError::Tls)?),
        };
        let sender = Sender::new(base, transport, self.clock, limiter, self.listeners);
        let auth = Auth::new(self.credentials, self.retry);
        Ok(Client::new(Caller { sender, auth, retry: self.retry }, self.dialect))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
