//! What the server calls the state of a link, an order or a payment.
//!
//! Every list is open: a word that is not known is kept as it was spelt. What a state allows is not decided here.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! open_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($variant,)+
            /// A word that this version does not know, as the server spelt it.
            Unknown(String),
        }

        impl $name {
            /// Every word that is known.
            pub const KNOWN: &[Self] = &[$(Self::$variant),+];

            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(word: &str) -> Result<Self, Infallible> {
                Ok(Self::from(word))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|word| Self::from(word.as_str()))
            }
        }
    };
}

open_enum! {
    /// The state of a payment link. `Processed` on a pre-authorised link means held, not paid.
    LinkStatus {
        Created = "CREATED",
        Clicked = "CLICKED",
        PaymentInitiated = "PAYMENT_INITIATED",
        PartialProcessed = "PARTIAL_PROCESSED",
        Processed = "PROCESSED",
        Cancelled = "CANCELLED",
        Expired = "EXPIRED",
    }
}

open_enum! {
    /// The state of an order, and of a refund, which is an order too.
    OrderStatus {
        Created = "CREATED",
        Pending = "PENDING",
        Attempted = "ATTEMPTED",
        Authorized = "AUTHORIZED",
        Processed = "PROCESSED",
        PartiallyCaptured = "PARTIALLY_CAPTURED",
        Cancelled = "CANCELLED",
        Failed = "FAILED",
        PartiallyRefunded = "PARTIALLY_REFUNDED",
        FullyRefunded = "FULLY_REFUNDED",
    }
}

open_enum! {
    /// Whether an order takes money or gives it back.
    OrderType {
        Charge = "CHARGE",
        Refund = "REFUND",
    }
}

open_enum! {
    /// The state of one payment within an order.
    PaymentStatus {
        Created = "CREATED",
        Pending = "PENDING",
        Authorized = "AUTHORIZED",
        Processed = "PROCESSED",
        PartiallyCaptured = "PARTIALLY_CAPTURED",
        Cancelled = "CANCELLED",
        Failed = "FAILED",
    }
}

open_enum! {
    /// Whether a share of a split payment has been let go.
    SplitStatus {
        Released = "RELEASED",
        Hold = "HOLD",
    }
}
