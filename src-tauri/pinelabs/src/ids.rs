//! Names of things: links, orders, merchant references, requests and intents.
//!
//! An id is checked only for being safe as one segment of a path. Its shape is a hint and never a check.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::json_bytes::BROKEN;
use crate::limits::{MAX_ID_CHARS, MAX_NEW_REFERENCE_CHARS};

/// Why a text cannot be an id: sent, it would change which address is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    #[error("an id cannot be empty")]
    Empty,
    #[error("an id has at most {MAX_ID_CHARS} characters")]
    TooLong,
    #[error("an id has no spaces, slashes, question marks, hashes, control or broken characters")]
    Forbidden,
}

fn path_safe(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.chars().count() > MAX_ID_CHARS {
        return Err(InvalidId::TooLong);
    }
    // A sign that did not come through names nothing.
    let forbidden =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | BROKEN);
    if matches!(text, "." | "..") || text.contains(forbidden) {
        return Err(InvalidId::Forbidden);
    }
    Ok(())
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                path_safe(&text)?;
                Ok(Self(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

id! {
    /// A payment link's id, as in `pl-v1-…`.
    LinkId
}
id! {
    /// An order's id, as in `v1-…`. A refund is an order too.
    OrderId
}
id! {
    /// The merchant's own name for a link, an order, a refund or a capture.
    Reference
}
id! {
    /// Names one attempt of one call; quote it to support.
    RequestId
}
id! {
    /// Names one intent: made once, and the same on every attempt to carry it out.
    IdempotencyKey
}

impl Reference {
    /// A new reference that nobody has used, `prefix-` and 32 random characters.
    ///
    /// What the API does not allow in a new reference is dropped from the prefix, and so is what is too long.
    pub fn generate(prefix: &str) -> Self {
        let random = Uuid::new_v4().simple().to_string();
        let room = MAX_NEW_REFERENCE_CHARS - random.len() - 1;
        let kept: String = prefix.chars().filter(|c| allowed_in_new(*c)).take(room).collect();
        if kept.is_empty() { Self(random) } else { Self(format!("{kept}-{random}")) }
    }

    /// Whether the API takes it as the name of something new: 1 to 50 of `[A-Za-z0-9_-]`.
    ///
    /// Older references may be looked up whatever they look like.
    pub fn is_allowed_for_new(&self) -> bool {
        self.0.chars().count() <= MAX_NEW_REFERENCE_CHARS && self.0.chars().all(allowed_in_new)
    }
}

fn allowed_in_new(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

impl RequestId {
    pub(crate) fn generate() -> Self {
        Self(Uuid::new_v4().to_string())
    }
}

impl IdempotencyKey {
    pub fn generate() -> Self {
        Self(Uuid::new_v4().to_string())
    }
}
