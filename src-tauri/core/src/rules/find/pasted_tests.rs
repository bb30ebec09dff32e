//! Find with everything that people may paste.

use proptest::prelude::*;

use super::{
    tests::{URL, nothing, seen},
    url::same_url,
    *,
};

/// Everything that would be requested from Pine Labs.
fn asked(taken: &Taken) -> Vec<String> {
    let of = |query: &Query| match query {
        Query::LinkId(id) | Query::OrderId(id) => vec![id.clone()],
        Query::PaymentId { order, payment } => vec![order.clone(), payment.clone()],
        Query::Reference(text) => vec![text.clone(), plain(text)],
        Query::Empty | Query::Url(_) | Query::Several | Query::NotAnId(_) => Vec::new(),
    };
    std::iter::once(&taken.query)
        .chain(taken.choices.iter().map(|choice| &choice.query))
        .flat_map(of)
        .collect()
}

/// Any text, including what chats, mails and tables put around ids.
fn surroundings() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        "[ -~]{0,16}",
        Just("Pay ₹18,500.00 by 20-Nov-2025".to_owned()),
        Just("https://other.example.com/x?y=z".to_owned()),
        Just("\u{200b}\u{202a}".to_owned()),
        Just("\n\t> *_".to_owned()),
        Just("//../..\\".to_owned()),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.join(" "))
}

/// Words without a reference.
fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec("[A-Za-zऀ-ॿ,.!?₹]{1,9}", 0..9).prop_map(|words| words.join(" "))
}

fn an_id() -> impl Strategy<Value = String> {
    prop_oneof![
        "pl-v1-[0-9]{12}-[a-z]{2}-[A-Za-z0-9]{6}",
        "v1-[0-9]{12}-[a-z]{2}-[A-Za-z0-9]{6}",
        "v1-[0-9]{12}-[a-z]{2}-[A-Za-z0-9]{6}-up-[a-z0-9]",
        "rf-v1-[0-9]{12}-[a-z]{2}-[A-Za-z0-9]{6}-[0-9]",
        "[A-Z]{2,4}-[0-9]{4}-[0-9]{4}",
    ]
}

/// The part of an id that identifies its order.
fn key(id: &str) -> &str {
    let plain = id.strip_prefix("rf-").unwrap_or(id);
    plain.get(..25).unwrap_or(plain)
}

fn wrapped(id: &str, how: usize) -> String {
    const AROUND: [(&str, &str); 8] = [
        ("", ""),
        ("(", ")"),
        ("*", "*"),
        ("\"", "\","),
        ("<", ">"),
        ("", "."),
        ("Ref:", ";"),
        ("\u{200b}", "\u{feff}"),
    ];
    let (before, after) = AROUND[how % AROUND.len()];
    format!("{before}{id}{after}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_id_in_any_words_is_found(before in words(), after in words(), id in an_id(), how in 0_usize..8) {
        let taken = classify(&format!("{before}\n{} {after}", wrapped(&id, how)), &nothing());
        prop_assert_eq!(&taken.value, &id, "{:?}", taken.query);
        prop_assert!(asked(&taken).contains(&id));
    }

    #[test]
    fn an_id_in_any_text_is_found_or_is_one_of_the_choices(before in surroundings(), after in surroundings(), id in an_id(), how in 0_usize..8) {
        let taken = classify(&format!("{before}\n{} {after}", wrapped(&id, how)), &nothing());
        let control = before.chars().chain(after.chars()).any(|sign| sign.is_control() && !sign.is_whitespace());
        prop_assert!(control || asked(&taken).contains(&id), "{taken:?}");
    }

    #[test]
    fn two_ids_are_never_one(before in surroundings(), between in surroundings(), one in an_id(), other in an_id()) {
        prop_assume!(key(&one) != key(&other));
        let taken = classify(&format!("{before} {one} {between} {other}"), &seen());
        prop_assert!(matches!(taken.query, Query::Several | Query::NotAnId(_)), "{taken:?}");
    }

    #[test]
    fn two_ids_in_one_word_are_never_one(before in words(), between in "[,;|/=\t+&>]", one in an_id(), known in 0..3_usize, turned in any::<bool>()) {
        let other = ["INV-2526-0184", "pl-v1-251120000184-aa-Kh0184", "https://pay.example.com/PLUTUS/kh0184?a=b"][known];
        // A URL continues after these characters.
        prop_assume!(known < 2 || turned || !"/=+&".contains(&between));
        let pair = if turned { format!("{one}{between}{other}") } else { format!("{other}{between}{one}") };
        let taken = classify(&format!("{before} {pair}"), &seen());
        prop_assert!(matches!(taken.query, Query::Several | Query::NotAnId(_)), "{pair}: {taken:?}");
    }

    #[test]
    fn nothing_that_cannot_be_an_id_is_ever_asked_for(text in surroundings(), known in any::<bool>()) {
        let known = if known { seen() } else { nothing() };
        for id in asked(&classify(&text, &known)) {
            prop_assert!(!id.contains(['/', '\\', '?', '#', '%', '&']), "{id}");
            prop_assert!(!id.chars().any(|sign| sign.is_whitespace() || sign.is_control() || invisible::is_invisible(sign)));
            prop_assert!(id.chars().any(char::is_alphanumeric) && id.len() <= 3 * MAX_ID_CHARS);
            prop_assert!(id.parse::<pinelabs::Reference>().is_ok());
        }
    }

    #[test]
    fn what_was_taken_is_taken_again_for_the_same(text in surroundings(), id in an_id(), known in any::<bool>()) {
        let known = if known { seen() } else { nothing() };
        for text in [text.clone(), format!("{text} {id}")] {
            let taken = classify(&text, &known);
            if matches!(taken.query, Query::Several | Query::Empty | Query::NotAnId(_)) {
                continue;
            }
            let again = classify(&taken.value, &known);
            prop_assert_eq!(&again.query, &taken.query);
            prop_assert_eq!(&again.value, &taken.value);
        }
    }

    #[test]
    fn a_choice_is_taken_for_what_it_was_offered_as(text in surroundings(), one in an_id(), other in an_id()) {
        for choice in classify(&format!("{text} {one} {other}"), &seen()).choices {
            prop_assert_eq!(classify(&choice.value, &seen()).query, choice.query);
        }
    }

    #[test]
    fn a_url_that_was_seen_is_known_in_any_text(before in words(), after in words(), tail in "[.,)!?।>]{0,3}") {
        let taken = classify(&format!("{before} {URL}{tail} {after}"), &seen());
        prop_assert_eq!(taken.query, Query::Url(URL.into()));
    }

    #[test]
    fn reading_an_address_never_fails(a in "\\PC{0,40}", b in "[ -~]{0,40}") {
        same_url(&a, &b);
        let address = format!("https://pay.example.com/{b}");
        prop_assert!(same_url(&address, &address), "{address}");
    }
}

#[test]
fn two_things_in_one_word_are_asked_about_as_in_two() {
    const OTHER: &str = "pl-v1-251120000184-aa-Kh0184";
    for text in [
        "INV-2526-0183,pl-v1-251120000184-aa-Kh0184",
        "INV-2526-0183;pl-v1-251120000184-aa-Kh0184",
        "INV-2526-0183|pl-v1-251120000184-aa-Kh0184",
        "Ref:INV-2526-0183/pl-v1-251120000184-aa-Kh0184",
        "{\"ref\":\"INV-2526-0183\",\"link\":\"pl-v1-251120000184-aa-Kh0184\"}",
        "inv-2526-0183=pl-v1-251120000184-aa-Kh0184 please",
    ] {
        let taken = classify(text, &seen());
        assert_eq!(taken.query, Query::Several, "{text}");
        assert!(asked(&taken).contains(&OTHER.to_owned()), "{text}: {taken:?}");
    }
    // Two names of one link count once.
    let taken = classify("INV-2526-0184,pl-v1-251120000184-aa-Kh0184", &seen());
    assert!(matches!(&taken.query, Query::Reference(_) | Query::LinkId(_)), "{taken:?}");
}

#[test]
fn a_url_that_was_seen_is_known_in_whatever_stands_around_it() {
    for text in [
        format!("[{URL}]({URL})"),
        format!("[Pay]({URL})"),
        format!("{URL})and call me"),
        format!("({URL})and(call)me"),
        format!("{URL}👍"),
        format!("{URL}—thanks"),
        format!("pay:{URL},{URL};ok"),
    ] {
        let taken = classify(&text, &seen());
        assert_eq!(taken.query, Query::Url(URL.to_owned()), "{text}");
    }
}

#[test]
fn a_time_or_a_month_is_no_reference() {
    for text in [
        "INV-2526-0183 paid 2025-11-20T14:05:00Z",
        "{\"created_at\": \"2025-11-20T14:05:00.123Z\", \"ref\": \"INV-2526-0183\"}",
        "Nov-2025 statement: INV-2526-0183",
        "20-Nov: INV-2526-0183",
        "Shop open 9am-10pm, INV-2526-0183",
        "10am-6pm INV-2526-0183",
        "\nRef:INV-2526-0183; A",
    ] {
        let taken = classify(text, &nothing());
        assert_eq!(
            (taken.query, taken.value.as_str()),
            (Query::Reference("INV-2526-0183".into()), "INV-2526-0183"),
            "{text}"
        );
    }
    for reference in ["MARK-2025", "DEC-001", "AM-100", "MAY-1042", "T20-14"] {
        assert_eq!(classify(reference, &nothing()).query, Query::Reference(reference.into()));
        let within = classify(&format!("for {reference}-7"), &nothing());
        assert!(matches!(within.query, Query::Reference(_) | Query::NotAnId(_)), "{within:?}");
    }
}

#[test]
fn a_word_of_addresses_without_end_is_read_to_some_end() {
    let many = |at: usize| KnownLink {
        link_id: format!("pl-v1-{at}"),
        url: Some(format!("https://pay{at}.example.com/PLUTUS/{at}")),
        ..KnownLink::default()
    };
    let known = Known((0..200).map(many).collect());
    for piece in [
        "https://a.b/x,",
        "http://,",
        "https://pay7.example.com/PLUTUS/8;",
        "http://a.b",
        "http://a.b/?c=",
        "https://pay7.example.com/PLUTUS/8?c=",
        "a.bb/x'",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(!matches!(classify(&text, &known).query, Query::Empty), "{piece}");
    }
    let spaced = "https://a.b/x ".repeat(60_000 / 14);
    assert!(!matches!(classify(&spaced, &known).query, Query::Empty));
}

#[test]
fn of_two_urls_that_are_alike_the_very_one_is_opened_and_none_by_a_guess() {
    let at =
        |id: &str, url: &str| KnownLink { link_id: id.into(), url: Some(url.into()), ..KnownLink::default() };
    let known = Known(vec![
        at("pl-v1-1", "https://pl.in/Ab3"),
        at("pl-v1-2", "https://pl.in/Ab3_"),
        at("pl-v1-3", "https://h.example.com/p"),
        at("pl-v1-4", "https://h.example.com/p?id=2"),
    ]);
    for (given, link) in [
        ("https://pl.in/Ab3_", Some("pl-v1-2")),
        ("https://pl.in/Ab3", Some("pl-v1-1")),
        ("https://h.example.com/p?id=2", Some("pl-v1-4")),
        ("http://www.h.example.com/p?utm=x", Some("pl-v1-3")),
        ("https://h.example.com/p?id=2&utm=x", None),
    ] {
        assert_eq!(known.with_url(given).map(|seen| seen.link_id.as_str()), link, "{given}");
    }
    let unclear = classify("https://h.example.com/p?id=2&utm=x", &known);
    assert_eq!(unclear.choices.len(), 2, "{unclear:?}");
}

#[test]
fn what_is_known_as_a_reference_is_one_whatever_it_begins_with() {
    let known = |reference: &str| {
        Known(vec![KnownLink {
            link_id: "pl-v1-1".into(),
            reference: Some(reference.into()),
            ..KnownLink::default()
        }])
    };
    for reference in ["PL-2025-0183", "V1-77", "v1-0183"] {
        assert_eq!(classify(reference, &known(reference)).query, Query::Reference(reference.into()));
    }
    let taken = classify("Bill.No/183", &known("Bill-No-183"));
    assert_eq!(taken.choices.first().map(|choice| choice.value.as_str()), Some("Bill-No-183"), "{taken:?}");
}
