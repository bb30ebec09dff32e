//! What counts as a name, or as a text at all: systems fill fields with words and signs that mean nothing.

use super::invisible::is_invisible;

/// The Braille pattern without raised dots: it looks blank.
const BRAILLE_BLANK: char = '\u{2800}';

/// Characters of zero width or only blank space: alone they mean nothing.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || sign == BRAILLE_BLANK || is_invisible(sign)
}

/// Placeholders that programs write for "nothing". Words that are also names of people (Nil, Na) are not among them.
const NOTHING: [&str; 8] = ["null", "(null)", "none", "undefined", "n/a", "n.a.", "nan", "[object object]"];

/// The trimmed text; `None` if nothing meaningful is left.
pub fn said(text: &str) -> Option<&str> {
    let text = text.trim_matches(is_blank);
    let is_nothing = NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
        || text.chars().all(|sign| is_blank(sign) || sign.is_ascii_punctuation() || "–—…·•".contains(sign));
    (!is_nothing).then_some(text)
}

/// Joins the meaningful parts of a name.
pub fn name_of(parts: [Option<&str>; 2]) -> Option<String> {
    let parts = parts.into_iter().flatten().filter_map(said).collect::<Vec<_>>();
    Some(parts.join(" ")).filter(|name| !name.is_empty() && said(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_invisible_signs_and_words_for_nothing_are_no_name() {
        for nothing in [
            "",
            " ",
            "\t\n",
            "\u{A0}",
            "\u{200B}",
            "\u{200B} \u{2060}\u{FEFF}",
            "\u{AD}",
            "\u{202E}",
            "\u{3164}",
            "\u{2800}",
            "\u{FE0F}",
            "\u{E0020}",
            "\0",
            "null",
            "NULL",
            " Null ",
            "\u{200B}null",
            "None",
            "undefined",
            "N/A",
            "n.a.",
            "NaN",
            "(null)",
            "[object Object]",
            "-",
            "--",
            ".",
            "_",
            "–",
            "\"\"",
            "''",
        ] {
            assert_eq!(said(nothing), None, "{nothing:?}");
            assert_eq!(name_of([Some(nothing), Some(nothing)]), None, "{nothing:?}");
            assert_eq!(name_of([Some("Asha"), Some(nothing)]).as_deref(), Some("Asha"), "{nothing:?}");
            assert_eq!(name_of([Some(nothing), Some("Rao")]).as_deref(), Some("Rao"), "{nothing:?}");
        }
    }

    #[test]
    fn every_name_that_says_something_stays_as_it_is_written() {
        for name in [
            "Asha",
            "Nil",
            "Na",
            "Nulla",
            "X",
            "7",
            "O\u{2019}Neil",
            "क्\u{200D}ष",
            "Jos\u{FFFD}",
            "🌸",
            "王",
            "A. B. (Pvt.)",
        ] {
            assert_eq!(said(name), Some(name), "{name}");
        }
        assert_eq!(said(" \u{200B}Asha \u{FEFF}"), Some("Asha"));
        assert_eq!(name_of([Some(" Asha "), Some("Rao\u{200E}")]).as_deref(), Some("Asha Rao"));
        assert_eq!(name_of([None, None]), None);
    }
}
