//! What may befall one call: on the wire, or at the server.

use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json};

/// So many of a hundred reads have a fault, for a while: a third in all. In a quiet while an absence can be proven, which
/// takes a quarter of an hour without a gap.
pub const OF_READS: [u32; 3] = [10, 45, 45];
/// There is one write for ten reads or more: of them, more have one.
const OF_WRITES: u32 = 60;

pub enum Fault {
    /// No connection came about.
    Unsent,
    LostBefore,
    LostAfter,
    /// Arrives after its sender has given up.
    Late(Duration),
    /// Answered slowly, and in time.
    Slow(Duration),
    /// Delivered twice; the answer to the second delivery comes back.
    Twice,
    /// Delivered twice, the second time long after.
    TwiceLate(Duration),
    /// Played by the sandbox.
    Server(Value),
}

/// A fault for a call, with its name for the figures.
pub fn draw(dice: &mut Rng, of_reads: u32, is_write: bool, is_resend: bool) -> Option<(&'static str, Fault)> {
    if dice.u32(0..100) >= if is_write { OF_WRITES } else { of_reads } {
        return None;
    }
    let server = |kind: &'static str, more: &Value| {
        let mut fault = json!({ "kind": kind });
        if let (Some(fault), Some(more)) = (fault.as_object_mut(), more.as_object()) {
            fault.extend(more.clone());
        }
        Fault::Server(fault)
    };
    let plain = |kind: &'static str| (kind, server(kind, &json!({})));
    let late = |dice: &mut Rng| {
        Duration::from_secs(*dice.choice(&[60, 600, 3600]).unwrap_or(&60) * dice.u64(52..100) / 100)
    };
    let odd_status = |dice: &mut Rng| *dice.choice(&[500, 502, 503, 504, 408, 409, 425, 302]).unwrap_or(&500);
    Some(match dice.u32(0..if is_write { 22 } else { 12 }) {
        0 => ("not sent", Fault::Unsent),
        1 => ("lost before", Fault::LostBefore),
        2 => ("lost after", Fault::LostAfter),
        3 => ("past the timeout", Fault::Late(late(dice))),
        4 => ("slow", Fault::Slow(Duration::from_secs(dice.u64(1..29)))),
        5 => ("error before", server("error_before", &json!({ "status": odd_status(dice) }))),
        6 => ("expired token", server("expired_token", &json!({}))),
        7 => {
            let wait = *dice.choice(&[0, 1, 2, 9, 25, 90]).unwrap_or(&1);
            ("429", server("rate_limited", &json!({ "retry_after": wait })))
        }
        8 => plain(nonsense(dice, ["garbage", "html", "empty"], is_resend)),
        9 => ("truncated", server("truncated", &json!({}))),
        10 => plain("error_object_200"),
        11 if !is_write => {
            ("not found as yet", server("error_before", &json!({ "status": 404, "code": "ORDER_NOT_FOUND" })))
        }
        11 => ("refused", server("error_before", &json!({ "status": 422, "code": "PAYMENT_DECLINED" }))),
        12 => ("5xx after commit", server("error_after_commit", &json!({ "status": odd_status(dice) }))),
        13 => {
            let kinds = ["garbage_after_commit", "html_after_commit", "empty_after_commit"];
            plain(nonsense(dice, kinds, is_resend))
        }
        14 => ("DUPLICATE_REQUEST", server("duplicate_request_after_commit", &json!({}))),
        15 => plain("error_object_200_after_commit"),
        // A message that is delivered twice goes out twice, whatever the program does.
        _ if is_resend => ("lost after", Fault::LostAfter),
        16 => ("delivered twice", Fault::Twice),
        17 => {
            let wait = *dice.choice(&[0, 1, 9, 90]).unwrap_or(&1);
            ("429 after the deed", server("rate_limited_after_commit", &json!({ "retry_after": wait })))
        }
        18 => {
            let status = if dice.bool() { 404 } else { 405 };
            ("404 after the deed", server("error_after_commit", &json!({ "status": status, "code": "" })))
        }
        19 => {
            let refused = json!({ "status": 422, "code": "PAYMENT_DECLINED" });
            ("refused after the deed", server("error_after_commit", &refused))
        }
        _ => ("delivered twice, once late", Fault::TwiceLate(late(dice))),
    })
}

/// An answer that is none. Nothing at all under a good status says that a message was sent, so a resend gets something.
fn nonsense(dice: &mut Rng, kinds: [&'static str; 3], is_resend: bool) -> &'static str {
    let drawn = dice.choice(&kinds).copied().unwrap_or(kinds[0]);
    if is_resend && drawn.starts_with("empty") { kinds[0] } else { drawn }
}
