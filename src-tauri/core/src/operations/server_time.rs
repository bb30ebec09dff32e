//! Whether a record at Pine Labs is older than our request, by the server's own clock.

use jiff::SignedDuration;

use super::{operation::Operation, timings::SERVER_CLOCK_MARGIN};

/// Whether a record was created before the operation was sent, by the server's own clock. Times are truncated, so only a clear
/// gap counts; a time without a zone never does.
pub(super) fn was_made_before(made: Option<&pinelabs::ApiTime>, operation: &Operation) -> bool {
    let Some((made, sent)) = made.zip(operation.sent_by_server_clock) else { return false };
    let cut_by = precision(made.raw()).and_then(|cut_by| cut_by.checked_add(SERVER_CLOCK_MARGIN));
    let latest = made.at().zip(cut_by).and_then(|(at, cut_by)| at.checked_add(cut_by).ok());
    latest.is_some_and(|latest| latest <= sent)
}

/// How much later than its text the real time may be. `None` without a zone.
fn precision(raw: &str) -> Option<SignedDuration> {
    let time = raw.split(['T', ' ']).nth(1)?;
    if !time.contains(['Z', '+', '-']) {
        return None;
    }
    let seconds_are_said = time.split(['Z', '+', '-']).next().unwrap_or_default().matches(':').count() > 1;
    Some(match (seconds_are_said, time.contains('.')) {
        (false, _) => SignedDuration::from_mins(1),
        (true, false) => SignedDuration::from_secs(1),
        (true, true) => SignedDuration::from_millis(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_is_cut_may_be_later_than_its_text() {
        let table = [
            ("2025-03-21T08:29Z", Some(60_000)),
            ("2025-03-21T08:29+05:30", Some(60_000)),
            ("2025-03-21T08:29:07Z", Some(1_000)),
            ("2025-03-21T08:29:07+05:30", Some(1_000)),
            ("2025-03-21T08:29:07.123Z", Some(1)),
            ("2025-03-21T08:29:07.123", None),
            ("2025-03-21", None),
        ];
        for (text, expected) in table {
            assert_eq!(precision(text).map(|cut_by| cut_by.as_millis()), expected, "{text}");
        }
    }
}
