//! What is wrong with a request before it has left.

/// A field that the API would refuse, found without asking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldError {
    /// The field as the API names it.
    pub field: &'static str,
    pub reason: &'static str,
}

impl FieldError {
    /// Of a name for something new that the API would not take.
    pub const fn reference(field: &'static str) -> Self {
        Self { field, reason: "a reference has 1 to 50 letters, digits, dashes or underscores" }
    }
}
