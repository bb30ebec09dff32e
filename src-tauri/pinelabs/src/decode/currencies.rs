//! Fills in the missing currency of an amount: the one of the answer, if all other amounts agree.
//!
//! In an answer with two currencies, the amount stays without one.

use serde_json::{Map, Value};

use crate::decode::lenient::is_said;
use crate::model::currency::Currency;

/// Fields with the merchant's own content: amounts in there do not count.
const FREE_FORM: [&str; 2] = ["merchant_metadata", "purchase_details"];

/// Gives each amount without a currency the one that all other amounts of the answer have.
pub(crate) fn complete(answer: &mut Value) {
    let (mut lacking, mut named) = (false, Vec::new());
    each_amount(answer, &mut |amount| match amount.get("currency") {
        said if !is_said(said) => lacking = true,
        said => named.push(said.and_then(Value::as_str).and_then(|code| code.parse::<Currency>().ok())),
    });
    named.dedup();
    if let (true, [Some(only)]) = (lacking, named.as_slice()) {
        each_amount(answer, &mut |amount| {
            if !is_said(amount.get("currency")) {
                amount.insert("currency".to_owned(), only.code().into());
            }
        });
    }
}

fn each_amount(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| each_amount(entry, visit)),
        Value::Object(pairs) => {
            for (name, field) in pairs {
                match field {
                    Value::Object(amount) if is_amount(name) && is_said(amount.get("value")) => visit(amount),
                    _ if FREE_FORM.contains(&name.as_str()) => {}
                    other => each_amount(other, visit),
                }
            }
        }
        _ => {}
    }
}

fn is_amount(name: &str) -> bool {
    name == "amount_due" || name.ends_with("amount")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_amount_takes_the_currency_in_which_all_others_of_its_answer_agree_and_else_none() {
        let due = |others: Value| {
            let mut answer = json!({ "amount_due": { "value": 5 }, "others": others });
            complete(&mut answer);
            answer["amount_due"].get("currency").cloned()
        };
        let amount = |currency: Value| json!({ "payment_amount": { "value": 1, "currency": currency } });
        let table = [
            (json!([amount(json!("INR"))]), Some("INR")),
            (json!([amount(json!(" usd ")), amount(json!("USD"))]), Some("USD")),
            (
                json!([amount(json!("INR")), amount(json!(null)), amount(json!("")), amount(json!("null"))]),
                Some("INR"),
            ),
            (json!([amount(json!("INR")), amount(json!("USD"))]), None),
            (json!([amount(json!("INR")), amount(json!("₹"))]), None),
            (json!([amount(json!("INR")), amount(json!(356))]), None),
            (json!([]), None),
            (json!({ "merchant_metadata": amount(json!("INR")) }), None),
        ];
        for (others, expected) in table {
            assert_eq!(due(others.clone()), expected.map(Value::from), "{others}");
        }
    }
}
