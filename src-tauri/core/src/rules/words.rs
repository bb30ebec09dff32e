//! An amount in words, as it is written on a cheque in India: thousand, lakh, crore; rupees and paise. Of another
//! currency in thousands and millions.
//!
//! English only. A currency that has no name here keeps its figures.

use pinelabs::{Currency, Money};

use super::currency;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// `One thousand two hundred and fifty rupees and fifty paise`, `One hundred twenty US dollars`; `None` where the money is
/// less than nothing.
pub fn in_words(money: Money) -> Option<String> {
    let minor = u64::try_from(money.minor()).ok()?;
    let Some(named) = currency::name_of(money.currency()) else { return Some(money.to_string()) };
    let spell = if money.currency() == Currency::INR { cardinal } else { thousands };
    let per_major = 10_u64.pow(money.currency().exponent());
    let counted = |count: u64, (one, many): (&str, &str)| {
        format!("{} {}", spell(count), if count == 1 { one } else { many })
    };
    let (major, rest) = (minor / per_major, minor % per_major);
    let small = named.minor.filter(|_| rest > 0).map(|names| counted(rest, names));
    let mut text = match small {
        Some(small) if major == 0 => small,
        Some(small) => format!("{} and {small}", counted(major, named.major)),
        None => counted(major, named.major),
    };
    let first = text.remove(0).to_ascii_uppercase();
    Some(format!("{first}{text}"))
}

/// As elsewhere: thousand, million, billion.
fn thousands(number: u64) -> String {
    const SCALES: [(u64, &str); 7] = [
        (1_000_000_000_000_000_000, "quintillion"),
        (1_000_000_000_000_000, "quadrillion"),
        (1_000_000_000_000, "trillion"),
        (1_000_000_000, "billion"),
        (1_000_000, "million"),
        (1_000, "thousand"),
        (100, "hundred"),
    ];
    let Some((unit, name)) = SCALES.iter().find(|(unit, _)| number >= *unit) else { return cardinal(number) };
    let head = format!("{} {name}", thousands(number / unit));
    match number % unit {
        0 => head,
        rest => format!("{head} {}", thousands(rest)),
    }
}

fn cardinal(number: u64) -> String {
    match number {
        0..20 => ONES[usize::try_from(number).unwrap_or_default()].to_owned(),
        20..100 => {
            let ten = TENS[usize::try_from(number / 10).unwrap_or_default()];
            match number % 10 {
                0 => ten.to_owned(),
                one => format!("{ten}-{}", cardinal(one)),
            }
        }
        100..1_000 => joined(number, 100, "hundred"),
        1_000..100_000 => joined(number, 1_000, "thousand"),
        100_000..10_000_000 => joined(number, 100_000, "lakh"),
        _ => joined(number, 10_000_000, "crore"),
    }
}

fn joined(number: u64, unit: u64, name: &str) -> String {
    let head = format!("{} {name}", cardinal(number / unit));
    match number % unit {
        0 => head,
        rest if rest < 100 => format!("{head} and {}", cardinal(rest)),
        rest => format!("{head} {}", cardinal(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_spelt_as_on_an_indian_cheque() {
        let table = [
            (0, "Zero rupees"),
            (1, "One paisa"),
            (50, "Fifty paise"),
            (100, "One rupee"),
            (101, "One rupee and one paisa"),
            (125_000, "One thousand two hundred and fifty rupees"),
            (125_050, "One thousand two hundred and fifty rupees and fifty paise"),
            (2_450_000, "Twenty-four thousand five hundred rupees"),
            (3_200_000, "Thirty-two thousand rupees"),
            (10_000_100, "One lakh and one rupees"),
            (12_345_600, "One lakh twenty-three thousand four hundred and fifty-six rupees"),
            (1_000_000_000, "One crore rupees"),
            (
                123_456_789_012,
                "One hundred and twenty-three crore forty-five lakh sixty-seven thousand eight hundred and ninety rupees and twelve paise",
            ),
        ];
        for (minor, expected) in table {
            assert_eq!(in_words(Money::inr(minor)).as_deref(), Some(expected), "{minor}");
        }
    }

    #[test]
    fn another_currency_is_spelt_by_its_own_name_and_decimals_and_else_keeps_its_figures() {
        let table = [
            ("USD", 12_000, "One hundred twenty US dollars"),
            ("USD", 100, "One US dollar"),
            ("USD", 101, "One US dollar and one cent"),
            ("USD", 5, "Five cents"),
            (
                "USD",
                123_456_789,
                "One million two hundred thirty-four thousand five hundred sixty-seven US dollars and eighty-nine cents",
            ),
            ("EUR", 2_050, "Twenty euros and fifty cents"),
            ("GBP", 1, "One penny"),
            ("AED", 150, "One UAE dirham and fifty fils"),
            ("JPY", 120, "One hundred twenty yen"),
            ("JPY", 1, "One yen"),
            ("KWD", 1_005, "One Kuwaiti dinar and five fils"),
            ("KWD", 0, "Zero Kuwaiti dinars"),
            ("SGD", 100_000, "One thousand Singapore dollars"),
            ("XYZ", 12_345, "XYZ 123.45"),
        ];
        for (code, minor, expected) in table {
            let money = Money::new(minor, code.parse::<Currency>().unwrap());
            assert_eq!(in_words(money).as_deref(), Some(expected), "{code} {minor}");
        }
    }

    #[test]
    fn less_than_nothing_has_no_words() {
        assert_eq!(in_words(Money::inr(-100)), None);
        assert_eq!(in_words(Money::new(-1, "XYZ".parse().unwrap())), None);
    }

    #[test]
    fn even_the_largest_amount_has_words() {
        assert!(in_words(Money::inr(i64::MAX)).is_some_and(|words| words.contains("crore")));
        let yen = Money::new(i64::MAX, "JPY".parse().unwrap());
        assert!(in_words(yen).is_some_and(|words| words.starts_with("Nine quintillion")));
    }
}
