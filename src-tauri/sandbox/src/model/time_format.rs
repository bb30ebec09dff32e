//! The formats of a time. Pine Labs' samples use six, so the shop's links and orders use all of them.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TimeFormat {
    /// Seen for expiries only: `created_at` and `updated_at` then have milliseconds.
    Minutes,
    Seconds,
    #[default]
    Millis,
    Micros,
    Nanos,
    /// Seconds at `+05:30`.
    India,
}

impl TimeFormat {
    /// The format of past times that goes with this format of an expiry.
    pub(crate) fn of_the_past(self) -> Self {
        if self == Self::Minutes { Self::Millis } else { self }
    }

    pub(crate) fn spell(self, moment: Timestamp) -> String {
        let form = match self {
            Self::Minutes => "%Y-%m-%dT%H:%MZ",
            Self::Seconds => "%Y-%m-%dT%H:%M:%SZ",
            Self::Millis => "%Y-%m-%dT%H:%M:%S.%3fZ",
            Self::Micros => "%Y-%m-%dT%H:%M:%S.%6fZ",
            Self::Nanos => "%Y-%m-%dT%H:%M:%S.%9fZ",
            Self::India => return india(moment),
        };
        moment.strftime(form).to_string()
    }
}

fn india(moment: Timestamp) -> String {
    let zone = Offset::from_seconds(19_800).map_or(TimeZone::UTC, TimeZone::fixed);
    moment.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::TimeFormat;

    #[test]
    fn each_spelling_tells_the_same_moment() {
        let moment: jiff::Timestamp = "2025-11-20T08:35:00Z".parse().unwrap();
        for stamp in [
            TimeFormat::Seconds,
            TimeFormat::Millis,
            TimeFormat::Micros,
            TimeFormat::Nanos,
            TimeFormat::India,
        ] {
            assert_eq!(stamp.spell(moment).parse::<jiff::Timestamp>().unwrap(), moment, "{stamp:?}");
        }
        assert_eq!(TimeFormat::Minutes.spell(moment), "2025-11-20T08:35Z");
        assert_eq!(TimeFormat::India.spell(moment), "2025-11-20T14:05:00+05:30");
    }
}
