//! The hash chain: each step has the fingerprint of the step before it, and each operation has one over its whole row.
//!
//! It detects rows that were changed, added or removed by mistake, or by somebody who does not know of the chain. It proves
//! nothing against somebody who rebuilds the whole file. Each account has its own chain, so that one can be deleted and the
//! others stay intact.

mod ends;
mod fingerprint;
mod sealing;
mod walk;

pub(super) use self::{
    ends::Chains,
    fingerprint::{Fingerprint, of_operation},
    sealing::{free_names, seal_all},
};

/// The result of verifying a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// Nothing was written yet.
    Empty,
    /// Since a time in milliseconds.
    Unbroken { since: i64 },
    /// The number of the operation at or before which it breaks; `None`: steps are missing at the end.
    Broken { at: Option<i64> },
}
