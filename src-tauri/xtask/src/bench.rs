//! `cargo xtask bench`: builds what is shipped, and the floors beside it, and measures them. How is said where it is done:
//! `tests/src/bin/bench` and `src-tauri/benches`.

use crate::packages::Purpose;
use crate::place::Place;
use crate::step::{Done, Step, timed};
use crate::tasks::{self, cargo, in_the_window};
use crate::tauri_cli::tauri;
use crate::{cache, planted, setup, sizes};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bench {
    /// From the start to the first screen.
    Start,
    /// Memory, the binary and the UI.
    Size,
    /// Frames of the window while commits are slow.
    Frames,
    /// A look-up through the command.
    Lookup,
    /// Money moves with everything around them unreliable, and with bugs in the program.
    Money,
    /// The client's reading of answers, against arbitrary changes of recorded ones.
    Decoding,
}

impl Bench {
    pub fn called(name: &str) -> Option<Self> {
        match name {
            "start" => Some(Self::Start),
            "size" => Some(Self::Size),
            "frames" => Some(Self::Frames),
            "lookup" => Some(Self::Lookup),
            "money" => Some(Self::Money),
            "decoding" => Some(Self::Decoding),
            _ => None,
        }
    }
}

pub fn bench(place: &Place, what: Bench, arguments: &[String]) -> Done {
    let _held = cache::hold(place)?;
    // The client needs no window and no page.
    if what != Bench::Decoding {
        timed("Setup", || setup::setup(place, Purpose::Drive))?;
        timed("UI build", || tasks::ui_build(place))?;
    }
    match what {
        Bench::Start => in_turns(place, "start", arguments),
        Bench::Frames => in_turns(place, "frames", arguments),
        Bench::Size => {
            in_turns(place, "size", arguments)?;
            sizes::check_binary(place)?;
            sizes::check_ui(place)
        }
        Bench::Lookup => timed("Look-ups", || without_window(place, "lookup").run()),
        Bench::Money => {
            timed("Money", || money(place).args(["--"]).args(arguments).run())?;
            // Somebody who asks for one part wants that one.
            if arguments.is_empty() { planted::check(place, &[]) } else { Ok(()) }
        }
        Bench::Decoding => decoding(place, arguments),
    }
}

/// The client alone, as it is shipped; a few of the cases run with the tests.
fn decoding(place: &Place, arguments: &[String]) -> Done {
    let count = match arguments {
        [] => "1000000",
        [flag, count] if flag == "--cases" => count,
        _ => return Err("`bench decoding` takes `--cases N` after it, or nothing.".into()),
    };
    let test =
        ["test", "--package", "pinelabs", "--profile", "bench", "--lib", "decoding", "--", "--nocapture"];
    timed("Decoding", || cargo(place, test).variable("PINELABS_DECODING_CASES", count).run())
}

/// The release build is made as for the packages, with the floors in the same go, so that nothing is built twice.
fn in_turns(place: &Place, kind: &str, arguments: &[String]) -> Done {
    let build = tauri(place, &place.root.join("src-tauri"))?.args([
        "build",
        "--ci",
        "--no-bundle",
        "--no-binary-patching",
        "--",
        "--locked",
        "--examples",
    ]);
    timed("Release build", || tasks::sharing(place, build).run())?;
    timed("What measures", || cargo(place, ["build", "--package", "acceptance", "--bin", "bench"]).run())?;
    let measure = Step::new(&place.root, place.built("bench")).args([kind]).args(arguments);
    timed("Measuring", || {
        in_the_window(place, measure).variable("LINKDESK_RELEASE", place.released("")).run()
    })
}

/// Money moves, of a crate without the window.
fn money(place: &Place) -> Step {
    cargo(place, ["bench", "--package", "linkdesk-trials", "--bench", "money"])
}

fn without_window(place: &Place, bench: &str) -> Step {
    cargo(place, ["bench", "--package", "linkdesk", "--features", "measure", "--bench", bench])
}
