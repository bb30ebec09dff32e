//! SIGKILL at every write, sync, send and receive of one refund: whatever has been done by then, the next start tells it
//! rightly, and nothing is sent twice.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::runtime::Builder;

use super::{
    Broken, Driver,
    books::{Books, End, Ends},
    broken, copied,
    run::{Run, written_of},
    strace::{ALL, Strace, plainly},
};

/// Ends one refund at its first call and at each `step`th after it, until one comes through alive.
pub fn kill_at_each_call(driver: &Driver, folder: &Path, step: usize) -> Result<Ends, Broken> {
    let books = Books::open()?;
    let ledger = prepared(&books, folder)?;
    let mut ends = Ends::default();
    for call in (1..).step_by(step) {
        let here = folder.join(format!("kill-{call}"));
        copied(&ledger, &here)?;
        let paid = books.paid_link()?;
        let (place, url) = (here.to_string_lossy().into_owned(), books.url());
        let output = here.join("trace");
        let strace = Strace {
            driver,
            calls: ALL,
            inject: Some(format!("signal=SIGKILL:when={call}")),
            only: Vec::new(),
            output: &output,
        };
        let traced = strace.run(&["refund", &place, &url, &paid.link, "1250"])?;
        plainly(driver, &["resolve", &place, &url])?;
        let end = books.look()?.judge(&paid, &written_of(&here, &paid.link)?);
        let end = end.map_err(|Broken(what)| Broken(format!("killed at call {call}: {what}")))?;
        if !traced.killed {
            if end != End::There || !traced.said.contains("told: accepted") {
                return broken(format!("left alone it came to {end:?}: {}", traced.said));
            }
            return Ok(ends);
        }
        ends.count(end);
    }
    Ok(ends)
}

/// The ledger of a shop at work: it has made a refund and found it again, so that one can be proven absent.
pub fn prepared(books: &Books, folder: &Path) -> Result<PathBuf, Broken> {
    let ledger = folder.join("before");
    std::fs::create_dir_all(&ledger)?;
    let (paid, url) = (books.paid_link()?, books.url());
    // With its runtime end all its tasks, and the ledger is closed.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let run = Run::begin(&ledger, &url, 1, Duration::ZERO).await?;
        let told = run.refund(&paid.link, "10").await?;
        run.found(told.id()).await
    })?;
    drop(runtime);
    Ok(ledger)
}
