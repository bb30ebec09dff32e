//! Broken connections: before sending, after sending, within an answer; and answers that are too large.

use std::io::Write as _;
use std::time::Duration;

use pinelabs::{Error, NetworkKind, Timeouts, WriteError};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use crate::raw_server::{RawServer, Reply, http};
use crate::support::{Server, a_link, builder, capture, key, link_id, ok, order_id, refund};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";
const LARGEST: usize = 4 << 20;

#[tokio::test]
async fn a_lost_answer_to_any_write_is_unknown_after_one_request() {
    for call in ["refund", "capture", "void", "cancel", "resend"] {
        let server = RawServer::start(|_, _| Reply::HangUp).await;
        let client = server.client();
        let end = match call {
            "refund" => client.refunds().create(&order_id(), &refund(), &key()).await.map(drop),
            "capture" => client.orders().capture(&order_id(), &capture(), &key()).await.map(drop),
            "void" => client.orders().void(&order_id(), &key()).await.map(drop),
            "cancel" => client.links().cancel(&link_id(), &key()).await.map(drop),
            _ => client.links().resend(&link_id(), &key()).await.map(drop),
        };
        let Err(WriteError::Unknown(unknown)) = end else { panic!("{call}: {end:?}") };
        assert!(matches!(unknown.cause, Error::Network { kind: NetworkKind::Interrupted, .. }), "{call}");
        assert_eq!(unknown.request_ids.len(), 1);
        assert_eq!(server.requests().len(), 1, "{call}");
    }
}

#[tokio::test]
async fn a_write_without_a_body_says_that_it_has_none() {
    let server = RawServer::start(|_, _| Reply::Bytes(http(200, &a_link().to_string()))).await;
    server.client().links().cancel(&link_id(), &key()).await.unwrap();
    assert!(server.requests()[0].to_ascii_lowercase().contains("content-length: 0\r\n"));
}

#[tokio::test]
async fn a_lost_answer_to_a_read_is_asked_for_again() {
    let server = RawServer::start(|number, _| match number {
        1 | 2 => Reply::HangUp,
        _ => Reply::Bytes(http(200, &a_link().to_string())),
    })
    .await;
    server.client().links().get(&link_id()).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unknown_for_a_write_and_asked_for_again_by_a_read() {
    let cut = || {
        let mut answer = http(200, &a_link().to_string());
        answer.truncate(answer.len() - 10);
        Reply::Bytes(answer)
    };
    let server = RawServer::start(move |_, _| cut()).await;
    let end = server.client().links().cancel(&link_id(), &key()).await;
    assert!(matches!(end, Err(WriteError::Unknown(_))), "{end:?}");
    assert_eq!(server.requests().len(), 1);
    let read = server.client().links().get(&link_id()).await;
    assert!(matches!(read, Err(Error::Network { kind: NetworkKind::Interrupted, .. })), "{read:?}");
    assert_eq!(server.requests().len(), 1 + 3);
}

#[tokio::test]
async fn a_refusal_that_breaks_off_is_no_refusal() {
    let server = RawServer::start(|_, _| {
        let mut answer = http(422, r#"{"code":"INVALID_REQUEST","message":"no"}"#);
        answer.truncate(answer.len() - 2);
        Reply::Bytes(answer)
    })
    .await;
    let end = server.client().refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::Unknown(_))), "{end:?}");
}

#[tokio::test]
async fn a_silent_server_is_given_up_in_time() {
    let server = RawServer::start(|_, _| Reply::Silence).await;
    let timeouts = Timeouts { answer: Duration::from_millis(200), ..Timeouts::default() };
    let client = builder(&server.uri).timeouts(timeouts).build().unwrap();
    let end = client.refunds().create(&order_id(), &refund(), &key()).await;
    let Err(WriteError::Unknown(unknown)) = end else { panic!("{end:?}") };
    assert!(matches!(unknown.cause, Error::Network { kind: NetworkKind::Timeout, .. }));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_proves_that_a_write_was_not_sent() {
    // The first request, a read, gets the token; the server is gone after it.
    let server = RawServer::start(|_, _| Reply::HangUpForGood).await;
    let client = server.client();
    let read = client.links().get(&link_id()).await;
    assert!(matches!(read, Err(Error::Network { kind: NetworkKind::ConnectionRefused, .. })), "{read:?}");
    let end = client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(
        matches!(end, Err(WriteError::NotSent(Error::Network { kind: NetworkKind::ConnectionRefused, .. }))),
        "{end:?}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_was_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = builder(&format!("https://{}", listener.local_addr().unwrap())).build().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"I speak no TLS\n").await;
        }
    });
    let end = client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(
        matches!(end, Err(WriteError::NotSent(Error::Network { kind: NetworkKind::Tls, .. }))),
        "{end:?}"
    );
}

#[tokio::test]
async fn an_answer_of_exactly_the_largest_size_is_read() {
    let mut link = a_link();
    link["description"] = json!("");
    let room = LARGEST - link.to_string().len();
    link["description"] = json!("x".repeat(room));
    let server = Server::start().await;
    server.answer(LINK, [ok(link)]).await;
    assert!(server.client.links().get(&link_id()).await.is_ok());
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let server = Server::start().await;
    server.answer(LINK, [ResponseTemplate::new(200).set_body_string("x".repeat(LARGEST + 1))]).await;
    assert!(matches!(server.client.links().get(&link_id()).await, Err(Error::TooLarge { .. })));
    assert_eq!(server.sent().await.len(), 1);
}

#[tokio::test]
async fn a_small_answer_that_unpacks_without_end_is_cut_off() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&vec![b' '; LARGEST * 8]).unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 64 * 1024);
    let server = Server::start().await;
    let answer = ResponseTemplate::new(200)
        .insert_header("content-encoding", "gzip")
        .set_body_raw(bomb, "application/json");
    server.answer(LINK, [answer.clone()]).await;
    server.answer("PUT /api/pay/v1/paymentlink/pl-v1-link/cancel", [answer]).await;
    assert!(matches!(server.client.links().get(&link_id()).await, Err(Error::TooLarge { .. })));
    let end = server.client.links().cancel(&link_id(), &key()).await;
    assert!(
        matches!(end, Err(WriteError::Unknown(unknown)) if matches!(unknown.cause, Error::TooLarge { .. }))
    );
}

#[tokio::test]
async fn a_large_404_proves_no_missing_route() {
    let server = Server::start().await;
    let large = ResponseTemplate::new(404).set_body_string("x".repeat(LARGEST + 1));
    server.answer("POST /api/pay/v1/refunds/v1-order", [large]).await;
    let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::Unknown(_))), "{end:?}");
    assert_eq!(server.sent().await.len(), 1);
}

#[tokio::test]
async fn an_error_that_is_kept_or_printed_names_no_address() {
    let server = RawServer::start(|_, _| Reply::HangUp).await;
    let end = server.client().refunds().create(&order_id(), &refund(), &key()).await;
    let printed = format!("{end:?}");
    assert!(!printed.contains("v1-order") && !printed.contains("token-1"), "{printed}");
}
