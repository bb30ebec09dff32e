//! When a computer's clock counts as wrong: more than two minutes off the server's.
//!
//! A smaller offset is normal for clocks and network delays, and does not affect deadlines of days.

use std::time::Duration;

use jiff::SignedDuration;

const CLOCK_TOLERANCE: Duration = Duration::from_mins(2);

/// How far the server's clock is ahead of the computer's, if too far. Negative: the computer is ahead.
pub fn off_by(offset: Option<SignedDuration>) -> Option<SignedDuration> {
    offset.filter(|offset| offset.unsigned_abs() > CLOCK_TOLERANCE)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::{
        allowed::{self, OperationKind, Reason},
        next_step::{NextStep, next_step},
        sample::{link, order, snapshot, with},
        snapshot::Snapshot,
    };

    fn off(snapshot: Snapshot, hours: i64) -> Snapshot {
        Snapshot { clock_offset: SignedDuration::from_hours(hours), ..snapshot }
    }

    /// The computer's clock says 20 November 08:35 UTC.
    #[test]
    fn deadlines_are_reckoned_by_the_servers_clock() {
        let held = || {
            let order = with(order("AUTHORIZED", "AUTHORIZED", 100_000), "pre_auth", json!(true));
            let payment = json!([{ "status": "AUTHORIZED", "created_at": "2025-11-16T08:35:00Z" }]);
            snapshot(with(link("PROCESSED", 0), "pre_auth", json!(true)), [with(order, "payments", payment)])
        };
        let at = |status, field, time: &str| {
            let link = with(with(link(status, 100_000), "updated_at", json!(null)), field, json!(time));
            snapshot(link, [])
        };
        let expiring = || at("CREATED", "expire_by", "2025-11-21T20:35:00Z");
        let opened = || at("CLICKED", "updated_at", "2025-11-19T20:35:00Z");
        let table = [
            ("held for four days", held(), 0, NextStep::CaptureOrVoid),
            ("held for five days by the server", held(), 25, NextStep::CaptureOverdue),
            ("36 h left", expiring(), 0, NextStep::Wait),
            ("23 h left by the server", expiring(), 13, NextStep::ExpiringSoon),
            ("opened 12 h ago", opened(), 0, NextStep::FollowUpOpened),
            ("opened over a day ago by the server", opened(), 13, NextStep::OpenedLong),
            ("opened over a day ago by the computer alone", opened(), -13, NextStep::FollowUpOpened),
        ];
        for (row, snapshot, hours, expected) in table {
            assert_eq!(next_step(&off(snapshot, hours)), expected, "{row}");
        }
        assert_eq!(allowed::check(OperationKind::Resend, &off(expiring(), 35)), Ok(()));
        assert_eq!(allowed::check(OperationKind::Resend, &off(expiring(), 36)), Err(Reason::AlreadyExpired));
    }

    #[test]
    fn a_clock_is_wrong_from_more_than_two_minutes_on_either_way() {
        let table =
            [(0, false), (120, false), (-120, false), (121, true), (-121, true), (-157_680_000, true)];
        for (seconds, wrong) in table {
            let offset = SignedDuration::from_secs(seconds);
            assert_eq!(off_by(Some(offset)), wrong.then_some(offset), "{seconds}");
        }
        assert_eq!(off_by(None), None);
        assert_eq!(off_by(Some(SignedDuration::MIN)), Some(SignedDuration::MIN));
    }
}
