//! The estimate of the server's clock, and the answers that it uses.

use jiff::SignedDuration;

use crate::raw_server::{RawServer, Reply, http};
use crate::support::{HeldClock, a_link, builder, key, link_id, order_id, refund};

const NOW: &str = "2025-03-21T08:29:00Z";
const FIVE_MINUTES_AHEAD: &str = "Fri, 21 Mar 2025 08:34:00 GMT";
const NO: &str = r#"{"code":"NO","message":"no"}"#;

/// The estimate of a client whose clock shows 08:29:00, after one read and one write.
async fn offset_after(read: Vec<u8>, write: Vec<u8>) -> Option<SignedDuration> {
    let answer = move |_, request: &str| {
        Reply::Bytes(if request.starts_with("GET ") { read.clone() } else { write.clone() })
    };
    let server = RawServer::start(answer).await;
    let client = builder(&server.uri).clock(HeldClock::at(NOW)).build().unwrap();
    let another = client.clone();
    assert_eq!(another.server_clock().offset(), None);
    let _ = client.links().get(&link_id()).await;
    let _ = client.refunds().create(&order_id(), &refund(), &key()).await;
    another.server_clock().offset()
}

/// The offset in seconds, within one second for the cut `Date` and the time of the answer.
fn is_about(offset: Option<SignedDuration>, seconds: i64) -> bool {
    let beyond = |offset: SignedDuration| offset.saturating_sub(SignedDuration::from_secs(seconds));
    offset.is_some_and(|offset| (0..2_000).contains(&beyond(offset).as_millis()))
}

fn dated(answer: &[u8], date: &str) -> Vec<u8> {
    let answer = String::from_utf8_lossy(answer);
    answer.replacen("\r\n", &format!("\r\ndate: {date}\r\n"), 1).into_bytes()
}

fn a_good_answer() -> Vec<u8> {
    http(200, &a_link().to_string())
}

#[tokio::test]
async fn the_servers_clock_is_learnt_from_answers_to_reads_and_writes_of_any_kind() {
    let undated = a_good_answer;
    for read in [a_good_answer(), http(404, NO), http(503, "")] {
        assert!(is_about(offset_after(dated(&read, FIVE_MINUTES_AHEAD), undated()).await, 300));
    }
    assert!(is_about(offset_after(undated(), dated(&http(422, NO), FIVE_MINUTES_AHEAD)).await, 300));
}

#[tokio::test]
async fn no_clock_is_learnt_from_a_web_page_or_a_date_that_is_none() {
    let page = http(200, "<!DOCTYPE html><html><body>Sign in</body></html>");
    let page = dated(&page, "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_eq!(offset_after(page, dated(&a_good_answer(), "yesterday")).await, None);
}

#[tokio::test]
async fn a_clock_that_was_set_is_learnt_anew() {
    let before = dated(&a_good_answer(), FIVE_MINUTES_AHEAD);
    let after = dated(&http(422, NO), "Fri, 21 Mar 2025 07:29:00 GMT");
    assert!(is_about(offset_after(before, after).await, -3_600));
}
