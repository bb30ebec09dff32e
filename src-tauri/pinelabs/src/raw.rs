//! An answer as it is shown raw, and values as the server spelt them.
//!
//! A JSON reader makes binary floats of numbers with a point, an exponent or too many digits, and so loses what they were. They are kept
//! as texts with a mark that no text of a server can begin with, and lose it wherever they are shown.

use serde_json::Value;

/// Begins the text of a number. It is no sign of any script, and is taken out of every text that comes.
pub(crate) const MARK: char = '\u{FDD0}';

/// The key under which stands what one key told several times.
pub(crate) const TWICE: &str = "(told more than once)";

/// The whole answer, indented, each number with all of its digits.
pub fn pretty(answer: &Value) -> String {
    unmarked(&serde_json::to_string_pretty(answer).unwrap_or_default())
}

/// One value as the server spelt it: a text without its quotes, everything else as JSON.
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

/// JSON with its marked numbers as numbers: the mark stands behind the quote that begins a text.
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
