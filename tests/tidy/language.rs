//! No sentence for a shopkeeper stands in Rust: codes and parameters cross, and the page words them in the language that it is in.

use super::sources::{app_sources, none};

/// As many words make a sentence.
const SENTENCE_WORDS: usize = 3;

/// What begins a text that only an engineer reads: the log, the end of a program that has no window yet, what cannot be, a lint.
const FOR_ENGINEERS: [&str; 13] = [
    "tracing::",
    "warn!(",
    "info!(",
    "error!(",
    "debug!(",
    "eprintln!(",
    "#[error(",
    ".expect(",
    "panic!(",
    "unreachable!(",
    "assert!(",
    "reason =",
    "#[doc",
];

/// Words of a text for the database.
const STATEMENTS: [&str; 13] = [
    "SELECT", "UPDATE", "INSERT", "DELETE", "CREATE", "ALTER", "PRAGMA", "VACUUM", "DROP", "BEGIN", "FROM",
    "AND", "ORDER",
];

/// File, beginning of the text, and why it may stand there.
const ALLOWED: [(&str, &str, &str); 5] = [
    ("src-tauri/src/logs.rs", "Today's log is full", "stands in the log itself"),
    ("src-tauri/core/src/json_file/disk.rs", "not a file of ours", "is the source of an error, for the log"),
    (
        "src-tauri/core/src/json_file/disk.rs",
        "the file is read-only",
        "is the source of an error, for the log",
    ),
    (
        "src-tauri/core/src/operations/stored/new_link.rs",
        "{text} is no amount",
        "says in the log why a row is set aside",
    ),
    (
        "src-tauri/core/src/operations/stored/operation.rs",
        "there is no link",
        "says in the log why a row is set aside",
    ),
];

#[test]
fn no_sentence_for_a_shopkeeper_stands_in_rust() {
    let mut places = Vec::new();
    let mut used = Vec::new();
    for source in app_sources() {
        for (statement, text) in texts(&source.code()) {
            if !is_sentence(&text) || FOR_ENGINEERS.iter().any(|begins| statement.contains(begins)) {
                continue;
            }
            let is_allowed =
                |(file, begins, _): &&(&str, &str, &str)| source.name == *file && text.starts_with(begins);
            match ALLOWED.iter().find(is_allowed) {
                Some(allowed) => used.push(allowed.1),
                None => places.push(format!("{}: {text:?}", source.name)),
            }
        }
    }
    none(&places);
    for (file, begins, _) in ALLOWED {
        assert!(used.contains(&begins), "{file} has no {begins:?} any more");
    }
}

#[test]
fn a_sentence_is_told_from_a_code_a_path_and_a_statement() {
    for text in ["Pine Labs refused.", "The secret of {name} is not at hand.", "it was asked"] {
        assert!(is_sentence(text), "{text}");
    }
    for text in ["not_allowed", "Sample shop", "SELECT a FROM b", "%Y-%m-%d %H:%M:%S", "a-b c/d e.f", ""] {
        assert!(!is_sentence(text), "{text}");
    }
    let code = "fn f() {\n    tracing::warn!(\"not for you\");\n    tell(\"this is \\\"for\\\" you\", r#\"and \"this\"\"#);\n}";
    let found = texts(code);
    let told = found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    assert_eq!(told, ["not for you", "this is \\\"for\\\" you", "and \"this\""]);
    assert!(found[0].0.contains("tracing::") && !found[1].0.contains("tracing::"));
}

fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|sign: char| "{}.,;:!?()’'\"".contains(sign));
        bare.len() > 1 && bare.chars().all(|letter| letter.is_alphabetic() || "’'-".contains(letter))
    };
    let is_statement = text.split_whitespace().any(|word| STATEMENTS.contains(&word));
    !is_statement && text.split_whitespace().filter(is_word).count() >= SENTENCE_WORDS
}

/// The texts between quotation marks, each with the code of its statement before it.
fn texts(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut statement = String::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        if let Some((text, after)) = text_at(rest) {
            found.push((statement.clone(), text.to_owned()));
            rest = after;
            continue;
        }
        let ends = rest.starts_with(";\n") || rest.starts_with("{\n") || rest.starts_with("}\n");
        if ends {
            statement.clear();
        } else {
            statement.push(letter);
        }
        rest = &rest[letter.len_utf8()..];
    }
    found
}

/// The text that begins here, and what comes after it. A quotation mark as a letter begins none.
fn text_at(code: &str) -> Option<(&str, &str)> {
    if let Some(letter) = ["'\"'", "'\\\"'"].into_iter().find(|letter| code.starts_with(letter)) {
        return Some(("", &code[letter.len()..]));
    }
    if let Some(raw) = code.strip_prefix("r#\"") {
        return raw.split_once("\"#");
    }
    let inside = code.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    Some((&inside[..end], &inside[end + 1..]))
}
