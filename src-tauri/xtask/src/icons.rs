//! Draws the sizes of the icon that the app is built with from their one source. The drawing itself is Tauri's own
//! command; only the files that `tauri.conf.json` names are kept of what it makes.

use std::fs;

use crate::place::Place;
use crate::setup::NPM;
use crate::step::{Done, Step};

/// Fetched when it is needed, into the tools beside the build: a UI without it installs faster.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

const KEPT: [&str; 6] = ["32x32.png", "128x128.png", "128x128@2x.png", "icon.png", "icon.ico", "icon.icns"];

pub fn redraw(place: &Place) -> Done {
    let icons = place.root.join("icons");
    let tool = place.tools().join("tauri-cli");
    let drawn = place.tools().join("icons");
    fs::create_dir_all(&tool).map_err(|error| format!("{} cannot be made: {error}", tool.display()))?;
    Step::new(&tool, NPM).args(["install", "--prefix", ".", "--no-save", "--no-audit", TAURI_CLI]).run()?;
    Step::new(&tool, "node")
        .args(["node_modules/@tauri-apps/cli/tauri.js", "icon", "--output"])
        .args([drawn.as_path(), &icons.join("linkdesk.svg")])
        .run()?;
    for name in KEPT {
        fs::copy(drawn.join(name), icons.join(name))
            .map_err(|error| format!("icons/{name} was not drawn: {error}"))?;
        println!("  icons/{name}");
    }
    Ok(())
}
