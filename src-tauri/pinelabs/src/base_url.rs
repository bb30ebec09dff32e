//! The one host that a client talks to, and the addresses built on it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// Where real money moves.
pub const PRODUCTION: &str = "https://api.pluralpay.in";
/// Where merchants try things out. It has credentials and ids of its own.
pub const UAT: &str = "https://pluraluat.v2.pinepg.in";

/// A base URL that credentials may be sent to: https, or plain http to this very computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why an address cannot be a base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBaseUrl {
    #[error("this is not a web address")]
    NotAnAddress,
    #[error(
        "plain http is for this computer only (localhost, 127.0.0.1 or [::1]); use https for any other host"
    )]
    NotSecure,
    #[error(
        "the address has a user name, a password, a query or a fragment, which a base address cannot have"
    )]
    TooMuch,
}

impl BaseUrl {
    pub fn parse(text: &str) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidBaseUrl::NotAnAddress)?;
        if !url.has_host() || !matches!(url.scheme(), "https" | "http") {
            return Err(InvalidBaseUrl::NotAnAddress);
        }
        let user = !url.username().is_empty() || url.password().is_some();
        if user || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidBaseUrl::TooMuch);
        }
        let base = Self(url);
        if base.0.scheme() == "http" && !base.is_loopback() {
            return Err(InvalidBaseUrl::NotSecure);
        }
        Ok(base)
    }

    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it names this very computer.
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.map_or(host == "localhost", |address| address.is_loopback())
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The address of a route: the segment in braces is replaced by the id, percent-encoded, so that no id can
    /// lead to another path, let alone another host.
    pub(crate) fn join(&self, template: &str, id: Option<&str>) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
            for part in template.split('/').skip(1) {
                let filled = if part.starts_with('{') { id.unwrap_or_default() } else { part };
                segments.push(filled);
            }
        }
        url
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        Self::parse(text)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
