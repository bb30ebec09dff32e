//! Redirects of a trusted server: the client does not follow them.

use std::io;
use std::net::TcpListener;

use pinelabs::{Error, WriteError};

use crate::authority::{Authority, VERSIONS, sound, where_one_authority_is_trusted};
use crate::caller::{TOKEN, read_a_link, refund, secret_in};
use crate::server::{Meeting, Server, json, redirect};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

/// The client does not connect to `scheme://host` on another port: when it signs in, when it reads, and when it writes. The outcome of
/// the write is unknown then.
fn nobody_is_led_to(authority: &Authority, scheme: &str, host: &str) {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("{scheme}://{host}:{}/", elsewhere.local_addr().unwrap().port());
    let identity = authority.vouches(&sound(&["localhost"]), VERSIONS[0]);
    let token = || Meeting::Answer(identity.clone(), json(TOKEN));
    for status in STATUSES {
        let away = || Meeting::Answer(identity.clone(), redirect(status, &address));
        let is_told =
            |error: &Error| matches!(error, Error::NotTheApi { status: told, .. } if *told == status);

        let server = Server::start(vec![away()]);
        let error = read_a_link(&format!("https://localhost:{}", server.port)).unwrap_err();
        assert!(is_told(&error), "{error:?}");
        assert_eq!(secret_in(&server.seen()[0].plain), Some("client_secret"));

        let server = Server::start(vec![token(), away()]);
        let error = read_a_link(&format!("https://localhost:{}", server.port)).unwrap_err();
        assert!(is_told(&error), "{error:?}");
        assert_eq!(secret_in(&server.seen()[1].plain), Some("authorization"));

        let server = Server::start(vec![token(), away()]);
        match *refund(&format!("https://localhost:{}", server.port)).unwrap_err() {
            WriteError::Unknown(unknown) => assert!(is_told(&unknown.cause), "{unknown:?}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(secret_in(&server.seen()[1].plain), Some("authorization"));
    }
    elsewhere.set_nonblocking(true).unwrap();
    let knocked = elsewhere.accept().map(|(_, from)| from);
    assert!(matches!(&knocked, Err(error) if error.kind() == io::ErrorKind::WouldBlock), "{knocked:?}");
}

#[test]
fn a_redirect_to_plain_http_is_not_followed() {
    where_one_authority_is_trusted(|authority| nobody_is_led_to(authority, "http", "localhost"));
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    where_one_authority_is_trusted(|authority| nobody_is_led_to(authority, "https", "127.0.0.1"));
}
