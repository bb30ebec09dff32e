//! Each write, sync and truncation of the ledger failing as on a full or broken disk, once and from then on: no request that
//! moves money leaves that is not written down.

use std::path::Path;

use super::{
    Broken, Driver,
    books::{Books, Ends},
    copied,
    killed::prepared,
    run::written_of,
    strace::{DISK, Strace, plainly},
};

/// What came of filling the disk.
#[derive(Debug, Default, Clone, Copy)]
pub struct Filled {
    /// How often one stayed full before the request was to leave, and none left.
    pub nothing_left: u32,
    /// How each came out at the next start, on a disk that takes everything again.
    pub ends: Ends,
}

/// Has each `step`th call of one refund on its ledger fail with this error (`ENOSPC`, `EIO`).
pub fn fill_the_disk(driver: &Driver, folder: &Path, error: &str, step: usize) -> Result<Filled, Broken> {
    let books = Books::open()?;
    let ledger = prepared(&books, folder)?;
    let mut filled = Filled::default();
    for stays in [true, false] {
        for call in (1..).step_by(step) {
            let here = folder.join(format!("{error}-{call}-{stays}"));
            copied(&ledger, &here)?;
            let paid = books.paid_link()?;
            let (place, url) = (here.to_string_lossy().into_owned(), books.url());
            let words = ["refund", &place, &url, &paid.link, "1250"];
            let output = here.join("trace");
            let mut strace = Strace { driver, calls: DISK, inject: None, only: Vec::new(), output: &output };
            strace.only = ["ledger.db", "ledger.db-wal"].map(|file| here.join(file)).to_vec();
            strace.inject = Some(format!("error={error}:when={call}{}", if stays { "+" } else { "" }));
            let traced = strace.run(&words)?;
            let (arrived, _) = books.look()?.refunds_of(&paid);
            let told = |what: &str| Broken(format!("{error} at call {call}, stays: {stays}: {what}"));
            if !traced.calls.iter().any(|line| line.contains("(INJECTED)")) {
                break;
            }
            // Where the disk stays full, what was not written before the failure never is.
            if stays && arrived > 0 && !was_sending(&here, &paid.link)? {
                return Err(told("a request has left that is not written down"));
            }
            filled.nothing_left += u32::from(stays && arrived == 0);
            plainly(driver, &["resolve", &place, &url])?;
            let end = books.look()?.judge(&paid, &written_of(&here, &paid.link)?);
            filled.ends.count(end.map_err(|Broken(what)| told(&what))?);
        }
    }
    Ok(filled)
}

/// Whether the ledger says that the operation had been about to be sent.
fn was_sending(folder: &Path, link: &str) -> Result<bool, Broken> {
    Ok(written_of(folder, link)?.iter().any(|operation| operation.sent_at.is_some()))
}
