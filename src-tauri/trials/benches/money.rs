//! Money moves with everything around them unreliable: in a simulated world, over real HTTP with lost answers, killed at every
//! call, on a full and on a broken disk; and what writing everything down first costs. `cargo xtask bench money` runs it.
//!
//! `--operations N` (200,000) and `--seed S` (1) are for the simulation. A violation is replayed with its own seed and 50
//! operations. `--only NAME` runs one part: `simulation`, `lost`, `killed`, `disk`, `order`, `slow`,
//! `activity` or `times`.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use linkdesk_trials::{
    crash_tests::{self, Broken, Driver},
    simulation,
};

/// One durable step of the journal, at the median.
const COMMIT: Duration = Duration::from_millis(1);
/// A start that finds a thousand changes open, apart from the network.
const RECOVERY: Duration = Duration::from_millis(100);
/// A read while each commit takes 200 ms, at the 99th percentile.
const READ_BESIDE: Duration = Duration::from_millis(10);
/// A page of Activity over 100,000 operations, with its counts and sums, in SQL.
const ACTIVITY: Duration = Duration::from_millis(20);
const REFUNDS: u32 = 500;
const WATCHED: u32 = 100;

struct Asked {
    operations: u32,
    seed: u64,
    only: Option<String>,
}

type Part = fn(&Asked, &Path) -> Result<(), Broken>;

const PARTS: [(&str, Part); 8] = [
    ("times", times),
    ("slow", slow),
    ("activity", activity),
    ("order", order),
    ("killed", killed),
    ("disk", disk),
    ("lost", lost),
    ("simulation", simulated),
];

fn main() -> ExitCode {
    let words = std::env::args().skip(1).collect::<Vec<_>>();
    if let Some((crash_tests::WORD, rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return crash_tests::drive(rest.iter().map(String::as_str));
    }
    let Some(asked) = understand(&words) else {
        eprintln!("money [--operations N] [--seed S] [--only {}]", PARTS.map(|(name, _)| name).join("|"));
        return ExitCode::from(2);
    };
    let mut kept = true;
    for (name, part) in PARTS {
        if asked.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let began = Instant::now();
        let folder = tempfile::tempdir().expect("a temporary folder");
        println!("== {name}");
        if let Err(broken) = part(&asked, folder.path()) {
            println!("BROKEN: {broken}");
            kept = false;
        }
        println!("   in {:.1?}\n", began.elapsed());
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn understand(words: &[String]) -> Option<Asked> {
    let mut asked = Asked { operations: 200_000, seed: 1, only: None };
    // What cargo itself adds.
    let mut words = words.iter().filter(|word| *word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--operations" => asked.operations = value.parse().ok()?,
            "--seed" => asked.seed = value.parse().ok()?,
            "--only" if PARTS.iter().any(|(name, _)| name == value) => asked.only = Some(value.clone()),
            _ => return None,
        }
    }
    Some(asked)
}

/// This executable, which is its own driver.
fn driver() -> Result<Driver, Broken> {
    let program: PathBuf = std::env::current_exe()?;
    Ok(Driver { program, words: Vec::new(), by_variable: false })
}

fn times(_: &Asked, folder: &Path) -> Result<(), Broken> {
    let times = crash_tests::measure(folder)?;
    row("a page written and synced, and no more", format!("{:.1?} at the median", times.bare_sync));
    within("a new change, written down", times.begin, COMMIT)?;
    within("a step, written down", times.advance, COMMIT)?;
    within(&format!("a start with {} changes open", times.open), times.recovery, RECOVERY)?;
    row("the slowest of those starts", format!("{:.1?}", times.slowest_recovery));
    Ok(())
}

fn activity(_: &Asked, folder: &Path) -> Result<(), Broken> {
    let times = crash_tests::time_activity(folder)?;
    for time in &times {
        row(time.name, format!("{:.1?} in SQL, {:.1?} in all, at the median", time.sql, time.whole));
    }
    // Words are looked for in every row.
    for time in times.iter().filter(|time| !time.name.starts_with("words")) {
        within(time.name, time.sql, ACTIVITY)?;
    }
    Ok(())
}

fn slow(_: &Asked, folder: &Path) -> Result<(), Broken> {
    let beside = crash_tests::read_beside_slow_commits(folder)?;
    row("reads beside commits of 200 ms", format!("{} in {:.1?}", beside.reads, beside.writing));
    row("one of them", format!("{:.1?} at the median", beside.median));
    row("at the 99th percentile", format!("{:.1?}, limit {READ_BESIDE:?}", beside.p99));
    if beside.p99 <= READ_BESIDE { Ok(()) } else { Err(Broken("reads wait for the disk".to_owned())) }
}

fn order(_: &Asked, folder: &Path) -> Result<(), Broken> {
    let first = crash_tests::watch_the_order(&driver()?, folder, WATCHED)?;
    row("on the disk before the first byte leaves", format!("{first} of {WATCHED}"));
    if first == WATCHED { Ok(()) } else { Err(Broken("a request came before its record".to_owned())) }
}

fn killed(_: &Asked, folder: &Path) -> Result<(), Broken> {
    let ends = crash_tests::kill_at_each_call(&driver()?, folder, 1)?;
    row("kills, one at each call of one refund", format!("{}: {ends}", ends.tries));
    row("sent twice", 0);
    row("told wrong by the next start", 0);
    Ok(())
}

fn disk(_: &Asked, folder: &Path) -> Result<(), Broken> {
    for error in ["ENOSPC", "EIO"] {
        let filled = crash_tests::fill_the_disk(&driver()?, &folder.join(error), error, 1)?;
        row(
            &format!("{error} at each call on the ledger"),
            format!("{}: {}", filled.ends.tries, filled.ends),
        );
        row("  of which stayed, and nothing left", filled.nothing_left);
        row("  left without being written down", 0);
    }
    Ok(())
}

fn lost(asked: &Asked, folder: &Path) -> Result<(), Broken> {
    let came = crash_tests::lose_answers(folder, REFUNDS, asked.seed)?;
    row("refunds over HTTP", format!("{}, {} answers lost", came.refunds, came.unanswered));
    row("they came to", came.ends);
    row("made twice", 0);
    row("told wrong", 0);
    Ok(())
}

fn simulated(asked: &Asked, _: &Path) -> Result<(), Broken> {
    let folder = tempfile::tempdir_in(simulation::quick_place())?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    match simulation::run(folder.path(), asked.operations, asked.seed, threads) {
        Ok(report) => {
            print!("{report}");
            Ok(())
        }
        Err(violation) => Err(Broken(violation.to_string())),
    }
}

fn within(what: &str, seen: Duration, limit: Duration) -> Result<(), Broken> {
    row(what, format!("{seen:.1?} at the median, limit {limit:?}"));
    if seen <= limit { Ok(()) } else { Err(Broken(format!("{what}: above its limit"))) }
}

fn row(what: &str, seen: impl Display) {
    println!("{what:<44} {seen}");
}
