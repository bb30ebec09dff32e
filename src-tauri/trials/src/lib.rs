//! Money moves by the shipped client, engine and ledger with everything around them unreliable. Not in what is shipped: for
//! the tests and for `cargo xtask bench money`.

#[cfg(target_os = "linux")]
pub mod crash_tests;
pub mod simulation;
