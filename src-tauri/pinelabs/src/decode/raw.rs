//! Text of a raw answer, with each number as the server wrote it.
//!
//! JSON readers turn numbers with a point, an exponent or many digits into floats and lose digits. The client keeps such numbers as
//! texts with a mark in front, and these functions remove the mark. Use them to show [`ReadResponse::raw`](crate::ReadResponse::raw).

use serde_json::Value;

/// The mark in front of a number that is kept as text: a noncharacter, which the client removes from every text it receives.
pub(crate) const MARK: char = '\u{FDD0}';

/// The key that collects the values of a repeated key.
pub(crate) const TWICE: &str = "(told more than once)";

/// The whole answer as indented JSON, each number with all of its digits.
pub fn pretty(answer: &Value) -> String {
    unmarked(&serde_json::to_string_pretty(answer).unwrap_or_default())
}

/// One value as the server wrote it: a text without its quotes, everything else as JSON.
pub fn spelt(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text).to_owned(),
        other => unmarked(&other.to_string()),
    }
}

/// A text, or the digits of a number that is kept as one.
pub(crate) fn plain(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// Turns marked texts back into numbers. The mark follows the opening quote.
fn unmarked(json: &str) -> String {
    let begins = format!("\"{MARK}");
    let mut parts = json.split(&begins);
    let first = parts.next().unwrap_or_default();
    let mut out = first.to_owned();
    for part in parts {
        // The digits, and what comes behind the quote that ends them.
        let (digits, rest) = part.split_once('"').unwrap_or((part, ""));
        out.push_str(digits);
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_that_was_kept_as_a_text_is_shown_as_a_number() {
        let long = format!("{MARK}12345678901234567890123");
        let answer = json!({ "a": long, "b": [format!("{MARK}1e400"), "1e400", ""], "c\"": "\"" });
        assert_eq!(
            unmarked(&answer.to_string()),
            r#"{"a":12345678901234567890123,"b":[1e400,"1e400",""],"c\"":"\""}"#
        );
        assert!(pretty(&answer).contains("\"a\": 12345678901234567890123,"));
        assert_eq!(
            (spelt(&answer["a"]).as_str(), spelt(&json!(null)).as_str()),
            ("12345678901234567890123", "null")
        );
        assert_eq!(spelt(&answer["b"]), r#"[1e400,"1e400",""]"#);
    }
}
