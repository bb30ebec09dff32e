//! What is wrong with the files and with the computer's clock.

use std::path::PathBuf;

use super::{Desk, lock};
use crate::{json_file::Trouble, ledger, rules::ledger_mark::Older};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    Settings,
    Recents,
}

/// Something that is wrong with one of the files, or with the computer's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    File {
        file: File,
        trouble: Trouble,
    },
    /// No change can be written down, so none is sent.
    Ledger {
        trouble: ledger::Trouble,
        path: PathBuf,
    },
    /// The computer's clock is not Pine Labs': how far theirs is ahead, or (below zero) behind.
    Clock {
        off_by: jiff::SignedDuration,
    },
    /// Entries of the ledger cannot be read: nothing is sent on their links and orders.
    LedgerEntriesUnread {
        count: usize,
        path: PathBuf,
    },
    /// The ledger does not know what was done from this computer last.
    LedgerOlder {
        older: Older,
        path: PathBuf,
    },
}

impl Desk {
    /// What is wrong with the files and with the clock now. That the ledger is older is told by this, and not by the next start
    /// any more.
    pub fn notices(&self) -> Vec<Notice> {
        let notice = |file| move |trouble| Notice::File { file, trouble };
        let settings = self.settings.troubles().into_iter().map(notice(File::Settings));
        let recents = self.recents.troubles().into_iter().map(notice(File::Recents));
        let ledger = self.operations.journal().ledger();
        let of_ledger =
            ledger.trouble().map(|trouble| Notice::Ledger { trouble, path: ledger.file().to_owned() });
        let count = self.operations.journal().unreadable().borrow().len();
        let unread =
            (count > 0).then(|| Notice::LedgerEntriesUnread { count, path: ledger.file().to_owned() });
        let older = ledger.older().map(|older| Notice::LedgerOlder { older, path: ledger.file().to_owned() });
        // What it had under way is to be taken up as an older one's, also by the next start.
        if lock(&self.pending_recovery).is_empty() {
            ledger.told_that_it_is_older();
        }
        let of_clock = self.settings.current().and_then(|account| self.clocks.off_by(&account));
        let of_clock = of_clock.map(|off_by| Notice::Clock { off_by });
        of_ledger.into_iter().chain(unread).chain(older).chain(of_clock).chain(settings).chain(recents).collect()
    }
}
