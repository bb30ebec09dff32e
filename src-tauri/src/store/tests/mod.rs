//! JSON files over the real plugin: what is kept, what is private, and that old files are read.

mod alone;
mod damage;
mod faults;

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tauri::test::MockRuntime;

use super::PluginStore;
use linkdesk_core::json_file::{
    IoCause, JsonFile, Schema, Trouble, Values, is_whole, private_folder, reads_as,
};

const SCHEMA: Schema = Schema { file: "list.json", keys: &["list", "name"], validate };

fn validate(values: &Values) -> bool {
    reads_as::<Vec<u64>>(values, "list") && reads_as::<String>(values, "name")
}

fn app() -> tauri::App<MockRuntime> {
    tauri::test::mock_builder()
        .plugin(tauri_plugin_store::Builder::new().build())
        .build(tauri::test::mock_context(tauri::test::noop_assets()))
        .unwrap()
}

fn open(app: &tauri::App<MockRuntime>, folder: &Path) -> JsonFile {
    JsonFile::open(&PluginStore(app.handle()), folder, &SCHEMA).unwrap()
}

/// A folder with a saved list in it.
fn saved(app: &tauri::App<MockRuntime>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let json_file = open(app, folder.path());
    json_file.put("list", &[1, 2, 3]).unwrap();
    json_file.put("name", &"first").unwrap();
    folder
}

fn list(json_file: &JsonFile) -> Option<Vec<u64>> {
    json_file.get("list")
}

/// The names of all that stands in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_put_is_there_after_opening_again_with_a_copy_of_the_same_bytes_and_nothing_else() {
    let app = app();
    let folder = saved(&app);
    let json_file = open(&app, folder.path());
    assert_eq!(list(&json_file), Some(vec![1, 2, 3]));
    assert_eq!(json_file.troubles(), []);
    assert_eq!(names(folder.path()), ["list.json", "list.last-good.json"]);
    let bytes = ["list.json", "list.last-good.json"].map(|name| fs::read(folder.path().join(name)).unwrap());
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn a_file_from_before_there_were_checksums_is_read_once_and_then_has_one() {
    let app = app();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.json");
    fs::write(&path, serde_json::to_vec_pretty(&json!({ "list": [7, 8], "name": "old" })).unwrap()).unwrap();
    for _ in 0..2 {
        let json_file = open(&app, folder.path());
        assert_eq!(list(&json_file), Some(vec![7, 8]));
        assert_eq!(json_file.troubles(), []);
        assert!(is_whole(&fs::read(&path).unwrap()));
    }
    assert_eq!(names(folder.path()), ["list.json", "list.last-good.json"]);
}

#[test]
fn an_old_file_with_a_value_of_another_kind_is_kept_aside_and_never_taken_for_an_empty_one() {
    let app = app();
    for old in [json!({ "list": "none" }), json!({ "list": [1], "kept": 3 })] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.json");
        fs::write(&path, old.to_string()).unwrap();
        let troubles = open(&app, folder.path()).troubles();
        let [Trouble::Lost { kept_at }] = troubles.as_slice() else { panic!("{troubles:?}") };
        assert_eq!(fs::read_to_string(kept_at).unwrap(), old.to_string());
    }
}

#[test]
fn broken_files_of_one_day_are_all_kept_under_the_date() {
    let app = app();
    let folder = saved(&app);
    let today = jiff::Zoned::now().date().to_string();
    for (number, broken) in ["{", "", "\u{0}"].into_iter().enumerate() {
        fs::write(folder.path().join("list.json"), broken).unwrap();
        let json_file = open(&app, folder.path());
        let number = if number == 0 { String::new() } else { format!("-{}", number + 1) };
        let kept_at = folder.path().join(format!("list.broken-{today}{number}.json"));
        assert_eq!(fs::read_to_string(&kept_at).unwrap(), broken);
        assert_eq!(json_file.troubles(), [Trouble::Restored { kept_at }]);
        assert_eq!(list(&json_file), Some(vec![1, 2, 3]));
    }
    assert_eq!(names(folder.path()).len(), 5);
}

#[cfg(unix)]
#[test]
fn the_files_and_the_folder_are_the_persons_own_whatever_they_were_before() {
    use std::os::unix::fs::PermissionsExt;

    let app = app();
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("a/b");
    private_folder(&folder).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&above.path().join("a")), mode(&folder)), (0o700, 0o700));
    fs::write(folder.join("list.json"), "{}").unwrap();
    fs::set_permissions(folder.join("list.json"), fs::Permissions::from_mode(0o644)).unwrap();
    open(&app, &folder).put("list", &[1]).unwrap();
    for name in names(&folder) {
        assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
    }
}

#[test]
fn the_plugins_own_saving_at_the_exit_writes_nothing() {
    let app = app();
    let folder = saved(&app);
    let json_file = open(&app, folder.path());
    let path = folder.path().join("list.json");
    // As another hand would leave it: what the plugin has in memory is no longer what stands there.
    fs::write(&path, "not ours").unwrap();
    let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
        .data_directory(folder.path().to_owned());
    let window = window.build().unwrap();
    let exits = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&exits);
    app.run(move |_, event| match event {
        tauri::RunEvent::Ready => window.close().unwrap(),
        tauri::RunEvent::Exit => *seen.lock().unwrap() += 1,
        _ => {}
    });
    assert_eq!(*exits.lock().unwrap(), 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "not ours");
    assert_eq!(names(folder.path()), ["list.json", "list.last-good.json"]);
    drop(json_file);
}
