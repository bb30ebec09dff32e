//! The floor that memory is measured against: a Tauri window with a heading in it, no plugin and no command.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
        .expect("an empty window opens");
}
