//! The rules of the house that a compiler does not keep: who may use whom, what may be called from the page, how long
//! a file may be. Each test reads the sources as text and names every place that breaks its rule.

mod circles;
mod language;
mod questions;
mod sources;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use sources::{Source, app_sources, files, none, places_with, read};

/// Rooms of the app from left to right: each may use what stands in a later row, and nothing of its own row but itself.
const LAYERS: [&[&str]; 20] = [
    &["window", "without_window"],
    &["webkit_env", "first_paint", "fonts", "webview_offline", "work_area"],
    &["ffi", "logs"],
    &["commands"],
    &["startup_trace"],
    &["desktop"],
    &["store"],
    &["views"],
    &["app"],
    &["notices"],
    &["operation_requests"],
    &["reading"],
    &["operation_log", "accounts"],
    &["recovery"],
    &["operations"],
    &["ledger", "keychain", "recents", "settings"],
    &["json_file"],
    &["rules"],
    &["start_options"],
    &["blocking", "lock"],
];

const LONGEST_FILE: usize = 400;
const LONGEST_COMMAND: usize = 10;

#[test]
fn a_layer_of_the_app_uses_only_what_stands_to_its_right() {
    let row = |room: &str| LAYERS.iter().position(|layer| layer.contains(&room));
    let mut broken = Vec::new();
    for source in app_sources() {
        let Some(own) = row(source.room()).or_else(|| source.is_root().then_some(0)) else {
            broken.push(format!("{}: `{}` has no place in the layers", source.name, source.room()));
            continue;
        };
        for used in source.rooms_used() {
            let allowed =
                source.is_root() || used == source.room() || row(&used).is_some_and(|row| row > own);
            if !allowed {
                broken.push(format!("{} uses crate::{used}", source.name));
            }
        }
    }
    none(&broken);
}

#[test]
fn the_core_is_built_without_a_window() {
    for package in ["core", "trials", "pinelabs", "sandbox"] {
        let manifest = read(&format!("src-tauri/{package}/Cargo.toml"));
        for window in ["tauri", "gtk", "webkit"] {
            assert!(!manifest.contains(window), "{package} knows {window}");
        }
    }
}

#[test]
fn only_operations_and_their_log_reach_the_journal() {
    let above =
        |source: &Source| !["operations", "operation_log"].contains(&source.room()) && !source.is_test();
    let sources: Vec<_> = app_sources().into_iter().filter(above).collect();
    assert!(sources.len() > 50, "nothing to read: this test looks in the wrong place");
    places_with(&sources, &[".journal()"], |_| false);
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
