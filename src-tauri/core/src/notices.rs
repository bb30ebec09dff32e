//! What is wrong with the files and with the computer's clock.

use std::{path::PathBuf, sync::Arc};

use crate::{
    accounts::Accounts,
    json_file::Trouble,
    ledger,
    operations::{LedgerState, Operations},
    recents::Recents,
    recovery::Recovery,
    rules::ledger_mark::Older,
    settings::Settings,
};

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
    /// No operation can be written down, so none is sent.
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

pub struct Notices {
    settings: Arc<Settings>,
    recents: Arc<Recents>,
    operations: Operations,
    recovery: Arc<Recovery>,
    accounts: Arc<Accounts>,
}

impl Notices {
    pub fn new(
        settings: Arc<Settings>,
        recents: Arc<Recents>,
        operations: Operations,
        recovery: Arc<Recovery>,
        accounts: Arc<Accounts>,
    ) -> Self {
        Self { settings, recents, operations, recovery, accounts }
    }

    /// What is wrong with the files and with the clock now. That the ledger is older is told by this, and not by the next start
    /// any more.
    pub async fn now(&self) -> Vec<Notice> {
        let notice = |file| move |trouble| Notice::File { file, trouble };
        let settings = self.settings.troubles().into_iter().map(notice(File::Settings));
        let recents = self.recents.troubles().into_iter().map(notice(File::Recents));
        // What an older ledger had under way is to be taken up as an older one's, also by the next start.
        let is_recovered = self.recovery.pending().is_empty();
        let LedgerState { path, trouble, older, unreadable } =
            self.operations.ledger_state(is_recovered).await;
        let of_ledger = trouble.map(|trouble| Notice::Ledger { trouble, path: path.clone() });
        let unread =
            (unreadable > 0).then(|| Notice::LedgerEntriesUnread { count: unreadable, path: path.clone() });
        let older = older.map(|older| Notice::LedgerOlder { older, path });
        let of_clock = self.settings.current().and_then(|account| self.accounts.clocks().off_by(&account));
        let of_clock = of_clock.map(|off_by| Notice::Clock { off_by });
        of_ledger
            .into_iter()
            .chain(unread)
            .chain(older)
            .chain(of_clock)
            .chain(settings)
            .chain(recents)
            .collect()
    }
}
