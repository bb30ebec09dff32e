//! On a trace of the system calls: that a refund is written down is on the disk before the first byte of its request leaves.

use std::{collections::BTreeSet, path::Path};

use super::{
    Broken, Driver,
    books::Books,
    broken, copied,
    killed::prepared,
    strace::{ALL, Strace, sends_a_refund},
};

/// Watches so many refunds, and says how many were on the disk first.
pub fn watch_the_order(driver: &Driver, folder: &Path, refunds: u32) -> Result<u32, Broken> {
    let books = Books::open()?;
    let ledger = prepared(&books, folder)?;
    let mut in_order = 0;
    for number in 0..refunds {
        let here = folder.join(format!("order-{number}"));
        copied(&ledger, &here)?;
        let paid = books.paid_link()?;
        let output = here.join("trace");
        let strace = Strace { driver, calls: ALL, inject: None, only: Vec::new(), output: &output };
        let place = here.to_string_lossy().into_owned();
        let traced = strace.run(&["refund", &place, &books.url(), &paid.link, "1250"])?;
        if !traced.said.contains("told: accepted") {
            return broken(format!("a refund in peace: {}", traced.said));
        }
        in_order += u32::from(is_on_the_disk_first(&traced.calls)?);
    }
    Ok(in_order)
}

/// Whether all that the ledger had been given was on the disk when the request left, and it had been given something.
///
/// A sync counts when it ends. One that other threads' calls come in between of stands on two lines, and only the first names its file.
pub fn is_on_the_disk_first(calls: &[String]) -> Result<bool, Broken> {
    let (mut commits, mut is_dirty) = (0, false);
    let mut syncing = BTreeSet::new();
    for call in calls {
        let thread = call.split(' ').next().unwrap_or_default();
        let of_the_log = call.contains("ledger.db-wal>");
        let is_synced = call.ends_with("= 0")
            && (of_the_log && call.contains("sync(")
                || call.contains("sync resumed>") && syncing.remove(thread));
        if of_the_log && (call.contains(" pwrite64(") || call.contains(" write(")) {
            is_dirty = true;
        } else if is_synced {
            commits += u32::from(is_dirty);
            is_dirty = false;
        } else if of_the_log && call.contains("sync(") && call.contains("<unfinished") {
            syncing.insert(thread);
        } else if sends_a_refund(call) {
            return Ok(commits > 0 && !is_dirty);
        }
    }
    broken("no refund left")
}
