//! Writes with a deadline: when they are sent, and over which connection.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinelabs::{Client, Dialect, Error, SendDeadline, WriteError};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::raw_server::{RawServer, Reply, http, read_request};
use crate::support::{
    HeldClock, Server, TOKEN_PATH, a_link, a_refund, builder, capture, key, link_id, ok, order_id, refund,
};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";
const REFUND: &str = "POST /api/pay/v1/refunds/v1-order";
const NOW: &str = "2025-03-21T08:29:00Z";
const LIMIT: Duration = Duration::from_secs(30);

fn now() -> jiff::Timestamp {
    NOW.parse().unwrap()
}

async fn each_write_is_too_late(late: &Client) {
    let ends = [
        late.refunds().create(&order_id(), &refund(), &key()).await.map(drop),
        late.orders().capture(&order_id(), &capture(), &key()).await.map(drop),
        late.orders().void(&order_id(), &key()).await.map(drop),
        late.links().cancel(&link_id(), &key()).await.map(drop),
        late.links().resend(&link_id(), &key()).await.map(drop),
    ];
    for end in ends {
        assert!(matches!(end, Err(WriteError::NotSent(Error::DeadlineExceeded))), "{end:?}");
    }
}

#[tokio::test]
async fn a_write_that_may_not_leave_any_more_is_not_sent_and_a_read_is() {
    let server = Server::start().await;
    server.answer(LINK, [ok(a_link())]).await;
    for seconds in [31, -11] {
        let clock = HeldClock::at(NOW);
        let client = builder(&server.mock.uri()).clock(clock.clone()).build().unwrap();
        let limited = client.with_deadline(SendDeadline::new(now(), LIMIT));
        clock.pass(seconds);
        each_write_is_too_late(&limited).await;
        limited.links().get(&link_id()).await.unwrap();
    }
    assert_eq!(server.lines().await, [LINK, LINK]);
}

#[tokio::test]
async fn a_write_in_time_is_sent_once() {
    let server = Server::start().await;
    server.answer(REFUND, [ok(a_refund())]).await;
    let limited = server.client.with_deadline(SendDeadline::new(jiff::Timestamp::now(), LIMIT));
    limited.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    assert_eq!(server.lines().await, [REFUND]);
}

/// Answers every request, keeps all connections open, and records which connection each request used.
async fn keeping_server() -> (String, Arc<Mutex<Vec<(usize, String)>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    tokio::spawn(async move {
        for connection in 0.. {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let notes = Arc::clone(&notes);
            tokio::spawn(async move {
                loop {
                    let request = read_request(&mut stream).await;
                    let Some(line) = request.split(" HTTP").next().filter(|line| !line.is_empty()) else {
                        return;
                    };
                    notes.lock().unwrap().push((connection, line.to_owned()));
                    let body = match line {
                        line if line.contains(TOKEN_PATH) => {
                            json!({ "access_token": "token-1", "expires_in": 3600 })
                        }
                        LINK => a_link(),
                        _ => a_refund(),
                    };
                    let answer = String::from_utf8(http(200, &body.to_string())).unwrap();
                    let answer = answer.replace("connection: close\r\n", "");
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    (uri, seen)
}

/// A request on a reused connection has no second check of its deadline.
#[tokio::test]
async fn a_limited_write_has_a_connection_of_its_own() {
    let (uri, seen) = keeping_server().await;
    let client = builder(&uri).build().unwrap();
    client.links().get(&link_id()).await.unwrap();
    client.links().get(&link_id()).await.unwrap();
    let limited = client.with_deadline(SendDeadline::new(jiff::Timestamp::now(), LIMIT));
    limited.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    limited.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    let connections = |line: &str| -> Vec<usize> {
        let seen = seen.lock().unwrap();
        seen.iter().filter(|(_, of)| of == line).map(|(connection, _)| *connection).collect()
    };
    let (reads, writes) = (connections(LINK), connections(REFUND));
    assert_eq!(reads[0], reads[1], "a connection is kept where one may be");
    assert!(writes[0] != writes[1] && !writes.contains(&reads[0]), "{reads:?} {writes:?}");
}

/// A server with a full backlog: it accepts a connection only after the limit.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_that_accepts_only_after_the_limit_gets_not_one_byte() {
    use tokio::net::{TcpSocket, TcpStream};

    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let clock = HeldClock::at(NOW);
    let client = builder(&format!("http://{address}")).clock(clock.clone()).build().unwrap();
    let token = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(&http(200, r#"{"access_token":"token-1","expires_in":3600}"#)).await.unwrap();
    };
    tokio::join!(async { client.sign_in().await.unwrap() }, token);

    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address)).await
    {
        waiting.push(stream.unwrap());
    }
    let limited = client.with_deadline(SendDeadline::new(now(), LIMIT));
    let sending = tokio::spawn(async move { limited.refunds().create(&order_id(), &refund(), &key()).await });
    // The check before the attempt passed: the client is connecting now.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!sending.is_finished());
    clock.pass(31);
    drop(waiting);
    let mut heard = Vec::new();
    let end = {
        let mut sending = sending;
        loop {
            tokio::select! {
                end = &mut sending => break end.unwrap(),
                accepted = listener.accept() => heard.push(accepted.unwrap().0),
            }
        }
    };
    assert!(matches!(end, Err(WriteError::NotSent(Error::DeadlineExceeded))), "{end:?}");
    while let Ok(accepted) = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await {
        heard.push(accepted.unwrap().0);
    }
    for mut stream in heard {
        assert_eq!(read_request(&mut stream).await, "");
    }
}

#[tokio::test]
async fn what_is_too_late_stays_so_where_a_clock_that_was_set_back_is_put_right() {
    let server = Server::start().await;
    server.answer(REFUND, [ok(a_refund())]).await;
    let clock = HeldClock::at(NOW);
    let client = builder(&server.mock.uri()).clock(clock.clone()).build().unwrap();
    client.sign_in().await.unwrap();
    let limited = client.with_deadline(SendDeadline::new(now(), LIMIT));
    clock.pass(-3_600);
    let sending = async { limited.refunds().create(&order_id(), &refund(), &key()).await };
    let put_right = async {
        tokio::task::yield_now().await;
        clock.pass(3_600);
    };
    let (end, ()) = tokio::join!(sending, put_right);
    assert!(matches!(end, Err(WriteError::NotSent(Error::DeadlineExceeded))), "{end:?}");
    assert_eq!(server.sent().await.len(), 0);
}

/// A server that answers once, after the limit.
async fn answered_too_late(code: u16, body: &'static str) -> (RawServer, Client) {
    let clock = HeldClock::at(NOW);
    let passing = clock.clone();
    let server = RawServer::start(move |_, _| {
        passing.pass(31);
        Reply::Bytes(http(code, body))
    })
    .await;
    let client = builder(&server.uri).dialect(Dialect::Reference).clock(clock).build().unwrap();
    let limited = client.with_deadline(SendDeadline::new(now(), LIMIT));
    (server, limited)
}

/// The answer to the first attempt counts more than a second attempt that was not sent.
#[tokio::test]
async fn a_write_whose_second_spelling_does_not_leave_ends_as_the_first_was_answered() {
    let (server, limited) = answered_too_late(404, r#"{"status":404,"error":"Not Found"}"#).await;
    let end = limited.refunds().create(&order_id(), &refund(), &key()).await;
    let Err(WriteError::NotSent(Error::Api(missing))) = end else { panic!("{end:?}") };
    assert!(missing.is_missing_route());
    assert_eq!(server.requests().len(), 1);

    let unknown_field = r#"{"code":"INVALID_REQUEST","message":"Unknown field 'amount'"}"#;
    let (server, limited) = answered_too_late(400, unknown_field).await;
    let end = limited.orders().capture(&order_id(), &capture(), &key()).await;
    assert!(matches!(end, Err(WriteError::Refused(_))), "{end:?}");
    assert_eq!(server.requests().len(), 1);
}
