//! How long ago something was, in whole units.

use jiff::SignedDuration;

pub(super) const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

pub(super) const fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

pub(super) const fn days(count: i64) -> SignedDuration {
    hours(24 * count)
}
