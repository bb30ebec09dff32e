//! Handshakes that must fail: no byte of a request reaches the server, neither the credentials of a first call nor the token of a later
//! one.

use pinelabs::{CertificateFault, WriteError};
use rcgen::date_time_ymd;
use rustls::{
    AlertDescription, CertificateError, Error as TlsError, InvalidMessage, PeerIncompatible,
    SupportedProtocolVersion,
};

use crate::authority::{Authority, Identity, VERSIONS, self_signed, sound, where_one_authority_is_trusted};
use crate::caller::{LINK, TOKEN, handshake_failure, read_a_link, refund, secret_in};
use crate::server::{Meeting, Server, json};

/// The TLS record type of application data.
const APPLICATION_DATA: u8 = 23;

fn good(authority: &Authority) -> Identity {
    authority.vouches(&sound(&["localhost", "127.0.0.1"]), VERSIONS[0])
}

fn at_localhost(server: &Server) -> String {
    format!("https://localhost:{}", server.port)
}

/// The server receives nothing: when the client signs in, when it reads with a token of a trusted server, and when it writes.
fn is_refused(
    authority: &Authority,
    address: impl Fn(&Server) -> String,
    bad: impl Fn() -> Meeting,
    why: impl Fn(Option<TlsError>) -> bool,
) {
    let because = |error: &pinelabs::Error| {
        let reason = handshake_failure(error);
        assert!(why(reason.clone()), "{reason:?}: {error:?}");
    };
    let token = || {
        let everybody = sound(&["localhost", "127.0.0.1"]);
        Meeting::Answer(authority.vouches(&everybody, VERSIONS[0]), json(TOKEN))
    };

    let server = Server::start(vec![bad()]);
    because(&read_a_link(&address(&server)).unwrap_err());
    heard_nothing(server);

    let server = Server::start(vec![token(), bad()]);
    because(&read_a_link(&address(&server)).unwrap_err());
    heard_nothing(server);

    let server = Server::start(vec![token(), bad()]);
    match *refund(&address(&server)).unwrap_err() {
        WriteError::NotSent(error) => because(&error),
        other => panic!("{other:?}"),
    }
    heard_nothing(server);
}

/// Looks at the last connection only; the earlier ones were to a trusted server.
fn heard_nothing(server: Server) {
    let last = server.seen().pop().unwrap();
    assert_eq!(String::from_utf8_lossy(&last.plain), "");
    assert!(!last.wire.is_empty(), "it never came to a handshake");
    assert_eq!(secret_in(&last.wire), None);
}

/// The client refuses this certificate for this reason, in each TLS version.
fn certificate_is_refused(
    authority: &Authority,
    identity: impl Fn(&'static SupportedProtocolVersion) -> Identity,
    why: impl Fn(&CertificateError) -> bool,
) {
    for version in VERSIONS {
        is_refused(
            authority,
            at_localhost,
            || Meeting::Answer(identity(version), json(TOKEN)),
            |reason| matches!(&reason, Some(TlsError::InvalidCertificate(reason)) if why(reason)),
        );
    }
}

#[test]
fn a_server_that_the_system_vouches_for_is_talked_to() {
    where_one_authority_is_trusted(|authority| {
        for version in VERSIONS {
            for host in ["localhost", "127.0.0.1"] {
                let identity = authority.vouches(&sound(&["localhost", "127.0.0.1"]), version);
                let server = Server::start(vec![
                    Meeting::Answer(identity.clone(), json(TOKEN)),
                    Meeting::Answer(identity, json(LINK)),
                ]);
                let status = read_a_link(&format!("https://{host}:{}", server.port));
                assert_eq!(status.unwrap(), "CREATED");
                // A control: the secret is visible where the handshake succeeds.
                let seen = server.seen();
                assert_eq!(secret_in(&seen[0].plain), Some("client_secret"));
                assert_eq!(secret_in(&seen[1].plain), Some("authorization"));
                assert!(seen.iter().all(|seen| secret_in(&seen.wire).is_none()));
                assert!(record_types(&seen[0].wire).contains(&APPLICATION_DATA));
            }
        }
    });
}

#[test]
fn an_expired_certificate_is_refused() {
    where_one_authority_is_trusted(|authority| {
        let mut expired = sound(&["localhost"]);
        expired.not_after = date_time_ymd(2020, 1, 1);
        certificate_is_refused(
            authority,
            |version| authority.vouches(&expired, version),
            |reason| matches!(reason, CertificateError::ExpiredContext { .. }),
        );
    });
}

#[test]
fn a_certificate_that_is_not_yet_valid_is_refused() {
    where_one_authority_is_trusted(|authority| {
        let mut early = sound(&["localhost"]);
        early.not_before = date_time_ymd(3000, 1, 1);
        certificate_is_refused(
            authority,
            |version| authority.vouches(&early, version),
            |reason| matches!(reason, CertificateError::NotValidYetContext { .. }),
        );
    });
}

#[test]
fn a_certificate_of_another_host_is_refused() {
    where_one_authority_is_trusted(|authority| {
        for names in [&["api.example.com"][..], &["127.0.0.1"], &["*.localhost", "localhost.example.com"]] {
            certificate_is_refused(
                authority,
                |version| authority.vouches(&sound(names), version),
                |reason| matches!(reason, CertificateError::NotValidForNameContext { .. }),
            );
        }
    });
}

#[test]
fn a_self_signed_certificate_is_refused() {
    where_one_authority_is_trusted(|authority| {
        certificate_is_refused(
            authority,
            |version| self_signed(&sound(&["localhost"]), version),
            |reason| *reason == CertificateError::UnknownIssuer,
        );
    });
}

#[test]
fn an_authority_that_the_system_does_not_know_is_refused() {
    where_one_authority_is_trusted(|authority| {
        let stranger = Authority::new("a stranger");
        certificate_is_refused(
            authority,
            |version| stranger.vouches(&sound(&["localhost"]), version),
            |reason| *reason == CertificateError::UnknownIssuer,
        );
    });
}

#[test]
fn an_authority_that_only_bears_a_trusted_name_is_refused() {
    where_one_authority_is_trusted(|authority| {
        let impostor = Authority::new("the trusted authority");
        certificate_is_refused(
            authority,
            |version| impostor.vouches(&sound(&["localhost"]), version),
            |reason| *reason == CertificateError::BadSignature,
        );
    });
}

#[test]
fn what_is_wrong_with_a_certificate_is_told() {
    where_one_authority_is_trusted(|authority| {
        let (mut expired, mut early) = (sound(&["localhost"]), sound(&["localhost"]));
        expired.not_after = date_time_ymd(2020, 1, 1);
        early.not_before = date_time_ymd(3000, 1, 1);
        let stranger = Authority::new("a virus scanner");
        let version = VERSIONS[0];
        for (identity, told) in [
            (authority.vouches(&expired, version), CertificateFault::Expired),
            (authority.vouches(&early, version), CertificateFault::NotYetValid),
            (authority.vouches(&sound(&["api.example.com"]), version), CertificateFault::OtherHost),
            (stranger.vouches(&sound(&["localhost"]), version), CertificateFault::UnknownAuthority),
            (self_signed(&sound(&["localhost"]), version), CertificateFault::UnknownAuthority),
        ] {
            let server = Server::start(vec![Meeting::Answer(identity, json(TOKEN))]);
            let error = read_a_link(&at_localhost(&server)).unwrap_err();
            assert_eq!(error.certificate(), Some(told), "{error:?}");
        }
        let server = Server::start(vec![Meeting::Bytes(json(TOKEN).into_bytes())]);
        assert_eq!(read_a_link(&at_localhost(&server)).unwrap_err().certificate(), None);
    });
}

#[test]
fn tls_1_1_is_refused() {
    where_one_authority_is_trusted(|authority| {
        let mut hello = vec![0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
        hello.extend([7; 32]);
        // No session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
        hello.extend([0, 0xc0, 0x13, 0]);
        let protocol_version_alert = vec![0x15, 3, 2, 0, 2, 2, 70];
        let met = [
            (hello, TlsError::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)),
            (protocol_version_alert, TlsError::AlertReceived(AlertDescription::ProtocolVersion)),
        ];
        for (bytes, expected) in met {
            let says = || Meeting::Bytes(bytes.clone());
            is_refused(authority, at_localhost, says, |reason| reason.as_ref() == Some(&expected));
        }
    });
}

#[test]
fn plain_http_behind_an_https_address_is_refused() {
    where_one_authority_is_trusted(|authority| {
        is_refused(
            authority,
            at_localhost,
            || Meeting::Bytes(json(TOKEN).into_bytes()),
            |reason| reason == Some(TlsError::InvalidMessage(InvalidMessage::InvalidContentType)),
        );
    });
}

#[test]
fn a_handshake_that_breaks_off_is_refused() {
    where_one_authority_is_trusted(|authority| {
        is_refused(authority, at_localhost, || Meeting::Half(good(authority)), |reason| reason.is_none());
        is_refused(authority, at_localhost, || Meeting::Bytes(Vec::new()), |reason| reason.is_none());
    });
}

/// The TLS record types in these bytes.
fn record_types(mut wire: &[u8]) -> Vec<u8> {
    let mut types = Vec::new();
    while let [kind, _, _, high, low, rest @ ..] = wire {
        types.push(*kind);
        wire = rest.get(usize::from(u16::from_be_bytes([*high, *low]))..).unwrap_or_default();
    }
    types
}
