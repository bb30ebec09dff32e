//! The sources of the checkout as text, and how a rule names each place that breaks it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Written by a machine, or not ours.
const NOT_OURS: [&str; 6] = ["target", "node_modules", "dist", "gen", ".git", "bindings.ts"];

/// A file with its path from the top of the checkout.
pub struct Source {
    pub name: String,
    pub text: String,
}

/// The shell, and the app without it.
const APP: [&str; 2] = ["src-tauri/src/", "src-tauri/core/src/"];

/// A function that the page may call.
pub struct Command {
    pub name: String,
    pub lines: usize,
}

impl Source {
    /// The room of the app that this file stands in: `recovery` for `src-tauri/core/src/recovery.rs`, `reading` for `src-tauri/core/src/reading/finder.rs`.
    pub fn room(&self) -> &str {
        let inside = self.inside();
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// The path below the `src` of its crate.
    fn inside(&self) -> &str {
        APP.iter().find_map(|folder| self.name.strip_prefix(folder)).unwrap_or(&self.name)
    }

    /// The composition root sees every room.
    pub fn is_root(&self) -> bool {
        matches!(self.room(), "main" | "lib")
    }

    /// How many modules stand between this file and the top of the crate: 1 for `recovery.rs`, 2 for `reading/finder.rs`.
    fn depth(&self) -> usize {
        let inside = self.inside();
        inside.trim_end_matches("/mod.rs").split('/').count()
    }

    /// Unit tests in a file of their own, which may open files and windows where the code beside them may not.
    pub fn is_test(&self) -> bool {
        self.name.ends_with("/tests.rs") || self.name.ends_with("_tests.rs") || self.name.contains("/tests/")
    }

    /// Without comments and without the unit tests, which may put other rooms' parts together.
    pub fn code(&self) -> String {
        let tested = if self.is_test() {
            ""
        } else {
            self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
        };
        let lines = tested.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The rooms named in `crate::room`, `crate::{room, room::Part}` and enough `super::` to reach the top.
    pub fn rooms_used(&self) -> BTreeSet<String> {
        let code = self.code();
        let top = "super::".repeat(self.depth());
        ["crate::", &top]
            .into_iter()
            .flat_map(|prefix| code.match_indices(prefix).map(move |(at, _)| at + prefix.len()))
            .flat_map(|after| first_names(&code[after..]))
            .collect()
    }

    pub fn commands(&self) -> Vec<Command> {
        let code = self.code();
        let mut commands = Vec::new();
        for after in code.split("#[tauri::command").skip(1) {
            let Some((_, function)) = after.split_once("fn ") else { continue };
            let name = identifier(function);
            let body = function.split_once("{\n").map_or("", |(_, body)| body);
            let lines = body.lines().take_while(|line| *line != "}").count();
            commands.push(Command { name: name.to_owned(), lines });
        }
        commands
    }
}

/// The first name of each path in the use tree that `text` starts with.
fn first_names(text: &str) -> Vec<String> {
    let Some(group) = text.strip_prefix('{') else {
        let name = identifier(text);
        // `crate::Type` is a name of the root itself.
        return if name.starts_with(char::is_lowercase) { vec![name.to_owned()] } else { Vec::new() };
    };
    let mut depth = 1;
    let mut top_level = String::new();
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 1 => top_level.push(letter),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    top_level.split(',').map(str::trim).filter(|name| !name.is_empty()).flat_map(first_names).collect()
}

fn identifier(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

/// Fails with each line of `sources` that holds one of `words`, unless the file is allowed to.
pub fn places_with(sources: &[Source], words: &[&str], allowed: impl Fn(&Source) -> bool) {
    assert!(!sources.is_empty(), "nothing to read: this test looks in the wrong place");
    let mut places = Vec::new();
    for source in sources.iter().filter(|source| !allowed(source)) {
        for (number, line) in source.text.lines().enumerate() {
            if words.iter().any(|word| stands_in(line, word)) {
                places.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
            }
        }
    }
    none(&places);
}

/// Whether `word` stands in `line` and is not the end or the beginning of a longer name.
fn stands_in(line: &str, word: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = joins(word.chars().next()) && joins(line[..at].chars().next_back());
        let after = joins(word.chars().next_back()) && joins(line[at + word.len()..].chars().next());
        !before && !after
    })
}

pub fn none(places: &[String]) {
    assert!(places.is_empty(), "the rule is broken here:\n  {}", places.join("\n  "));
}

pub fn app_sources() -> Vec<Source> {
    files(&["rs"]).into_iter().filter(|file| APP.iter().any(|folder| file.name.starts_with(folder))).collect()
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the checkout").to_owned()
}

pub fn read(name: &str) -> String {
    fs::read_to_string(top().join(name)).unwrap_or_else(|error| panic!("{name} cannot be read: {error}"))
}

/// Our own files with one of these endings, from the whole checkout.
pub fn files(endings: &[&str]) -> Vec<Source> {
    let top = top();
    let mut found = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the checkout can be listed") {
            let path = entry.expect("a folder of the checkout can be listed").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                let name =
                    path.strip_prefix(&top).expect("below the top").to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path)
                    .unwrap_or_else(|error| panic!("{name} cannot be read: {error}"));
                found.push(Source { name, text });
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}
