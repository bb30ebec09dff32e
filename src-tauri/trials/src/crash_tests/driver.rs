//! The program that is driven, killed and starved: one refund in one thread, so that its calls come in one order.

use std::{path::Path, process::ExitCode, time::Duration};

use tokio::runtime::Builder;

use super::{
    Broken, broken,
    run::{HURRY, Run},
};

/// Makes an executable the driver: its first word, or the name of the variable with all words.
pub const WORD: &str = "LINKDESK_HEADLESS";

/// Short, and long enough to be written down as a step of its own.
const UNDO: Duration = Duration::from_millis(20);

/// `refund FOLDER URL LINK AMOUNT`: asks for a refund until somebody is told what became of it, and ends there.
/// `resolve FOLDER URL`: starts after an end of whatever kind, and goes on until nothing is unknown.
pub fn drive<'a>(words: impl IntoIterator<Item = &'a str>) -> ExitCode {
    let words = words.into_iter().collect::<Vec<_>>();
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done: Result<(), Broken> = runtime.block_on(async {
        match words[..] {
            ["refund", folder, url, link, amount] => {
                let run = Run::begin(Path::new(folder), url, 1, UNDO).await?;
                run.refund(link, amount).await.map(|told| println!("told: {}", told.state.name()))
            }
            ["resolve", folder, url] => {
                Run::begin(Path::new(folder), url, HURRY, UNDO).await?.resolve().await
            }
            _ => broken("refund FOLDER URL LINK AMOUNT, or resolve FOLDER URL"),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("not done: {why}");
            ExitCode::FAILURE
        }
    }
}
