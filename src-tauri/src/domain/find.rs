//! What somebody typed into Find, and which of the four things it can be.
//!
//! Decides from the text alone, before anything is asked of Pine Labs. The shapes are hints of what to ask first;
//! they never refuse an id that merely looks unusual. Refused is only what cannot be an id at all.

/// What a text was taken for, with the surrounding blanks gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Nothing was typed.
    Empty,
    /// A payment link id, `pl-v1-…`.
    LinkId(String),
    /// An order id, `v1-…`.
    OrderId(String),
    /// The address a customer was sent.
    Url(String),
    /// Anything else that could be the shop's own reference.
    Reference(String),
    /// Cannot be an id: no request is made for it.
    NotAnId(NotAnId),
}

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnId {
    TooLong,
    ControlCharacters,
    NotOneWord,
    Path,
    Characters,
}

/// Pine Labs takes references of 1 to 50 letters, digits, `-` and `_`.
const LONGEST_REFERENCE: usize = 50;
/// Ids run to about 40 characters. Anything far beyond is a slip.
const LONGEST_ID: usize = 100;
/// Short links stay well under this.
const LONGEST_URL: usize = 500;

pub fn classify(text: &str) -> Query {
    let text = text.trim();
    if text.is_empty() {
        return Query::Empty;
    }
    if text.chars().any(char::is_control) {
        return Query::NotAnId(NotAnId::ControlCharacters);
    }
    if text.len() > LONGEST_URL {
        return Query::NotAnId(NotAnId::TooLong);
    }
    if text.split_whitespace().nth(1).is_some() {
        return Query::NotAnId(NotAnId::NotOneWord);
    }
    if is_url(text) {
        return Query::Url(text.to_owned());
    }
    if text.len() > LONGEST_ID {
        return Query::NotAnId(NotAnId::TooLong);
    }
    if text.contains(['/', '\\']) || text.chars().all(|c| c == '.') {
        return Query::NotAnId(NotAnId::Path);
    }
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Query::NotAnId(NotAnId::Characters);
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("pl-") {
        Query::LinkId(text.to_owned())
    } else if lower.starts_with("v1-") {
        Query::OrderId(text.to_owned())
    } else if text.contains('.') {
        Query::NotAnId(NotAnId::Characters)
    } else if text.len() > LONGEST_REFERENCE {
        Query::NotAnId(NotAnId::TooLong)
    } else {
        Query::Reference(text.to_owned())
    }
}

fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if let Some(rest) = rest {
        return rest.contains('.') || rest.starts_with("localhost");
    }
    // Pasted without its scheme: host.tld/path
    let (host, path) = lower.split_once('/').unwrap_or((&lower, ""));
    let is_label =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    !path.is_empty() && host.contains('.') && host.split('.').all(is_label)
}

/// Two addresses are the same link when they differ only in scheme, letter case of the host, or a trailing slash.
pub fn same_url(a: &str, b: &str) -> bool {
    fn parts(url: &str) -> (String, &str) {
        let bare = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
        let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
        (host.to_ascii_lowercase(), path)
    }
    parts(a) == parts(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_shape_is_taken_for_what_it_is() {
        let table = [
            ("", Query::Empty),
            ("   ", Query::Empty),
            (" pl-v1-250306082755-aa-uT0noy ", Query::LinkId("pl-v1-250306082755-aa-uT0noy".into())),
            ("v1-250131113650-aa-TUzeRY", Query::OrderId("v1-250131113650-aa-TUzeRY".into())),
            ("INV-2526-0183", Query::Reference("INV-2526-0183".into())),
            (
                "https://shortener.example.com/PLUTUS/3rh4jtd",
                Query::Url("https://shortener.example.com/PLUTUS/3rh4jtd".into()),
            ),
            (
                "shortener.example.com/PLUTUS/3rh4jtd",
                Query::Url("shortener.example.com/PLUTUS/3rh4jtd".into()),
            ),
            ("../../etc/passwd", Query::NotAnId(NotAnId::Path)),
            ("/etc/passwd", Query::NotAnId(NotAnId::Path)),
            ("..", Query::NotAnId(NotAnId::Path)),
            ("two words", Query::NotAnId(NotAnId::NotOneWord)),
            ("a\u{0}b", Query::NotAnId(NotAnId::ControlCharacters)),
            ("line\nbreak", Query::NotAnId(NotAnId::ControlCharacters)),
            ("₹500", Query::NotAnId(NotAnId::Characters)),
            ("Order#12", Query::NotAnId(NotAnId::Characters)),
            ("a?b=c", Query::NotAnId(NotAnId::Characters)),
        ];
        for (text, expected) in table {
            assert_eq!(classify(text), expected, "{text:?}");
        }
        assert_eq!(classify(&"x".repeat(10_000)), Query::NotAnId(NotAnId::TooLong));
        assert_eq!(classify(&"x".repeat(51)), Query::NotAnId(NotAnId::TooLong));
        assert_eq!(classify(&"x".repeat(50)), Query::Reference("x".repeat(50)));
    }

    #[test]
    fn a_link_address_is_recognised_with_or_without_scheme_and_slash() {
        assert!(same_url("https://S.example.com/a/B", "s.example.com/a/B/"));
        assert!(!same_url("https://s.example.com/a/B", "https://s.example.com/a/b"));
        assert!(!same_url("https://s.example.com/a", "https://t.example.com/a"));
    }

    proptest! {
        #[test]
        fn nothing_that_goes_into_a_request_path_can_leave_it(text in "\\PC{0,60}") {
            if let Query::LinkId(id) | Query::OrderId(id) | Query::Reference(id) = classify(&text) {
                prop_assert!(!id.contains(['/', '\\', '?', '#', '%']) && !id.chars().any(char::is_whitespace));
                prop_assert!(id.chars().any(|c| c != '.'));
            }
        }
    }
}
