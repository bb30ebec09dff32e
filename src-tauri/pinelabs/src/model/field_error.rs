//! Validation before sending: which field the API would refuse, as a code with its limits.
//!
//! There are no sentences for users here: the application words them from the field, the code and the limits.

use std::fmt;

use jiff::SignedDuration;

use crate::limits;
use crate::model::currency::Currency;
use crate::model::ids::Reference;
use crate::model::money::Money;

/// A field that the API would refuse, found before the request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
#[non_exhaustive]
pub struct FieldError {
    /// The path of the field, in the API's own names, such as `customer.email_id`.
    pub field: &'static str,
    /// What is wrong with its value.
    pub problem: FieldProblem,
}

/// What is wrong with a value, with the limit that it violates. Each limit comes from [`limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldProblem {
    /// The field is needed and has no value.
    Missing,
    /// The value has another format than the field needs, such as an e-mail address without `@`.
    Malformed,
    /// The reference is empty, longer than `max_chars`, or has other characters than `[A-Za-z0-9_-]`.
    NotAReference {
        /// Characters.
        max_chars: usize,
    },
    /// The number of characters is outside of the range.
    Length {
        /// Characters.
        min_chars: usize,
        /// Characters.
        max_chars: usize,
    },
    /// The value is not a number of `min_digits` to `max_digits` ASCII digits.
    Digits {
        /// Digits.
        min_digits: usize,
        /// Digits.
        max_digits: usize,
    },
    /// The list has too many entries.
    TooMany {
        /// Entries.
        max_entries: usize,
    },
    /// The amount is outside of the range.
    Amount {
        /// In minor units (paise for rupees).
        min_minor: i64,
        /// In minor units (paise for rupees). `None` where only a minimum exists.
        max_minor: Option<i64>,
    },
    /// The time is in the past, or too far in the future.
    Time {
        /// The latest time, counted from now.
        max_ahead: SignedDuration,
    },
}

impl FieldError {
    /// An error for one field.
    pub const fn new(field: &'static str, problem: FieldProblem) -> Self {
        Self { field, problem }
    }

    /// The reference in `field` cannot name something new: see [`Reference::is_allowed_for_new`].
    pub const fn reference(field: &'static str) -> Self {
        Self::new(field, FieldProblem::NotAReference { max_chars: limits::MAX_NEW_REFERENCE_CHARS })
    }
}

impl FieldProblem {
    /// A stable code, such as `too_many`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::NotAReference { .. } => "not_a_reference",
            Self::Length { .. } => "length",
            Self::Digits { .. } => "digits",
            Self::TooMany { .. } => "too_many",
            Self::Amount { .. } => "amount",
            Self::Time { .. } => "time",
        }
    }
}

/// The code and its limits, for logs: `length (3 to 11)`.
impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        match self {
            Self::Missing | Self::Malformed => Ok(()),
            Self::NotAReference { max_chars } => write!(f, " (1 to {max_chars})"),
            Self::Length { min_chars: min, max_chars: max }
            | Self::Digits { min_digits: min, max_digits: max } => {
                write!(f, " ({min} to {max})")
            }
            Self::TooMany { max_entries } => write!(f, " (at most {max_entries})"),
            Self::Amount { min_minor, max_minor: Some(max) } => write!(f, " ({min_minor} to {max})"),
            Self::Amount { min_minor, max_minor: None } => write!(f, " (at least {min_minor})"),
            Self::Time { max_ahead } => write!(f, " (at most {max_ahead:#} ahead)"),
        }
    }
}

/// Checks the reference and the amount of a refund or a capture.
pub(crate) fn check_move(
    (reference_field, reference): (&'static str, &Reference),
    (amount_field, amount): (&'static str, Money),
) -> Result<(), FieldError> {
    if !reference.is_allowed_for_new() {
        return Err(FieldError::reference(reference_field));
    }
    let min_minor = if amount.currency() == Currency::INR { limits::MIN_MOVE_PAISE } else { 1 };
    if amount.minor() < min_minor {
        return Err(FieldError::new(amount_field, FieldProblem::Amount { min_minor, max_minor: None }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_written_as_the_field_a_code_and_its_limits() {
        let table = [
            (FieldError::reference("reference"), "reference: not_a_reference (1 to 50)"),
            (FieldError::new("customer", FieldProblem::Missing), "customer: missing"),
            (
                FieldError::new("expire_by", FieldProblem::Time { max_ahead: limits::MAX_LINK_LIFE }),
                "expire_by: time (at most 4320h ahead)",
            ),
            (
                FieldError::new("amount", FieldProblem::Amount { min_minor: 100, max_minor: None }),
                "amount: amount (at least 100)",
            ),
        ];
        for (error, written) in table {
            assert_eq!(error.to_string(), written);
        }
    }
}
