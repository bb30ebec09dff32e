//! The transport over HTTP: to the host of the base URL only, without redirects, with a timeout and a size limit.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{ClientBuilder, Response, redirect};

use crate::error::NetworkKind;
use crate::limits::MAX_BODY_BYTES;
use crate::transport::base_url::BaseUrl;
use crate::transport::connect_fault::{Proxy, causes};
use crate::transport::deadline::DeadlinePassed;
use crate::transport::exchange::{Content, NoResponse, RawResponse, Request, Transport, TransportFuture};
use crate::transport::first_byte::{AskWhenConnected, asking};
use crate::transport::timeouts::Timeouts;

pub(crate) struct Http {
    base: BaseUrl,
    timeouts: Timeouts,
    /// For the error when a connection fails. reqwest finds the proxy by itself.
    proxy: Option<Proxy>,
    keeping: reqwest::Client,
    /// For requests with a deadline: it has no connection pool, so each connection belongs to one request, whose deadline it
    /// checks. Built for the first such request.
    single: OnceLock<reqwest::Client>,
}

impl Http {
    pub(crate) fn new(base: &BaseUrl, timeouts: Timeouts) -> Result<Self, reqwest::Error> {
        let keeping = Self::builder(base, timeouts)
            // A write over a connection that the server has just closed looks like a lost answer, so idle connections are
            // closed early.
            .pool_idle_timeout(Duration::from_secs(20))
            .build()?;
        let proxy = Proxy::on_the_way_to(base);
        Ok(Self { base: base.clone(), timeouts, proxy, keeping, single: OnceLock::new() })
    }

    fn single(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(made) = self.single.get() {
            return Ok(made);
        }
        let builder = Self::builder(&self.base, self.timeouts).pool_max_idle_per_host(0);
        let made = builder.connector_layer(AskWhenConnected).build()?;
        Ok(self.single.get_or_init(|| made))
    }

    fn builder(base: &BaseUrl, timeouts: Timeouts) -> ClientBuilder {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("pinelabs/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(base.is_https())
            // Only `retry.rs` decides about sending again.
            .retry(reqwest::retry::never())
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.answer)
            .dns_resolver(Arc::new(SystemResolver { loopback_only: !base.is_https() }));
        if base.is_loopback() {
            builder = builder.no_proxy();
        }
        if !base.is_https() {
            // Plain http checks no certificate, so the system's store is not read.
            builder = builder.tls_certs_only([]);
        }
        builder
    }

    async fn exchange(&self, request: Request) -> Result<RawResponse, NoResponse> {
        let Request { method, url, headers, body, deadline_check } = request;
        let client = if deadline_check.is_limited() { self.single() } else { Ok(&self.keeping) };
        let spec = client.map_err(|error| self.unanswered(error))?.request(method, url).headers(headers);
        let spec = match body {
            Some(body) => spec.body(body),
            None => spec,
        };
        match asking(deadline_check, spec.send()).await {
            Ok(response) => {
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                Ok(RawResponse { status, headers, content: receive(response).await })
            }
            Err(error) => Err(self.unanswered(error)),
        }
    }

    fn unanswered(&self, error: reqwest::Error) -> NoResponse {
        if causes(&error).any(<dyn std::error::Error>::is::<DeadlinePassed>) {
            return NoResponse::deadline_exceeded();
        }
        let may_have_arrived = !(error.is_connect() || error.is_builder());
        let at_proxy = self.proxy.as_ref().filter(|_| !may_have_arrived);
        if let Some((proxy, fault)) = at_proxy.and_then(|proxy| Some((proxy, proxy.fault_in(&error)?))) {
            let cause = Arc::new(proxy.failed(fault, error.without_url()));
            return NoResponse { may_have_arrived, kind: NetworkKind::Proxy, cause };
        }
        let kind = network_kind(&error);
        NoResponse { may_have_arrived, kind, cause: Arc::new(error.without_url()) }
    }
}

impl Transport for Http {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

async fn receive(mut response: Response) -> Content {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > MAX_BODY_BYTES => return Content::TooLarge,
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Content::Whole(bytes),
            Err(error) => {
                let kind = if error.is_timeout() { NetworkKind::Timeout } else { NetworkKind::Interrupted };
                return Content::Broken(kind, Arc::new(error.without_url()));
            }
        }
    }
}

fn network_kind(error: &reqwest::Error) -> NetworkKind {
    for inner in causes(error) {
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
    }
    if error.is_timeout() {
        NetworkKind::Timeout
    } else if error.is_connect() || error.is_builder() {
        NetworkKind::Other
    } else {
        NetworkKind::Interrupted
    }
}

/// The look-up of the system, with an error type of its own.
struct SystemResolver {
    /// For plain http: accept loopback addresses only, even where a hosts file maps `localhost` elsewhere.
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
