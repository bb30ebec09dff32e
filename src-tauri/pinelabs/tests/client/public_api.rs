//! The HTTP library is an implementation detail: no public item names it.

use std::fs;
use std::path::Path;

fn lines_in(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            lines_in(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let public = text.lines().filter(|line| line.trim_start().starts_with("pub "));
        let named = public.filter(|line| line.contains("reqwest"));
        found.extend(named.map(|line| format!("{}: {}", path.display(), line.trim())));
    }
}

#[test]
fn no_public_item_names_the_http_library() {
    let mut found = Vec::new();
    lines_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.is_empty(), "{found:#?}");
}
