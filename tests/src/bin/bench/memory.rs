//! The memory of the app at rest, against an empty window of Tauri: the proportional set size of the whole process tree.

use std::path::Path;
use std::time::{Duration, Instant};

use acceptance::desktop::{Desktop, Keychain};
use acceptance::process::{Program, Running};

use crate::Programs;
use crate::figures::{Figures, ratio, ratio_of_turns};

/// How long after its start a program is looked at.
const REST: Duration = Duration::from_secs(10);

/// What the app may take of the empty window's memory, in percent.
const AT_MOST: u64 = 90;

/// Prints what was seen; whether it is within the limit.
pub fn measure(programs: &Programs, turns: usize) -> bool {
    let (mut floor, mut app) = (Vec::with_capacity(turns), Vec::with_capacity(turns));
    for _ in 0..turns {
        floor.push(at_rest(&programs.empty_window));
        app.push(at_rest(&programs.app));
    }
    let turns_apart = ratio_of_turns(&app, &floor);
    let (floor, app) = (Figures::of(floor), Figures::of(app));
    println!(
        "memory of the tree {} s after the start, n = {turns} each, in turns, KiB of PSS",
        REST.as_secs()
    );
    println!("  empty window  {floor}");
    println!("  linkdesk      {app}");
    println!("  ratio of the medians {} of at most 0.90, {turns_apart}", ratio(app.median(), floor.median()));
    app.median() * 100 <= floor.median() * AT_MOST
}

/// On a desktop of its own, so that nothing is left of the program before.
fn at_rest(program: &Path) -> u64 {
    let desktop = Desktop::start(Keychain::Open);
    let mut environment = desktop.environment().to_vec();
    environment.push(("LINKDESK_DATA_DIR".to_owned(), desktop.data_dir().display().to_string()));
    let program = Program { path: program.to_owned(), comes_with: "`cargo xtask bench`" };
    let started = Instant::now();
    let mut running = Running::start(&program, &[], &environment, &desktop.logs());
    let left = REST.saturating_sub(started.elapsed());
    assert!(running.ends_within(left).is_none(), "it ended by itself:\n{}", running.last_words());
    running.memory()
}
