//! The request for a new payment link, and the checks before it is sent.
//!
//! Its JSON is in `new_link_body.rs`; the comparison with an existing link in `link_created.rs`.

use jiff::Timestamp;

use crate::limits;
use crate::model::field_error::{FieldError, FieldProblem};
use crate::model::ids::Reference;
use crate::model::link_parts::{Address, Customer, ProductDetail, SplitInfo};
use crate::model::money::Money;

/// A request for a payment link. Start with [`NewLink::new`] and fill in the rest.
///
/// JSON: the body of the request. It reads back what it wrote, so that a caller can store it. Not `#[non_exhaustive]`: callers
/// fill it with `..NewLink::new(amount, reference)`.
///
/// Source: Create Payment Link.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLink {
    /// The amount to pay, in minor units: ₹1 to ₹10,00,000.
    pub amount: Money,
    /// The merchant's own reference, new for each link: 1 to 50 of `[A-Za-z0-9_-]`.
    pub reference: Reference,
    /// Who pays: an e-mail address or a mobile number is needed.
    pub customer: Customer,
    /// The text that the customer sees.
    pub description: Option<String>,
    /// When the link expires: in the future, within 180 days. Sent in UTC with whole seconds.
    pub expire_by: Option<Timestamp>,
    /// The methods on offer, such as `CARD` and `UPI`. Empty means all that the account has.
    pub allowed_payment_methods: Vec<String>,
    /// Whether the customer can pay in parts.
    pub part_payment: bool,
    /// Whether a payment only holds the money until a capture.
    pub pre_auth: bool,
    /// Whether the link is for an MCC transaction.
    pub is_mcc_transaction: Option<bool>,
    /// The URL that the customer goes to after paying.
    pub callback_url: Option<String>,
    /// The URL that the customer goes to after a failed payment.
    pub failure_callback_url: Option<String>,
    /// The merchant's own keys and values: at most 10 pairs, at most 256 characters each.
    pub merchant_metadata: Vec<(String, String)>,
    /// What is paid for.
    pub product_details: Vec<ProductDetail>,
    /// How the money is shared between merchants.
    pub split_info: Option<SplitInfo>,
}

impl NewLink {
    /// A link for `amount` under `reference`. The customer is still empty.
    pub fn new(amount: Money, reference: Reference) -> Self {
        Self {
            amount,
            reference,
            customer: Customer::default(),
            description: None,
            expire_by: None,
            allowed_payment_methods: Vec::new(),
            part_payment: false,
            pre_auth: false,
            is_mcc_transaction: None,
            callback_url: None,
            failure_callback_url: None,
            merchant_metadata: Vec::new(),
            product_details: Vec::new(),
            split_info: None,
        }
    }

    /// Every field that the API would refuse at `now`; empty if it would accept all of them.
    /// [`Links::create`](crate::Links::create) checks it too.
    pub fn problems(&self, now: Timestamp) -> Vec<FieldError> {
        let range = limits::LINK_AMOUNT_PAISE;
        let in_time = |end: Timestamp| end > now && end.duration_since(now) <= limits::MAX_LINK_LIFE;
        let reference = (!self.reference.is_allowed_for_new())
            .then_some(FieldError::reference("merchant_payment_link_reference"));
        let amount = FieldProblem::Amount { min_minor: *range.start(), max_minor: Some(*range.end()) };
        let pairs = FieldProblem::TooMany { max_entries: limits::MAX_METADATA_PAIRS };
        let fits_pair = |(key, value): &(String, String)| {
            at_most(key, limits::MAX_METADATA_CHARS) && at_most(value, limits::MAX_METADATA_CHARS)
        };
        let whole = [
            (range.contains(&self.amount.minor()), "amount", amount),
            (
                self.expire_by.is_none_or(in_time),
                "expire_by",
                FieldProblem::Time { max_ahead: limits::MAX_LINK_LIFE },
            ),
            (self.merchant_metadata.len() <= limits::MAX_METADATA_PAIRS, "merchant_metadata", pairs),
            (
                self.merchant_metadata.iter().all(fits_pair),
                "merchant_metadata",
                up_to(limits::MAX_METADATA_CHARS),
            ),
        ];
        reference.into_iter().chain(failed(whole)).chain(problems_of(&self.customer)).collect()
    }
}

/// The fields of a customer that the API would refuse.
fn problems_of(customer: &Customer) -> Vec<FieldError> {
    let mobile = customer.mobile_number.as_deref();
    let email = customer.email_id.as_deref();
    let short = |text: &Option<String>, max| text.as_deref().is_none_or(|text| at_most(text, max));
    let pincode = |address: &Option<Address>| {
        let code = address.as_ref().and_then(|address| address.pincode.as_deref());
        code.is_none_or(|code| limits::PINCODE_CHARS.contains(&code.chars().count()))
    };
    let pincode_length = FieldProblem::Length {
        min_chars: *limits::PINCODE_CHARS.start(),
        max_chars: *limits::PINCODE_CHARS.end(),
    };
    let digits = FieldProblem::Digits {
        min_digits: *limits::MOBILE_DIGITS.start(),
        max_digits: *limits::MOBILE_DIGITS.end(),
    };
    let name = up_to(limits::MAX_NAME_CHARS);
    let country_code = customer.country_code.as_deref();
    let checks = [
        (mobile.is_some() || email.is_some(), "customer", FieldProblem::Missing),
        (mobile.is_none_or(is_mobile), "customer.mobile_number", digits),
        (country_code.is_none_or(is_country_code), "customer.country_code", FieldProblem::Malformed),
        (email.is_none_or(is_email), "customer.email_id", FieldProblem::Malformed),
        (
            short(&customer.email_id, limits::MAX_EMAIL_CHARS),
            "customer.email_id",
            up_to(limits::MAX_EMAIL_CHARS),
        ),
        (short(&customer.first_name, limits::MAX_NAME_CHARS), "customer.first_name", name),
        (short(&customer.last_name, limits::MAX_NAME_CHARS), "customer.last_name", name),
        (
            short(&customer.customer_id, limits::MAX_CUSTOMER_ID_CHARS),
            "customer.customer_id",
            up_to(limits::MAX_CUSTOMER_ID_CHARS),
        ),
        (pincode(&customer.billing_address), "customer.billing_address.pincode", pincode_length),
        (pincode(&customer.shipping_address), "customer.shipping_address.pincode", pincode_length),
    ];
    failed(checks).collect()
}

/// The failed checks. Each check has its field, and the problem to report if it fails.
fn failed(
    checks: impl IntoIterator<Item = (bool, &'static str, FieldProblem)>,
) -> impl Iterator<Item = FieldError> {
    checks.into_iter().filter(|(holds, ..)| !holds).map(|(_, field, problem)| FieldError::new(field, problem))
}

const fn up_to(max_chars: usize) -> FieldProblem {
    FieldProblem::Length { min_chars: 0, max_chars }
}

fn at_most(text: &str, max: usize) -> bool {
    text.chars().count() <= max
}

fn is_mobile(text: &str) -> bool {
    limits::MOBILE_DIGITS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_country_code(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    at_most(text, limits::MAX_COUNTRY_CODE_CHARS)
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Checks only that there is text on both sides of one `@`, and no space. The server checks the rest.
fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && !text.contains(char::is_whitespace)
}
