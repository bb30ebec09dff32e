//! What is formatted as a phone number, and what stays as written.

use std::collections::BTreeMap;

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use proptest::prelude::*;

use super::*;

#[test]
fn a_number_of_india_is_put_together_however_its_country_is_written() {
    let codes = [
        Some("91"),
        Some("+91"),
        Some("0091"),
        Some("091"),
        Some(" 91 "),
        Some("IN"),
        Some("in"),
        Some(""),
        None,
    ];
    let numbers = [
        "9876543210",
        "+919876543210",
        "+91 98765 43210",
        "+91-98765-43210",
        "(+91) 98765.43210",
        "919876543210",
        "0919876543210",
        "00919876543210",
        "09876543210",
        "0 98765 43210",
        "+9109876543210",
        "+91 (0) 98765 43210",
        "+91+919876543210",
        "+91 +91 98765 43210",
        "+91919876543210",
        "91919876543210",
        "+91 0091 9876543210",
        "0091+91 9876543210",
        "91+9876543210",
        "tel:+919876543210",
        "\u{202a}+91\u{a0}98765\u{2011}43210\u{202c}",
        "९८७६५४३२१०",
        "＋９１ ９８７６５ ４３２１０",
    ];
    for code in codes {
        for number in numbers {
            assert_eq!(shown(code, number).as_deref(), Some("+91 9876543210"), "{code:?} {number:?}");
        }
    }
}

#[test]
fn digits_that_look_like_the_country_code_stay_where_the_number_has_them() {
    for (number, expected) in [
        ("9191919191", "+91 9191919191"),
        ("919191919191", "+91 9191919191"),
        ("+919191919191", "+91 9191919191"),
        ("09191919191", "+91 9191919191"),
        // In Mumbai, with its trunk zero.
        ("022 2345 6789", "+91 2223456789"),
    ] {
        assert_eq!(shown(Some("91"), number).as_deref(), Some(expected), "{number}");
    }
}

#[test]
fn a_number_of_another_country_is_told_by_its_own_code() {
    for (code, number, expected) in [
        (Some("91"), "+971501234567", "+971 501234567"),
        (None, "+971 50 123 4567", "+971 501234567"),
        (Some("91"), "00971501234567", "+971 501234567"),
        (Some("971"), "971501234567", "+971 501234567"),
        (Some("+971"), "501234567", "+971 501234567"),
        (Some("971"), "0501234567", "+971 501234567"),
        (Some("00971"), "+971971501234567", "+971 501234567"),
        (Some("1"), "(212) 555-0123", "+1 2125550123"),
        (Some("1"), "1 212 555 0123", "+1 2125550123"),
        (Some("65"), "6591234567", "+65 91234567"),
        (Some("65"), "65123456", "+65 65123456"),
        (Some("44"), "07400 123456", "+44 7400123456"),
        (Some("39"), "06 1234 5678", "+39 0612345678"),
        (Some("971"), "+919876543210", "+91 9876543210"),
    ] {
        assert_eq!(shown(code, number).as_deref(), Some(expected), "{code:?} {number}");
    }
}

#[test]
fn what_is_no_number_stays_as_it_is_spelt() {
    for (code, number) in [
        (Some("91"), "98765"),
        (Some("91"), "98765432101"),
        (Some("91"), "0987654321"),
        (Some("91"), "0000000000"),
        (Some("91"), "+91"),
        (Some("91"), "ask at the counter"),
        (Some("91"), "98765 43210 ext. 5"),
        (Some("91"), "9876543210/9876543211"),
        (Some("91"), "9876543210, 9876543211"),
        (Some("91"), "98765+43210"),
        (Some("91"), "98••••3210"),
        (Some("91"), "null"),
        (Some("91"), "971501234567"),
        (None, "971501234567"),
        (None, "2125550123"),
        (None, "+999123456789"),
        (Some("999"), "9876543210"),
        (Some("AE"), "501234567"),
        (Some("9191"), "9876543210"),
        // In Iran and Singapore, or in India without its code.
        (Some("91"), "+9876543210"),
        (None, "+6591234567"),
        (Some("91"), "009876543210"),
        // In Indonesia and Germany, with their code or without.
        (Some("62"), "628123456789"),
        (Some("49"), "49301234567"),
    ] {
        assert_eq!(shown(code, &format!(" {number} ")).as_deref(), Some(number), "{code:?} {number}");
    }
    for blank in ["", " ", "\u{200b}\u{a0}"] {
        assert_eq!(shown(Some("91"), blank), None, "{blank:?}");
    }
}

/// Every country with dialable numbers, as the library lists them.
fn countries() -> impl Iterator<Item = &'static Metadata> {
    // Higher codes are services without a country.
    DATABASE.iter().filter(|country| country.country_code() < 999 && country.id() != "001")
}

#[test]
fn the_table_of_codes_is_that_of_the_kept_library() {
    let mut known = BTreeMap::<u16, (u16, u16, bool)>::new();
    for country in countries() {
        let (mobile, fixed) = (country.descriptors().mobile(), country.descriptors().fixed_line());
        let lengths =
            |of: Option<&'static Descriptor>| of.into_iter().flat_map(Descriptor::possible_length).copied();
        let zero = |of: Option<&Descriptor>| {
            of.and_then(Descriptor::example).is_some_and(|number| number.starts_with('0'))
        };
        let entry = known.entry(country.country_code()).or_insert((u16::MAX, 0, false));
        entry.0 = lengths(mobile).chain(lengths(fixed)).filter(|length| *length > 0).fold(entry.0, u16::min);
        entry.1 = lengths(mobile).fold(entry.1, u16::max);
        entry.2 |= zero(mobile) || zero(fixed);
    }
    let known = known.into_iter().map(|(code, (shortest, longest, zero))| {
        format!("{code}/{shortest}-{longest}{}", if zero { "z" } else { "" })
    });
    assert_eq!(CODES.split(' ').collect::<Vec<_>>(), known.collect::<Vec<_>>());
}

#[test]
fn a_mobile_number_of_each_country_is_read_as_the_kept_library_reads_it() {
    let mut tried = 0;
    for country in countries() {
        let Some(national) = country.descriptors().mobile().and_then(Descriptor::example) else { continue };
        let code = country.country_code();
        let e164 = format!("+{code}{national}");
        let theirs = phonenumber::parse(None, &e164).unwrap();
        assert_eq!(theirs.country().code(), code, "{e164}");
        let expected = format!("+{code} {}", theirs.national());
        let spellings = [
            (None, e164.clone()),
            (Some(code.to_string()), e164.clone()),
            (Some(format!("+{code}")), national.to_owned()),
            (Some(format!("00{code}")), format!("00{code}{national}")),
        ];
        for (said, number) in spellings {
            let ours = shown(said.as_deref(), &number).unwrap();
            // A number that may also be in India without its code stays as written.
            let unclear = said.is_none() && e164.len() == 11 && e164[1..].starts_with(['6', '7', '8', '9']);
            assert_eq!(ours, if unclear { number } else { expected.clone() }, "{said:?}");
        }
        tried += 1;
    }
    assert!(tried > 200, "{tried}");
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_reads_the_same_again(
        code in prop::option::of("[+0-9A-Z ]{0,6}"), number in "[+0-9 ().a-]{0,24}",
    ) {
        if let Some(phone) = Phone::read(code.as_deref(), &number) {
            prop_assert_eq!(Phone::read(Some(&phone.country_code()), &phone.to_string()), Some(phone));
        }
    }

    #[test]
    fn a_number_ends_with_the_digits_that_were_typed(code in "[1-9][0-9]{0,2}", number in "[0-9]{4,15}") {
        if let Some(phone) = Phone::read(Some(&code), &number) {
            prop_assert!(number.ends_with(phone.national()), "{}", phone);
        }
    }
}
