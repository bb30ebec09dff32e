//! The host that a client talks to, and the URLs of its calls.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::Url;

/// The production host: real money. Source: the pages on environments, and the SDK.
pub const PRODUCTION: &str = "https://api.pluralpay.in";
/// The test host (UAT), with credentials and ids of its own. Source: the pages on environments, and the SDK.
pub const UAT: &str = "https://pluraluat.v2.pinepg.in";

/// A base URL that the client sends credentials to: https, or plain http to a loopback address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why an address is not a base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// The text is no http or https URL with a host.
    #[error("this is not a web address")]
    NotAnAddress,
    /// The scheme is http and the host is not loopback.
    #[error(
        "plain http is for this computer only (localhost, 127.0.0.1 or [::1]); use https for any other host"
    )]
    NotSecure,
    /// The URL has a user name, a password, a query or a fragment.
    #[error(
        "the address has a user name, a password, a query or a fragment, which a base address cannot have"
    )]
    TooMuch,
}

impl BaseUrl {
    /// Reads a URL. A path is allowed: routes go below it.
    ///
    /// # Errors
    ///
    /// [`InvalidBaseUrl`] where the client would not send credentials to this address.
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

    /// The host, without the port. An IPv6 address has its brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the host is `localhost` or a loopback address.
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.map_or(host == "localhost", |address| address.is_loopback())
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of a route. The id replaces the segment in braces, percent-encoded: it cannot lead to another path or host.
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
