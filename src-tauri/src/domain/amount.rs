//! An amount that somebody typed in a dialog that moves money: what it is in paise, or why it is not taken.
//!
//! Reads digits only, never through a float, and never guesses: what is not plainly an amount is refused.

use pinelabs::Money;

/// Pine Labs moves nothing smaller than ₹1, in paise.
pub const SMALLEST_MOVE_MINOR: i64 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountProblem {
    Empty,
    NotAnAmount,
    TooManyDecimals,
    Negative,
    BelowMinimum,
    /// More than there is to refund or to capture.
    AboveLeft,
}

/// How much of what is there somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    All,
    /// What was typed.
    Part(String),
}

/// An amount taken from a choice, with what it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    pub amount: Money,
    /// Left to refund afterwards, or released by a capture.
    pub rest: Money,
}

impl Chosen {
    /// Whether a refund leaves less than Pine Labs would ever refund again.
    pub fn strands_rest(&self) -> bool {
        self.rest.minor() > 0 && self.rest.minor() < SMALLEST_MOVE_MINOR
    }
}

/// Takes a choice against what is `left`.
pub fn choose(choice: &Choice, left: Money) -> Result<Chosen, AmountProblem> {
    let amount = match choice {
        Choice::All => left,
        Choice::Part(text) => Money::new(read(text, left.currency().exponent())?, left.currency()),
    };
    if amount.minor() < SMALLEST_MOVE_MINOR {
        return Err(AmountProblem::BelowMinimum);
    }
    let rest = left.checked_sub(amount).filter(|rest| rest.minor() >= 0).ok_or(AmountProblem::AboveLeft)?;
    Ok(Chosen { amount, rest })
}

/// Reads `1,250.50`, `1250.5`, `₹ 1250` as minor units of a currency with `exponent` decimals.
pub fn read(text: &str, exponent: u32) -> Result<i64, AmountProblem> {
    let text = text.trim();
    let text = text.strip_prefix('₹').unwrap_or(text).trim_start();
    if text.is_empty() {
        return Err(AmountProblem::Empty);
    }
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return Err(if read(rest, exponent).is_ok() {
            AmountProblem::Negative
        } else {
            AmountProblem::NotAnAmount
        });
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let whole = ungroup(whole).ok_or(AmountProblem::NotAnAmount)?;
    if whole.is_empty() && decimals.is_empty() || !digits(&whole) || !digits(decimals) {
        return Err(AmountProblem::NotAnAmount);
    }
    let exponent = exponent as usize;
    if decimals.len() > exponent {
        return Err(AmountProblem::TooManyDecimals);
    }
    format!("{whole}{decimals:0<exponent$}").parse().map_err(|_| AmountProblem::AboveLeft)
}

/// Removes thousands separators where they stand as in India (12,34,567) or elsewhere (1,234,567); a comma anywhere
/// else might have been meant as a decimal point, so it is refused.
fn ungroup(whole: &str) -> Option<String> {
    let mut groups = whole.split(',').collect::<Vec<_>>();
    if groups.len() == 1 {
        return Some(whole.to_owned());
    }
    let last = groups.pop().filter(|group| group.len() == 3)?;
    let first = groups.first().copied().filter(|group| !group.is_empty())?;
    let inner = &groups[1..];
    let indian = first.len() <= 2 && inner.iter().all(|group| group.len() == 2);
    let western = first.len() <= 3 && inner.iter().all(|group| group.len() == 3);
    (indian || western).then(|| format!("{}{last}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_a_shopkeeper_writes_them() {
        let table = [
            ("1,250.50", Ok(125_050)),
            ("1250.5", Ok(125_050)),
            ("1250", Ok(125_000)),
            ("1250.", Ok(125_000)),
            (".50", Ok(50)),
            ("₹ 1,23,456.00", Ok(12_345_600)),
            ("123,456", Ok(12_345_600)),
            ("  7 ", Ok(700)),
            ("", Err(AmountProblem::Empty)),
            ("₹", Err(AmountProblem::Empty)),
            (".", Err(AmountProblem::NotAnAmount)),
            ("-5", Err(AmountProblem::Negative)),
            ("−5.00", Err(AmountProblem::Negative)),
            ("1.005", Err(AmountProblem::TooManyDecimals)),
            ("1250,50", Err(AmountProblem::NotAnAmount)),
            ("1,2,3", Err(AmountProblem::NotAnAmount)),
            ("1e3", Err(AmountProblem::NotAnAmount)),
            ("1.2.3", Err(AmountProblem::NotAnAmount)),
            ("१२", Err(AmountProblem::NotAnAmount)),
            ("ten", Err(AmountProblem::NotAnAmount)),
            ("+5", Err(AmountProblem::NotAnAmount)),
            ("1 250", Err(AmountProblem::NotAnAmount)),
            ("999999999999999999999", Err(AmountProblem::AboveLeft)),
        ];
        for (text, expected) in table {
            assert_eq!(read(text, 2), expected, "{text:?}");
        }
        assert_eq!(read("12", 0), Ok(12));
        assert_eq!(read("1.5", 0), Err(AmountProblem::TooManyDecimals));
        assert_eq!(read("1.234", 3), Ok(1_234));
    }

    #[test]
    fn a_part_is_at_least_one_rupee_and_at_most_what_is_left() {
        let left = Money::inr(10_000);
        let part = |text: &str| choose(&Choice::Part(text.into()), left);
        assert_eq!(part("40"), Ok(Chosen { amount: Money::inr(4_000), rest: Money::inr(6_000) }));
        assert_eq!(part("0.99"), Err(AmountProblem::BelowMinimum));
        assert_eq!(part("1"), Ok(Chosen { amount: Money::inr(100), rest: Money::inr(9_900) }));
        assert_eq!(part("100.00"), Ok(Chosen { amount: left, rest: Money::inr(0) }));
        assert_eq!(part("100.01"), Err(AmountProblem::AboveLeft));
        assert_eq!(choose(&Choice::All, left), Ok(Chosen { amount: left, rest: Money::inr(0) }));
        assert_eq!(choose(&Choice::All, Money::inr(99)), Err(AmountProblem::BelowMinimum));
    }

    #[test]
    fn a_refund_that_leaves_less_than_one_rupee_strands_it() {
        let strands =
            |text: &str| choose(&Choice::Part(text.into()), Money::inr(10_000)).unwrap().strands_rest();
        assert!(strands("99.01"));
        assert!(strands("99.99"));
        assert!(!strands("99.00"));
        assert!(!choose(&Choice::All, Money::inr(10_000)).unwrap().strands_rest());
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(minor in 0_i64..10_000_000_000) {
            let written = Money::inr(minor).to_string();
            prop_assert_eq!(read(&written, 2), Ok(minor), "{}", written);
            prop_assert_eq!(read(&format!("{}.{:02}", minor / 100, minor % 100), 2), Ok(minor));
        }

        #[test]
        fn no_text_panics_or_becomes_a_negative_amount(text in "\\PC{0,40}") {
            if let Ok(minor) = read(&text, 2) {
                prop_assert!(minor >= 0);
            }
        }

        #[test]
        fn a_taken_part_and_its_rest_make_the_whole(left in 100_i64..1_000_000_000, typed in 0_i64..1_000_000_000) {
            let text = format!("{}.{:02}", typed / 100, typed % 100);
            if let Ok(chosen) = choose(&Choice::Part(text), Money::inr(left)) {
                prop_assert_eq!(chosen.amount.checked_add(chosen.rest), Some(Money::inr(left)));
                prop_assert!(chosen.amount.minor() >= SMALLEST_MOVE_MINOR && chosen.rest.minor() >= 0);
            }
        }
    }
}
