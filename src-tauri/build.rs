//! Names the app's commands, which makes each one denied unless the capability grants it; and the order of libraries.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        // The loader looks every name up in the libraries' order, and most names are these libraries' own.
        println!("cargo:rustc-link-lib=webkit2gtk-4.1");
        println!("cargo:rustc-link-lib=javascriptcoregtk-4.1");
    }

    let commands = tauri_build::AppManifest::new().commands(&[
        "start",
        "painted",
        "set_theme",
        "zoom",
        "copy_text",
        "open_external",
        "open_logs_folder",
        "connect",
        "try_sample_data",
        "switch_account",
        "forget_account",
        "save_to_keychain",
        "classify",
        "find",
        "open_link",
        "known_link",
        "recents",
        "forget_recent",
        "prepare",
        "prepare_create",
        "check_amount",
        "resend",
        "cancel_link",
        "create_link",
        "refund",
        "capture",
        "void_order",
        "undo",
        "check_now",
        "send_again",
        "operations",
        "activity",
        "activity_entry",
        "check_chain",
        "export_activity",
        "unfinished",
        "decide",
        "take_back",
        "dismiss",
    ]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    tauri_build::try_build(attributes).expect("the app's configuration is sound");
}
