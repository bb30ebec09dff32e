//! Pine Labs' own Python SDK against the sandbox: fetches it as it is pinned, keeps it, and runs our chain of its calls.
//! A machine that has no Python 3, or no way to `PyPI`, is told so and does without; an SDK that is not the pinned one,
//! or that does not understand the sandbox, is a failure.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::step::{Done, Failure, Step};

const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// How it ended where nothing is wrong.
#[derive(Debug, PartialEq, Eq)]
pub enum Tried {
    Fits,
    /// Why it could not be tried here.
    Not(String),
}

/// The sandbox has to be built by now.
pub fn try_it(place: &Place) -> Result<Tried, Failure> {
    let chain = place.root.join("src-tauri/sandbox/tests/sdk");
    let python = match fetched(place, &Python::named(PYTHON), &chain.join("requirements.txt"))? {
        Fetched::Ready(python) => python,
        Fetched::Not(reason) => {
            println!("  not tried: {reason}");
            return Ok(Tried::Not(reason));
        }
    };
    // Without its byte code, which would lie about in the sources.
    let script =
        ["-B".into(), chain.join("chain.py").into_os_string(), place.built("sandbox").into_os_string()];
    python.step(&place.root).args(script).run()?;
    Ok(Tried::Fits)
}

/// An interpreter, and where it finds packages that are not its own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Python {
    words: Vec<OsString>,
    packages: Option<PathBuf>,
}

enum Fetched {
    Ready(Python),
    Not(String),
}

impl Python {
    fn named(program: impl Into<OsString>) -> Self {
        Self { words: vec![program.into()], packages: None }
    }

    fn step(&self, folder: &Path) -> Step {
        // What somebody has set for their own programs must not get in between.
        let step = Step::new(folder, &self.words[0]).args(&self.words[1..]).without("PYTHONHOME");
        match &self.packages {
            Some(packages) => step.variable("PYTHONPATH", packages),
            None => step.without("PYTHONPATH"),
        }
    }
}

/// The SDK as `requirements` pins it: as it was kept, or fetched into a virtual environment; where Python comes without
/// those, as on a plain Debian, into a folder of its own.
fn fetched(place: &Place, python: &Python, requirements: &Path) -> Result<Fetched, Failure> {
    let version = python.step(&place.root).args(["--version"]).read().unwrap_or_default();
    let Some(version) = version.trim().strip_prefix("Python 3") else {
        return Ok(Fetched::Not("there is no Python 3 here".into()));
    };
    let pinned = fs::read_to_string(requirements)
        .map_err(|error| format!("{} cannot be read: {error}", requirements.display()))?;
    let kept = place.tools().join("pinelabs-sdk");
    let (environment, packages) = (kept.join("environment"), kept.join("packages"));
    let inside = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let apart = Python { packages: Some(packages.clone()), ..python.clone() };
    let (mark, key) = (kept.join("installed"), format!("3{version}\n{pinned}"));
    if fs::read_to_string(&mark).is_ok_and(|last| last == key) {
        println!("  Pine Labs' SDK: as requirements.txt says");
        return Ok(Fetched::Ready(if environment.is_dir() { Python::named(inside) } else { apart }));
    }
    println!("  Pine Labs' SDK will be fetched into {}", kept.display());
    empty(&kept)?;
    let made = python.step(&place.root).args(["-m", "venv"]).args([&environment]).hear();
    let (ready, install) = if made.is_ok() {
        let ready = Python::named(inside);
        let install = pip(&ready, place, requirements);
        (ready, install)
    } else {
        empty(&kept)?;
        if python.step(&place.root).args(["-m", "pip", "--version"]).read().is_none() {
            return Ok(Fetched::Not("Python 3 has neither venv nor pip here".into()));
        }
        let install = pip(python, place, requirements).args(["--target".as_ref(), packages.as_os_str()]);
        (apart, install)
    };
    if let Err(failure) = install.hear() {
        return not_fetched(&failure);
    }
    fs::write(&mark, key).map_err(|error| format!("{} cannot be written: {error}", mark.display()))?;
    Ok(Fetched::Ready(ready))
}

/// No source package: building one runs what stands in it. A machine without a net is not waited for.
fn pip(python: &Python, place: &Place, requirements: &Path) -> Step {
    python
        .step(&place.root)
        .args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--require-hashes", "--only-binary", ":all:", "--timeout", "10", "--retries", "1"])
        .args(["--requirement".as_ref(), requirements.as_os_str()])
}

/// A wrong hash, or one that is missing, is never the machine's affair.
fn not_fetched(failure: &str) -> Result<Fetched, Failure> {
    let (_, said) = failure.split_once("It said:").unwrap_or(("", failure));
    if said.to_ascii_lowercase().contains("hashes") {
        return Err(failure.to_owned());
    }
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    Ok(Fetched::Not(format!("Pine Labs' SDK could not be fetched from PyPI: {last}")))
}

fn empty(folder: &Path) -> Done {
    let emptied = if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) };
    emptied
        .and_then(|()| fs::create_dir_all(folder))
        .map_err(|error| format!("{} cannot be emptied: {error}", folder.display()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A Python that does these things and notes what it is asked for.
    fn python(venv: &str, pip: &str) -> Python {
        let script = format!(
            "echo \"$@\" >>asked\ncase \"$*\" in --version) echo Python 3.99.1;; -m\\ venv*) {venv};; \
             *--require-hashes*) {pip};; *) exit 0;; esac"
        );
        let words = ["sh", "-c", &script, "sh"].map(OsString::from).to_vec();
        Python { words, packages: None }
    }

    /// A folder of one test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("linkdesk-sdk-{}-{name}", std::process::id()));
            empty(&folder).expect("a folder can be made");
            let pinned = fs::write(folder.join("requirements.txt"), "sdk==1 --hash=sha256:00\n");
            pinned.expect("a file can be written");
            Self(folder)
        }

        fn place(&self) -> Place {
            Place { root: self.0.clone(), target: self.0.join("target"), shared: false }
        }

        fn fetched(&self, python: &Python) -> Result<Result<Python, String>, Failure> {
            Ok(match fetched(&self.place(), python, &self.0.join("requirements.txt"))? {
                Fetched::Ready(python) => Ok(python),
                Fetched::Not(reason) => Err(reason),
            })
        }

        fn installs(&self) -> usize {
            let asked = fs::read_to_string(self.0.join("asked")).unwrap_or_default();
            asked.lines().filter(|line| line.contains("--require-hashes")).count()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn without_python_it_is_not_tried() {
        let folder = Folder::new("none");
        let none = folder.fetched(&Python::named("no-such-program-here"));
        assert_eq!(none, Ok(Err("there is no Python 3 here".into())));
        let two = Python { words: ["echo", "Python 2.7.18"].map(OsString::from).to_vec(), packages: None };
        assert_eq!(folder.fetched(&two), Ok(Err("there is no Python 3 here".into())));
    }

    #[test]
    fn it_is_fetched_once_and_again_when_another_one_is_pinned() {
        let folder = Folder::new("kept");
        let python = python("exit 1", "exit 0");
        let packages = folder.place().tools().join("pinelabs-sdk/packages");
        for _ in 0..2 {
            let ready = folder.fetched(&python).unwrap().unwrap();
            assert_eq!(ready.packages.as_ref(), Some(&packages));
        }
        assert_eq!(folder.installs(), 1);
        fs::write(folder.0.join("requirements.txt"), "sdk==2 --hash=sha256:00\n").unwrap();
        folder.fetched(&python).unwrap().unwrap();
        assert_eq!(folder.installs(), 2);
        let asked = fs::read_to_string(folder.0.join("asked")).unwrap();
        assert!(asked.contains(&format!("--target {}", packages.display())), "{asked}");
    }

    #[test]
    fn a_virtual_environment_is_used_where_there_can_be_one() {
        let folder = Folder::new("venv");
        // What it makes is called by its path, so it has to be a program.
        let makes = "mkdir -p \"$3/bin\" && ln -s /bin/true \"$3/bin/python\"";
        let ready = folder.fetched(&python(makes, "exit 1")).unwrap().unwrap();
        let inside = folder.place().tools().join("pinelabs-sdk/environment/bin/python");
        assert_eq!(ready, Python::named(inside));
        assert_eq!(folder.installs(), 0, "by the environment's own pip");
    }

    #[test]
    fn without_venv_and_pip_it_is_not_tried() {
        let folder = Folder::new("bare");
        let script = "case \"$*\" in --version) echo Python 3.11.2;; *) exit 1;; esac";
        let words = ["sh", "-c", script, "sh"].map(OsString::from).to_vec();
        let bare = folder.fetched(&Python { words, packages: None });
        assert_eq!(bare, Ok(Err("Python 3 has neither venv nor pip here".into())));
    }

    #[test]
    fn without_a_way_to_pypi_it_is_not_tried_and_is_asked_for_again() {
        let folder = Folder::new("offline");
        let offline = python("exit 1", "echo 'ERROR: No matching distribution found' >&2; exit 1");
        for installs in 1..=2 {
            let reason = folder.fetched(&offline).unwrap().unwrap_err();
            assert!(reason.ends_with("from PyPI: ERROR: No matching distribution found"), "{reason}");
            assert_eq!(folder.installs(), installs);
        }
    }

    #[test]
    fn what_is_not_the_pinned_sdk_is_a_failure() {
        let folder = Folder::new("other");
        for said in [
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "ERROR: Hashes are required in --require-hashes mode, but they are missing",
        ] {
            let other = python("exit 1", &format!("echo '{said}' >&2; exit 1"));
            assert!(folder.fetched(&other).unwrap_err().contains(said));
        }
    }
}
