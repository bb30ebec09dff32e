//! Bodies that no JSON writer produces: half a character, bytes that are not UTF-8, numbers that no machine type holds. A
//! marked string represents such bytes until the answer is written.

use serde_json::Value;

/// From Unicode's private use area, so that no real text starts with it.
const MARK: char = '\u{F8FF}';

/// A value that is written as these bytes.
#[cfg(feature = "server")]
pub(crate) fn spelt(raw: impl AsRef<[u8]>) -> Value {
    let digits = raw.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    Value::String(std::iter::once(MARK).chain(digits).collect())
}

/// A text with these raw bytes in its middle.
#[cfg(feature = "server")]
pub(crate) fn text_around(text: &str, raw: &[u8]) -> Value {
    let quoted = Value::from(text).to_string();
    let opened = quoted.strip_suffix('"').unwrap_or_default().as_bytes();
    spelt([opened, b" ", raw, b" gift set\""].concat())
}

/// The body as it is sent.
pub(crate) fn written(body: &Value) -> Vec<u8> {
    let json = body.to_string();
    let opening = format!("\"{MARK}");
    let mut parts = json.split(opening.as_str());
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_once('"').unwrap_or((part, ""));
        match of_digits(digits) {
            Some(raw) => bytes.extend(raw),
            None => bytes.extend(format!("{opening}{digits}\"").into_bytes()),
        }
        bytes.extend(rest.as_bytes());
    }
    bytes
}

fn of_digits(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::{spelt, text_around, written};
    use serde_json::json;

    #[test]
    fn what_is_spelt_is_written_as_it_stands_and_all_else_as_json() {
        let body = json!({ "a": spelt("1e400"), "b": ["x\"y", spelt(b"\"\xe2\x82\""), null], "c": 1 });
        assert_eq!(written(&body), b"{\"a\":1e400,\"b\":[\"x\\\"y\",\"\xe2\x82\",null],\"c\":1}");
    }

    #[test]
    fn a_text_keeps_its_words_around_the_sign() {
        assert_eq!(written(&text_around("Two \"diyas\"", br"\ud83d")), br#""Two \"diyas\" \ud83d gift set""#);
    }

    #[test]
    fn a_callers_own_private_sign_stays_what_it_is() {
        assert_eq!(written(&json!({ "a": "\u{F8FF}logo" })), "{\"a\":\"\u{F8FF}logo\"}".as_bytes());
    }
}
