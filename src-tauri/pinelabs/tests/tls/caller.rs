//! The calls of the tests, and what they check in the errors.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use pinelabs::{
    Client, ClientBuilder, Clock, Credentials, Error, IdempotencyKey, LinkId, Money, NetworkKind, OrderId,
    Reference, RefundRequest, RetryPolicy, SendDeadline, Timeouts, WriteError,
};
use rustls::Error as TlsError;

pub const TOKEN: &str = r#"{"access_token":"token-1","expires_in":3600}"#;
pub const LINK: &str = r#"{"payment_link_id":"pl-v1-link","status":"CREATED"}"#;

/// The secrets, in lower case.
const SECRETS: [&str; 6] =
    ["authorization", "bearer", "token-1", "client_secret", "test-client", "test-secret"];

/// Reads a link at this base URL, with one attempt, and closes every connection.
pub fn read_a_link(base_url: &str) -> Result<String, Error> {
    read_a_link_within(base_url, Timeouts::default())
}

pub fn read_a_link_within(base_url: &str, timeouts: Timeouts) -> Result<String, Error> {
    with_a_client_of(builder(base_url).timeouts(timeouts), async |client| {
        let link = client.links().get(&LinkId::new("pl-v1-link").unwrap()).await?;
        Ok(link.value.status.map(|status| status.to_string()).unwrap_or_default())
    })
}

/// Refunds at this base URL, and closes every connection.
pub fn refund(base_url: &str) -> Result<(), Box<WriteError>> {
    with_a_client(base_url, async |client| {
        let end = client.refunds().create(&OrderId::new("v1-order").unwrap(), &the_refund(), &key()).await;
        end.map(drop).map_err(Box::new)
    })
}

/// Refunds with a deadline of half a minute by this clock.
pub fn limited_refund(base_url: &str, clock: Arc<dyn Clock>) -> Result<(), Box<WriteError>> {
    let departure = SendDeadline::new(clock.now(), Duration::from_secs(30));
    with_a_client_of(builder(base_url).clock(clock), async |client| {
        let limited = client.with_deadline(departure);
        let end = limited.refunds().create(&OrderId::new("v1-order").unwrap(), &the_refund(), &key()).await;
        end.map(drop).map_err(Box::new)
    })
}

fn the_refund() -> RefundRequest {
    RefundRequest { reference: Reference::new("refund-1").unwrap(), amount: Money::inr(12_550) }
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new("intent-1").unwrap()
}

fn builder(base_url: &str) -> ClientBuilder {
    let retry = RetryPolicy { tries: 1, ..RetryPolicy::default() };
    Client::builder(base_url, Credentials::new("test-client", "test-secret")).retry(retry).rate_limit(None)
}

fn with_a_client<T>(base_url: &str, call: impl AsyncFnOnce(Client) -> T) -> T {
    with_a_client_of(builder(base_url), call)
}

fn with_a_client_of<T>(builder: ClientBuilder, call: impl AsyncFnOnce(Client) -> T) -> T {
    let client = builder.build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), call(client)).await.unwrap() })
}

/// Why the handshake failed, if TLS says so.
pub fn handshake_failure(error: &Error) -> Option<TlsError> {
    let Error::Network { kind: NetworkKind::Tls, source, .. } = error else { panic!("{error:?}") };
    let source: &Arc<_> = source;
    let mut cause = source.source();
    while let Some(inner) = cause {
        if let Some(tls) = inner.downcast_ref::<TlsError>() {
            return Some(tls.clone());
        }
        // The source of an I/O error skips the error that it wraps.
        cause = match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        };
    }
    None
}

/// The first secret among these bytes.
pub fn secret_in(bytes: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    SECRETS.into_iter().find(|secret| text.contains(secret))
}
