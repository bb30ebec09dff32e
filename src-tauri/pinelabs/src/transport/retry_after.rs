//! The header `Retry-After`.

use std::time::Duration;

/// The longest wait that [`retry_after`] returns.
pub(crate) const MAX_TOLD_WAIT: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Reads `Retry-After`: seconds or a date. A past date is zero. Text that is neither is `None`. A number that overflows is the
/// longest wait, because it does not mean "no wait".
pub(crate) fn retry_after(value: &str, now: jiff::Timestamp) -> Option<Duration> {
    let value = value.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let wait = if digits(whole) && digits(fraction) {
        let begun = u64::from(fraction.bytes().any(|digit| digit != b'0'));
        // More digits than the number holds: too large.
        Duration::from_secs(whole.parse().unwrap_or(u64::MAX).saturating_add(begun))
    } else {
        let until = jiff::fmt::rfc2822::parse(value).map(|date| date.timestamp());
        let until = until.or_else(|_| value.parse::<jiff::Timestamp>()).ok()?;
        Duration::try_from(until.duration_since(now)).unwrap_or_default()
    };
    Some(wait.min(MAX_TOLD_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str) -> Option<u64> {
        retry_after(value, "2026-11-28T08:35:00Z".parse().unwrap()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        assert_eq!(told("0"), Some(0));
        assert_eq!(told(" 864000 "), Some(864_000));
        assert_eq!(told("1.2"), Some(2));
        assert_eq!(told("3.0"), Some(3));
        assert_eq!(told("Tue, 08 Dec 2026 08:35:00 GMT"), Some(864_000));
        assert_eq!(told("2026-12-08T08:35:00Z"), Some(864_000));
        assert_eq!(told("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
    }

    #[test]
    fn a_wait_that_no_clock_can_hold_is_the_longest_one() {
        let longest = Some(MAX_TOLD_WAIT.as_secs());
        for value in ["99999999999999999999", "18446744073709551615", "9000000000000000", "1796717100"] {
            assert_eq!(told(value), longest, "{value}");
        }
        assert_eq!(told("01 Jan 2999 00:00:00 GMT"), longest);
    }

    #[test]
    fn what_is_no_wait_is_not_told() {
        for value in ["", "-5", "soon", "10 days", "1e9", "5.", ".5", "0x10", "१०"] {
            assert_eq!(told(value), None, "{value:?}");
        }
    }
}
