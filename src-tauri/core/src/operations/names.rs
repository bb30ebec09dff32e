//! The references of refunds and captures at Pine Labs. Every computer of a shop derives the same name for the same place: it
//! contains no amount, account or random part. So the provider's own rule, one refund per reference, keeps two computers from
//! refunding the same money.
//!
//! `rf-<order>-<place>`: the place is 1 for the first refund of an order, and so on. If the provider says that a name is taken
//! but nothing ever appears under it, `-<generation>` is added, from 2 on. A hold is captured once: `cap-<order>`.

use std::fmt::Write as _;

use pinelabs::{OrderId, Reference};
use sha2::{Digest, Sha256};

/// The longest order id that fits into a reference of 50 characters with prefix, place and generation.
const MAX_ORDER_ID: usize = 40;

/// Bytes of the digest that replaces a longer order id: 20 hexadecimal digits.
const DIGEST_BYTES: usize = 10;

/// The first generation that is part of the name.
const SECOND: u32 = 2;

/// The position of a refund in its order: 1 is the first.
pub type Place = u32;

/// The names for one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    order: String,
}

impl Names {
    pub fn of(order: &OrderId) -> Self {
        let id = order.as_str();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let order = if id.len() <= MAX_ORDER_ID && id.bytes().all(allowed) {
            id.to_owned()
        } else {
            hexadecimal(&Sha256::digest(id.as_bytes())[..DIGEST_BYTES])
        };
        Self { order }
    }

    /// The prefix of all refund names of the order.
    pub fn refund_prefix(&self) -> String {
        format!("rf-{}-", self.order)
    }

    /// The prefix of its capture names.
    pub fn capture_prefix(&self) -> String {
        format!("cap-{}", self.order)
    }

    /// The names of one place, the one without a generation first.
    pub fn refunds_at(&self, place: Place) -> impl Iterator<Item = Reference> + use<> {
        generations(format!("{}{place}", self.refund_prefix()))
    }

    /// The names of the capture, the one without a generation first.
    pub fn captures(&self) -> impl Iterator<Item = Reference> + use<> {
        generations(self.capture_prefix())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn generations(plain: String) -> impl Iterator<Item = Reference> {
    let later = (SECOND..).map({
        let plain = plain.clone();
        move |generation| format!("{plain}-{generation}")
    });
    // Every character in it is allowed in a path.
    std::iter::once(plain).chain(later).map_while(|name| Reference::new(name).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(order: &str) -> Names {
        Names::of(&order.parse().unwrap())
    }

    fn refund(order: &str, place: Place, generation: usize) -> String {
        names(order).refunds_at(place).nth(generation - 1).unwrap().to_string()
    }

    #[test]
    fn a_name_says_the_order_and_the_place_and_nothing_else() {
        let table = [
            ("v1-251120000183-aa-Kh0183", 1, 1, "rf-v1-251120000183-aa-Kh0183-1"),
            ("v1-251120000183-aa-Kh0183", 12, 1, "rf-v1-251120000183-aa-Kh0183-12"),
            ("v1-251120000183-aa-Kh0183", 1, 2, "rf-v1-251120000183-aa-Kh0183-1-2"),
            // SHA-256 of "v1.1" begins so.
            ("v1.1", 1, 1, "rf-eb79768c42dbbf9f1073-1"),
        ];
        for (order, place, generation, expected) in table {
            assert_eq!(refund(order, place, generation), expected);
        }
        let captures = names("v1-1").captures().take(2).map(|name| name.to_string()).collect::<Vec<_>>();
        assert_eq!(captures, ["cap-v1-1", "cap-v1-1-2"]);
    }

    #[test]
    fn an_order_id_of_forty_characters_stands_in_full_and_a_longer_one_as_a_digest() {
        let (forty, longer) = ("v".repeat(40), "v".repeat(41));
        assert_eq!(refund(&forty, 1, 1), format!("rf-{forty}-1"));
        assert_eq!(refund(&longer, 1, 1).len(), "rf-".len() + 20 + "-1".len());
        assert_ne!(refund(&longer, 1, 1), refund(&"v".repeat(42), 1, 1));
    }

    proptest! {
        #[test]
        fn pine_labs_takes_every_name_as_new(order in "[!-.0->@-\\[\\]-~]{1,200}", place in 1_u32..1000, generation in 1_usize..9) {
            prop_assume!(order.parse::<OrderId>().is_ok());
            let name: Reference = refund(&order, place, generation).parse().unwrap();
            prop_assert!(name.is_allowed_for_new(), "{name}");
            let capture = names(&order).captures().nth(generation - 1).unwrap();
            prop_assert!(capture.is_allowed_for_new(), "{capture}");
        }
    }
}
