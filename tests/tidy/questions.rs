//! "Where to look" in CONTRIBUTING.md: each question has one file, and the file is there.

use std::path::Path;

use crate::sources::read;

/// Folder and file of each row, in their order.
fn answers(page: &str) -> Vec<(String, String)> {
    let mut folder = String::new();
    let mut answers = Vec::new();
    for line in page.lines() {
        if let Some(named) = line.strip_prefix("### In `").and_then(|rest| rest.strip_suffix('`')) {
            named.clone_into(&mut folder);
        } else if line.starts_with("## ") {
            folder.clear();
        } else if let Some((_, file)) = line.rsplit_once("| `")
            && !folder.is_empty()
            && let Some(file) = file.strip_suffix("` |")
        {
            answers.push((folder.clone(), file.to_owned()));
        }
    }
    answers
}

#[test]
fn each_of_forty_questions_has_its_one_file() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let answers = answers(&read("CONTRIBUTING.md"));
    assert_eq!(answers.len(), 40);
    for (folder, file) in &answers {
        assert!(root.join(folder).join(file).is_file(), "{folder}/{file}");
    }
    let mut files = answers.clone();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), answers.len(), "two questions with one answer tell no rooms apart");
}
