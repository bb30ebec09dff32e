//! A few hundred simulated money moves with each run of the tests; `cargo xtask bench money` does two hundred thousand, and
//! `cargo xtask planted` some thousands where a few hundred do not show a planted bug.

use super::{quick_place, run};

/// For a simulation at length.
const OPERATIONS: &str = "LINKDESK_SIMULATED_OPERATIONS";

#[test]
fn no_money_move_is_lost_doubled_or_told_wrong_whatever_befalls_it() {
    let at_length = std::env::var(OPERATIONS).ok().map(|count| count.parse::<u32>().unwrap() / 2);
    for seed in [2, 8] {
        let folder = tempfile::tempdir_in(quick_place()).unwrap();
        let report = run(folder.path(), at_length.unwrap_or(150), seed, 1)
            .unwrap_or_else(|violation| panic!("{violation}"));
        print!("{report}");
        let counts = report.counts();
        assert!(counts.crashes > 5 && counts.failed_commits > 5 && counts.faults.len() > 15, "{report}");
    }
}

#[test]
fn the_same_seed_gives_the_same_history() {
    let digest = |seed| {
        let folder = tempfile::tempdir_in(quick_place()).unwrap();
        run(folder.path(), 50, seed, 1).unwrap_or_else(|violation| panic!("{violation}")).digest()
    };
    let (once, again, other) = (digest(7), digest(7), digest(8));
    assert_eq!(once, again);
    assert_ne!(once, other);
}
