//! Money moves by the shipped engine, client and ledger over real HTTP and on a real disk, without a window: to be killed at
//! every call, to have its disk filled and its answers lost. Where `operations::simulation` tries the order of things a hundred
//! thousand times, this tries that the kernel, the disk and the wire keep to it.
//!
//! Not in what is shipped: for the tests and for `cargo xtask bench money`.

mod activity;
mod books;
mod driver;
mod full_disk;
mod killed;
mod lost;
mod order;
mod run;
mod slow_disk;
mod strace;
mod times;

use std::{
    fmt,
    path::{Path, PathBuf},
    process::Command,
};

pub use self::{
    activity::time_activity,
    driver::{WORD, drive},
    full_disk::fill_the_disk,
    killed::kill_at_each_call,
    lost::lose_answers,
    order::watch_the_order,
    slow_disk::read_beside_slow_commits,
    times::measure,
};

/// How the program that is driven is started: this very executable, told by its words to be the driver.
#[derive(Debug, Clone)]
pub struct Driver {
    pub program: PathBuf,
    /// What comes before the driver's own words.
    pub words: Vec<String>,
    /// A test's executable takes no words of ours: there they are a variable.
    pub by_variable: bool,
}

impl Driver {
    fn command(&self, tool: Option<&str>, before: &[String], words: &[&str]) -> Command {
        let mut command = match tool {
            Some(tool) => {
                let mut command = Command::new(tool);
                command.args(before).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.args(&self.words);
        if self.by_variable {
            command.env(WORD, words.join(" "));
        } else {
            command.arg(WORD).args(words);
        }
        command
    }
}

/// What is not as it has to be, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

fn broken<T>(what: impl Into<String>) -> Result<T, Broken> {
    Err(Broken(what.into()))
}

/// The ledger of a shop that has found one of its refunds before, copied for one try.
fn copied(ledger: &Path, to: &Path) -> Result<(), Broken> {
    std::fs::create_dir_all(to)?;
    std::fs::copy(ledger.join("ledger.db"), to.join("ledger.db"))?;
    Ok(())
}

#[cfg(test)]
mod tests;
