//! The carrier that is shipped: HTTP to the base URL's host only, without redirects, within its time and size.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Response, redirect};

use crate::base_url::BaseUrl;
use crate::carrier::{Carrier, Carrying, Content, Reply, Request, Unanswered};
use crate::error::NetworkKind;
use crate::transport::{LARGEST_BODY, Timeouts};

pub(crate) struct Http(reqwest::Client);

impl Http {
    pub fn new(base: &BaseUrl, timeouts: Timeouts) -> Result<Self, reqwest::Error> {
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
        builder.build().map(Self)
    }

    async fn exchange(&self, request: Request) -> Result<Reply, Unanswered> {
        let Request { method, url, headers, body } = request;
        let mut outgoing = self.0.request(method, url).headers(headers);
        if let Some(body) = body {
            outgoing = outgoing.body(body);
        }
        match outgoing.send().await {
            Ok(response) => {
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                Ok(Reply { status, headers, content: receive(response).await })
            }
            Err(error) => Err(Unanswered {
                may_have_arrived: !(error.is_connect() || error.is_builder()),
                kind: network_kind(&error),
                cause: Arc::new(error.without_url()),
            }),
        }
    }
}

impl Carrier for Http {
    fn carry(&self, request: Request) -> Carrying<'_> {
        Box::pin(self.exchange(request))
    }
}

async fn receive(mut response: Response) -> Content {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > LARGEST_BODY => return Content::TooLarge,
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
