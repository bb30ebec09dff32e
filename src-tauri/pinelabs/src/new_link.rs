//! Making a payment link: what may be asked for, how that is kept, and whether what came back is new.
//!
//! A link that exists is described in `links.rs`.

use jiff::{SignedDuration, Timestamp};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use crate::field_error::FieldError;
use crate::ids::Reference;
use crate::limits;
use crate::links::{Address, Customer, PaymentLink, ProductDetail, SplitInfo};
use crate::money::Money;
use crate::status::LinkStatus;

/// A link to be made. Start from [`NewLink::new`] and fill in the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLink {
    pub amount: Money,
    pub reference: Reference,
    pub customer: Customer,
    pub description: Option<String>,
    pub expire_by: Option<Timestamp>,
    /// Empty for whatever the account offers.
    pub allowed_payment_methods: Vec<String>,
    pub part_payment: bool,
    /// Hold the money until it is captured.
    pub pre_auth: bool,
    pub is_mcc_transaction: Option<bool>,
    pub callback_url: Option<String>,
    pub failure_callback_url: Option<String>,
    pub merchant_metadata: Vec<(String, String)>,
    pub product_details: Vec<ProductDetail>,
    pub split_info: Option<SplitInfo>,
}

impl NewLink {
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

    /// Everything that can be known to be refused before it is sent; empty if nothing.
    pub fn problems(&self, now: Timestamp) -> Vec<FieldError> {
        let within_life = |end: Timestamp| end > now && end.duration_since(now) <= limits::MAX_LINK_LIFE;
        let reference = (!self.reference.is_allowed_for_new())
            .then_some(FieldError::reference("merchant_payment_link_reference"));
        let whole = [
            (
                limits::LINK_AMOUNT_PAISE.contains(&self.amount.minor()),
                "amount",
                "a link asks for at least ₹1 and at most ₹10,00,000",
            ),
            (
                self.expire_by.is_none_or(within_life),
                "expire_by",
                "a link ends in the future, and within 180 days",
            ),
            (
                self.merchant_metadata.len() <= limits::MAX_METADATA_PAIRS,
                "merchant_metadata",
                "there are at most 10 pairs",
            ),
            (
                self.merchant_metadata.iter().all(|(key, value)| {
                    at_most(key, limits::MAX_METADATA_CHARS) && at_most(value, limits::MAX_METADATA_CHARS)
                }),
                "merchant_metadata",
                "a key or a value has at most 256 characters",
            ),
        ];
        reference.into_iter().chain(failed(whole)).chain(problems_of(&self.customer)).collect()
    }

    /// Whether a link asks for other money than this one, or takes it in another way: then it is certainly not the one
    /// that was asked for. What an answer leaves out tells nothing.
    pub fn conflicts_with(&self, link: &PaymentLink) -> bool {
        differs(Some(self.amount), link.amount) || differs(Some(self.pre_auth), link.pre_auth)
    }

    /// Whether a link may be the one that was asked for, however far its customer has come since: nothing that its
    /// description repeats differs.
    pub fn may_be(&self, link: &PaymentLink) -> bool {
        let contact = link.customer.as_ref();
        let end = link.expire_by.as_ref().and_then(crate::time::ApiTime::at);
        // A server may cut the seconds off.
        let another_end = matches!((self.expire_by, end), (Some(asked), Some(said))
            if asked.duration_since(said).abs() >= SignedDuration::from_mins(1));
        let another = another_end
            || self.conflicts_with(link)
            || differs(Some(&self.reference), link.merchant_payment_link_reference.as_ref())
            || differs(self.description.as_deref(), link.description.as_deref())
            || contact.is_some_and(|contact| reaches_another(&self.customer, contact));
        !another
    }
}

/// Whether a link is sent to somebody else than was asked for.
fn reaches_another(asked: &Customer, said: &Customer) -> bool {
    let another = |asked: &Option<String>, said: &Option<String>, same: fn(&str, &str) -> bool| matches!((asked, said), (Some(asked), Some(said)) if asked != said && !same(asked, said));
    another(&asked.email_id, &said.email_id, str::eq_ignore_ascii_case)
        || another(&asked.mobile_number, &said.mobile_number, same_number)
}

/// What Pine Labs would not take of who is to pay.
fn problems_of(customer: &Customer) -> Vec<FieldError> {
    const NAME: &str = "a name has at most 50 characters";
    const PINCODE: &str = "a PIN code has 3 to 11 characters";
    let mobile = customer.mobile_number.as_deref();
    let email = customer.email_id.as_deref();
    let short = |text: &Option<String>, most| text.as_deref().is_none_or(|text| at_most(text, most));
    let pincode = |address: &Option<Address>| {
        let code = address.as_ref().and_then(|address| address.pincode.as_deref());
        code.is_none_or(|code| limits::PINCODE_CHARS.contains(&code.chars().count()))
    };
    let checks = [
        (mobile.is_some() || email.is_some(), "customer", "an e-mail or a mobile number is needed"),
        (mobile.is_none_or(is_mobile), "customer.mobile_number", "a mobile number has 10 to 20 digits"),
        (
            customer.country_code.as_deref().is_none_or(is_country_code),
            "customer.country_code",
            "a country code is a number, with a plus or without, of at most 5 characters",
        ),
        (email.is_none_or(is_email), "customer.email_id", "this is not an e-mail address"),
        (
            short(&customer.email_id, limits::MAX_EMAIL_CHARS),
            "customer.email_id",
            "an e-mail address has at most 50 characters",
        ),
        (short(&customer.first_name, limits::MAX_NAME_CHARS), "customer.first_name", NAME),
        (short(&customer.last_name, limits::MAX_NAME_CHARS), "customer.last_name", NAME),
        (
            short(&customer.customer_id, limits::MAX_CUSTOMER_ID_CHARS),
            "customer.customer_id",
            "a customer id has at most 19 characters",
        ),
        (pincode(&customer.billing_address), "customer.billing_address.pincode", PINCODE),
        (pincode(&customer.shipping_address), "customer.shipping_address.pincode", PINCODE),
    ];
    failed(checks).collect()
}

/// Of checks, each with its field and what it asks for, those that are not fine.
fn failed(
    checks: impl IntoIterator<Item = (bool, &'static str, &'static str)>,
) -> impl Iterator<Item = FieldError> {
    checks.into_iter().filter(|(fine, ..)| !fine).map(|(_, field, reason)| FieldError { field, reason })
}

fn differs<T: PartialEq>(asked: Option<T>, said: Option<T>) -> bool {
    matches!((asked, said), (Some(asked), Some(said)) if asked != said)
}

fn at_most(text: &str, most: usize) -> bool {
    text.chars().count() <= most
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

/// Whether two numbers may be one: a server may add a country code or a zero in front, or take it off.
fn same_number(asked: &str, said: &str) -> bool {
    let digits = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
        digits.trim_start_matches('0').to_owned()
    };
    let (asked, said) = (digits(asked), digits(said));
    asked.len().min(said.len()) >= 8 && (asked.ends_with(&said) || said.ends_with(&asked))
}

/// Only what is certain: something before and after one `@`, and no space. The rest is the server's to say.
fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && !text.contains(char::is_whitespace)
}

/// The body as the API wants it: two flags are texts, one is a boolean.
impl Serialize for NewLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("amount", &self.amount)?;
        body.serialize_entry("merchant_payment_link_reference", &self.reference)?;
        let mut customer = self.customer.clone();
        if customer.mobile_number.is_some() && customer.country_code.is_none() {
            customer.country_code = Some("91".to_owned());
        }
        body.serialize_entry("customer", &customer)?;
        body.serialize_entry("part_payment", &self.part_payment)?;
        body.serialize_entry("pre_auth", &self.pre_auth.to_string())?;
        let texts = [
            ("is_mcc_transaction", self.is_mcc_transaction.map(|flag| flag.to_string())),
            ("description", self.description.clone()),
            ("expire_by", self.expire_by.map(|end| end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())),
            ("callback_url", self.callback_url.clone()),
            ("failure_callback_url", self.failure_callback_url.clone()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                body.serialize_entry(key, &text)?;
            }
        }
        if !self.allowed_payment_methods.is_empty() {
            body.serialize_entry("allowed_payment_methods", &self.allowed_payment_methods)?;
        }
        if !self.merchant_metadata.is_empty() {
            let pairs: Map<String, Value> =
                self.merchant_metadata.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            body.serialize_entry("merchant_metadata", &pairs)?;
        }
        if !self.product_details.is_empty() {
            body.serialize_entry("product_details", &self.product_details)?;
        }
        if let Some(split) = &self.split_info {
            body.serialize_entry("split_info", split)?;
        }
        body.end()
    }
}

/// Reads a body back, so that what is kept of a link that was asked for is what was sent. Nothing in it is guessed.
impl<'de> Deserialize<'de> for NewLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Body {
            amount: Money,
            merchant_payment_link_reference: Reference,
            customer: Customer,
            part_payment: bool,
            pre_auth: String,
            is_mcc_transaction: Option<String>,
            description: Option<String>,
            expire_by: Option<String>,
            callback_url: Option<String>,
            failure_callback_url: Option<String>,
            #[serde(default)]
            allowed_payment_methods: Vec<String>,
            #[serde(default)]
            merchant_metadata: Map<String, Value>,
            #[serde(default)]
            product_details: Vec<ProductDetail>,
            split_info: Option<SplitInfo>,
        }
        let body = Body::deserialize(deserializer)?;
        let of_products = body
            .product_details
            .iter()
            .flat_map(|product| [&product.product_amount, &product.product_coupon_discount_amount]);
        let of_shares =
            body.split_info.iter().flat_map(|split| &split.split_details).map(|share| &share.amount);
        if of_products.chain(of_shares).flatten().any(|told| told.spelt().is_some()) {
            return Err(de::Error::custom("an amount of a product or a share is no amount"));
        }
        let flag = |text: String| text.parse::<bool>().map_err(de::Error::custom);
        let pair = |(key, value)| match value {
            Value::String(value) => Ok((key, value)),
            _ => Err(de::Error::custom("a value of merchant_metadata is a text")),
        };
        let end = body.expire_by.map(|end| end.parse::<Timestamp>().map_err(de::Error::custom));
        Ok(Self {
            amount: body.amount,
            reference: body.merchant_payment_link_reference,
            customer: body.customer,
            description: body.description,
            expire_by: end.transpose()?,
            allowed_payment_methods: body.allowed_payment_methods,
            part_payment: body.part_payment,
            pre_auth: flag(body.pre_auth)?,
            is_mcc_transaction: body.is_mcc_transaction.map(flag).transpose()?,
            callback_url: body.callback_url,
            failure_callback_url: body.failure_callback_url,
            merchant_metadata: body.merchant_metadata.into_iter().map(pair).collect::<Result<_, _>>()?,
            product_details: body.product_details,
            split_info: body.split_info,
        })
    }
}

/// What a server gave for a new link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkCreated {
    /// As far as can be told, the link that was asked for.
    Created { link: PaymentLink },
    /// The reference was used before, and the link of that time came back. Nothing new was made.
    AlreadyExists { link: PaymentLink },
}

impl LinkCreated {
    /// Compares what came back with what was asked. `answered_at` is the server's own time of the answer: a link
    /// that is clearly older than its answer is not new, however alike it is.
    pub fn judge(asked: &NewLink, link: PaymentLink, answered_at: Option<Timestamp>) -> Self {
        if is_another(asked, &link) || is_older(&link, answered_at) {
            Self::AlreadyExists { link }
        } else {
            Self::Created { link }
        }
    }

    pub fn link(&self) -> &PaymentLink {
        match self {
            Self::Created { link } | Self::AlreadyExists { link } => link,
        }
    }
}

fn is_another(asked: &NewLink, link: &PaymentLink) -> bool {
    !asked.may_be(link)
        || differs(Some(asked.amount), link.amount_due)
        || differs(Some(&LinkStatus::Created), link.status.as_ref())
}

fn is_older(link: &PaymentLink, answered_at: Option<Timestamp>) -> bool {
    let made = link.created_at.as_ref().and_then(crate::time::ApiTime::at);
    matches!((made, answered_at), (Some(made), Some(answered))
        if answered.duration_since(made) > SignedDuration::from_mins(2))
}
