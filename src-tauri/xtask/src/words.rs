//! What may be typed after `cargo xtask`, and what it means. It reads words and does nothing.

use crate::bench::Bench;

pub const HELP: &str = "\
cargo xtask TASK

  run       build Linkdesk and open it; where there is no display, do the tour instead
  test      every check: format, lints, unit and contract tests, the journeys in the real window
  tour      the whole main job in the real window on sample data, with a screenshot of each screen
              --out FOLDER        where the screenshots go
  sandbox   a stand-in for Pine Labs Online on this machine; prints its address
              --port N            the port; 0 takes a free one
              --dialect WORD      reference, guide or both
              --client-id X       the client id that it accepts
              --client-secret Y   and its secret
  sdk       Pine Labs' own Python SDK against the sandbox, as in test
  package   a deb and an rpm of the release build, with checks of what is in them and how big it is
              --try               install the deb into a bare Debian 12 and start it there
  bench     measure the release build: start (to the first screen), size (memory, binary, UI), frames
              (of the window while commits are slow), lookup, money, or decoding (odd answers)
              --turns N           how often, for start, size and frames
              --operations N      how many are simulated, for money; --seed S with which dice
              --only WORD         one part of money: simulation, lost, killed, disk, order, slow,
                                  activity or times
              --cases N           how many answers are changed, for decoding
  planted   known bugs, put into a copy of the sources one at a time: the checks have to catch each
              NAME ...            only these, as their patches in tests/mutants are called
  mutants   mistakes that a program makes up, in rules, operations, ledger and client: which of them no test notices
              --seed N            which sample of them
              --parts M           one in so many of the list is tried; what comes after is for cargo-mutants
  setup     only install what is missing: system packages, locale, WebDriver bridge, UI packages
  icons     draw every size of the icon again from icons/linkdesk.svg
  help      this page

run, test, tour, package, bench, planted and mutants do the setup themselves. A cache folder for building is used if it exists: the
one named by LINKDESK_TARGET_CACHE, else linkdesk-build in your cache folder. LINKDESK_SKIP_PACKAGES=1 leaves the system's
packages alone.";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Setup,
    Run,
    Test,
    Tour(Vec<String>),
    Sandbox(Vec<String>),
    Sdk,
    Package { try_it: bool },
    Bench(Bench, Vec<String>),
    Planted(Vec<String>),
    Mutants { seed: u64, parts: u64, arguments: Vec<String> },
    Icons,
}

/// The error is a sentence about the word that was not understood.
pub fn understand(words: impl IntoIterator<Item = String>) -> Result<Task, String> {
    let mut words = words.into_iter();
    let Some(word) = words.next() else {
        return Ok(Task::Help);
    };
    let rest: Vec<String> = words.collect();
    let task = match word.as_str() {
        // Their arguments are understood by the program that they start.
        "tour" => return Ok(Task::Tour(rest)),
        "sandbox" => return Ok(Task::Sandbox(rest)),
        "planted" => return Ok(Task::Planted(rest)),
        "mutants" => return mutants(&rest),
        "help" | "--help" | "-h" => Task::Help,
        "setup" => Task::Setup,
        "run" => Task::Run,
        "test" => Task::Test,
        "sdk" => Task::Sdk,
        "icons" => Task::Icons,
        "bench" => {
            let what = rest.first().and_then(|name| Bench::called(name));
            let what =
                what.ok_or("`bench` takes one of start, size, frames, lookup, money and decoding after it.")?;
            return Ok(Task::Bench(what, rest[1..].to_vec()));
        }
        "package" if rest == ["--try"] => return Ok(Task::Package { try_it: true }),
        "package" => Task::Package { try_it: false },
        _ => return Err(format!("There is no task `{word}`.")),
    };
    match rest.first() {
        None => Ok(task),
        Some(more) => Err(format!("`{word}` takes nothing after it, but there is `{more}`.")),
    }
}

fn mutants(rest: &[String]) -> Result<Task, String> {
    let (mut seed, mut parts, mut rest) = (1, 12, rest);
    while let [flag, number, more @ ..] = rest {
        let place = match flag.as_str() {
            "--seed" => &mut seed,
            "--parts" => &mut parts,
            _ => break,
        };
        let known = number.parse().ok().filter(|number| *number > 0);
        *place = known.ok_or_else(|| format!("`{flag}` takes a number from 1 on, not `{number}`."))?;
        rest = more;
    }
    Ok(Task::Mutants { seed, parts, arguments: rest.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Task, String> {
        understand(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_typed_shows_the_help() {
        assert_eq!(typed(""), Ok(Task::Help));
    }

    #[test]
    fn every_task_of_the_help_is_understood() {
        let tasks =
            HELP.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
        let names: Vec<_> = tasks.filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(
            names,
            [
                "run", "test", "tour", "sandbox", "sdk", "package", "bench", "planted", "mutants", "setup",
                "icons", "help"
            ]
        );
        for name in names {
            let line = if name == "bench" { "bench start" } else { name };
            assert!(typed(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn an_unknown_task_is_named() {
        assert_eq!(typed("tset"), Err("There is no task `tset`.".into()));
    }

    #[test]
    fn a_word_too_many_is_refused_rather_than_ignored() {
        assert_eq!(typed("test links"), Err("`test` takes nothing after it, but there is `links`.".into()));
    }

    #[test]
    fn packages_are_tried_only_when_asked_to() {
        assert_eq!(typed("package"), Ok(Task::Package { try_it: false }));
        assert_eq!(typed("package --try"), Ok(Task::Package { try_it: true }));
        assert!(typed("package --tyr").is_err());
        assert!(typed("package --try twice").is_err());
    }

    #[test]
    fn a_bench_is_one_of_five_and_hands_on_what_follows() {
        assert_eq!(typed("bench size"), Ok(Task::Bench(Bench::Size, Vec::new())));
        let twenty = vec!["--turns".into(), "20".into()];
        assert_eq!(typed("bench start --turns 20"), Ok(Task::Bench(Bench::Start, twenty)));
        let few = vec!["--cases".into(), "9".into()];
        assert_eq!(typed("bench decoding --cases 9"), Ok(Task::Bench(Bench::Decoding, few)));
        assert!(typed("bench").is_err());
        assert!(typed("bench speed").is_err());
    }

    #[test]
    fn a_sample_of_mutants_has_a_seed_and_the_rest_is_handed_on() {
        let arguments = vec!["--list".to_owned()];
        assert_eq!(
            typed("mutants --list"),
            Ok(Task::Mutants { seed: 1, parts: 12, arguments: arguments.clone() })
        );
        assert_eq!(
            typed("mutants --seed 7 --parts 40 --list"),
            Ok(Task::Mutants { seed: 7, parts: 40, arguments })
        );
        assert!(typed("mutants --seed seven").is_err());
        assert!(typed("mutants --parts 0").is_err());
    }

    #[test]
    fn what_follows_tour_and_sandbox_is_handed_on() {
        assert_eq!(typed("tour --out shots"), Ok(Task::Tour(vec!["--out".into(), "shots".into()])));
        assert_eq!(typed("sandbox --port 0"), Ok(Task::Sandbox(vec!["--port".into(), "0".into()])));
    }
}
