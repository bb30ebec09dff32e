//! Parses the bytes of an answer as JSON, and keeps what JSON readers refuse or lose: broken characters, deep nesting, long numbers.
//!
//! One pass rewrites the text into JSON that every reader accepts. Text that is not JSON (a trailing comma, `NaN`, a comment) stays
//! an error. `lenient.rs` reads the fields.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::decode::raw::{MARK, TWICE};

/// Deeper values stay text: parsing and dropping a tree needs a stack as deep as the tree.
const DEEPEST: usize = 100;

/// Replaces unreadable characters.
pub(crate) const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// The text of a body. Broken UTF-8 becomes [`BROKEN`]. It recognises UTF-16 by the byte order mark, or by the zero byte of the first
/// character.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect::<Vec<_>>();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xFF, 0xFE, ..] | [b'{' | b'[', 0, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    }
}

/// Removes blanks, byte order marks and zeros from both ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0'))
}

/// `None` where the text is not JSON.
pub(crate) fn json(text: &str) -> Option<Value> {
    serde_json::from_str(&readable(text)).ok().map(|Whole(value)| value)
}

/// Rewrites the JSON for `serde_json`.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(sign) = text[at..].chars().next() {
        match sign {
            '"' => at = string(text, at, &mut out),
            '{' | '[' if depth == DEEPEST => {
                let end = end_of_tree(text, at);
                quote(&text[at..end], &mut out);
                at = end;
            }
            '-' | '0'..='9' => {
                let number = &text[at..end_of_number(text, at)];
                if is_number(number) && (number.parse::<i64>().is_err() || number == "-0") {
                    let _ = write!(out, "\"{MARK}{number}\"");
                } else {
                    out.push_str(number);
                }
                at += number.len();
            }
            _ => {
                match sign {
                    '{' | '[' => depth += 1,
                    '}' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if sign != '\u{FEFF}' {
                    out.push(sign);
                }
                at += sign.len_utf8();
            }
        }
    }
    out
}

/// Copies the string that begins at `start`, and returns the position behind it.
fn string(text: &str, start: usize, out: &mut String) -> usize {
    out.push('"');
    let mut at = start + 1;
    while let Some(sign) = text[at..].chars().next() {
        if sign == '\\' {
            at += escape(&text[at..], out);
            continue;
        }
        at += sign.len_utf8();
        if sign == '"' {
            out.push('"');
            break;
        }
        plain(sign, out);
    }
    at
}

/// Writes a character of a string, escaped where JSON needs it.
fn plain(sign: char, out: &mut String) {
    match sign {
        MARK => out.push(BROKEN),
        '\0'..'\u{20}' => {
            let _ = write!(out, "\\u{:04x}", u32::from(sign));
        }
        sign => out.push(sign),
    }
}

/// Copies the escape at the beginning of `rest`, and returns its length. Half a surrogate pair becomes [`BROKEN`]; an unknown escape
/// stays as text.
fn escape(rest: &str, out: &mut String) -> usize {
    let bytes = rest.as_bytes();
    match bytes.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
            out.push_str(&rest[..2]);
            2
        }
        Some(b'u') => match unit(bytes) {
            Some(0xD800..=0xDBFF) if matches!(bytes.get(6..).and_then(unit), Some(0xDC00..=0xDFFF)) => {
                out.push_str(&rest[..12]);
                12
            }
            Some(0xD800..=0xDFFF) => {
                out.push(BROKEN);
                6
            }
            Some(mark) if u32::from(mark) == u32::from(MARK) => {
                out.push(BROKEN);
                6
            }
            Some(_) => {
                out.push_str(&rest[..6]);
                6
            }
            None => {
                out.push_str("\\\\");
                1
            }
        },
        _ => {
            out.push_str("\\\\");
            1
        }
    }
}

/// The value of `\uXXXX` at the beginning.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.get(..6)?.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Writes any text as a JSON string.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for sign in text.chars() {
        if matches!(sign, '"' | '\\') {
            out.push('\\');
        }
        plain(sign, out);
    }
    out.push('"');
}

/// The position behind the object or list that begins at `start`.
fn end_of_tree(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut in_string, mut at) = (0_usize, false, start);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    // A backslash at the end of the text steps past it.
    at.min(bytes.len())
}

fn end_of_number(text: &str, start: usize) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length)
}

/// Whether the text is a number by the JSON grammar.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, part) = mantissa.split_once('.').map_or((mantissa, None), |(w, p)| (w, Some(p)));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// A value that keeps repeated keys: two different values of a key become one object under [`TWICE`], which parses as neither.
struct Whole(Value);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WholeVisitor).map(Whole)
    }
}

struct WholeVisitor;

impl<'de> Visitor<'de> for WholeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(Whole(entry)) = seq.next_element()? {
            entries.push(entry);
        }
        Ok(entries.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut pairs = Map::new();
        while let Some((key, Whole(value))) = map.next_entry::<String, Whole>()? {
            match pairs.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(value);
                }
                Entry::Occupied(mut told) => tell_again(told.get_mut(), value),
            }
        }
        Ok(pairs.into())
    }
}

/// Adds the value of a repeated key. `null` and an equal value change nothing.
fn tell_again(told: &mut Value, again: Value) {
    if again.is_null() || *told == again {
        return;
    }
    if told.is_null() {
        *told = again;
        return;
    }
    if let Some(Value::Array(all)) = told.get_mut(TWICE) {
        all.push(again);
        return;
    }
    let first = told.take();
    told[TWICE] = vec![first, again].into();
}

#[cfg(test)]
#[path = "json_bytes_tests.rs"]
mod tests;
