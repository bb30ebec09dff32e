//! `cargo xtask`: builds, opens, tests and shows Linkdesk, after installing what the machine lacks.
mod packages;
mod place;
mod setup;
mod step;

/// npm is a script with an ending of its own on Windows.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() {
    let place = place::Place::find();
    if let Err(f) = step::timed("Setup", || setup::setup(&place, packages::Purpose::Drive)) {
        eprintln!("{f}");
        std::process::exit(1);
    }
}
