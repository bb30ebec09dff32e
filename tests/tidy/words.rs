//! Names that an engineer cannot grep, or that mean something else in this field.

use super::sources::{files, none};

/// As whole names.
const BANNED: [&str; 6] = ["MOST", "LEAST", "AGAIN", "LONGEST", "ENOUGH", "MANY"];

/// A settlement is a payout to the bank. An operation is resolved.
const RESERVED: [&str; 3] = ["settle", "Settle", "unsettled"];

/// Where Pine Labs' own field says so, or a payout is meant; and a name of Vitest.
const ALLOWED: [&str; 2] = ["settlement", "dynamicimportsettled"];

#[test]
fn no_name_hides_what_it_stands_for() {
    let code = files(&["rs", "ts", "svelte"]);
    let banned = |name: &str| {
        let lower = name.to_lowercase();
        BANNED.contains(&name)
            || RESERVED.iter().any(|word| name.contains(word))
                && !ALLOWED.iter().any(|word| lower.contains(word))
    };
    let mut places = Vec::new();
    for source in &code {
        for (number, line) in source.text.lines().enumerate() {
            let found = names(line).filter(|name| banned(name));
            places.extend(found.map(|name| format!("{}:{}: {name}", source.name, number + 1)));
        }
    }
    none(&places);
}

/// The names of a line of code: not what stands in comments, between quotation marks or in a pattern.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let is_prose = line.trim_start().starts_with(['*', '<', '/']) || line.contains("/**");
    let code = if is_prose { "" } else { line.split("//").next().unwrap_or_default() };
    let unquoted = code.split(['"', '`']).step_by(2);
    let pieces = unquoted.flat_map(|piece| piece.split(|sign: char| !sign.is_alphanumeric() && sign != '_'));
    pieces.filter(|name| !name.is_empty())
}
