//! The format of a JSON file: its values with a checksum, so that any changed byte is detected. Works on bytes, without I/O.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub type Values = HashMap<String, Value>;

/// Incremented when older versions could not read the values any more.
const FORMAT_VERSION: u32 = 1;

const BEFORE_SUM: &str = "{\"crc32\": \"";
const BEFORE_KEPT: &str = "\", \"kept\": ";
const END: &str = "}\n";

/// The part covered by the checksum.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    format: u32,
    values: T,
}

/// What the bytes of a file contain.
#[derive(Debug, PartialEq)]
pub enum Content {
    Whole(Values),
    /// Without a checksum: from a version before there was one.
    Plain(Values),
    /// Intact, but from a newer version.
    Newer,
    Broken,
}

/// Whether these are the bytes of an intact file.
pub fn is_whole(bytes: &[u8]) -> bool {
    matches!(open(bytes), Content::Whole(_))
}

/// Deterministic: two copies can be compared byte by byte.
pub fn seal(values: &Values) -> serde_json::Result<Vec<u8>> {
    let values = values.iter().collect::<BTreeMap<_, _>>();
    let kept = serde_json::to_string_pretty(&Kept { format: FORMAT_VERSION, values })?;
    let sum = crc32fast::hash(kept.as_bytes());
    Ok(format!("{BEFORE_SUM}{sum:08x}{BEFORE_KEPT}{kept}{END}").into_bytes())
}

pub fn open(bytes: &[u8]) -> Content {
    if let Some(kept) = checked(bytes) {
        // The version first: the rest of a newer format is unknown.
        return match serde_json::from_slice::<Kept<Value>>(kept) {
            Ok(Kept { format: FORMAT_VERSION, values: Value::Object(values) }) => {
                Content::Whole(values.into_iter().collect())
            }
            Ok(Kept { format, .. }) if format > FORMAT_VERSION => Content::Newer,
            _ => Content::Broken,
        };
    }
    serde_json::from_slice(bytes).map_or(Content::Broken, Content::Plain)
}

/// The part under the checksum, if the checksum matches.
fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(BEFORE_SUM.as_bytes())?;
    let (sum, rest) = rest.split_at_checked(8)?;
    let kept = rest.strip_prefix(BEFORE_KEPT.as_bytes())?.strip_suffix(END.as_bytes())?;
    (sum == format!("{:08x}", crc32fast::hash(kept)).as_bytes()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values() -> Values {
        [("theme".to_owned(), json!("dark")), ("accounts".to_owned(), json!([{ "id": "a" }]))].into()
    }

    #[test]
    fn what_is_sealed_opens_again_and_is_the_same_bytes_each_time() {
        let sealed = seal(&values()).unwrap();
        assert_eq!(open(&sealed), Content::Whole(values()));
        assert_eq!(seal(&values()).unwrap(), sealed);
    }

    #[test]
    fn a_plain_file_is_told_from_a_sealed_one() {
        assert_eq!(open(br#"{"theme": "dark", "accounts": [{"id": "a"}]}"#), Content::Plain(values()));
        for broken in ["", "{", "[]", "null", "\u{0}\u{0}", "{\"theme\": \"dark\"} {}"] {
            assert_eq!(open(broken.as_bytes()), Content::Broken, "{broken:?}");
        }
    }

    #[test]
    fn a_whole_file_of_a_newer_format_is_not_taken_for_a_broken_one() {
        let kept = r#"{"format": 2, "values": ["another", "shape"]}"#;
        let sum = crc32fast::hash(kept.as_bytes());
        let newer = format!("{BEFORE_SUM}{sum:08x}{BEFORE_KEPT}{kept}{END}");
        assert_eq!(open(newer.as_bytes()), Content::Newer);
        // Only with a valid checksum.
        let changed = newer.replace("another", "Another");
        assert!(!matches!(open(changed.as_bytes()), Content::Newer));
    }
}
