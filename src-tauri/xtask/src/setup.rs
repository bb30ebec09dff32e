//! Makes a fresh machine able to do a task: system packages, locale, Node, tools built by cargo, the UI's packages.
//! What is there already is left alone, so it costs a second when there is nothing to do.

use std::fs;

use crate::packages::{self, Purpose, as_root};
use crate::place::Place;
use crate::step::{Done, Step};

const LOCALE: &str = "en_IN.UTF-8";
const OLDEST_NODE: u32 = 20;
const TAURI_DRIVER: &str = "2.1.0";
const CARGO_DENY: &str = "0.20.2";
const CARGO_MUTANTS: &str = "27.0.0";

/// On Windows npm is a script, and a script is started with its ending.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

pub fn setup(place: &Place, purpose: Purpose) -> Done {
    packages_unless_told_otherwise(place, purpose)?;
    if purpose == Purpose::Drive {
        locale(place)?;
        tauri_driver(place)?;
    }
    node(place)?;
    ui_packages(place)
}

pub fn packages_unless_told_otherwise(place: &Place, purpose: Purpose) -> Done {
    if std::env::var_os("LINKDESK_SKIP_PACKAGES").is_some() {
        println!("  system packages: not looked for (LINKDESK_SKIP_PACKAGES is set)");
        return Ok(());
    }
    packages::ensure(place, purpose)
}

/// Under the `C` locale the web view cannot format money at all, so the tests run under the shop's own.
fn locale(place: &Place) -> Done {
    let known = Step::new(&place.root, "locale").args(["-a"]).read().unwrap_or_default();
    if has_locale(&known) {
        println!("  locale: {LOCALE} is there");
        return Ok(());
    }
    // A folder of its own, not the shared archive: nobody's settings change and a later locale-gen leaves it be.
    println!("  locale: {LOCALE} is missing and will be made");
    as_root(place, ["localedef", "--no-archive", "-i", "en_IN", "-f", "UTF-8", "/usr/lib/locale/en_IN.UTF-8"])
        .run()
}

fn has_locale(known: &str) -> bool {
    known.lines().any(|line| line.trim().eq_ignore_ascii_case("en_in.utf8") || line.trim() == LOCALE)
}

fn tauri_driver(place: &Place) -> Done {
    built_tool(place, "tauri-driver", TAURI_DRIVER, &[])
}

/// A debug build: it takes a third of the time to make, and its checks take seconds either way.
pub fn cargo_deny(place: &Place) -> Done {
    built_tool(place, "cargo-deny", CARGO_DENY, &["--debug"])
}

pub fn cargo_mutants(place: &Place) -> Done {
    built_tool(place, "cargo-mutants", CARGO_MUTANTS, &["--debug"])
}

/// Kept beside the build, never in the user's own `~/.cargo/bin`.
fn built_tool(place: &Place, name: &str, version: &str, how: &[&str]) -> Done {
    let tools = place.tools();
    let installed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if installed.contains(&format!("\"{name} {version} ")) && place.tool(name).is_file() {
        println!("  {name}: {version} is there");
        return Ok(());
    }
    println!("  {name}: {version} will be built into {}", tools.display());
    Step::new(&place.root, "cargo")
        .args(["install", name, "--version", version, "--locked", "--quiet"])
        .args(how)
        .args(["--root".as_ref(), tools.as_os_str()])
        .without("CARGO_TARGET_DIR")
        .run()
}

fn node(place: &Place) -> Done {
    let told = Step::new(&place.root, "node").args(["--version"]).read();
    judge_node(told.as_deref())?;
    println!("  node: {} is there", told.unwrap_or_default().trim());
    Ok(())
}

fn judge_node(told: Option<&str>) -> Done {
    let remedy = format!(
        "Please install Node {OLDEST_NODE} or newer with npm (https://nodejs.org, or your system's packages), \
         then run this again."
    );
    let Some(version) = told.map(str::trim) else {
        return Err(format!("Node is missing. {remedy}"));
    };
    let major =
        version.trim_start_matches('v').split('.').next().and_then(|digits| digits.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!("Node {version} is too old. {remedy}")),
    }
}

/// `npm ci` takes half a minute, so it runs only when the lock file is not the one that was installed last.
fn ui_packages(place: &Place) -> Done {
    let ui = place.ui();
    let lock = fs::read(ui.join("package-lock.json"))
        .map_err(|error| format!("ui/package-lock.json cannot be read: {error}"))?;
    let installed = ui.join("node_modules").join(".installed-lock.json");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        println!("  ui packages: as the lock file says");
        return Ok(());
    }
    Step::new(&ui, NPM).args(["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&installed, lock).map_err(|error| format!("{} cannot be written: {error}", installed.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_twenty_and_newer_will_do() {
        assert_eq!(judge_node(Some("v20.20.2\n")), Ok(()));
        assert_eq!(judge_node(Some("v24.0.0")), Ok(()));
    }

    #[test]
    fn an_older_node_is_refused_with_what_to_do() {
        let refusal = judge_node(Some("v18.19.0\n")).unwrap_err();
        assert!(refusal.starts_with("Node v18.19.0 is too old. Please install Node 20"), "{refusal}");
    }

    #[test]
    fn a_missing_or_garbled_node_is_refused() {
        assert!(judge_node(None).unwrap_err().starts_with("Node is missing."));
        assert!(judge_node(Some("nonsense")).is_err());
    }

    #[test]
    fn the_locale_is_known_by_either_of_its_spellings() {
        assert!(has_locale("C\nen_IN.utf8\n"));
        assert!(has_locale("en_IN.UTF-8\n"));
        assert!(!has_locale("en_IN\nen_US.utf8\n"));
    }
}
