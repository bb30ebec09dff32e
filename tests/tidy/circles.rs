//! No file uses a file that uses it, in whatever number of steps: each can be read before those that stand on it.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, files, none};

const CRATES: [&str; 4] =
    ["src-tauri/src/", "src-tauri/core/src/", "src-tauri/pinelabs/src/", "src-tauri/sandbox/src/"];

#[test]
fn no_file_stands_on_one_that_stands_on_it() {
    let mut places = Vec::new();
    for root in CRATES {
        let used = uses(root);
        for module in used.keys() {
            let mut below = BTreeSet::new();
            collect(module, &used, &mut below);
            if below.contains(module) {
                places.push(format!("{root}{module}"));
            }
        }
    }
    none(&places);
}

/// Which modules of a crate each module names. A folder's own file puts its parts together, and is none of them.
fn uses(root: &str) -> BTreeMap<String, BTreeSet<String>> {
    let sources = files(&["rs"]).into_iter().filter(|file| file.name.starts_with(root) && is_module(file));
    let sources: BTreeMap<String, Source> = sources.map(|file| (module(root, &file.name), file)).collect();
    assert!(sources.len() > 5, "nothing to read below {root}: this test looks in the wrong place");
    let known: BTreeSet<&String> = sources.keys().collect();
    let used = |(name, source): (&String, &Source)| {
        let code = source.code();
        let mut used = BTreeSet::new();
        for (prefix, base) in [("crate::", ""), ("super::", parent(name))] {
            for (at, _) in code.match_indices(prefix) {
                // `super::super::` is named by its last part.
                let is_part = code[..at].ends_with("::") || code[..at].ends_with(char::is_alphanumeric);
                if !is_part {
                    used.extend(
                        paths(&code[at + prefix.len()..])
                            .into_iter()
                            .filter_map(|path| find(base, &path, &known)),
                    );
                }
            }
        }
        used.remove(name);
        (name.clone(), used)
    };
    sources.iter().map(used).collect()
}

fn is_module(file: &Source) -> bool {
    let is_whole =
        file.name.ends_with("/mod.rs") || file.name.ends_with("/lib.rs") || file.name.ends_with("/main.rs");
    !is_whole
        && !file.is_test()
        && !["simulation", "crash_tests", "without_window"].iter().any(|name| file.name.contains(name))
}

/// `operations/run` of `src-tauri/src/operations/run.rs`.
fn module(root: &str, name: &str) -> String {
    name.trim_start_matches(root).trim_end_matches(".rs").to_owned()
}

fn parent(module: &str) -> &str {
    module.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The longest beginning of a path that is a module.
fn find(base: &str, path: &[String], known: &BTreeSet<&String>) -> Option<String> {
    let whole: Vec<&str> =
        base.split('/').filter(|part| !part.is_empty()).chain(path.iter().map(String::as_str)).collect();
    (1..=whole.len()).rev().map(|length| whole[..length].join("/")).find(|name| known.contains(name))
}

/// The paths of a use tree, or the one path that `text` starts with.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return parts(group).iter().flat_map(|part| paths(part)).collect();
    }
    let end = text.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return Vec::new();
    }
    let Some(rest) = rest.strip_prefix("::") else { return vec![vec![name.to_owned()]] };
    let below = paths(rest);
    let joined = |path: Vec<String>| std::iter::once(name.to_owned()).chain(path).collect();
    if below.is_empty() { vec![vec![name.to_owned()]] } else { below.into_iter().map(joined).collect() }
}

/// What stands between the commas of a group, up to its end.
fn parts(group: &str) -> Vec<String> {
    let (mut depth, mut parts) = (1, vec![String::new()]);
    for sign in group.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match (depth, sign) {
            (0, _) => break,
            (1, ',') => parts.push(String::new()),
            _ => parts.last_mut().expect("there is one").push(sign),
        }
    }
    parts
}

fn collect(module: &str, used: &BTreeMap<String, BTreeSet<String>>, below: &mut BTreeSet<String>) {
    for next in used.get(module).into_iter().flatten() {
        if below.insert(next.clone()) {
            collect(next, used, below);
        }
    }
}
