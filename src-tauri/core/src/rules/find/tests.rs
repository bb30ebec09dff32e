//! How each text is classified.

use super::{url::same_url, *};

const LINK: &str = "pl-v1-251120000183-aa-Kh0183";
const ORDER: &str = "v1-251120000183-aa-Kh0183";
const REFERENCE: &str = "INV-2526-0183";
pub const URL: &str = "https://pay.example.com/PLUTUS/kh0183";

pub fn nothing() -> Known {
    Known::default()
}

pub fn seen() -> Known {
    let other = KnownLink {
        link_id: "pl-v1-251120000184-aa-Kh0184".into(),
        reference: Some("INV-2526-0184".into()),
        url: Some("https://pay.example.com/PLUTUS/kh0184".into()),
        orders: Vec::new(),
    };
    let this = KnownLink {
        link_id: LINK.into(),
        reference: Some(REFERENCE.into()),
        url: Some(URL.into()),
        orders: vec![ORDER.into()],
    };
    Known(vec![other, this])
}

fn reference(text: &str) -> Query {
    Query::Reference(text.into())
}

fn values(taken: &Taken) -> Vec<&str> {
    taken.choices.iter().map(|choice| choice.value.as_str()).collect()
}

#[test]
fn each_shape_is_taken_for_what_it_is() {
    let refused = Query::NotAnId;
    let payment =
        |suffix: &str| Query::PaymentId { order: ORDER.into(), payment: format!("{ORDER}{suffix}") };
    let table = [
        ("", Query::Empty),
        ("   ", Query::Empty),
        ("\u{200b}\u{feff} \u{ad}", Query::Empty),
        (" pl-v1-250306082755-aa-uT0noy ", Query::LinkId("pl-v1-250306082755-aa-uT0noy".into())),
        ("v1-250131113650-aa-TUzeRY", Query::OrderId("v1-250131113650-aa-TUzeRY".into())),
        ("v1-251120000183-aa-Kh0183-up-1", payment("-up-1")),
        ("v1-251120000183-aa-Kh0183-cc-aa-x", payment("-cc-aa-x")),
        ("INV-2526-0183", reference("INV-2526-0183")),
        ("Farida", reference("Farida")),
        ("1042", reference("1042")),
        ("https://s.example.com/PLUTUS/3rh4jtd", Query::Url("https://s.example.com/PLUTUS/3rh4jtd".into())),
        ("s.example.com/PLUTUS/3rh4jtd", Query::Url("s.example.com/PLUTUS/3rh4jtd".into())),
        ("../../etc/passwd", refused(NotAnId::Path)),
        ("/etc/passwd", refused(NotAnId::Path)),
        ("..", refused(NotAnId::Path)),
        ("...", refused(NotAnId::Path)),
        ("---", refused(NotAnId::Path)),
        ("two words", refused(NotAnId::NotOneWord)),
        ("a\u{0}b", refused(NotAnId::ControlCharacters)),
        ("pl-v1-\u{7}bell", refused(NotAnId::ControlCharacters)),
        ("line\nbreak", refused(NotAnId::NotOneWord)),
        ("₹500", refused(NotAnId::Characters)),
        ("Order#12", refused(NotAnId::Sign('#'))),
        ("a?b=c", refused(NotAnId::Sign('?'))),
        ("what?", refused(NotAnId::Sign('?'))),
        ("a/b/c", refused(NotAnId::Sign('/'))),
        ("INV/25-26/0183", refused(NotAnId::Sign('/'))),
    ];
    for (text, expected) in table {
        assert_eq!(classify(text, &nothing()).query, expected, "{text:?}");
    }
    let query = |text: String| classify(&text, &nothing()).query;
    assert_eq!(query("x".repeat(10_000)), Query::NotAnId(NotAnId::TooLong));
    assert_eq!(query("word ".repeat(2_000)), Query::NotAnId(NotAnId::TooLong));
    assert_eq!(query("x".repeat(51)), Query::NotAnId(NotAnId::TooLong));
    assert_eq!(query("x".repeat(50)), reference(&"x".repeat(50)));
}

#[test]
fn signs_of_no_width_and_what_a_sentence_puts_around_an_id_are_no_part_of_it() {
    for text in [
        "\u{feff}INV-2526-0183",
        "INV\u{ad}-2526-\u{200b}0183\u{200e}",
        "\u{202a}INV-2526-0183\u{202c}",
        "\u{2066}INV-\u{2060}2526-0183\u{2069}",
        "INV-2526-0183.",
        "(INV-2526-0183),",
        "“INV-2526-0183”",
        "_*INV-2526-0183*_",
        "#INV-2526-0183",
        "INV-2526-0183।",
    ] {
        let taken = classify(text, &nothing());
        assert_eq!((taken.query, taken.value.as_str()), (reference(REFERENCE), REFERENCE), "{text:?}");
    }
    assert_eq!(classify("pl-v1-251120000183-aa-Kh0183.", &nothing()).query, Query::LinkId(LINK.into()));
    // A word that is a valid reference as a whole is that one.
    assert_eq!(classify("_INV-1_", &nothing()).query, reference("_INV-1_"));
}

#[test]
fn a_url_that_was_seen_is_known_however_it_was_copied() {
    for text in [
        URL,
        "http://pay.example.com/PLUTUS/kh0183",
        "HTTPS://PAY.Example.com/PLUTUS/kh0183/",
        "pay.example.com/PLUTUS/kh0183",
        "https://www.pay.example.com/PLUTUS/kh0183",
        "https://pay.example.com:443/PLUTUS/kh0183",
        "pay.example.com:443/PLUTUS/kh0183",
        "https://pay.example.com./PLUTUS//kh0183",
        "https://pay.example.com/PLUTUS/kh0183?utm_source=whatsapp&x=1",
        "https://pay.example.com/PLUTUS/kh0183/?a=b",
        "https://pay.example.com/PLUTUS/kh0183#top",
        "https://pay.example.com/PLUTUS/kh0183?a#b",
        "https://pay.example.com/PLUTUS/%6Bh0183",
        "<https://pay.example.com/PLUTUS/kh0183>",
        "<https://pay.example.com/PLUTUS/kh0183|Pay>",
        "[Pay](https://pay.example.com/PLUTUS/kh0183)",
        "*https://pay.example.com/PLUTUS/kh0183*",
        "\"https://pay.example.com/PLUTUS/kh0183\"",
        "href=\"https://pay.example.com/PLUTUS/kh0183\">Pay</a>",
        "https://pay.example.com/PLUTUS/kh0183.",
        "https://pay.example.com/PLUTUS/kh0183,",
        "https://pay.example.com/PLUTUS/kh0183).",
        "https://pay.example.com/PLUTUS/kh0183!",
        "https://pay.example.com/PLUTUS/kh0183।",
        "https://pay.example.com/PLUTUS/kh0183”",
        "https://pay.example.com/PLUTUS/kh0183?",
        "Link:https://pay.example.com/PLUTUS/kh0183",
        "https://pay.example.com/PLUTUS/\u{200b}kh0183",
        "Link: https://pay.example.com/PLUTUS/kh0183",
        "Pay ₹500/- here: https://pay.example.com/PLUTUS/kh0183?s=sms. Thank you!",
        "https://out.example.net/?url=https%3A%2F%2Fpay.example.com%2FPLUTUS%2Fkh0183&data=1",
    ] {
        let taken = classify(text, &seen());
        assert_eq!(taken.query, Query::Url(URL.into()), "{text:?}");
    }
    for other in [
        "https://pay.example.com/PLUTUS/KH0183",
        "https://pay.example.com/PLUTUS/kh01834",
        "https://pay.example.com/PLUTUS",
        "https://pay.example.com:8443/PLUTUS/kh0183",
        "https://pay.example.com.evil.example/PLUTUS/kh0183",
    ] {
        assert_ne!(classify(other, &seen()).query, Query::Url(URL.into()), "{other:?}");
    }
    // The letter case of a path matters: such a link is offered but not opened.
    assert_eq!(values(&classify("https://pay.example.com/plutus/KH0183", &seen())), [URL]);
}

#[test]
fn a_url_with_a_query_of_its_own_is_known_by_it() {
    let seen = "https://pay.example.com/p?token=abc#/pay";
    assert!(same_url(seen, "https://pay.example.com/p?utm=1&token=abc#/pay"));
    assert!(!same_url(seen, "https://pay.example.com/p?token=abd#/pay"));
    assert!(!same_url(seen, "https://pay.example.com/p"));
    assert!(!same_url("https://s.example.com/a", "https://t.example.com/a"));
}

#[test]
fn a_message_with_one_id_is_read_and_says_what_it_took() {
    let links = [
        "Hi Ritu, your link is pl-v1-251120000183-aa-Kh0183. Please pay by 20-Nov-2025",
        "pl-v1-251120000183-aa-Kh0183\tINV-2526-0183\t₹18,500.00\tPART PAID",
        "Link:pl-v1-251120000183-aa-Kh0183; sent to ritu@example.com, order v1-251120000183-aa-Kh0183",
        "{\"payment_link_id\":\"pl-v1-251120000183-aa-Kh0183\", \"amount\": 1850000}",
        "Payment link\n\n- pl–v1–251120000183–aa–Kh0183\n\nThank you",
        "GET /api/pay/v1/paymentlink/pl-v1-251120000183-aa-Kh0183/cancel HTTP/1.1",
    ];
    for text in links {
        let taken = classify(text, &seen());
        assert_eq!(taken.query, Query::LinkId(LINK.into()), "{text:?}");
        assert!(taken.picked && taken.value == LINK, "{text:?}");
    }
    let references = [
        "Invoice INV-2526-0183 is due",
        "Did you pay INV-2526-0183?",
        "INV-2526-0183  18,500.00  20/11/2025",
        "Payment for *INV-2526-0183*, ₹18,500. Call +91 98765 43210 or write to inv-2526-001@shop.example.com",
        "Ref:INV-2526-0183",
        "Ref: (INV-2526-0183).",
    ];
    for known in [nothing(), seen()] {
        for text in references {
            let taken = classify(text, &known);
            assert_eq!((&taken.query, taken.picked), (&reference(REFERENCE), true), "{text:?}");
        }
    }
    let orders = [
        "order_id=v1-251120000183-aa-Kh0183",
        "https://shop.example.com/done?order_id=v1-251120000183-aa-Kh0183&ok=1",
    ];
    for text in orders {
        assert_eq!(classify(text, &nothing()).query, Query::OrderId(ORDER.into()), "{text:?}");
    }
    let refund = "Refund rf-v1-251120000183-aa-Kh0183-1 was accepted";
    assert_eq!(classify(refund, &nothing()).query, reference("rf-v1-251120000183-aa-Kh0183-1"));
    // A plain reference counts if it is known.
    let plain = Known(vec![KnownLink {
        link_id: LINK.into(),
        reference: Some("1042".into()),
        ..KnownLink::default()
    }]);
    assert_eq!(classify("Order 1042 is paid", &plain).query, reference("1042"));
    assert_eq!(classify("Order 1042 is paid", &nothing()).query, Query::NotAnId(NotAnId::NotOneWord));
}

#[test]
fn a_message_with_several_ids_asks_which() {
    let text = "INV-2526-0183 is paid, INV-2526-0184 is not; see pl-v1-251120000199-aa-Kh0199";
    for known in [nothing(), seen()] {
        let taken = classify(text, &known);
        assert_eq!(taken.query, Query::Several);
        assert_eq!(values(&taken), [REFERENCE, "INV-2526-0184", "pl-v1-251120000199-aa-Kh0199"]);
    }
    for text in ["INV-2526-0183,INV-2526-0184", "INV-2526-0183 INV-2526-0184"] {
        assert_eq!(values(&classify(text, &nothing())), [REFERENCE, "INV-2526-0184"], "{text}");
    }
    for row in [
        format!("{REFERENCE},https://pay.example.com/PLUTUS/kh0184,paid"),
        format!("https://pay.example.com/PLUTUS/kh0184,{REFERENCE}"),
        format!("{URL},https://pay.example.com/PLUTUS/kh0184"),
    ] {
        let taken = classify(&row, &seen());
        assert_eq!((&taken.query, taken.choices.len()), (&Query::Several, 2), "{row}");
    }
    // Names of one link count once, if they are known to be of one link.
    let row = format!("{REFERENCE} {ORDER} {ORDER}-up-1 rf-{ORDER}-1 {URL}?x=1");
    assert_eq!(classify(&row, &seen()).query, reference(REFERENCE));
    assert_eq!(classify(&row, &nothing()).query, Query::Several);
}

#[test]
fn a_text_without_an_id_is_told_to_have_none() {
    for text in [
        "two words",
        "Please call me",
        "Paid on 20-Nov-2025 by UPI",
        "₹ 18,500.00 only",
        "the v1-beta release",
    ] {
        assert_eq!(classify(text, &seen()).query, Query::NotAnId(NotAnId::NotOneWord), "{text}");
    }
    // An unknown URL is classified as a URL.
    let taken = classify("Pay at https://pay.example.com/never please", &seen());
    assert_eq!(taken.query, Query::Url("https://pay.example.com/never".into()));
}

#[test]
fn a_reference_with_a_sign_that_pine_labs_has_not_is_told_with_how_it_may_be_stored() {
    let table = [
        ("INV/25-26/0183", '/', "INV-25-26-0183"),
        ("INV 2526 0183", ' ', "INV-2526-0183"),
        ("INV#2526?0183", '#', "INV-2526-0183"),
        ("INV–25/26", '/', "INV-25-26"),
        ("INV.2526.0183", '.', "INV-2526-0183"),
        ("INV\\2526\\0183", '\\', "INV-2526-0183"),
        ("INV:2526&0183", ':', "INV-2526-0183"),
    ];
    for (text, sign, offered) in table {
        let taken = classify(text, &nothing());
        assert_eq!(taken.query, Query::NotAnId(NotAnId::Sign(sign)), "{text}");
        assert_eq!(values(&taken), [offered], "{text}");
    }
    // A known reference is offered with any separator.
    for stored in ["INV-25-26-0183", "INV_25_26_0183", "INV25260183"] {
        let known = Known(vec![KnownLink {
            link_id: LINK.into(),
            reference: Some(stored.into()),
            ..KnownLink::default()
        }]);
        assert_eq!(values(&classify("INV/25-26/0183", &known)), [stored]);
    }
    // A part of a reference never counts as the whole.
    assert_eq!(values(&classify("INV-2526 0183", &nothing())), ["INV-2526-0183", "INV-2526"]);
    assert_eq!(classify("INV-2526#0183", &nothing()).query, Query::NotAnId(NotAnId::Sign('#')));
}

#[test]
fn a_letter_case_that_is_known_better_is_offered() {
    let taken = classify("inv-2526-0183", &seen());
    assert_eq!((&taken.query, values(&taken)), (&reference("inv-2526-0183"), vec![REFERENCE]));
    assert_eq!(values(&classify("INV25260183", &seen())), [REFERENCE]);
    assert_eq!(values(&classify(&LINK.to_uppercase(), &seen())), [LINK]);
    assert_eq!(values(&classify(&ORDER.to_lowercase(), &seen())), [ORDER]);
    assert!(classify(REFERENCE, &seen()).choices.is_empty());
}

#[test]
fn dashes_and_full_width_signs_are_plain_ones_and_a_reference_keeps_its_spelling() {
    for dash in
        ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{fe63}', '\u{ff0d}']
    {
        let text = REFERENCE.replace('-', &dash.to_string());
        assert_eq!(classify(&text, &nothing()).query, reference(&text));
        assert_eq!(plain(&text), REFERENCE, "U+{:04X}", u32::from(dash));
        let link = LINK.replace('-', &dash.to_string());
        assert_eq!(classify(&link, &nothing()).query, Query::LinkId(LINK.into()));
    }
    let wide = "ＩＮＶ－２５２６－０１８３";
    assert_eq!((classify(wide, &nothing()).query, plain(wide)), (reference(wide), REFERENCE.to_owned()));
    assert_eq!(classify("ＩＮＶ／２５", &nothing()).query, Query::NotAnId(NotAnId::Sign('/')));
}

#[test]
fn what_is_of_an_order_names_it() {
    for (name, order) in [
        (format!("rf-{ORDER}-1"), Some(ORDER)),
        (format!("rf-{ORDER}-12-3"), Some(ORDER)),
        (format!("cap-{ORDER}"), Some(ORDER)),
        (format!("cap-{ORDER}-2"), Some(ORDER)),
        ("rf-v1-1-2".into(), Some("v1-1")),
        ("rf-9f8e".into(), None),
        (format!("rf-{ORDER}-"), None),
        (REFERENCE.into(), None),
    ] {
        assert_eq!(order_named_in(&name).as_deref(), order, "{name}");
    }
    assert_eq!(order_of_settlement("251120000183-aa-Kh0183-cc-a").as_deref(), Some(ORDER));
    assert_eq!(order_of_settlement("INV-aa-1-cc-2"), None);
    // A settlement's id contains only the end of its order's.
    let Query::PaymentId { order, .. } = classify("00183-aa-Kh0183-cc-a", &seen()).query else { panic!() };
    assert_eq!(order, ORDER);
}
