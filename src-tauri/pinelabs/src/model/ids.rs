//! Ids of links, orders and requests, merchant references, and idempotency keys.
//!
//! The check is only that the text is safe as one segment of a URL path. The shape of an id, such as `pl-v1-…`, is never checked.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::decode::json_bytes::BROKEN;
use crate::limits::{MAX_ID_CHARS, MAX_NEW_REFERENCE_CHARS};

/// Why a text is not an id: in a URL path, it could lead to another address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// The text is empty.
    #[error("an id cannot be empty")]
    Empty,
    /// The text is longer than [`limits::MAX_ID_CHARS`](crate::limits::MAX_ID_CHARS).
    #[error("an id has at most {MAX_ID_CHARS} characters")]
    TooLong,
    /// The text has a space, `/`, `\\`, `?`, `#`, a control character or a replacement character, or is `.` or `..`.
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
    // A replacement character stands for a byte that was lost.
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
            /// Checks the text. It is kept as it is.
            ///
            /// # Errors
            ///
            /// [`InvalidId`] where the text is not safe as one segment of a URL path.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                path_safe(&text)?;
                Ok(Self(text))
            }

            /// The text.
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
    /// The id of a payment link, such as `pl-v1-…`. Source: Get Payment Link by Payment Link ID.
    LinkId
}
id! {
    /// The id of an order, such as `v1-…`. A refund is an order too. Source: the reference page of orders.
    OrderId
}
id! {
    /// The merchant's own reference of a link, an order, a refund or a capture. Source: Create Payment Link and Refund.
    Reference
}
id! {
    /// The id of one attempt of one call, the header `Request-ID`: a UUID. Quote it to support.
    RequestId
}
id! {
    /// The key of one intent, the header `Idempotency-Key`. Generate it once, store it, and send it with every attempt.
    ///
    /// The API takes the header; whether it acts on it is not documented.
    IdempotencyKey
}

impl Reference {
    /// A new random reference: `prefix-` and 32 hexadecimal digits.
    ///
    /// It drops from the prefix what the API refuses in a new reference, and cuts it to the limit.
    pub fn generate(prefix: &str) -> Self {
        let random = Uuid::new_v4().simple().to_string();
        let room = MAX_NEW_REFERENCE_CHARS - random.len() - 1;
        let kept: String = prefix.chars().filter(|c| allowed_in_new(*c)).take(room).collect();
        if kept.is_empty() { Self(random) } else { Self(format!("{kept}-{random}")) }
    }

    /// Whether the API accepts it for something new: 1 to 50 of `[A-Za-z0-9_-]`.
    ///
    /// Look-ups accept any other reference too. Source: Create Payment Link and Refund.
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
    /// A new random key: a UUID.
    pub fn generate() -> Self {
        Self(Uuid::new_v4().to_string())
    }
}
