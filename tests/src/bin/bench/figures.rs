//! What a row of measured numbers comes to: its middle and its spread. Times are milliseconds, memory is KiB.

use std::fmt;

pub struct Figures(Vec<u64>);

impl Figures {
    pub fn of(mut numbers: Vec<u64>) -> Self {
        assert!(!numbers.is_empty(), "nothing was measured");
        numbers.sort_unstable();
        Self(numbers)
    }

    /// The number that this share of all, in percent, does not exceed.
    pub fn at(&self, percent: usize) -> u64 {
        self.0[(self.0.len() - 1) * percent / 100]
    }

    pub fn median(&self) -> u64 {
        self.at(50)
    }

    pub fn most(&self) -> u64 {
        self.at(100)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [least, low, median, high, most] = [0, 25, 50, 75, 100].map(|percent| self.at(percent));
        write!(f, "median {median:>6}   quartiles {low} to {high}   from {least} to {most}")
    }
}

/// A ratio, as "0.98". The numbers are whole, so that it is exact.
pub fn ratio(part: u64, whole: u64) -> String {
    let hundredths = (part * 100 + whole / 2) / whole;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The ratios of each turn, and where their quartiles are: how far a single turn strays.
pub fn ratio_of_turns(parts: &[u64], wholes: &[u64]) -> String {
    let thousandths = parts.iter().zip(wholes).map(|(part, whole)| part * 1000 / whole).collect();
    let spread = Figures::of(thousandths);
    format!("quartiles of the turns {} to {}", ratio(spread.at(25), 1000), ratio(spread.at(75), 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_middle_and_ends() {
        let row = Figures::of(vec![5, 1, 4, 2, 3]);
        assert_eq!((row.at(0), row.at(25), row.median(), row.at(75), row.most()), (1, 2, 3, 4, 5));
    }

    #[test]
    fn a_ratio_is_rounded_to_hundredths() {
        assert_eq!(ratio(98, 100), "0.98");
        assert_eq!(ratio(2, 3), "0.67");
        assert_eq!(ratio(1005, 1000), "1.01");
    }
}
