//! Statuses and types of links, orders and payments.
//!
//! Every list is open: a word that this version does not know is `Unknown`, with the server's spelling.
//!
//! The enums are exhaustive on purpose. Applications decide about money by them, and a `match` without a wildcard makes the
//! compiler name each of these decisions when a status is added. A new status of the server needs no new variant: it is `Unknown`.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! open_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A word that this version does not know, as the server wrote it.
            Unknown(String),
        }

        impl $name {
            /// Every variant but `Unknown`.
            pub const KNOWN: &[Self] = &[$(Self::$variant),+];

            /// The word as the server writes it.
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
    /// The status of a payment link. Source: Get Payment Link by Payment Link ID and Track a Payment Link.
    ///
    /// A link can be part paid in any status: compare `amount_due` with `amount`.
    LinkStatus {
        /// Nobody opened the link yet.
        Created = "CREATED",
        /// Somebody opened the link.
        Clicked = "CLICKED",
        /// The customer started to pay.
        PaymentInitiated = "PAYMENT_INITIATED",
        /// A part is paid; the link stays payable.
        PartialProcessed = "PARTIAL_PROCESSED",
        /// Paid. On a link with `pre_auth` the money is only held: read the order.
        Processed = "PROCESSED",
        /// The merchant cancelled the link.
        Cancelled = "CANCELLED",
        /// The link expired.
        Expired = "EXPIRED",
    }
}

open_enum! {
    /// The status of an order. A refund is an order too. Source: the reference page of orders, and the SDK.
    OrderStatus {
        /// No attempt to pay yet.
        Created = "CREATED",
        /// A payment or a refund is under way.
        Pending = "PENDING",
        /// An attempt failed; the customer may try again.
        Attempted = "ATTEMPTED",
        /// The money is held and not captured.
        Authorized = "AUTHORIZED",
        /// Paid, or refunded.
        Processed = "PROCESSED",
        /// A part of the held money is captured.
        PartiallyCaptured = "PARTIALLY_CAPTURED",
        /// Voided: the held money went back.
        Cancelled = "CANCELLED",
        /// Failed.
        Failed = "FAILED",
        /// A part is refunded.
        PartiallyRefunded = "PARTIALLY_REFUNDED",
        /// Everything is refunded.
        FullyRefunded = "FULLY_REFUNDED",
    }
}

open_enum! {
    /// Whether an order takes money or gives it back. Source: Refund.
    OrderType {
        /// The order takes money.
        Charge = "CHARGE",
        /// The order gives money back.
        Refund = "REFUND",
    }
}

open_enum! {
    /// The status of one payment of an order. Source: the reference page of orders, and the SDK.
    PaymentStatus {
        /// Created.
        Created = "CREATED",
        /// Under way.
        Pending = "PENDING",
        /// The money is held and not captured.
        Authorized = "AUTHORIZED",
        /// Paid.
        Processed = "PROCESSED",
        /// A part of the held money is captured.
        PartiallyCaptured = "PARTIALLY_CAPTURED",
        /// Voided.
        Cancelled = "CANCELLED",
        /// Failed; it moved no money.
        Failed = "FAILED",
    }
}

open_enum! {
    /// Whether a share of a split payment is released. Source: Get Payment Link by Payment Link ID.
    SplitStatus {
        /// Released to the merchant.
        Released = "RELEASED",
        /// Kept back until its release.
        Hold = "HOLD",
    }
}
