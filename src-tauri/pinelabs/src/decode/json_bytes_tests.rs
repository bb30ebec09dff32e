//! Reading odd bytes, and bytes that are not JSON.

use serde_json::json;

use super::*;
use crate::decode::raw;

fn read(bytes: impl AsRef<[u8]>) -> Option<Value> {
    json(trimmed(&text(bytes.as_ref())))
}

#[test]
fn a_broken_sign_in_a_text_breaks_that_text_alone() {
    let table: [(&[u8], &str); 14] = [
        (b"Asha \xF0\x9F\x98", "Asha \u{FFFD}"),
        (b"\xFF\xFEAsha", "\u{FFFD}\u{FFFD}Asha"),
        (b"Ren\xE9", "Ren\u{FFFD}"),
        (br"half \ud83d emoji", "half \u{FFFD} emoji"),
        (br"the other half \ude00", "the other half \u{FFFD}"),
        (br"\ud83d\ud83d\ude00", "\u{FFFD}\u{1F600}"),
        (br"\uD83D\u0041", "\u{FFFD}A"),
        (br"whole \ud83d\ude00", "whole \u{1F600}"),
        (b"a line\nbreak, a\ttab and a\0zero", "a line\nbreak, a\ttab and a\0zero"),
        (br"it\'s \x41", r"it\'s \x41"),
        (br"cut \u12", r"cut \u12"),
        ("in\u{FEFF}side".as_bytes(), "in\u{FEFF}side"),
        ("\u{FDD0}12".as_bytes(), "\u{FFFD}12"),
        (br"\ufDd012", "\u{FFFD}12"),
    ];
    for (inside, expected) in table {
        let body =
            [br#"{"amount":{"value":5,"currency":"INR"},"text":""#, inside, br#"","after":true}"#].concat();
        let read = read(&body).unwrap_or_else(|| panic!("{expected}"));
        let whole = json!({ "amount": { "value": 5, "currency": "INR" }, "text": expected, "after": true });
        assert_eq!(read, whole);
    }
}

#[test]
fn marks_of_the_byte_order_and_wide_signs_are_understood() {
    let body = r#"{"name":"आशा 😀"}"#;
    let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        mark.iter().copied().chain(body.encode_utf16().flat_map(bytes)).collect::<Vec<_>>()
    };
    let bodies = [
        body.as_bytes().to_vec(),
        format!("\u{FEFF}{body}").into_bytes(),
        format!(" \r\n\u{FEFF}\u{FEFF}{body}\u{FEFF}\0\n").into_bytes(),
        body.replace(':', "\u{FEFF}:\u{FEFF}").into_bytes(),
        wide(&[0xFF, 0xFE], u16::to_le_bytes),
        wide(&[0xFE, 0xFF], u16::to_be_bytes),
        wide(&[], u16::to_le_bytes),
        wide(&[], u16::to_be_bytes),
    ];
    for bytes in bodies {
        assert_eq!(read(&bytes), Some(json!({ "name": "आशा 😀" })), "{bytes:?}");
    }
    assert_eq!(trimmed(&text(b"\xEF\xBB\xBF \0")), "");
}

#[test]
fn every_digit_of_a_number_is_kept() {
    for number in [
        "12345678901234567890123",
        "0.10000000000000000001",
        "1e400",
        "-1E-400",
        "250000.0",
        "-0",
        "9223372036854775808",
        "18446744073709551615",
        "499.5",
        "1.10",
    ] {
        let read = read(format!(r#"{{"a":[{number}],"b":{number}}}"#)).unwrap();
        assert_eq!(raw::spelt(&read), format!(r#"{{"a":[{number}],"b":{number}}}"#));
        assert_eq!(raw::spelt(&read["b"]), number);
        assert!(raw::pretty(&read).contains(&format!("\"b\": {number}")));
    }
    for plain in ["0", "-5", "9223372036854775807", "-9223372036854775808"] {
        assert!(read(plain).unwrap().is_i64(), "{plain}");
    }
}

#[test]
fn what_is_deep_is_kept_as_its_own_text_without_end_of_the_stack() {
    for depth in [101, 200, 100_000, 2_000_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let read = read(format!(r#"{{"deep":{open}"\"]",1.50{close},"after":1}}"#)).unwrap();
        assert_eq!(read["after"], 1);
        let mut inner = &read["deep"];
        while let Some(next) = inner.get(0) {
            inner = next;
        }
        let kept = depth + 1 - DEEPEST;
        let expected = format!(r#"{}"\"]",1.50{}"#, "[".repeat(kept), "]".repeat(kept));
        assert!(inner.as_str() == Some(&expected), "{depth}");
    }
    let objects = format!("{}1{}", r#"{"a":"#.repeat(300), "}".repeat(300));
    assert!(read(objects).is_some());
    assert_eq!(read("[".repeat(2_000_000)), None);
    assert_eq!(read(format!("{}\"\\", "[".repeat(101))), None);
}

#[test]
fn what_one_key_tells_twice_is_not_believed_where_the_two_differ() {
    let table = [
        (r#"{"a":1,"a":1}"#, json!({ "a": 1 })),
        (r#"{"a":null,"a":1}"#, json!({ "a": 1 })),
        (r#"{"a":1,"a":null}"#, json!({ "a": 1 })),
        (r#"{"a":1,"b":0,"a":2}"#, json!({ "a": { TWICE: [1, 2] }, "b": 0 })),
        (r#"{"a":1,"a":2,"a":3}"#, json!({ "a": { TWICE: [1, 2, 3] } })),
        (r#"{"a":{"x":1},"a":{"x":2}}"#, json!({ "a": { TWICE: [{ "x": 1 }, { "x": 2 }] } })),
    ];
    for (body, expected) in table {
        assert_eq!(read(body), Some(expected), "{body}");
    }
}

#[test]
fn what_is_no_json_stays_so() {
    for body in [
        "{\"a\":1,}",
        "[1,]",
        "NaN",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{/* */}",
        "// x\n{}",
        "{'a':1}",
        "{a:1}",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "-",
        "--1",
        "1.5.2",
        "tru",
        "\"open",
        "{\"a\":\"open}",
        "{} {}",
        "{\"a\"",
        "\u{FFFD}{}",
        "]",
        "",
    ] {
        assert_eq!(read(body), None, "{body}");
    }
}
