//! Ids side by side in rows, sentences and data, and which of them opens.

use super::{
    tests::{URL, nothing, seen},
    *,
};

const OTHER_URL: &str = "https://pay.example.com/PLUTUS/kh0184";

fn values(taken: &Taken) -> Vec<&str> {
    taken.choices.iter().map(|choice| choice.value.as_str()).collect()
}

fn at(id: &str, url: &str) -> KnownLink {
    KnownLink { link_id: id.into(), url: Some(url.into()), ..KnownLink::default() }
}

fn known_as(reference: &str) -> Known {
    Known(vec![KnownLink {
        link_id: "pl-v1-1".into(),
        reference: Some(reference.into()),
        ..KnownLink::default()
    }])
}

#[test]
fn two_cells_of_a_row_are_asked_about_in_whatever_way_they_are_written() {
    for (row, choices) in [
        // A reference by its looks only, next to an id.
        (
            "INV-2526-0999/v1-251120000184-aa-Kh0184".to_owned(),
            ["INV-2526-0999", "v1-251120000184-aa-Kh0184"],
        ),
        // A URL without its scheme.
        ("INV-2526-0183,pay.example.com/PLUTUS/kh0184".into(), ["INV-2526-0183", OTHER_URL]),
        ("Ref:INV-2526-0183|pay.example.com/PLUTUS/kh0184".into(), ["INV-2526-0183", OTHER_URL]),
        ("pay.example.com/PLUTUS/kh0183,pay.example.com/PLUTUS/kh0184".into(), [URL, OTHER_URL]),
        // After a URL with an addition.
        (format!("{URL}?utm=x,{OTHER_URL}"), [URL, OTHER_URL]),
        (format!("{URL}?utm=x,INV-2526-0184"), [URL, "INV-2526-0184"]),
        (format!("{URL}#top;pl-v1-251120000184-aa-Kh0184"), [URL, "pl-v1-251120000184-aa-Kh0184"]),
        (format!("{URL}{OTHER_URL}"), [URL, OTHER_URL]),
        // After a URL that cannot be a link.
        (
            format!("{{\"a\":\"https://intranet/x\",\"u\":\"{OTHER_URL}\",\"r\":\"INV-2526-0183\"}}"),
            [OTHER_URL, "INV-2526-0183"],
        ),
    ] {
        let taken = classify(&row, &seen());
        assert_eq!((&taken.query, values(&taken)), (&Query::Several, choices.to_vec()), "{row}");
    }
}

#[test]
fn the_parts_of_a_url_or_an_id_are_no_second_thing_to_open() {
    let order = Query::OrderId("v1-251120000184-aa-Kh0184".into());
    for (text, query) in [
        (format!("{URL}?next={OTHER_URL}"), Query::Url(URL.into())),
        (format!("{URL}?ref=INV-2526-0184"), Query::Url(URL.into())),
        (format!("{URL}?utm_source=a-2025-b&x=INV-2025-01."), Query::Url(URL.into())),
        ("https://shop.example.com/inv-2025-01/v1-251120000184-aa-Kh0184".into(), order.clone()),
        ("https://shop.example.com/v1-251120000184-aa-Kh0184?file=inv-2025-01".into(), order),
        (
            "order:v1-251120000184-aa-Kh0184-up-1,paid".into(),
            Query::PaymentId {
                order: "v1-251120000184-aa-Kh0184".into(),
                payment: "v1-251120000184-aa-Kh0184-up-1".into(),
            },
        ),
    ] {
        assert_eq!(classify(&text, &seen()).query, query, "{text}");
    }
}

#[test]
fn a_url_is_known_before_any_sign_that_ends_it() {
    for text in [
        format!("{URL}'and'"),
        format!("{URL}*thanks"),
        format!("{URL}!Thanks"),
        "pay.example.com/PLUTUS/kh0183👍".into(),
        "Link:pay.example.com/PLUTUS/kh0183".into(),
        "https://out.example.net/?a=(x)&url=https%3A%2F%2Fpay.example.com%2FPLUTUS%2Fkh0183".into(),
        "https://out.example.net/?a=x,y&url=https%3A%2F%2Fpay.example.com%2FPLUTUS%2Fkh0183".into(),
    ] {
        assert_eq!(classify(&text, &seen()).query, Query::Url(URL.into()), "{text}");
    }
    // In another letter case it is offered, whatever follows it.
    for text in ["https://pay.example.com/plutus/KH0183👍", "see https://pay.example.com/plutus/KH0183)and"]
    {
        assert_eq!(values(&classify(text, &seen())), [URL], "{text}");
    }
    // Nothing is cut off if the character belongs to a URL seen before.
    let known =
        Known(vec![at("pl-v1-1", "https://h.example.com/a"), at("pl-v1-2", "https://h.example.com/a,b")]);
    for text in ["https://h.example.com/a,b", "https://h.example.com/a,b?utm=x", "https://h.example.com/a,b."]
    {
        assert_eq!(classify(text, &known).query, Query::Url("https://h.example.com/a,b".into()), "{text}");
    }
}

#[test]
fn a_url_is_cut_no_shorter_than_one_that_was_seen_and_of_two_alike_is_asked_about() {
    let known = Known(vec![
        at("pl-v1-1", "https://pl.in/Ab3"),
        at("pl-v1-2", "https://pl.in/Ab3_"),
        at("pl-v1-3", "https://h.example.com/p"),
        at("pl-v1-4", "https://h.example.com/p?id=2"),
    ]);
    for (text, url) in [
        ("https://pl.in/Ab3_.", "https://pl.in/Ab3_"),
        ("(https://pl.in/Ab3_)", "https://pl.in/Ab3_"),
        ("https://pl.in/Ab3_?x=1", "https://pl.in/Ab3_"),
        ("https://pl.in/Ab3_.?x=1", "https://pl.in/Ab3_"),
        ("https://pl.in/Ab3*.", "https://pl.in/Ab3"),
        ("https://h.example.com/p?id=2.", "https://h.example.com/p?id=2"),
        ("https://h.example.com/p?id=2,ok", "https://h.example.com/p?id=2"),
        ("https://h.example.com/p?id=2.,ok", "https://h.example.com/p?id=2"),
        ("https://h.example.com/p?id=2)and", "https://h.example.com/p?id=2"),
    ] {
        assert_eq!(classify(text, &known).query, Query::Url(url.into()), "{text}");
    }
    let both = ["https://h.example.com/p", "https://h.example.com/p?id=2"];
    for text in ["https://h.example.com/p?id=2&utm=x", "https://h.example.com/p?utm=a,b&id=2"] {
        let taken = classify(text, &known);
        assert_eq!((&taken.query, values(&taken)), (&Query::Several, both.to_vec()), "{text}");
    }
    let taken = classify("https://h.example.com/p?id=2&utm=x https://pl.in/Ab3", &known);
    assert_eq!((taken.query, taken.choices.len()), (Query::Several, 3));
}

#[test]
fn a_time_beside_a_reference_leaves_it_the_only_one() {
    for time in [
        "Thu-20-Nov-2025",
        "20-Nov-2025T14:05",
        "2025-11-20T14:05:00-05:00",
        "2025-11-20T14:05:00.123Z",
        "20-11-2025T14:05",
        "Apr-2025-Mar-2026",
        "1000-1800hrs",
        "9am-10pm",
        "FY-2025-26",
    ] {
        for text in [
            format!("{time} INV-2526-0183"),
            format!("Ref:INV-2526-0183,{time}"),
            format!("{{\"at\":\"{time}\",\"ref\":\"INV-2526-0183\"}}"),
            format!("INV-2526-0183|{time}|paid"),
        ] {
            let query = classify(&text, &nothing()).query;
            assert_eq!(query, Query::Reference("INV-2526-0183".into()), "{text}");
        }
        let text = format!("{time},v1-251120000184-aa-Kh0184");
        assert_eq!(classify(&text, &nothing()).query, Query::OrderId("v1-251120000184-aa-Kh0184".into()));
    }
    // A serial number after a month is not a date.
    assert_eq!(classify("APR-25-1042 v1-251120000184-aa-Kh0184", &nothing()).query, Query::Several);
}

#[test]
fn a_known_reference_that_begins_as_an_id_is_offered_in_its_spelling() {
    for (text, reference) in
        [("pl-2025-0183", "PL-2025-0183"), ("Pay pl-2025-0183 now", "PL-2025-0183"), ("V1-0183", "v1-0183")]
    {
        assert_eq!(values(&classify(text, &known_as(reference))), [reference], "{text}");
    }
    // If a link's reference looks like a refund of another link's order, the exact match counts.
    let refund = "rf-v1-251120000183-aa-Kh0183-1";
    let Known(mut links) = seen();
    links.push(KnownLink {
        link_id: "pl-v1-1".into(),
        reference: Some(refund.into()),
        ..KnownLink::default()
    });
    assert_eq!(Known(links).link_of(&Query::Reference(refund.into())), Some("pl-v1-1"));
}

#[test]
fn a_bill_with_a_dot_and_a_slash_is_told_to_have_them_rather_than_to_be_a_url() {
    let no_dot = Query::NotAnId(NotAnId::Sign('.'));
    for (text, offered) in [
        ("INV.GST/2526/0183", "INV-GST-2526-0183"),
        ("Bill.No/183", "Bill-No-183"),
        ("bill.no/183,", "bill-no-183"),
    ] {
        let taken = classify(text, &nothing());
        assert_eq!((&taken.query, values(&taken)), (&no_dot, vec![offered]), "{text}");
        let taken = classify(text, &known_as("BILL-NO-183"));
        let offered = if text.starts_with("INV") { offered } else { "BILL-NO-183" };
        assert_eq!((&taken.query, values(&taken)), (&no_dot, vec![offered]), "{text}");
    }
    for url in [
        "https://INV.GST/2526/0183",
        "s.example.com/PLUTUS/3rh4jtd",
        "pay.example.com/183",
        "PAY.Example.COM/PLUTUS/never",
    ] {
        assert_eq!(classify(url, &seen()).query, Query::Url(url.into()), "{url}");
    }
}
