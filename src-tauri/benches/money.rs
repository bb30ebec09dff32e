//! Money moves in a simulated world: see `linkdesk::simulation`. `cargo xtask bench money` runs it.
//!
//! `--operations N` (100,000) and `--seed S` (1). A violation is replayed with its own seed and 50 operations.

use std::process::ExitCode;

use linkdesk::simulation;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (mut operations, mut seed) = (100_000, 1);
    while let Some(word) = words.next() {
        let value = match word.as_str() {
            "--operations" | "--seed" => words.next().and_then(|value| value.parse::<u64>().ok()),
            // What cargo itself adds.
            "--bench" => continue,
            _ => None,
        };
        match (word.as_str(), value) {
            ("--operations", Some(value)) => operations = u32::try_from(value).unwrap_or(u32::MAX),
            ("--seed", Some(value)) => seed = value,
            _ => {
                eprintln!("money [--operations N] [--seed S]");
                return ExitCode::from(2);
            }
        }
    }
    let folder = tempfile::tempdir_in(simulation::quick_place()).expect("a temporary folder");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    match simulation::run(folder.path(), operations, seed, threads) {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(violation) => {
            print!("{violation}");
            ExitCode::FAILURE
        }
    }
}
