//! Hides the personal data in an answer before it is shown raw, and the handle of a UPI payer.
//!
//! Works on names of fields, at any depth, so that a field in an unexpected place is hidden as well. Ids, amounts,
//! states and times stay.

use serde_json::Value;

/// Fields whose text tells who or where somebody is.
const PERSONAL: [&str; 21] = [
    "email_id",
    "email",
    "first_name",
    "last_name",
    "full_name",
    "mobile_number",
    "phone",
    "phone_number",
    "address1",
    "address2",
    "address3",
    "pincode",
    "city",
    "state_name",
    "gstin",
    "account_number",
    "bank_account_number",
    "bank_acc_number",
    "name_on_card",
    "cardholder_name",
    "ip_address",
];

/// Dots of a fixed number: the length of a name says something about it too.
const HIDDEN: &str = "••••••";

pub fn masked(mut answer: Value) -> Value {
    mask(&mut answer);
    answer
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.to_ascii_lowercase().as_str() {
                    "vpa" => mask_each(field, &upi_handle),
                    name if PERSONAL.contains(&name) => mask_each(field, &|_| HIDDEN.to_owned()),
                    _ => mask(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

/// Every text and number in a personal field, however deep.
fn mask_each(value: &mut Value, masked: &dyn Fn(&str) -> String) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| mask_each(field, masked)),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_each(item, masked)),
        Value::String(text) => *value = masked(text).into(),
        Value::Number(_) => *value = HIDDEN.into(),
        Value::Bool(_) | Value::Null => {}
    }
}

/// `mohan.traders@examplebank` as `mo••••••s@examplebank`; a short handle shows nothing of itself.
pub fn upi_handle(vpa: &str) -> String {
    let (handle, bank) = vpa.split_once('@').unwrap_or((vpa, ""));
    let letters = handle.chars().collect::<Vec<_>>();
    let shown = match letters.as_slice() {
        [first, second, .., last] if letters.len() > 4 => format!("{first}{second}{HIDDEN}{last}"),
        _ => HIDDEN.to_owned(),
    };
    if bank.is_empty() { shown } else { format!("{shown}@{bank}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn personal_data_is_hidden_at_any_depth_and_the_rest_stays() {
        let answer = json!({
            "payment_link_id": "pl-v1-1",
            "status": "CREATED",
            "customer": {
                "phone": ["9000000002", { "home": "9000000003" }],
                "first_name": "Neha", "mobile_number": 9_000_000_001_i64, "country_code": "91",
                "billing_address": { "address1": "1 Lake Road", "pincode": "560001", "state": "Karnataka" }
            },
            "orders": [{ "payments": [{ "payment_option": { "upi_data": { "payer": { "vpa": "neha.k@examplebank" } } } }] }]
        });
        let shown = masked(answer);
        assert_eq!(shown["payment_link_id"], "pl-v1-1");
        assert_eq!(shown["status"], "CREATED");
        assert_eq!(shown["customer"]["country_code"], "91");
        let text = shown.to_string();
        for hidden in ["Neha", "9000000001", "9000000002", "9000000003", "Lake", "560001", "neha.k"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        assert!(text.contains("ne••••••k@examplebank"));
    }

    #[test]
    fn a_upi_handle_keeps_its_bank_and_its_ends() {
        assert_eq!(upi_handle("mohantraders@examplebank"), "mo••••••s@examplebank");
        assert_eq!(upi_handle("abcd@x"), "••••••@x");
        assert_eq!(upi_handle("noat"), "••••••");
        assert_eq!(upi_handle("é€ü@x"), "••••••@x");
    }
}
