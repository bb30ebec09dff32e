//! Dates, hours and periods: they appear next to references, and have digits and dashes like one.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word is only a time: `20-Nov-2025`, `2025-11-20T14`, `9am-10pm`, `FY-2025-26`.
pub fn tells_a_time(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let parts = lower.split(['-', '_']).collect::<Vec<_>>();
    is_stamp(&parts) || is_date_or_hours(&parts) || is_period(&parts) || is_offset(&parts)
}

/// Whether a word starts a timestamp that continues after its colons: `2025-11-20T14` of `2025-11-20T14:05:00Z`.
pub fn is_stamp_of(word: &str) -> bool {
    is_stamp(&word.to_ascii_lowercase().split(['-', '_']).collect::<Vec<_>>())
}

/// `2025-11-20T14`, `20-Nov-2025T14`, `20251120T1405-0530`, `2025-11-20Z`
fn is_stamp(parts: &[&str]) -> bool {
    let with_hour = |part: &&str| {
        part.split_once('t').is_some_and(|(day, hour)| is_number(day) && is_clock(hour.trim_end_matches('z')))
    };
    if let Some(at) = parts.iter().position(with_hour) {
        let day = parts[at].split_once('t').map_or("", |(day, _)| day);
        let date = [&parts[..at], &[day]].concat();
        return is_whole_date(&date)
            && parts[at + 1..].iter().all(|part| is_clock(part.trim_end_matches('z')));
    }
    let Some((last, before)) = parts.split_last() else { return false };
    let Some(last) = last.strip_suffix('z') else { return false };
    is_whole_date(&[before, &[last]].concat()) || is_whole_date(before) && is_clock(last)
}

fn is_whole_date(parts: &[&str]) -> bool {
    match parts {
        [date] => date.len() == 8 && is_number(date) && is_year(&date[..4]),
        [one, month, other] => {
            let is_month = is_month(month) || is_number(month) && month.len() == 2;
            let is = |year: &str, day: &str| is_year(year) && is_number(day) && day.len() <= 2;
            is_month && (is(one, other) || is(other, one))
        }
        _ => false,
    }
}

/// Only parts of dates and hours, in any order, and no more numbers than these have.
fn is_date_or_hours(parts: &[&str]) -> bool {
    let (mut months, mut days, mut years, mut hours, mut clocks) = (0, 0, 0, 0, 0);
    for part in parts.iter().copied() {
        let (before, month, after) = around_letters(part);
        if is_month(month) && (before.is_empty() || is_day(before)) {
            months += 1;
            days += usize::from(!before.is_empty()) + usize::from(is_day(after));
            years += usize::from(is_year(after));
            if !(after.is_empty() || is_day(after) || is_year(after)) {
                return false;
            }
        } else if is_day(without_ordinal(part)) {
            days += 1;
        } else if is_year(part) {
            years += 1;
        } else if is_hour(part) {
            hours += 1;
        } else if part.len() == 4 && is_clock(part) {
            clocks += 1;
        } else if !(is_weekday(part) || ["ist", "utc", "gmt", "hrs"].contains(&part)) {
            return false;
        }
    }
    let most = months.max(1);
    months + hours > 0 && days <= 2 * most && years <= most && (clocks == 0 || hours > 0)
}

/// `FY-2025-26`, `AY2025-26`, `Q3-2025`
fn is_period(parts: &[&str]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    if let ["q1" | "q2" | "q3" | "q4", year] = parts {
        return is_year(year);
    }
    let Some(glued) = first.strip_prefix("fy").or_else(|| first.strip_prefix("ay")) else { return false };
    let years = if glued.is_empty() { rest.to_vec() } else { [&[glued], rest].concat() };
    let two = |year: &str| year.get(year.len().saturating_sub(2)..).and_then(|end| end.parse::<u8>().ok());
    let is_one = |year: &str| is_year(year) || year.len() == 2 && is_number(year);
    match years.as_slice() {
        [year] => is_one(year),
        [one, next] => is_one(one) && is_one(next) && two(one).map(|year| (year + 1) % 100) == two(next),
        _ => false,
    }
}

/// `GMT-0800`
fn is_offset(parts: &[&str]) -> bool {
    matches!(parts, ["gmt" | "utc", hours] if hours.len() == 4 && is_clock(hours))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_day(text: &str) -> bool {
    text.len() <= 2 && is_number(text)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text) && (text.starts_with("19") || text.starts_with("20"))
}

fn is_month(text: &str) -> bool {
    text.len() > 2 && MONTHS.iter().any(|month| month.starts_with(text))
}

fn is_weekday(text: &str) -> bool {
    text.len() > 2 && WEEKDAYS.iter().any(|day| day.starts_with(text))
}

/// `9am`, `1030pm`, `1800hrs`, `14h05`
fn is_hour(part: &str) -> bool {
    let told = ["am", "pm", "hrs"].iter().find_map(|end| part.strip_suffix(end));
    told.is_some_and(is_clock)
        || part.split_once('h').is_some_and(|(hour, rest)| is_day(hour) && is_day(rest))
}

/// Hours, minutes, or both.
fn is_clock(text: &str) -> bool {
    let part = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|number| number <= most);
    is_number(text)
        && match text.len() {
            0..=2 => true,
            3..=4 => part(&text[..text.len() - 2], 24) && part(&text[text.len() - 2..], 59),
            6 => part(&text[..2], 24) && part(&text[2..4], 59) && part(&text[4..], 60),
            _ => false,
        }
}

/// `20th`
fn without_ordinal(part: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part)
}

/// Splits `20nov2025` into its three parts.
fn around_letters(part: &str) -> (&str, &str, &str) {
    let first = part.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(part.len());
    let (before, rest) = part.split_at(first);
    let last = rest.find(|sign: char| sign.is_ascii_digit()).unwrap_or(rest.len());
    let (letters, after) = rest.split_at(last);
    (before, letters, after)
}

#[cfg(test)]
mod tests {
    use super::tells_a_time;

    #[test]
    fn dates_hours_and_periods_are_told_from_references() {
        for time in [
            "20-Nov",
            "20-Nov-2025",
            "20-November-25",
            "2025-Nov-20",
            "Nov-2025",
            "NOV_2025",
            "Sept-2025",
            "Thu-20-Nov-2025",
            "20th-Nov-2025",
            "Nov-20th-2025",
            "20Nov-2025",
            "20-Nov2025",
            "10-20Nov",
            "Apr-Jun-2025",
            "Apr-2025-Mar-2026",
            "Apr2025-Mar2026",
            "01-Nov-2025-30-Nov-2025",
            "20-Nov-2025-10am",
            "2025-11-20_10am",
            "2025-11-20-14h05",
            "2025-11-20T14",
            "2025-11-20t14",
            "20-11-2025T14",
            "20-Nov-2025T14",
            "2025-11-20T14-05-00Z",
            "2025-11-20T140500Z",
            "2025-11-20Z",
            "20251120T1405-0530",
            "20251120-1405Z",
            "9am-10pm",
            "9-10pm",
            "10am-6pm-IST",
            "1000-1800hrs",
            "0900hrs-1800hrs",
            "30am-6",
            "GMT-0800",
            "UTC-0530",
            "FY-2025-26",
            "FY2025-26",
            "AY-25-26",
            "Q3-2025",
        ] {
            assert!(tells_a_time(time), "{time}");
        }
        for reference in [
            "MARK-2025",
            "DEC-001",
            "AM-100",
            "MAY-1042",
            "T20-14",
            "APR-25-1042",
            "NOV-2025-0183",
            "5PM-001",
            "NOV-25-10-3",
            "FY-2025-26-0183",
            "FY-2025-01",
            "Q3-2025-01",
            "Q5-2025",
            "SAT-2025",
            "IST-1042",
            "GMT-9999",
            "20T14-100",
            "INV-2025-11-20",
            "2025-11-20-A",
            "20251120-7777Z",
            "Z-2025",
            "",
        ] {
            assert!(!tells_a_time(reference), "{reference}");
        }
    }
}
