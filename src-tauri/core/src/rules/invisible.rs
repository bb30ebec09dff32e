//! Invisible characters: of zero width, or to change the text direction. They come along when a text is copied from a chat, a
//! mail or a document, and are never part of an id, a key or an amount.
//!
//! The list is Unicode's `Default_Ignorable_Code_Point`; the page uses it by that name (`lib/unseen.ts`).

/// Whether a character is invisible.
pub fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text without invisible characters.
pub fn without(text: &str) -> String {
    text.chars().filter(|sign| !is_invisible(*sign)).collect()
}

/// A key without invisible characters, blanks and line breaks around it.
pub fn plain_key(text: &str) -> String {
    without(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_sign_of_no_width_is_taken_away_and_nothing_that_is_seen() {
        let ranges = [
            0xad..=0xad,
            0x200b..=0x200f,
            0x202a..=0x202e,
            0x2060..=0x2064,
            0x2066..=0x2069,
            0xfeff..=0xfeff,
            0xfe0f..=0xfe0f,
            0x61c..=0x61c,
        ];
        for sign in ranges.into_iter().flatten().filter_map(char::from_u32) {
            assert_eq!(without(&format!("{sign}a{sign}-1{sign}")), "a-1", "U+{:04X}", u32::from(sign));
        }
        for seen in ['a', '-', '₹', '\u{2011}', '\u{a0}', '\u{2009}', '\u{202f}', 'é'] {
            assert!(!is_invisible(seen), "U+{:04X}", u32::from(seen));
        }
    }

    #[test]
    fn a_key_loses_what_is_around_it_also_where_both_are_mixed() {
        for pasted in ["\u{200b} key-1 \u{feff}\n", "\u{feff}key\u{ad}-1\r\n", "key-1", "\tkey-1\u{a0}"] {
            assert_eq!(plain_key(pasted), "key-1", "{pasted:?}");
        }
        assert_eq!(plain_key("\u{200b} \u{2060}"), "");
    }

    proptest! {
        #[test]
        fn taking_them_away_twice_takes_no_more(text in "\\PC{0,40}") {
            let once = without(&text);
            prop_assert_eq!(&without(&once), &once);
            prop_assert_eq!(plain_key(&plain_key(&text)), plain_key(&text));
        }
    }
}
