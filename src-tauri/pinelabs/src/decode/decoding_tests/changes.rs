//! Arbitrary changes of an answer: of bytes, characters and values.

use fastrand::Rng;

/// Values of the wrong type or format.
pub fn odd_value(dice: &mut Rng) -> String {
    const ODD: [&str; 48] = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "499.5",
        "250000.0",
        "2.5e5",
        "1e400",
        "-1e-400",
        "1e999999999999",
        "12345678901234567890123",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "0.10000000000000000001",
        "-0",
        r#""""#,
        r#"" ""#,
        r#""null""#,
        r#""None""#,
        r#""250000""#,
        r#""250000.00""#,
        r#""₹500""#,
        r#""2,50,000""#,
        r#""\ud83d""#,
        r#""\u0000""#,
        r#""inr""#,
        r#"" INR ""#,
        r#""USD""#,
        r#""FAILED""#,
        r#""PROCESSED""#,
        r#""CREATED""#,
        r#""AUTHORIZED""#,
        r#""REFUND""#,
        "[]",
        "{}",
        "[null]",
        r#"["x"]"#,
        r#"{"x":1}"#,
        r#"{"value":499.5,"currency":"INR"}"#,
        r#"{"value":700,"currency":"INR"}"#,
        r#"{"value":700}"#,
        r#"{"currency":"INR"}"#,
        r#"{"value":"1e3","currency":"usd"}"#,
        r#""21-03-2025 08:29""#,
        "1742545772",
    ];
    if dice.u8(..) < 4 {
        let depth = dice.usize(1..400);
        return format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    }
    dice.choice(ODD).unwrap_or("null").to_owned()
}

/// The position of every value in a JSON text, in depth-first order.
fn places(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                open.push(at);
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                if let Some(start) = open.pop() {
                    found.push((start, at));
                }
            }
            b'"' => {
                let start = at;
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                if !text[at..].trim_start().starts_with(':') {
                    found.push((start, at));
                }
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                let start = at;
                while at < bytes.len()
                    && !matches!(bytes[at], b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')
                {
                    at += 1;
                }
                found.push((start, at));
            }
            _ => at += 1,
        }
    }
    found
}

/// One change of an answer.
pub fn change(body: &mut Vec<u8>, dice: &mut Rng) {
    const SIGNS: [&[u8]; 14] = [
        b"\xFF",
        b"\xF0\x9F\x98",
        b"\xED\xA0\xBD",
        br"\ud83d",
        br"\udE00",
        b"\0",
        b"\n",
        b"\xEF\xBB\xBF",
        b"\"",
        b"\\",
        b"\xC0\x80",
        br"\u12",
        "\u{FDD0}".as_bytes(),
        "\u{200B}".as_bytes(),
    ];
    let within = |dice: &mut Rng, body: &[u8]| dice.usize(..=body.len());
    match dice.u8(..24) {
        0 => {
            if let Some(byte) = dice.choice(body.iter_mut()) {
                *byte = dice.u8(..);
            }
        }
        1 => {
            let at = within(dice, body);
            let sign = dice.choice(SIGNS).unwrap_or_default();
            body.splice(at..at, sign.iter().copied());
        }
        2 => {
            let (a, b) = (within(dice, body), within(dice, body));
            let end = a.max(b).min(a.min(b) + 40);
            body.drain(a.min(b)..end);
        }
        3 => {
            let (a, b) = (within(dice, body), within(dice, body));
            let piece = body[a.min(b)..a.max(b).min(a.min(b) + 120)].to_vec();
            let at = within(dice, body);
            body.splice(at..at, piece);
        }
        4 => body.truncate(within(dice, body)),
        5 => {
            body.splice(
                0..0,
                dice.choice([b"\xEF\xBB\xBF".as_slice(), b" \r\n", b"\xFF\xFE", b"[", b"\0"])
                    .unwrap_or_default()
                    .iter()
                    .copied(),
            );
        }
        // Replaces a whole value.
        kind => {
            let Ok(text) = std::str::from_utf8(body) else { return };
            let places = places(text);
            let Some(&(start, end)) = dice.choice(places.iter()) else { return };
            let (before, value, after) = (&text[..start], &text[start..end], &text[end..]);
            let other = dice.choice(places.iter()).map_or("null", |&(start, end)| &text[start..end]);
            let changed = match kind {
                6..=13 => format!("{before}{}{after}", odd_value(dice)),
                14..=18 => format!("{before}{other}{after}"),
                _ => match dice.u8(..4) {
                    0 => format!("{before}[{value}]{after}"),
                    1 => format!("{before}{{\"data\":{value}}}{after}"),
                    2 => format!("{before}{value},\"amount\":{other}{after}"),
                    _ => {
                        format!("{before}{value},\"status\":{},\"payments\":{other}{after}", odd_value(dice))
                    }
                },
            };
            *body = changed.into_bytes();
        }
    }
}
