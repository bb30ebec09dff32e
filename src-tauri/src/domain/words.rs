//! An amount in words, as it is written on a cheque in India: thousand, lakh, crore; rupees and paise.
//!
//! English only. An amount in another currency has no words here; its figures stand alone.

use pinelabs::Money;

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

/// `One thousand two hundred and fifty rupees and fifty paise`; `None` where the money is not rupees, or negative.
pub fn in_words(money: Money) -> Option<String> {
    if money.currency().code() != "INR" {
        return None;
    }
    let minor = u64::try_from(money.minor()).ok()?;
    let (rupees, paise) = (minor / 100, minor % 100);
    let mut text = match (rupees, paise) {
        (0, 1..) => String::new(),
        (1, _) => "one rupee".to_owned(),
        _ => format!("{} rupees", cardinal(rupees)),
    };
    if paise > 0 {
        if !text.is_empty() {
            text.push_str(" and ");
        }
        text.push_str(&cardinal(paise));
        text.push_str(if paise == 1 { " paisa" } else { " paise" });
    }
    let first = text.remove(0).to_ascii_uppercase();
    Some(format!("{first}{text}"))
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
    use pinelabs::Currency;

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
    fn another_currency_and_a_negative_amount_have_no_words() {
        let usd = "USD".parse::<Currency>().unwrap();
        assert_eq!(in_words(Money::new(100, usd)), None);
        assert_eq!(in_words(Money::inr(-100)), None);
    }

    #[test]
    fn even_the_largest_amount_has_words() {
        assert!(in_words(Money::inr(i64::MAX)).is_some_and(|words| words.contains("crore")));
    }
}
