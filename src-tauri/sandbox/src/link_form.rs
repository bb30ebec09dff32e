//! Reads the body of a create and checks every documented range, character set and type; each refusal names its field.
//! It ignores fields that are not documented, because Pine Labs' own clients send some.

use crate::answer::Refusal;
use crate::body::{Object, amount, merchant_reference};
use crate::model::Amount;
use jiff::{SignedDuration, Timestamp, civil};
use serde_json::{Value, json};

const MIN_AMOUNT_PAISE: i64 = 100;
const MAX_AMOUNT_PAISE: i64 = 100_000_000;
const MAX_LINK_LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);
const METHODS: [&str; 8] =
    ["CARD", "UPI", "POINTS", "NETBANKING", "WALLET", "CREDIT_EMI", "DEBIT_EMI", "BNPL"];
/// The fields that answers repeat as given. `callback_url` and `part_payment` are never returned.
const REPEATED: [&str; 7] = [
    "description",
    "failure_callback_url",
    "product_details",
    "split_info",
    "account_details",
    "cart_coupon_discount_amount",
    "merchant_metadata",
];

pub(crate) struct LinkForm {
    pub(crate) reference: String,
    pub(crate) amount: Amount,
    pub(crate) pre_auth: bool,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) details: Object,
}

pub(crate) fn read(body: &Object, now: Timestamp) -> Result<LinkForm, Refusal> {
    let amount = amount(body, "amount")?.ok_or_else(|| Refusal::invalid("amount", "amount is required"))?;
    if !(MIN_AMOUNT_PAISE..=MAX_AMOUNT_PAISE).contains(&amount.minor) {
        return Err(Refusal::invalid(
            "amount",
            format!("amount.value must be {MIN_AMOUNT_PAISE} to {MAX_AMOUNT_PAISE}"),
        ));
    }
    let reference = merchant_reference(body, "merchant_payment_link_reference")?.to_owned();
    let pre_auth = flag_in_words(body, "pre_auth")?;
    let is_mcc_transaction = flag_in_words(body, "is_mcc_transaction")?;
    if body.get("part_payment").is_some_and(|value| !value.is_boolean()) {
        return Err(Refusal::invalid("part_payment", "part_payment must be a boolean"));
    }
    text(body, "", "description", usize::MAX)?;
    text(body, "", "callback_url", 2048)?;
    text(body, "", "failure_callback_url", 2048)?;
    metadata(body)?;
    account(body)?;
    let mut details = Object::new();
    for field in REPEATED {
        if let Some(value) = body.get(field).filter(|value| !value.is_null()) {
            details.insert(field.to_owned(), value.clone());
        }
    }
    details.insert("customer".to_owned(), Value::Object(customer(body)?));
    details.insert("is_mcc_transaction".to_owned(), is_mcc_transaction.into());
    if let Some(methods) = methods(body)? {
        details.insert("allowed_payment_methods".to_owned(), json!(methods));
    }
    Ok(LinkForm { reference, amount, pre_auth, expires: expiry(body, now)?, details })
}

fn text<'a>(
    object: &'a Object,
    parent: &str,
    field: &str,
    longest: usize,
) -> Result<Option<&'a str>, Refusal> {
    let name = format!("{parent}{field}");
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() <= longest => Ok(Some(text)),
        Some(Value::String(_)) => {
            Err(Refusal::invalid(&name, format!("{name} must be at most {longest} characters")))
        }
        Some(_) => Err(Refusal::invalid(&name, format!("{name} must be a string"))),
    }
}

/// A flag that must be the string "true" or "false", although answers have a boolean.
fn flag_in_words(body: &Object, field: &str) -> Result<bool, Refusal> {
    match text(body, "", field, usize::MAX)? {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::invalid(field, format!("{field} must be \"true\" or \"false\""))),
    }
}

fn customer(body: &Object) -> Result<Object, Refusal> {
    let Some(Value::Object(customer)) = body.get("customer") else {
        return Err(Refusal::invalid("customer", "customer with email_id or mobile_number is required"));
    };
    for field in ["first_name", "last_name", "email_id", "merchant_customer_reference"] {
        text(customer, "customer.", field, 50)?;
    }
    text(customer, "customer.", "customer_id", 19)?;
    text(customer, "customer.", "country_code", 5)?;
    let email = text(customer, "customer.", "email_id", 50)?.unwrap_or_default();
    let mobile = text(customer, "customer.", "mobile_number", 20)?.unwrap_or_default();
    if email.is_empty() && mobile.is_empty() {
        return Err(Refusal::invalid("customer", "customer.email_id or customer.mobile_number is required"));
    }
    if !email.is_empty()
        && !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    {
        return Err(Refusal::invalid("customer.email_id", "customer.email_id is not an e-mail address"));
    }
    if !mobile.is_empty() && (mobile.len() < 10 || !mobile.chars().all(|c| c.is_ascii_digit())) {
        return Err(Refusal::invalid(
            "customer.mobile_number",
            "customer.mobile_number must be 10 to 20 digits",
        ));
    }
    let mut customer = customer.clone();
    if !mobile.is_empty() {
        customer.entry("country_code").or_insert_with(|| "91".into());
    }
    Ok(customer)
}

/// A list is documented; Pine Labs' workflow node sends the same names joined by commas.
fn methods(body: &Object) -> Result<Option<Vec<String>>, Refusal> {
    let field = "allowed_payment_methods";
    let wrong = || Refusal::invalid(field, format!("{field} must be among {}", METHODS.join(", ")));
    let methods: Vec<String> = match body.get(field) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect::<Result<_, _>>()?,
        Some(Value::String(names)) => names.split(',').map(|name| name.trim().to_owned()).collect(),
        Some(_) => return Err(wrong()),
    };
    if methods.iter().all(|method| METHODS.contains(&method.as_str())) {
        Ok(Some(methods))
    } else {
        Err(wrong())
    }
}

fn metadata(body: &Object) -> Result<(), Refusal> {
    let field = "merchant_metadata";
    let pairs = match body.get(field) {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Object(pairs)) => pairs,
        Some(_) => return Err(Refusal::invalid(field, format!("{field} must be an object of strings"))),
    };
    if pairs.len() > 10 {
        return Err(Refusal::invalid(field, format!("{field} must have at most 10 pairs")));
    }
    for (key, value) in pairs {
        let short =
            value.as_str().is_some_and(|value| value.chars().count() <= 256) && key.chars().count() <= 256;
        if !short {
            return Err(Refusal::invalid(
                field,
                format!("{field} must hold strings of at most 256 characters"),
            ));
        }
    }
    Ok(())
}

/// The account that the customer must pay from, in the documented shape.
fn account(body: &Object) -> Result<(), Refusal> {
    let object = |holder: &Object, field: &str| match holder.get(field) {
        None | Some(Value::Null) => Ok(Object::new()),
        Some(Value::Object(fields)) => Ok(fields.clone()),
        Some(_) => Err(Refusal::invalid(field, format!("{field} must be an object"))),
    };
    let bank = object(&object(body, "account_details")?, "bank_details")?;
    for field in ["account_number", "ifsc_code", "bank_name"] {
        text(&bank, "account_details.bank_details.", field, usize::MAX)?;
    }
    Ok(())
}

fn expiry(body: &Object, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let field = "expire_by";
    let Some(written) = text(body, "", field, 50)? else { return Ok(None) };
    let moment =
        moment(written).ok_or_else(|| Refusal::invalid(field, format!("{field} must be ISO 8601")))?;
    if moment <= now {
        return Err(Refusal::invalid(field, format!("{field} must be in the future")));
    }
    if now.duration_until(moment) > MAX_LINK_LIFE {
        return Err(Refusal::invalid(field, format!("{field} must be within 180 days")));
    }
    Ok(Some(moment))
}

/// A moment with an offset; one without is read as UTC.
fn moment(written: &str) -> Option<Timestamp> {
    if let Ok(moment) = written.parse() {
        return Some(moment);
    }
    let civil: civil::DateTime = written.parse().ok()?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
