//! A deadline that passes during the TLS handshake: no byte of the write is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use pinelabs::{Clock, Error, WriteError};

use crate::authority::{Identity, VERSIONS, sound, where_one_authority_is_trusted};
use crate::caller::{TOKEN, limited_refund};
use crate::server::{Meeting, Server, json};

const REFUND: &str =
    r#"{"type":"REFUND","order_id":"v1-refund","order_amount":{"value":12550,"currency":"INR"}}"#;

/// A clock that a test moves.
struct HeldClock(AtomicI64);

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A server that waits this many seconds before its part of the handshake.
fn refund_over_a_handshake_of(seconds: i64, identity: &Identity) -> (Result<(), Box<WriteError>>, String) {
    let clock = Arc::new(HeldClock(AtomicI64::new(1_700_000_000)));
    let passing = Arc::clone(&clock);
    let pass = move || {
        passing.0.fetch_add(seconds, Ordering::SeqCst);
    };
    let server = Server::start(vec![
        Meeting::Answer(identity.clone(), json(TOKEN)),
        Meeting::After(Box::new(pass), identity.clone(), json(REFUND)),
    ]);
    let end = limited_refund(&format!("https://localhost:{}", server.port), clock);
    let last = server.seen().pop().unwrap();
    (end, String::from_utf8_lossy(&last.plain).into_owned())
}

#[test]
fn a_refund_whose_time_is_over_when_the_secure_connection_is_there_is_not_sent() {
    where_one_authority_is_trusted(|authority| {
        for version in VERSIONS {
            let identity = authority.vouches(&sound(&["localhost"]), version);
            // A handshake over the limit, and a clock that was set back during it.
            for seconds in [31, -11] {
                let (end, said) = refund_over_a_handshake_of(seconds, &identity);
                let end = *end.unwrap_err();
                assert!(matches!(end, WriteError::NotSent(Error::DeadlineExceeded)), "{end:?}");
                assert_eq!(said, "", "after {seconds} s");
            }
            let (end, said) = refund_over_a_handshake_of(29, &identity);
            end.unwrap();
            assert!(said.starts_with("POST /api/pay/v1/refunds/v1-order"), "{said}");
        }
    });
}
