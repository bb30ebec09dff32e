//! The two dialects of the API: the reference pages and the guide pages disagree on some paths and names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The dialect that a server speaks. It differs in the paths of the link look-up by reference, of resend and of refund, and in the
/// names of a refund's fields.
///
/// Exhaustive on purpose: a caller stores it with an unknown write. Serialized as `reference` or `guide`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// The API reference. The client tries it first. Source: the reference pages, and the SDK.
    Reference,
    /// The guide pages. Source: Track a Payment Link; After you receive payment from a payment link.
    Guide,
}

impl Dialect {
    /// `reference` or `guide`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Guide => "guide",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Reference => Self::Guide,
            Self::Guide => Self::Reference,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is not the name of a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("a dialect is \"reference\" or \"guide\"")]
pub struct NotADialect;

impl FromStr for Dialect {
    type Err = NotADialect;

    fn from_str(text: &str) -> Result<Self, NotADialect> {
        [Self::Reference, Self::Guide].into_iter().find(|dialect| dialect.as_str() == text).ok_or(NotADialect)
    }
}
