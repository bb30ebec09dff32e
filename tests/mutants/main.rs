//! The planted bugs beside this file: each still fits the sources, is told in words, and touches only what is shipped.
//! That each is caught takes minutes, and `cargo xtask planted`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where money moves are decided, kept and sent.
const SHIPPED: [&str; 4] = [
    "src-tauri/core/src/operations/",
    "src-tauri/core/src/ledger/",
    "src-tauri/core/src/rules/",
    "src-tauri/pinelabs/src/",
];

const AT_LEAST: usize = 25;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the checkout")
}

/// Each with its text.
fn patches() -> Vec<(PathBuf, String)> {
    let listed = fs::read_dir(top().join("tests/mutants")).expect("the planted bugs can be listed");
    let paths = listed.map(|entry| entry.expect("the planted bugs can be listed").path());
    let patches = paths.filter(|path| path.extension().is_some_and(|ending| ending == "patch"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a planted bug can be read");
        (path, text)
    };
    patches.map(read).collect()
}

#[test]
fn there_are_twenty_five_planted_bugs_or_more() {
    let count = patches().len();
    assert!(count >= AT_LEAST, "{count}");
}

#[test]
fn each_planted_bug_still_fits_the_sources_as_they_are() {
    let above = top().parent().unwrap_or(top());
    for (patch, _) in patches() {
        let mut git = Command::new("git");
        // The checkout need not be one of git's; one around it is none of ours.
        git.current_dir(top()).env("GIT_CEILING_DIRECTORIES", above).args(["apply", "--check"]).arg(&patch);
        let said = git.output().expect("git can be started");
        let why = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "make this patch again:\n{}: {why}", patch.display());
    }
}

#[test]
fn each_planted_bug_says_what_it_is_and_whom_it_costs_what() {
    for (patch, text) in patches() {
        let (words, _) = text.split_once("\ndiff --git ").expect("a patch begins with words");
        let (what, why) = words.split_once("\n\n").expect("a title, and a paragraph below it");
        assert!(what.ends_with('.') && why.trim().lines().count() >= 2, "{}", patch.display());
    }
}

#[test]
fn a_planted_bug_touches_only_what_is_shipped() {
    for (patch, text) in patches() {
        let touched = text.lines().filter_map(|line| line.strip_prefix("+++ b/")).collect::<Vec<_>>();
        let is_shipped = |file: &&str| {
            SHIPPED.iter().any(|room| file.starts_with(room))
                && !file.contains("/tests/")
                && !file.ends_with("_tests.rs")
        };
        assert!(!touched.is_empty() && touched.iter().all(is_shipped), "{}: {touched:?}", patch.display());
    }
}
