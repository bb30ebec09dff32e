//! Base URLs, the rate limit, and the log.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use pinelabs::{BaseUrl, Dialect, InvalidBaseUrl};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{Server, a_link, builder, key, link_id, ok, order_id, refund};

#[test]
fn https_is_taken_for_any_host_and_http_for_this_computer_only() {
    for fine in [
        pinelabs::PRODUCTION,
        pinelabs::UAT,
        "https://api.example.com/base",
        "http://localhost:9",
        "http://LOCALHOST",
        "http://127.0.0.1:8080",
        "http://127.8.9.10",
        "http://[::1]:80/",
    ] {
        assert!(builder(fine).build().is_ok(), "{fine}");
    }
    for insecure in [
        "http://api.example.com",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[::2]",
    ] {
        assert_eq!(BaseUrl::parse(insecure), Err(InvalidBaseUrl::NotSecure), "{insecure}");
        assert!(builder(insecure).build().is_err());
    }
    for no_address in
        ["", "api.example.com", "ftp://example.com", "file:///etc", "https://", "mailto:a@example.com"]
    {
        assert_eq!(BaseUrl::parse(no_address), Err(InvalidBaseUrl::NotAnAddress), "{no_address}");
    }
    for too_much in [
        "https://me@example.com",
        "https://example.com/?a",
        "https://example.com/#a",
        "http://127.0.0.1@example.com",
    ] {
        assert_eq!(BaseUrl::parse(too_much), Err(InvalidBaseUrl::TooMuch), "{too_much}");
    }
}

#[test]
fn a_base_url_knows_its_host() {
    let base: BaseUrl = "https://API.example.com:8443/x".parse().unwrap();
    assert_eq!((base.host(), base.is_loopback()), ("api.example.com", false));
}

#[test]
fn a_dialect_is_remembered_by_its_name() {
    for dialect in [Dialect::Reference, Dialect::Guide] {
        assert_eq!(dialect.as_str().parse(), Ok(dialect));
    }
    assert!("both".parse::<Dialect>().is_err());
}

/// Records every field of every event of this crate.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("pinelabs")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Line(String);
        impl Visit for Line {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                let _ = write!(self.0, "{}={value:?} ", field.name());
            }
        }
        let mut line = Line(String::new());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn the_log_has_a_line_an_attempt_with_the_template_and_nothing_private() {
    let log = Log::default();
    let _held = tracing::subscriber::set_default(log.clone());
    let server = Server::start().await;
    server.answer("GET /api/pay/v1/paymentlink/pl-v1-link", [ok(a_link())]).await;
    let read = server.client.links().get(&link_id()).await.unwrap();
    let _ = server.client.refunds().create(&order_id(), &refund(), &key()).await;

    let lines = log.0.lock().unwrap().clone();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    let line = &lines[1];
    assert!(
        line.contains("method=GET") && line.contains("status=200") && line.contains("attempt=1"),
        "{line}"
    );
    assert!(line.contains("path=\"/api/pay/v1/paymentlink/{payment_link_id}\""), "{line}");
    assert!(line.contains(read.request_id.as_str()) && line.contains("ms="), "{line}");
    let all = lines.concat();
    for private in
        ["token-1", "test-secret", "test-client", "pl-v1-link", "v1-order", "INV-7", "50000", "refund-1"]
    {
        assert!(!all.contains(private), "{private} in {all}");
    }
}
