//! The limits of the API. The client checks them before it sends a request.
//!
//! "Create Payment Link" and "Refund" are pages of Pine Labs' developer documentation. A limit without a page says so.

use std::ops::RangeInclusive;

use jiff::SignedDuration;

/// The amount of a link, in paise: ₹1 to ₹10,00,000. Source: Create Payment Link, `amount`.
pub const LINK_AMOUNT_PAISE: RangeInclusive<i64> = 100..=100_000_000;

/// How far in the future a link can expire: 180 days. Source: Create Payment Link, `expire_by`.
pub const MAX_LINK_LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Characters of a new reference: letters, digits, `-` and `_`. Source: Create Payment Link and Refund.
pub const MAX_NEW_REFERENCE_CHARS: usize = 50;

/// Characters of an id or reference in a look-up. This client's own limit: longer than any that was seen, short enough for a URL.
pub const MAX_ID_CHARS: usize = 500;

/// The smallest refund or capture, in paise: ₹1. Source: Refund, `order_amount`. No page names one for other currencies: the client
/// accepts one minor unit.
pub const MIN_MOVE_PAISE: i64 = 100;

/// Pairs of `merchant_metadata` in a request; answers can have more. Source: Create Payment Link.
pub const MAX_METADATA_PAIRS: usize = 10;

/// Characters of a key or a value of `merchant_metadata`. Source: Create Payment Link.
pub const MAX_METADATA_CHARS: usize = 256;

/// Characters of a customer's first or last name. Source: Create Payment Link, `customer`.
pub const MAX_NAME_CHARS: usize = 50;

/// Characters of a customer's e-mail address. Source: Create Payment Link, `customer.email_id`.
pub const MAX_EMAIL_CHARS: usize = 50;

/// Characters of `customer.customer_id`. Source: Create Payment Link.
pub const MAX_CUSTOMER_ID_CHARS: usize = 19;

/// Digits of `customer.mobile_number`. Source: Create Payment Link.
pub const MOBILE_DIGITS: RangeInclusive<usize> = 10..=20;

/// Characters of `customer.country_code`, a plus included. Source: Create Payment Link.
pub const MAX_COUNTRY_CODE_CHARS: usize = 5;

/// Characters of an address's `pincode`. Source: Create Payment Link.
pub const PINCODE_CHARS: RangeInclusive<usize> = 3..=11;

/// Bytes of an answer, compressed or not. This client's own limit.
pub(crate) const MAX_BODY_BYTES: usize = 4 << 20;
