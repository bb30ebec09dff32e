//! Tauri's own command, fetched when it is needed into the tools beside the build: a UI without it installs faster.

use std::fs;
use std::path::Path;

use crate::place::Place;
use crate::setup::NPM;
use crate::step::{Failure, Step};

const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// The command, to be given its words. It runs in `folder`.
pub fn tauri(place: &Place, folder: &Path) -> Result<Step, Failure> {
    let tool = place.tools().join("tauri-cli");
    fs::create_dir_all(&tool).map_err(|error| format!("{} cannot be made: {error}", tool.display()))?;
    Step::new(&tool, NPM).args(["install", "--prefix", ".", "--no-save", "--no-audit", TAURI_CLI]).run()?;
    Ok(Step::new(folder, "node").args([tool.join("node_modules/@tauri-apps/cli/tauri.js")]))
}
