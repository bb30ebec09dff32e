//! The invented shop that a sandbox opens with, Kaveri Handlooms: over sixty links in every state that the app knows, with
//! times relative to the start so that the data looks current. References and ids are the same in every run. Customers are
//! invented, their addresses end in example.com, their numbers are 90000000xx.

mod ago;
mod edge_cases;
mod ended;
mod held;
#[cfg(feature = "server")]
mod odd_answers;
mod open;
mod paid;
mod seed;
mod untrue;

use crate::model::Model;
use jiff::Timestamp;
use seed::Seed;

/// The merchant references by what they demonstrate, for tests and the tour. `catalogue` has the rest.
pub mod known {
    pub const WAITING: &str = "INV-2526-0187";
    pub const WAITING_LARGE: &str = "INV-2526-0185";
    pub const EXPIRING_IN_AN_HOUR: &str = "INV-2526-0188";
    pub const NEVER_EXPIRES: &str = "INV-2526-0190";
    /// A pre-auth link that nobody has opened.
    pub const WAITING_PRE_AUTH: &str = "INV-2526-0151";
    pub const OPENED: &str = "INV-2526-0184";
    pub const OPENED_TWO_DAYS_AGO: &str = "INV-2526-0177";
    pub const PAYING: &str = "INV-2526-0186";
    pub const PAYING_FOR_OVER_A_DAY: &str = "INV-2526-0175";
    /// The last try failed; the customer may try again.
    pub const PAYING_AFTER_A_FAILURE: &str = "INV-2526-0189";
    /// ₹11,000.00 of ₹18,500.00 in two parts on one order, with split shares.
    pub const PART_PAID: &str = "INV-2526-0183";
    /// ₹5,000.00 of ₹10,000.00, the link still saying `PAYMENT_INITIATED`.
    pub const PART_PAID_WHILE_PAYING: &str = "INV-2526-0173";
    /// ₹8,000.00 of ₹20,000.00 in two parts, each on an order of its own; the first has refunds.
    pub const PART_PAID_ON_TWO_ORDERS: &str = "INV-2526-0168";
    /// ₹56,240.00 by card, nothing refunded.
    pub const PAID_BY_CARD: &str = "INV-2526-0178";
    /// ₹1,250.50 by UPI, nothing refunded.
    pub const PAID_BY_UPI: &str = "INV-2526-0180";
    pub const PAID_BY_NETBANKING: &str = "INV-2526-0172";
    pub const PAID_AFTER_FAILURES: &str = "INV-2526-0170";
    /// ₹2,400.00 by UPI with a capture entry, nothing refunded.
    pub const PAID: &str = "INV-2526-0176";
    /// ₹600.00 of ₹4,850.00 refunded, listed on the order.
    pub const PART_REFUNDED: &str = "INV-2526-0179";
    /// `PARTIALLY_REFUNDED` without a list of refunds.
    pub const PART_REFUNDED_WITHOUT_LIST: &str = "INV-2526-0166";
    pub const REFUNDED: &str = "INV-2526-0167";
    /// Its only refund failed: all the money is still here.
    pub const REFUND_FAILED: &str = "INV-2526-0164";
    /// Paid 200 days ago: a refund is refused with `REFUND_DURATION_EXCEEDED`.
    pub const PAID_LONG_AGO: &str = "INV-2526-0163";
    pub const PAID_IN_DOLLARS: &str = "INV-2526-0162";
    pub const PAID_IN_YEN: &str = "INV-2526-0160";
    /// Paid, one share `RELEASED` and one on `HOLD`.
    pub const SPLIT: &str = "INV-2526-0161";
    /// ₹32,000.00 held, the five days nearly over.
    pub const HELD: &str = "INV-2526-0182";
    /// ₹9,999.00 held an hour ago.
    pub const HELD_LATELY: &str = "INV-2526-0159";
    /// ₹6,500.00 held for more than five days, not void yet.
    pub const HELD_PAST_ITS_WINDOW: &str = "INV-2526-0158";
    /// ₹24,000.00 held by UPI.
    pub const HELD_BY_UPI: &str = "INV-2526-0150";
    pub const VOIDED: &str = "INV-2526-0157";
    pub const VOIDED_BY_ITSELF: &str = "INV-2526-0156";
    /// ₹12,000.00 of ₹15,000.00; the order says `PROCESSED`.
    pub const PART_CAPTURED: &str = "INV-2526-0155";
    /// ₹5,000.00 of ₹8,000.00; the order says `PARTIALLY_CAPTURED`.
    pub const PART_CAPTURED_BY_STATUS: &str = "INV-2526-0154";
    pub const CAPTURED: &str = "INV-2526-0153";
    pub const PART_CAPTURED_AND_REFUNDED: &str = "INV-2526-0152";
    pub const EXPIRED: &str = "INV-2526-0174";
    /// ₹4,000.00 of ₹12,000.00 came in before it expired.
    pub const EXPIRED_WITH_MONEY_IN: &str = "INV-2526-0149";
    pub const CANCELLED: &str = "INV-2526-0171";
    /// ₹3,000.00 of ₹8,000.00 came in before it was cancelled.
    pub const CANCELLED_WITH_MONEY_IN: &str = "INV-2526-0148";
    /// `PROCESSED` without `pre_auth`, and the order is answered 404.
    pub const ORDER_UNREADABLE: &str = "INV-2526-0146";
    /// The link's status is `ON_REVIEW`.
    pub const UNKNOWN_STATUS: &str = "INV-2526-0145";
    /// Answers carry its ids, status and amount only.
    pub const BARE: &str = "INV-2526-0144";
    pub const BARE_PAID: &str = "INV-2526-0143";
    /// A 50-character reference, and every field as long as it can be.
    pub const LONG_REFERENCE: &str = "KH-2526-0142_exhibition-hall-7_stall-B-14_order-01";
    /// Every documented field is there.
    pub const EVERY_FIELD: &str = "INV-2526-0141";
    /// ₹4,100.00 paid, and the order says `payments: null`.
    pub const PAID_UNTOLD: &str = "INV-2526-0140";
    /// ₹3,900.00 paid, the payment's status `SETTLED_LATER`.
    pub const PAID_ODD_PAYMENT: &str = "INV-2526-0139";
    /// ₹2,500.00 paid twice on one order.
    pub const PAID_TWICE: &str = "INV-2526-0138";
    /// ₹3,000.00 paid, and refunds of ₹3,500.00 are listed.
    pub const OVER_REFUNDED: &str = "INV-2526-0137";
    /// Paid, and the link says that ₹50.00 less than nothing is due.
    pub const DUE_NEGATIVE: &str = "INV-2526-0136";
    /// ₹2,200.00 asked, and the link says that ₹2,300.00 are due.
    pub const DUE_ABOVE: &str = "INV-2526-0135";
    /// The link says `CLICKED` and all due; its order is paid with ₹1,750.00.
    pub const CLICKED_PAID: &str = "INV-2526-0134";
    /// The link says `CANCELLED` and all due; its order is paid with ₹1,650.00.
    pub const CANCELLED_PAID: &str = "INV-2526-0133";
    /// The link says `EXPIRED` and all due; its order is paid with ₹1,550.00.
    pub const EXPIRED_PAID: &str = "INV-2526-0132";
    /// A link for ₹9,960.00, whose payment is shown as USD 120.00.
    pub const OTHER_CURRENCY: &str = "INV-2526-0131";
    /// USD 120.00, link, order and payment.
    pub const DOLLARS: &str = "INV-2526-0130";
    /// JPY 12,000, link, order and payment.
    pub const YEN: &str = "INV-2526-0129";
    /// KWD 45.500, link, order and payment.
    pub const DINARS: &str = "INV-2526-0128";
    /// ₹500.00 of ₹5,000.00 refunded: the order says `PROCESSED`, and lists the refund twice, a CHARGE and another
    /// order's refund.
    pub const MIXED_LIST: &str = "INV-2526-0127";
    /// ₹6,000.00 held beside an older payment of which ₹3,000.00 were captured as `cap-0126-1`.
    pub const OLD_PAYMENT_HELD: &str = "INV-2526-0126";

    // From here on: the links of `odd_answers`.
    /// Paid; half of an emoji in a text of link and order.
    pub const HALF_EMOJI: &str = "INV-2526-0125";
    /// Paid; two of a sign's three bytes in a text of link and order.
    pub const CUT_UTF8: &str = "INV-2526-0124";
    /// Paid; raw line breaks and other control characters in a text of link and order.
    pub const CONTROL_CHARACTERS: &str = "INV-2526-0123";
    /// Paid; metadata of 1e400, 12345678901234567890123 and 0.10000000000000000001.
    pub const METADATA_NUMBERS: &str = "INV-2526-0122";
    /// Paid; metadata 200 levels deep.
    pub const METADATA_DEEP: &str = "INV-2526-0121";
    /// Paid; the coupon is `{}`, the product's amount null.
    pub const COUPON_EMPTY: &str = "INV-2526-0120";
    /// Paid; the coupon is null, the product's amount 499.5.
    pub const COUPON_NULL: &str = "INV-2526-0119";
    /// Paid; the coupon is 499.5, the product's amount `{}`.
    pub const COUPON_FRACTION: &str = "INV-2526-0118";
    /// ₹1,170.00 paid; a refund that failed has an amount that cannot be read.
    pub const FAILED_REFUND_UNTOLD: &str = "INV-2526-0117";
    /// ₹1,160.00 paid; what was refunded cannot be read.
    pub const REFUND_UNTOLD: &str = "INV-2526-0116";
    /// ₹2,500.00 paid and ₹500.00 refunded, spelt `250000.0` and `50000.0`.
    pub const VALUES_WITH_POINT: &str = "INV-2526-0115";
    /// ₹2,500.00 paid and ₹500.00 refunded, spelt `"250000"` and `"50000"`.
    pub const VALUES_IN_QUOTES: &str = "INV-2526-0114";
    /// ₹1,130.00 paid; the due and the paid amount have no currency.
    pub const WITHOUT_CURRENCY: &str = "INV-2526-0113";
    /// Waiting; what was asked is `{}`.
    pub const AMOUNT_UNTOLD: &str = "INV-2526-0112";
    /// Waiting; what is due is a text.
    pub const DUE_UNTOLD: &str = "INV-2526-0111";
    /// It ends on a day such as `21-03-2025 08:29`.
    pub const EXPIRY_DAY_FIRST: &str = "INV-2526-0110";
    /// Its end is a number of seconds.
    pub const EXPIRY_EPOCH: &str = "INV-2526-0109";
    /// It ends `in three days`.
    pub const EXPIRY_IN_WORDS: &str = "INV-2526-0108";
    /// Paid; both names are the word `null`.
    pub const NAMES_NULL: &str = "INV-2526-0107";
    /// Paid; both names are blanks.
    pub const NAMES_BLANK: &str = "INV-2526-0106";
    /// Paid; both names are signs without a width.
    pub const NAMES_INVISIBLE: &str = "INV-2526-0095";
    /// `+919000000003`, country code `91`.
    pub const PHONE_PLUS: &str = "INV-2526-0103";
    /// `00919000000002`, country code `+91`.
    pub const PHONE_ZERO_ZERO: &str = "INV-2526-0102";
    /// `09000000001`, country code `IN`.
    pub const PHONE_ZERO: &str = "INV-2526-0101";
    /// `+91+919000000000`, country code empty.
    pub const PHONE_TWICE: &str = "INV-2526-0100";
    /// ₹990.00 paid and ₹90.00 refunded; no moment has a zone.
    pub const WITHOUT_ZONE: &str = "INV-2526-0099";
    /// Paid; an account number of four digits, and addresses with a state.
    pub const SHORT_ACCOUNT: &str = "INV-2526-0098";
    /// Paid; an account number of two digits.
    pub const SHORTER_ACCOUNT: &str = "INV-2526-0096";
    /// ₹970.00 paid for three products.
    pub const SEVERAL_PRODUCTS: &str = "INV-2526-0097";
    /// ₹940.00 paid, for two partners.
    pub const SPLIT_PAID: &str = "INV-2526-0094";
    /// Paid; reference and ids run to some 260 signs.
    pub const LONG_NAMES: &str = "INV-2526-0105-a-reference-that-somebody-made-of-everything-they-knew-of-the-sale_the-street-it-went-to_the-fair-it-was-sold-at_the-hour-of-the-day_the-weather_and-the-name-of-the-neighbour-who-took-the-parcel-in-because-nobody-was-at-home-on-that-afternoon";
    /// Paid; reference and ids in Devanagari and Tamil.
    pub const FOREIGN_NAMES: &str = "चालान-२५२६-०१०४-कावेरी-हथकरघा-ரசீது-எண்-நூற்று-நான்கு";
}

/// One link of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub reference: String,
    pub link_id: String,
    /// The order that the link's answers name.
    pub order_id: String,
    /// The state that the app derives from link and order together, in its snake-case words.
    pub state_word: &'static str,
}

/// Every link that the shop lists at the start.
pub fn catalogue() -> Vec<Entry> {
    seeds(Timestamp::UNIX_EPOCH).iter().map(Seed::entry).collect()
}

/// The links with odd answers, not listed. They are found by id and by reference.
#[cfg(feature = "server")]
pub fn odd_answers() -> Vec<Entry> {
    odd_answers::seeds(Timestamp::UNIX_EPOCH).iter().map(Seed::entry).collect()
}

pub(crate) fn model(now: Timestamp) -> Model {
    let mut model = Model::default();
    for seed in seeds(now) {
        seed.enter(&mut model);
    }
    #[cfg(feature = "server")]
    for seed in odd_answers::seeds(now) {
        seed.enter(&mut model);
    }
    model
}

fn seeds(now: Timestamp) -> Vec<Seed> {
    [
        open::seeds(now),
        paid::seeds(now),
        held::seeds(now),
        ended::seeds(now),
        edge_cases::seeds(now),
        untrue::seeds(now),
    ]
    .concat()
}
