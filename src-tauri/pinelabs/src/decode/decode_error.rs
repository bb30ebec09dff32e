//! Why an answer does not parse as the resource that a call asked for.

/// Where an answer does not parse, and why. The reason is for developers.
#[derive(Debug)]
pub(crate) struct DecodeError {
    pub path: String,
    pub reason: String,
}

impl DecodeError {
    pub fn missing(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is missing".to_owned() }
    }

    pub fn unreadable(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it cannot be read".to_owned() }
    }

    /// The answer is about another resource than the call asked for.
    pub fn another(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is not what was asked for".to_owned() }
    }
}
