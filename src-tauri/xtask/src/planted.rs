//! `cargo xtask planted`: puts known bugs into a copy of the sources, one at a time, and demands that the checks of money
//! moves fail with each. What a bug is and whom it costs what stands above its patch, in `tests/mutants`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cache;
use crate::packages::Purpose;
use crate::place::Place;
use crate::setup;
use crate::step::{Done, Failure, Step, spelt, timed};

/// Both packages in one call, so that they agree on the features of what they depend on.
const BUILD: [&str; 11] = [
    "test",
    "--package",
    "linkdesk-core",
    "--package",
    "linkdesk-trials",
    "--package",
    "pinelabs",
    "--lib",
    "--test",
    "client",
    "--no-run",
];

/// Some of the tests of one of the programs that this makes.
struct Check {
    program: &'static str,
    /// Which of its tests: what their names begin with, and what not.
    tests: &'static [&'static str],
    /// The package's folder.
    folder: &'static str,
}

const SIMULATION: Check =
    Check { program: "linkdesk_trials", tests: &["simulation::"], folder: "src-tauri/trials" };

/// The quick ones first: of them, the first that fails is named and the rest is left out.
const TESTS: [Check; 3] = [
    Check { program: "pinelabs", tests: &[], folder: "src-tauri/pinelabs" },
    Check { program: "client", tests: &[], folder: "src-tauri/pinelabs" },
    Check {
        program: "linkdesk_core",
        tests: &["operations::", "ledger::", "rules::"],
        folder: "src-tauri/core",
    },
];

/// How many operations are simulated where a few hundred of the tests' own do not show a bug: rare ones need more dice.
const SIMULATED_AT_LENGTH: &str = "12000";
const AT_LENGTH: (&str, &str) = ("LINKDESK_SIMULATED_OPERATIONS", SIMULATED_AT_LENGTH);

/// A bug may have a test wait for ever. All of them together take a minute or two, the longer simulation several.
const AT_MOST: Duration = Duration::from_mins(20);

/// `names`: only these bugs, or all of them. The error names each bug that nothing has caught.
pub fn planted(place: &Place, names: &[String]) -> Done {
    let _held = cache::hold(place)?;
    timed("Setup", || setup::packages_unless_told_otherwise(place, Purpose::Build))?;
    check(place, names)
}

/// Likewise, for who holds the target folder already.
pub fn check(place: &Place, names: &[String]) -> Done {
    let started = Instant::now();
    let patches = patches(place, names)?;
    let folder = place.target.join("planted");
    // Nobody else plants anything there meanwhile.
    let _ours = cache::lock(&folder).map_err(|error| format!("{} is no use: {error}", folder.display()))?;
    let copy = Copy::of(place, &folder)?;
    timed("The sources as they are", || copy.passes())?;
    println!();
    let mut missed = Vec::new();
    println!("{}", line("bug", "simulation", "time", "the first other test that fails"));
    for patch in &patches {
        let (began, bug) = (Instant::now(), name(patch));
        let Caught { by_simulation, by_test } = copy.with(patch, Copy::caught)?;
        let simulation = match by_simulation {
            Some(Simulated::Shortly) => "fails",
            Some(Simulated::AtLength) => "fails late",
            None => "passes",
        };
        let test = by_test.as_deref().unwrap_or("none");
        println!("{}", line(&bug, simulation, &spelt(began.elapsed()), test));
        if by_simulation.is_none() && by_test.is_none() {
            missed.push(bug);
        }
    }
    if !missed.is_empty() {
        return Err(format!("No check has caught: {}.", missed.join(", ")));
    }
    println!("\nAll {} planted bugs are caught, in {}.", patches.len(), spelt(started.elapsed()));
    Ok(())
}

fn line(bug: &str, simulation: &str, time: &str, test: &str) -> String {
    format!("{bug:<34} {simulation:<10} {time:>10}  {test}")
}

/// What has failed with a bug.
struct Caught {
    by_simulation: Option<Simulated>,
    by_test: Option<String>,
}

/// How much of the simulation it took.
enum Simulated {
    /// What runs with the tests.
    Shortly,
    AtLength,
}

fn name(patch: &Path) -> String {
    patch.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn patches(place: &Place, names: &[String]) -> Result<Vec<PathBuf>, Failure> {
    let folder = place.root.join("tests").join("mutants");
    let listed =
        fs::read_dir(&folder).map_err(|error| format!("{} cannot be listed: {error}", folder.display()))?;
    let paths = listed.flatten().map(|entry| entry.path());
    let all: BTreeSet<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "patch")).collect();
    let known = |wanted: &String| all.iter().any(|patch| name(patch) == *wanted);
    if let Some(unknown) = names.iter().find(|wanted| !known(wanted)) {
        let all: Vec<_> = all.iter().map(|patch| name(patch)).collect();
        return Err(format!("There is no planted bug `{unknown}`. There are: {}.", all.join(", ")));
    }
    Ok(all.into_iter().filter(|patch| names.is_empty() || names.contains(&name(patch))).collect())
}

/// The sources of the checkout, as they stand there, in a folder of their own that goes when this does.
struct Copy<'a> {
    place: &'a Place,
    root: PathBuf,
}

impl Drop for Copy<'_> {
    fn drop(&mut self) {
        // What stays is removed by the next run.
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl<'a> Copy<'a> {
    fn of(place: &'a Place, folder: &Path) -> Result<Self, Failure> {
        let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let files = Step::new(&place.root, "git").args(listing).read();
        let files = files.ok_or("The files of the checkout cannot be listed: is it one of git's?")?;
        let copy = Self { place, root: folder.join("copy") };
        let _ = fs::remove_dir_all(&copy.root);
        for file in files.split_terminator('\0') {
            let (from, to) = (place.root.join(file), copy.root.join(file));
            // A file that was removed is listed until that is committed.
            if from.is_file() {
                written(&to, |to| fs::copy(&from, to).map(|_| ()))?;
            }
        }
        let manifest = place.root.join("Cargo.toml");
        let other = fs::read_to_string(&manifest).ok().as_deref().and_then(with_another_version);
        let other = other.ok_or_else(|| format!("{} names no version.", manifest.display()))?;
        written(&copy.root.join("Cargo.toml"), |to| fs::write(to, &other))?;
        // The app wants some page to be built in; none of these tests opens one.
        let page = copy.root.join("ui").join("dist").join("index.html");
        written(&page, |to| fs::write(to, "<!doctype html>\n"))?;
        Ok(copy)
    }

    /// All checks have to pass, and there has to be something in each.
    fn passes(&self) -> Done {
        let built = self.build()?;
        let checks = TESTS.iter().map(|check| (check, None));
        for (check, variable) in [(&SIMULATION, Some(AT_LENGTH))].into_iter().chain(checks) {
            let results = self.results(check, &built, variable, |_| false)?;
            if let Some(failed) = results.iter().find(|result| !result.passed) {
                return Err(format!("{} {} fails without any bug.", check.program, failed.test));
            }
            if results.is_empty() {
                return Err(format!("There is no such test in {}: {:?}.", check.program, check.tests));
            }
            println!("  {}: {} tests pass", check.program, results.len());
        }
        Ok(())
    }

    fn caught(&self) -> Result<Caught, Failure> {
        let built = self.build()?;
        let first_failing = |check, variable| -> Result<Option<String>, Failure> {
            let results = self.results(check, &built, variable, |result| !result.passed)?;
            let failed = results.into_iter().find(|result| !result.passed);
            Ok(failed.map(|failed| format!("{} {}", check.program, failed.test)))
        };
        let by_simulation = if first_failing(&SIMULATION, None)?.is_some() {
            Some(Simulated::Shortly)
        } else {
            first_failing(&SIMULATION, Some(AT_LENGTH))?.map(|_| Simulated::AtLength)
        };
        for check in &TESTS {
            let by_test = first_failing(check, None)?;
            if by_test.is_some() {
                return Ok(Caught { by_simulation, by_test });
            }
        }
        Ok(Caught { by_simulation, by_test: None })
    }

    /// Does something while a bug is in the copy.
    fn with<T>(&self, patch: &Path, then: impl FnOnce(&Self) -> Result<T, Failure>) -> Result<T, Failure> {
        let apply = |how: &[&str]| {
            // Git would take the copy for a part of whatever checkout stands around it, and pass over the patch.
            let step = Step::new(&self.root, "git").args(["apply"]).args(how).args([patch]);
            step.variable("GIT_CEILING_DIRECTORIES", self.place.target.join("planted")).run_unannounced()
        };
        apply(&[])?;
        let result = then(self).map_err(|failure| format!("{}: {failure}", name(patch)))?;
        apply(&["--reverse"])?;
        Ok(result)
    }

    /// Returns what cargo says of it. A bug that cannot be built is a failure, and not caught.
    fn build(&self) -> Result<String, Failure> {
        let cargo = Step::new(&self.root, "cargo").args(BUILD);
        cargo.variable("CARGO_TARGET_DIR", &self.place.target).hear()
    }

    /// Runs tests to the end, or to the first result that is `enough`, with a variable of the environment.
    fn results(
        &self,
        check: &Check,
        said: &str,
        variable: Option<(&'static str, &str)>,
        enough: impl Fn(&TestResult) -> bool,
    ) -> Result<Vec<TestResult>, Failure> {
        let program = built(said, check.program);
        let program = program.ok_or_else(|| format!("Cargo has built no {}.", check.program))?;
        let mut run = Step::new(&self.root.join(check.folder), program).args(check.tests);
        if let Some((name, value)) = variable {
            run = run.variable(name, value);
        }
        let heard = run.hear_lines(AT_MOST, |line| TestResult::of(line).is_some_and(|one| enough(&one)))?;
        Ok(heard.iter().filter_map(|line| TestResult::of(line)).collect())
    }
}

struct TestResult {
    test: String,
    passed: bool,
}

impl TestResult {
    /// From a line such as `test ledger::one ... ok`.
    fn of(line: &str) -> Option<Self> {
        let (test, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let passed = match result.trim() {
            "ok" => true,
            "FAILED" => false,
            _ => return None,
        };
        Some(Self { test: test.to_owned(), passed })
    }
}

/// Where a test program stands, from a line such as `Executable unittests src/lib.rs (target/debug/deps/linkdesk-0f)`.
fn built<'a>(said: &'a str, program: &str) -> Option<&'a Path> {
    let paths = said.lines().filter(|line| line.trim_start().starts_with("Executable "));
    let mut paths = paths.filter_map(|line| Some(Path::new(line.rsplit_once(" (")?.1.strip_suffix(')')?)));
    paths.find(|path| {
        let file = path.file_stem().unwrap_or_default().to_string_lossy();
        file.rsplit_once('-').is_some_and(|(name, _)| name == program)
    })
}

/// Under another version cargo keeps what it builds of the copy apart from what it builds of the checkout: both stand in
/// one target folder, so that what they depend on is built once, and it tells their sources apart by nothing else.
fn with_another_version(manifest: &str) -> Option<String> {
    let (before, version) = manifest.split_once("\nversion = \"")?;
    let (version, after) = version.split_once('"')?;
    Some(format!("{before}\nversion = \"{version}-planted\"{after}"))
}

fn written(file: &Path, write: impl FnOnce(&Path) -> std::io::Result<()>) -> Done {
    let folder = file.parent().unwrap_or(file);
    let done = fs::create_dir_all(folder).and_then(|()| write(file));
    done.map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_another_version_and_is_otherwise_the_same() {
        let manifest = "[workspace.package]\nedition = \"2024\"\nversion = \"1.2.3\"\nlicense = \"MIT\"\n";
        let expected =
            "[workspace.package]\nedition = \"2024\"\nversion = \"1.2.3-planted\"\nlicense = \"MIT\"\n";
        assert_eq!(with_another_version(manifest).as_deref(), Some(expected));
        assert_eq!(with_another_version("[package]\n"), None);
    }

    #[test]
    fn a_test_program_is_found_by_its_name_among_those_that_cargo_has_built() {
        let said = "   Compiling linkdesk v1\n  Executable unittests src/lib.rs (/target/deps/linkdesk-0f)\n  \
                    Executable tests/client/main.rs (/target/my deps/client-a1.exe)\n";
        assert_eq!(built(said, "linkdesk"), Some(Path::new("/target/deps/linkdesk-0f")));
        assert_eq!(built(said, "client"), Some(Path::new("/target/my deps/client-a1.exe")));
        assert_eq!(built(said, "pinelabs"), None);
    }

    #[test]
    fn a_test_is_told_by_its_line_and_nothing_else_is_one() {
        let told = |line| TestResult::of(line).map(|result| (result.test, result.passed));
        assert_eq!(told("test ledger::one ... ok"), Some(("ledger::one".into(), true)));
        assert_eq!(told("test ledger::two ... FAILED"), Some(("ledger::two".into(), false)));
        assert_eq!(told("test result: FAILED. 1 passed; 1 failed"), None);
        assert_eq!(told("test slow has been running for over 60 seconds"), None);
    }
}
