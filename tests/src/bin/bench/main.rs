//! Measures the released app against floors that were built in the same run, in turns, on a display of its own.
//! `cargo xtask bench start`, `bench size` and `bench frames` build what is measured and then run this.

mod figures;
mod frames;
mod memory;
mod start;

use std::path::PathBuf;
use std::process::ExitCode;

/// What is measured, and what against.
pub struct Programs {
    pub app: PathBuf,
    pub bare_window: PathBuf,
    pub empty_window: PathBuf,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (kind, turns) = match words[..] {
        [kind] => (kind, None),
        [kind, "--turns", turns] => match turns.parse::<usize>() {
            Ok(turns) if turns > 0 => (kind, Some(turns)),
            _ => return usage(),
        },
        _ => return usage(),
    };
    let Some(folder) = std::env::var_os("LINKDESK_RELEASE").map(PathBuf::from) else { return usage() };
    let programs = Programs {
        app: folder.join("linkdesk"),
        bare_window: folder.join("examples/bare_window"),
        empty_window: folder.join("examples/empty_window"),
    };
    say_whether_idle();
    let kept = match kind {
        "start" => start::measure(&programs, turns.unwrap_or(60)),
        "frames" => frames::measure(&programs, turns.unwrap_or(5)),
        "size" => memory::measure(&programs, turns.unwrap_or(5)),
        _ => return usage(),
    };
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("usage: LINKDESK_RELEASE=FOLDER bench start|size|frames [--turns N]");
    ExitCode::from(2)
}

/// Figures of a machine that does something else are about that something.
fn say_whether_idle() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let lately = load.split(' ').next().unwrap_or_default();
    let (cores, card) = (std::thread::available_parallelism().map_or(1, usize::from), has_graphics_card());
    println!(
        "{cores} cores, {card} graphics card, load of the last minute {lately} (measure on an idle machine)"
    );
}

fn has_graphics_card() -> &'static str {
    let devices = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    let mut names = devices.map(|device| device.file_name().to_string_lossy().into_owned());
    if names.any(|name| name.starts_with("renderD")) { "a" } else { "no" }
}
