//! From the start of the program to its first screen, against a bare window of the same web view.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use acceptance::desktop::{Desktop, Keychain};
use acceptance::process::{Program, Running};

use crate::Programs;
use crate::figures::{Figures, ratio, ratio_of_turns};

/// Turns that do not count: the disk's cache is filled.
const WARM: usize = 3;

/// No start counts as a start that takes longer than this.
const PATIENCE: Duration = Duration::from_secs(30);

/// Prints what was seen; whether it is within the limits.
pub fn measure(programs: &Programs, turns: usize) -> bool {
    let desktop = Desktop::start(Keychain::Open);
    let data = desktop.data_dir().display().to_string();
    let of_app =
        [("LINKDESK_DATA_DIR".to_owned(), data), ("LINKDESK_TRACE_START".to_owned(), "exit".to_owned())];
    let (mut floor, mut app) = (Vec::with_capacity(turns), Vec::with_capacity(turns));
    for turn in 0..WARM + turns {
        let seen = (painted(&desktop, &programs.bare_window, &[]), painted(&desktop, &programs.app, &of_app));
        if turn >= WARM {
            floor.push(seen.0);
            app.push(seen.1);
        }
    }
    let turns_apart = ratio_of_turns(&app, &floor);
    let (floor, app) = (Figures::of(floor), Figures::of(app));
    println!("start to `painted`, n = {turns} each, in turns, milliseconds");
    println!("  bare window   {floor}");
    println!("  linkdesk      {app}");
    println!("  ratio of the medians {} of at most 1.00, {turns_apart}", ratio(app.median(), floor.median()));
    println!("  slowest start {} of the median, of at most 1.50", ratio(app.most(), app.median()));
    app.median() <= floor.median() && app.most() * 2 <= app.median() * 3
}

/// Starts a program and returns after how many milliseconds it says that it has painted.
fn painted(desktop: &Desktop, program: &Path, variables: &[(String, String)]) -> u64 {
    let mut environment = desktop.environment().to_vec();
    environment.extend_from_slice(variables);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    environment.push(("T0".to_owned(), now.as_millis().to_string()));
    let program = Program { path: program.to_owned(), comes_with: "`cargo xtask bench`" };
    let mut running = Running::start(&program, &[], &environment, &desktop.logs());
    let said = running.all_lines(PATIENCE);
    let painted = said.iter().find_map(|line| line.strip_prefix("painted ")?.trim().parse().ok());
    painted.unwrap_or_else(|| {
        panic!("{} did not paint: {said:?}\n{}", program.path.display(), running.last_words())
    })
}
