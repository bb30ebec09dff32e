//! The moments of a start, printed for whoever measures it (`LINKDESK_TRACE_START`).

use std::time::{SystemTime, UNIX_EPOCH};

use crate::desktop::Desktop;
use linkdesk_core::start_options::Trace;

/// Prints `name MS`: milliseconds since the epoch time in `T0`, or since the epoch where that is absent.
pub fn mark(trace: Trace, name: &str) {
    if trace != Trace::Off {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        print(name, i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
    }
}

/// The page has painted at `at`; leaves when asked to.
pub fn painted(desktop: &Desktop, trace: Trace, at: i64) {
    if trace != Trace::Off {
        print("painted", at);
    }
    if trace == Trace::PrintAndExit {
        desktop.exit();
    }
}

fn print(name: &str, at: i64) {
    let start = std::env::var("T0").ok().and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or_default();
    println!("{name} {}", at - start);
}
