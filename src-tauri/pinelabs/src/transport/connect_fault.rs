//! Why a connection failed: the proxy of the environment, or the certificate of the server.
//!
//! Each of these faults proves that no byte of the request was sent.

use std::fmt;
use std::io;

use hyper_util::client::proxy::matcher::Matcher;
use rustls::{CertificateError, Error as TlsError};

use crate::transport::base_url::BaseUrl;

/// The proxy that the environment sets for the server (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// Host and port, without user name and password.
    host: String,
    is_socks: bool,
}

impl Proxy {
    /// The HTTP client applies the same rules.
    pub fn on_the_way_to(base: &BaseUrl) -> Option<Self> {
        if base.is_loopback() {
            return None;
        }
        let intercepted = Matcher::from_system().intercept(&base.as_str().parse().ok()?)?;
        let address = intercepted.uri();
        let is_socks = address.scheme_str().is_some_and(|scheme| scheme.starts_with("socks"));
        Some(Self { host: address.authority()?.to_string(), is_socks })
    }

    /// How the proxy failed, if this error comes from the proxy.
    pub(super) fn fault_in(&self, error: &reqwest::Error) -> Option<ProxyFault> {
        let tunnel = causes(error).find_map(|inner| tunnel_failure(&inner.to_string()));
        match tunnel {
            Some(_) if self.is_socks => Some(ProxyFault::Socks),
            Some(fault) => Some(fault),
            // The look-up of the server's name and the handshake happen behind the proxy.
            None if error.is_connect() && error.is_timeout() => Some(ProxyFault::Silent),
            None => None,
        }
    }

    pub(super) fn failed(&self, fault: ProxyFault, source: reqwest::Error) -> ProxyFailed {
        ProxyFailed { host: self.host.clone(), fault, source }
    }
}

/// The library does not export the type of this error, so its text identifies it.
fn tunnel_failure(said: &str) -> Option<ProxyFault> {
    Some(match said.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => ProxyFault::WantsSignIn,
        "failed to create underlying connection" => ProxyFault::Unreachable,
        "io error establishing tunnel" | "unexpected end of file" => ProxyFault::HungUp,
        _ => ProxyFault::Refused,
    })
}

/// The proxy did not open a connection. See [`Error::proxy`](crate::Error::proxy).
#[derive(Debug, thiserror::Error)]
#[error("the proxy {host} {fault}")]
#[non_exhaustive]
pub struct ProxyFailed {
    /// Host and port of the proxy, without user name and password.
    pub host: String,
    /// How it failed.
    pub fault: ProxyFault,
    #[source]
    source: reqwest::Error,
}

/// How a proxy failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyFault {
    /// It asks for a user name and password: status 407.
    WantsSignIn,
    /// It answered with another status, such as 403, 502 or 504, or with a web page.
    Refused,
    /// Its name was not found, it took no connection, or its certificate was not trusted.
    Unreachable,
    /// It accepted the connection and closed it.
    HungUp,
    /// It opened no connection before the timeout.
    Silent,
    /// It is a SOCKS proxy, which this client does not support.
    Socks,
}

impl fmt::Display for ProxyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WantsSignIn => "wants a name and a password",
            Self::Refused => "refused the way through",
            Self::Unreachable => "could not be reached",
            Self::HungUp => "hung up",
            Self::Silent => "opened no way in time",
            Self::Socks => "is a SOCKS proxy",
        })
    }
}

/// Why the client refused the certificate of the server. See [`Error::certificate`](crate::Error::certificate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateFault {
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It belongs to another host.
    OtherHost,
    /// No authority that the computer trusts signed it.
    UnknownAuthority,
}

/// The certificate fault behind an error, if there is one.
pub(crate) fn certificate_fault(error: &(dyn std::error::Error + 'static)) -> Option<CertificateFault> {
    let refused =
        std::iter::once(error).chain(causes(error)).find_map(|inner| match inner.downcast_ref()? {
            TlsError::InvalidCertificate(why) => Some(why),
            _ => None,
        })?;
    match refused {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Some(CertificateFault::Expired)
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Some(CertificateFault::NotYetValid)
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Some(CertificateFault::OtherHost)
        }
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            Some(CertificateFault::UnknownAuthority)
        }
        _ => None,
    }
}

/// The chain of sources of an error.
pub(crate) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&inner| {
        // The source of an I/O error skips the error that it wraps.
        match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        }
    })
}
