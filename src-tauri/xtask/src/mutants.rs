//! `cargo xtask mutants`: small mistakes that a program makes up, in the rules, the operations, the ledger and the client. A sample
//! of them, by a seed, is put into a copy of the sources one at a time; what no test of their package notices is named.

use crate::cache;
use crate::place::Place;
use crate::setup;
use crate::step::{Done, Step, timed};

/// What is mutated. The decoding of answers is tried by `bench decoding` as well.
const FILES: [&str; 4] = [
    "src-tauri/core/src/rules/**/*.rs",
    "src-tauri/core/src/operations/**/*.rs",
    "src-tauri/core/src/ledger/**/*.rs",
    "src-tauri/pinelabs/src/**/*.rs",
];

/// Seconds for the tests with one mistake in them. One may have a test wait for ever.
const TIMEOUT: &str = "180";

/// The sample is every `parts`th of the list, which is in the order of the files, so that every room has its share. `seed` says with
/// which it begins.
pub fn mutants(place: &Place, seed: u64, parts: u64, arguments: &[String]) -> Done {
    let _held = cache::hold(place)?;
    timed("Setup", || setup::cargo_mutants(place))?;
    let shard = format!("{}/{parts}", seed % parts);
    let mut step = Step::new(&place.root, place.tool("cargo-mutants")).args([
        "mutants",
        "--profile",
        "mutants",
        "--shard",
        &shard,
        "--sharding",
        "round-robin",
        "--timeout",
        TIMEOUT,
        "--no-shuffle",
        "--output",
        "target/mutants",
    ]);
    for files in FILES {
        step = step.args(["--file", files]);
    }
    timed("Mutants", || step.args(arguments).run())
}
