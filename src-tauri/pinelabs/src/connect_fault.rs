//! What stood in the way of a connection, where it is known more closely: the proxy that the environment names, and the
//! certificate that a server shows.
//!
//! Not responsible for what follows from it. Whatever is told here, not one byte of a request has left.

use std::fmt;
use std::io;

use hyper_util::client::proxy::matcher::Matcher;
use rustls::{CertificateError, Error as TlsError};

use crate::base_url::BaseUrl;

/// A proxy that connections to the server go through, as the environment wants it (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// Without the name and password that its address may hold.
    host: String,
    is_socks: bool,
}

impl Proxy {
    /// The transport asks the same rules.
    pub fn on_the_way_to(base: &BaseUrl) -> Option<Self> {
        if base.is_loopback() {
            return None;
        }
        let intercepted = Matcher::from_system().intercept(&base.as_str().parse().ok()?)?;
        let address = intercepted.uri();
        let is_socks = address.scheme_str().is_some_and(|scheme| scheme.starts_with("socks"));
        Some(Self { host: address.authority()?.to_string(), is_socks })
    }

    /// How it failed, if this is a failure of the way through it.
    pub fn fault_in(&self, error: &reqwest::Error) -> Option<ProxyFault> {
        let tunnel = causes(error).find_map(|inner| tunnel_failure(&inner.to_string()));
        match tunnel {
            Some(_) if self.is_socks => Some(ProxyFault::Socks),
            Some(fault) => Some(fault),
            // A name that was looked up and a handshake that was begun lie behind it.
            None if error.is_connect() && error.is_timeout() => Some(ProxyFault::Silent),
            None => None,
        }
    }

    pub fn failed(&self, fault: ProxyFault, source: reqwest::Error) -> ProxyFailed {
        ProxyFailed { host: self.host.clone(), fault, source }
    }
}

/// The type of these errors has no name outside of its library, so it is known by what it says.
fn tunnel_failure(said: &str) -> Option<ProxyFault> {
    Some(match said.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => ProxyFault::WantsSignIn,
        "failed to create underlying connection" => ProxyFault::Unreachable,
        "io error establishing tunnel" | "unexpected end of file" => ProxyFault::HungUp,
        _ => ProxyFault::Refused,
    })
}

/// The proxy did not let a connection through.
#[derive(Debug, thiserror::Error)]
#[error("the proxy {host} {fault}")]
pub struct ProxyFailed {
    pub host: String,
    pub fault: ProxyFault,
    #[source]
    source: reqwest::Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// 407
    WantsSignIn,
    /// Any other answer that opens no way: 403, 502, 504, a web page.
    Refused,
    /// It could not be found, reached or trusted.
    Unreachable,
    /// It took the connection and closed it.
    HungUp,
    /// No way through it was open in time.
    Silent,
    /// It is one of a kind that this client does not speak.
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

/// Why a certificate was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    Expired,
    NotYetValid,
    /// It is another host's.
    OtherHost,
    /// Nobody whom this computer trusts has signed it.
    UnknownAuthority,
}

/// Why the certificate was not believed that made this failure, as far as that is told.
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

/// Everything that lies below an error.
pub(crate) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&inner| {
        // An I/O error passes over the error that it wraps when asked for its source.
        match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        }
    })
}
