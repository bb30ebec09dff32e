//! Draws the sizes of the icon that the app is built with from their one source. The drawing itself is Tauri's own
//! command; only the files that `tauri.conf.json` names are kept of what it makes.

use std::fs;

use crate::place::Place;
use crate::step::Done;
use crate::tauri_cli::tauri;

const KEPT: [&str; 6] = ["32x32.png", "128x128.png", "128x128@2x.png", "icon.png", "icon.ico", "icon.icns"];

pub fn redraw(place: &Place) -> Done {
    let icons = place.root.join("icons");
    let drawn = place.tools().join("icons");
    tauri(place, &place.root)?
        .args(["icon", "--output"])
        .args([drawn.as_path(), &icons.join("linkdesk.svg")])
        .run()?;
    for name in KEPT {
        fs::copy(drawn.join(name), icons.join(name))
            .map_err(|error| format!("icons/{name} was not drawn: {error}"))?;
        println!("  icons/{name}");
    }
    Ok(())
}
