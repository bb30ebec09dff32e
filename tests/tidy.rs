//! The rules of the house that a compiler does not keep: who may use whom, what may be called from the page, how long
//! a file may be. Each test reads the sources as text and names every place that breaks its rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of the app from left to right: each may use what stands in a later row, and nothing of its own row but itself.
const LAYERS: [&[&str]; 11] = [
    &["window", "without_window"],
    &["environment", "curtain", "faces", "isolation", "work_area"],
    &["foreign", "logs"],
    &["commands"],
    &["trace"],
    &["desktop"],
    &["desk", "crash_tests"],
    &["operations", "watch"],
    &["ledger", "keychain", "recents", "settings"],
    &["json_file"],
    &["domain"],
];

/// The rooms that may know Tauri; everything else can be driven without a window. `json_file` is what settings and recents
/// share of the store plugin, `window`, `curtain`, `faces`, `isolation` and `trace` are parts of the composition root.
const KNOW_TAURI: [&str; 13] = [
    "main",
    "lib",
    "window",
    "without_window",
    "curtain",
    "faces",
    "isolation",
    "trace",
    "commands",
    "settings",
    "recents",
    "json_file",
    "desktop",
];

const LONGEST_FILE: usize = 400;
const LONGEST_COMMAND: usize = 10;

/// Written by a machine, or not ours.
const NOT_OURS: [&str; 6] = ["target", "node_modules", "dist", "gen", ".git", "bindings.ts"];

#[test]
fn a_layer_of_the_app_uses_only_what_stands_to_its_right() {
    let row = |room: &str| LAYERS.iter().position(|layer| layer.contains(&room));
    let mut broken = Vec::new();
    for source in app_sources() {
        let Some(own) = row(source.room()).or_else(|| source.is_root().then_some(0)) else {
            broken.push(format!("{}: `{}` has no place in the layers", source.name, source.room()));
            continue;
        };
        // The simulation is no part of what is shipped, and checks what the page would say as well.
        let is_simulation = source.name.contains("operations/simulation/");
        for used in source.rooms_used() {
            let allowed = source.is_root()
                || is_simulation
                || used == source.room()
                || row(&used).is_some_and(|row| row > own);
            if !allowed {
                broken.push(format!("{} uses crate::{used}", source.name));
            }
        }
    }
    none(&broken);
}

#[test]
fn only_the_outer_rooms_know_tauri() {
    places_with(&app_sources(), &["tauri::", "tauri_plugin", "tauri_specta"], |source| {
        KNOW_TAURI.contains(&source.room()) || source.is_test()
    });
}

#[test]
fn only_keychain_knows_the_keyring() {
    places_with(&app_sources(), &["keyring::", "secret_service::", "zbus::"], |source| {
        source.room() == "keychain"
    });
}

#[test]
fn each_command_is_named_in_the_manifest_and_in_the_capability_and_the_other_way_round() {
    let commands: BTreeSet<String> =
        app_sources().iter().flat_map(Source::commands).map(|command| command.name).collect();
    assert!(!commands.is_empty(), "no command was found at all: this test looks in the wrong place");

    let build = read("src-tauri/build.rs");
    let (_, manifest) = build.split_once(".commands(").expect("build.rs names the app's commands");
    let (manifest, _) = manifest.split_once(']').expect("the list of commands ends");
    let manifest: BTreeSet<String> = manifest.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(manifest, commands, "build.rs (left) and the commands (right)");

    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).expect("the capability is JSON");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("the capability has permissions")
        .iter()
        .map(|permission| permission.as_str().expect("a permission is a name").to_owned())
        .collect();
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let wanted = commands.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).chain(events);
    assert_eq!(granted, wanted.collect(), "capabilities/main.json (left) and the commands (right)");
}

#[test]
fn a_command_is_at_most_ten_lines() {
    let sources = app_sources();
    let long = sources.iter().flat_map(|source| {
        let long = source.commands().into_iter().filter(|command| command.lines > LONGEST_COMMAND);
        long.map(|command| format!("{}: {} has {} lines", source.name, command.name, command.lines))
    });
    none(&long.collect::<Vec<_>>());
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let long = files(&["rs", "svelte", "ts", "js", "css"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > LONGEST_FILE).then(|| format!("{} has {lines} lines", file.name))
    });
    none(&long.collect::<Vec<_>>());
}

#[test]
fn each_module_says_what_it_is_for() {
    // A package's own tests say it by their names.
    let modules = files(&["rs"]).into_iter().filter(|file| !file.name.contains("/tests/"));
    let silent = modules.filter(|file| !file.text.starts_with("//!"));
    none(&silent.map(|file| file.name).collect::<Vec<_>>());
}

#[test]
fn modules_are_named_after_the_domain() {
    let vague = ["util", "utils", "helper", "helpers", "common", "manager", "service", "misc"];
    let named = files(&["rs", "svelte", "ts"]).into_iter().filter(|file| {
        let path = Path::new(&file.name).with_extension("");
        path.components().any(|part| vague.iter().any(|word| part.as_os_str().eq_ignore_ascii_case(word)))
    });
    none(&named.map(|file| file.name).collect::<Vec<_>>());
}

#[test]
fn the_page_talks_to_tauri_in_one_place() {
    let sources: Vec<_> =
        files(&["ts", "svelte"]).into_iter().filter(|file| file.name.starts_with("ui/src/")).collect();
    places_with(&sources, &["@tauri-apps/"], |file| file.name == "ui/src/lib/ipc/index.ts");
}

#[test]
fn components_know_nothing_of_the_shop() {
    let components: Vec<_> = files(&["ts", "svelte"])
        .into_iter()
        .filter(|file| file.name.starts_with("ui/src/components/"))
        .collect();
    assert!(!components.is_empty(), "no component was found at all: this test looks in the wrong place");
    places_with(&components, &["features/", "pages/"], |_| false);
}

#[test]
fn the_sandbox_and_the_client_share_nothing() {
    assert!(
        !read("src-tauri/sandbox/Cargo.toml").contains("pinelabs"),
        "a shared struct would hide a misspelt field"
    );
    assert!(
        !read("src-tauri/pinelabs/Cargo.toml").contains("sandbox"),
        "a shared struct would hide a misspelt field"
    );
    assert!(!read("src-tauri/pinelabs/Cargo.toml").contains("tauri"), "the client is for anybody");
}

#[test]
fn money_is_never_a_float() {
    let mut rust = files(&["rs"]);
    // Tests may offer floats, to see them refused.
    rust.retain(|file| file.name.starts_with("src-tauri/") && !file.name.contains("/tests/"));
    for file in &mut rust {
        // The way in which serde offers a float, so that it can be refused.
        file.text =
            file.text.lines().filter(|line| !line.contains("fn visit_f64")).collect::<Vec<_>>().join("\n");
    }
    // Jitter is a share of a pause; the web view takes its size as a share of the usual one.
    let others = ["pinelabs/src/retry.rs", "src-tauri/src/desktop.rs"];
    places_with(&rust, &["f64", "f32"], |file| others.iter().any(|name| file.name.ends_with(name)));
}

#[test]
fn nothing_is_left_for_later_and_no_warning_is_silenced() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[al", "low("),
        concat!("#![al", "low("),
        concat!("#[ig", "nore"),
        concat!("@ts-", "ignore"),
        concat!("eslint-", "disable"),
    ];
    places_with(&files(&["rs", "svelte", "ts", "js", "css", "md", "toml"]), &words, |_| false);
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    let folders = ["root", "tmp", "work", "Users"].map(|folder| format!("/{folder}/"));
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let texts = files(&["rs", "svelte", "ts", "js", "css", "html", "md", "toml", "json", "sh", "yml"]);
    places_with(&texts, &folders, |file| file.name.ends_with("package-lock.json"));
}

#[test]
fn no_test_waits_by_sleeping() {
    let tests: Vec<_> = files(&["rs", "ts", "js"])
        .into_iter()
        .filter(|file| file.name.starts_with("tests/") || file.name.ends_with(".test.ts"))
        .collect();
    places_with(&tests, &[concat!("thread::", "sleep("), concat!("setTime", "out(")], |_| false);
}

/// A file with its path from the top of the checkout.
struct Source {
    name: String,
    text: String,
}

/// A function that the page may call.
struct Command {
    name: String,
    lines: usize,
}

impl Source {
    /// The room of the app that this file stands in: `desk` for `src-tauri/src/desk.rs` and `src-tauri/src/desk/find.rs`.
    fn room(&self) -> &str {
        let inside = self.name.strip_prefix("src-tauri/src/").unwrap_or(&self.name);
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// The composition root sees every room.
    fn is_root(&self) -> bool {
        matches!(self.room(), "main" | "lib")
    }

    /// How many modules stand between this file and the top of the crate: 1 for `desk.rs`, 2 for `desk/find.rs`.
    fn depth(&self) -> usize {
        let inside = self.name.strip_prefix("src-tauri/src/").unwrap_or(&self.name);
        inside.trim_end_matches("/mod.rs").split('/').count()
    }

    /// Unit tests in a file of their own, which may open files and windows where the code beside them may not.
    fn is_test(&self) -> bool {
        self.name.ends_with("/tests.rs") || self.name.ends_with("_tests.rs") || self.name.contains("/tests/")
    }

    /// Without comments and without the unit tests, which may put other rooms' parts together.
    fn code(&self) -> String {
        let tested = if self.is_test() {
            ""
        } else {
            self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
        };
        let lines = tested.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The rooms named in `crate::room`, `crate::{room, room::Part}` and enough `super::` to reach the top.
    fn rooms_used(&self) -> BTreeSet<String> {
        let code = self.code();
        let top = "super::".repeat(self.depth());
        ["crate::", &top]
            .into_iter()
            .flat_map(|prefix| code.match_indices(prefix).map(move |(at, _)| at + prefix.len()))
            .flat_map(|after| first_names(&code[after..]))
            .collect()
    }

    fn commands(&self) -> Vec<Command> {
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
fn places_with(sources: &[Source], words: &[&str], allowed: impl Fn(&Source) -> bool) {
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

fn none(places: &[String]) {
    assert!(places.is_empty(), "the rule is broken here:\n  {}", places.join("\n  "));
}

fn app_sources() -> Vec<Source> {
    files(&["rs"]).into_iter().filter(|file| file.name.starts_with("src-tauri/src/")).collect()
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the checkout").to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(top().join(name)).unwrap_or_else(|error| panic!("{name} cannot be read: {error}"))
}

/// Our own files with one of these endings, from the whole checkout.
fn files(endings: &[&str]) -> Vec<Source> {
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
