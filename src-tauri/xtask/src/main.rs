//! `cargo xtask`: builds, opens, tests and shows Linkdesk, after installing what the machine lacks. Here is only the
//! way from the words typed to the task; what a task does stands in `tasks`.

mod bench;
mod cache;
mod icons;
mod mutants;
mod package;
mod packages;
mod place;
mod planted;
mod sdk;
mod setup;
mod sizes;
mod step;
mod tasks;
mod tauri_cli;
mod words;

use std::env;
use std::process::ExitCode;

use crate::place::Place;
use crate::words::Task;

fn main() -> ExitCode {
    let task = match words::understand(env::args().skip(1)) {
        Ok(task) => task,
        Err(misunderstanding) => {
            eprintln!("{misunderstanding}\n\n{}", words::HELP);
            return ExitCode::from(2);
        }
    };
    let place = Place::find();
    let done = match task {
        Task::Help => {
            println!("{}", words::HELP);
            Ok(())
        }
        Task::Setup => tasks::setup(&place),
        Task::Run => tasks::run(&place),
        Task::Test => tasks::test(&place),
        Task::Tour(arguments) => tasks::tour(&place, &arguments),
        Task::Sandbox(arguments) => tasks::sandbox(&place, &arguments),
        Task::Sdk => tasks::sdk(&place),
        Task::Package { try_it } => package::package(&place, try_it),
        Task::Bench(what, arguments) => bench::bench(&place, what, &arguments),
        Task::Planted(names) => planted::planted(&place, &names),
        Task::Mutants { seed, parts, arguments } => mutants::mutants(&place, seed, parts, &arguments),
        Task::Icons => icons::redraw(&place),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nStopped. {failure}");
            ExitCode::FAILURE
        }
    }
}
