//! What each task does, step by step: which commands, in which order, with what set. How a command is run and what a
//! machine needs stand elsewhere.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use crate::cache;
use crate::packages::Purpose;
use crate::place::Place;
use crate::sdk::Tried;
use crate::setup::NPM;
use crate::step::{Done, Step, spelt, timed};

pub fn setup(place: &Place) -> Done {
    timed("Setup", || crate::setup::setup(place, Purpose::Drive))
}

pub fn run(place: &Place) -> Done {
    if !has_display(|name| std::env::var_os(name)) {
        println!("There is no display here, so nothing can be opened: doing the tour instead.");
        return tour(place, &[]);
    }
    let _held = cache::hold(place)?;
    timed("Setup", || crate::setup::setup(place, Purpose::Build))?;
    build(place)?;
    println!("\n== Opening Linkdesk");
    Step::new(&place.root, place.built("linkdesk")).take_over()
}

pub fn tour(place: &Place, arguments: &[String]) -> Done {
    let _held = cache::hold(place)?;
    setup(place)?;
    build(place)?;
    timed("Tour", || in_the_window(place, Step::new(&place.root, place.built("tour")).args(arguments)).run())
}

pub fn sandbox(place: &Place, arguments: &[String]) -> Done {
    let _held = cache::hold(place)?;
    // Alone, without the window's libraries: somebody may want nothing but the server.
    cargo(place, ["build", "--quiet", "--package", "sandbox", "--features", "server"]).run_unannounced()?;
    Step::new(&place.root, place.built("sandbox")).args(arguments).take_over()
}

/// Pine Labs' own SDK against the sandbox, alone.
pub fn sdk(place: &Place) -> Done {
    let _held = cache::hold(place)?;
    cargo(place, ["build", "--quiet", "--package", "sandbox", "--features", "server"]).run_unannounced()?;
    timed("Pine Labs' own SDK", || crate::sdk::try_it(place).map(|_| ()))
}

/// All checks, the quick ones first. Every cargo call takes the whole workspace, so that they agree on the features of
/// what they depend on. Only the app is built apart from its tests: what the journeys drive has no test feature in it.
pub fn test(place: &Place) -> Done {
    let started = Instant::now();
    let _held = cache::hold(place)?;
    setup(place)?;
    timed("Setup of the check of dependencies", || crate::setup::cargo_deny(place))?;
    let ui = |script: &'static str| npm_run(place, script);
    let checks: [(&str, Step); 10] = [
        ("Format", cargo(place, ["fmt", "--all", "--check"])),
        ("Licences, bans and sources", deny(place)),
        ("UI lint", ui("lint")),
        ("UI types", ui("check")),
        ("UI tests", ui("test")),
        ("UI build", ui("build")),
        ("Lint", cargo(place, ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
        // Their target is no part of a plain `cargo test`, so `--all-targets` passes it over.
        (
            "Lint of the journeys",
            cargo(place, ["clippy", "--workspace", "--test", "journeys", "--", "--deny", "warnings"]),
        ),
        ("Unit and contract tests", cargo(place, ["test", "--workspace"])),
        ("App", build_everything(place)),
    ];
    for (name, check) in &checks {
        timed(name, || check.run())?;
    }
    let mut sdk = Tried::Fits;
    timed("Pine Labs' own SDK", || crate::sdk::try_it(place).map(|tried| sdk = tried))?;
    timed("Journeys in the real window", || journeys(place).run())?;
    println!("\n{}", passed(checks.len() + 2, &sdk, started.elapsed()));
    Ok(())
}

/// The last line of the checks: it counts only what was tried.
fn passed(checks: usize, sdk: &Tried, time: Duration) -> String {
    let time = spelt(time);
    match sdk {
        Tried::Fits => format!("All {checks} checks passed in {time}."),
        Tried::Not(reason) => {
            format!("{} checks passed in {time}; Pine Labs' own SDK was not tried: {reason}.", checks - 1)
        }
    }
}

/// By `deny.toml`. Not its advisories: they are looked up on the net at that moment, so the same commit could pass today
/// and fail tomorrow.
fn deny(place: &Place) -> Step {
    Step::new(&place.root, place.tool("cargo-deny")).args([
        "--locked",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ])
}

/// The UI first: it is built into the app.
fn build(place: &Place) -> Done {
    timed("UI build", || ui_build(place))?;
    timed("App", || build_everything(place).run())
}

pub fn ui_build(place: &Place) -> Done {
    npm_run(place, "build").run()
}

fn build_everything(place: &Place) -> Step {
    if cfg!(target_os = "linux") {
        return cargo(place, ["build", "--workspace", "--bins"]);
    }
    // What drives the window is for Linux only.
    cargo(place, ["build", "--package", "linkdesk"])
}

/// One after the other: each has a display, a bus and a keychain of its own, and there may be only two cores.
fn journeys(place: &Place) -> Step {
    in_the_window(
        place,
        cargo(place, ["test", "--workspace", "--test", "journeys", "--", "--test-threads=1"]),
    )
}

/// Tells what drives the window where the app and the bridge to it are.
pub fn in_the_window(place: &Place, step: Step) -> Step {
    step.variable("LINKDESK_APP", place.built("linkdesk"))
        .variable("TAURI_DRIVER", place.tool("tauri-driver"))
}

pub fn cargo<const N: usize>(place: &Place, arguments: [&str; N]) -> Step {
    sharing(place, Step::new(&place.root, "cargo").args(arguments))
}

/// Has a command that runs cargo build where everything else is built.
pub fn sharing(place: &Place, step: Step) -> Step {
    if place.shared { step.variable("CARGO_TARGET_DIR", &place.target) } else { step }
}

fn npm_run(place: &Place, script: &str) -> Step {
    Step::new(&place.ui(), NPM).args(["run", "--silent", script])
}

/// Only Linux can be without one: elsewhere a person is sitting in front of it.
fn has_display(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let set = |name| variable(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn display(variables: &[(&str, &str)]) -> bool {
        has_display(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn what_was_not_tried_is_not_counted() {
        let minute = Duration::from_mins(1);
        assert_eq!(passed(12, &Tried::Fits, minute), "All 12 checks passed in 1 min 0 s.");
        let told = passed(12, &Tried::Not("there is no Python 3 here".into()), minute);
        assert_eq!(
            told,
            "11 checks passed in 1 min 0 s; Pine Labs' own SDK was not tried: there is no Python 3 here."
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_machine_without_a_display_is_told_apart() {
        assert!(!display(&[]));
        assert!(!display(&[("DISPLAY", "")]));
        assert!(display(&[("DISPLAY", ":0")]));
        assert!(display(&[("WAYLAND_DISPLAY", "wayland-0")]));
    }
}
