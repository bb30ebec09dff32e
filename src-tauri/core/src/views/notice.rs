//! Problems with a file or the clock, as codes and figures.

use std::path::PathBuf;

use serde::Serialize;
use specta::Type;

use crate::{
    json_file::{IoCause, Trouble},
    ledger,
    notices::{File, Notice},
    rules::ledger_mark::Older,
};

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    RecentsReset,
    RecentsRestored,
    RecentsUnread,
    RecentsUnsaved,
    SettingsReset,
    SettingsRestored,
    SettingsUnread,
    SettingsUnsaved,
    LedgerOtherCopy,
    LedgerNewer,
    LedgerDamaged,
    LedgerUnwritable,
    LedgerGone,
    LedgerOlder,
    LedgerAnother,
    LedgerMissing,
    /// The ledger has unreadable operations; their links and orders are locked.
    LedgerEntriesUnread,
    /// The computer's clock is ahead of Pine Labs'.
    ClockAhead,
    ClockBehind,
}

/// A problem with a file and its path, or with the clock and its offset.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    pub code: NoticeCode,
    pub reason: Option<IoCause>,
    /// How many operations the ledger lacks, or how many are unreadable.
    pub missing: Option<u32>,
    pub path: Option<String>,
    /// How far Pine Labs' clock is ahead of the computer's, in milliseconds.
    pub off_by: Option<i64>,
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        use NoticeCode as Code;
        let of_ledger = |code, missing: Option<i64>, path: PathBuf| {
            let missing = missing.map(|missing| u32::try_from(missing).unwrap_or(u32::MAX));
            Self { code, reason: None, missing, path: Some(path.display().to_string()), off_by: None }
        };
        let (file, trouble) = match notice {
            Notice::File { file, trouble } => (file, trouble),
            Notice::Ledger { trouble, path } => {
                let code = match trouble {
                    ledger::Trouble::OtherCopy => Code::LedgerOtherCopy,
                    ledger::Trouble::Newer => Code::LedgerNewer,
                    ledger::Trouble::Damaged => Code::LedgerDamaged,
                    ledger::Trouble::Unwritable(_) => Code::LedgerUnwritable,
                    ledger::Trouble::Gone => Code::LedgerGone,
                };
                return of_ledger(code, None, path);
            }
            Notice::LedgerEntriesUnread { count, path } => {
                return of_ledger(Code::LedgerEntriesUnread, i64::try_from(count).ok(), path);
            }
            Notice::Clock { off_by } => {
                let code = if off_by.is_negative() { Code::ClockAhead } else { Code::ClockBehind };
                let off_by = i64::try_from(off_by.as_millis()).ok();
                return Self { code, reason: None, missing: None, path: None, off_by };
            }
            Notice::LedgerOlder { older, path } => {
                let (code, missing) = match older {
                    Older::Copy { missing } => (Code::LedgerOlder, missing),
                    Older::Another { missing } => (Code::LedgerAnother, missing),
                    Older::Gone { missing } => (Code::LedgerMissing, missing),
                };
                return of_ledger(code, Some(missing), path);
            }
        };
        let (settings, recents, path, reason) = match trouble {
            Trouble::Restored { kept_at } => (Code::SettingsRestored, Code::RecentsRestored, kept_at, None),
            Trouble::Lost { kept_at } => (Code::SettingsReset, Code::RecentsReset, kept_at, None),
            Trouble::Unread { path, why } => (Code::SettingsUnread, Code::RecentsUnread, path, Some(why)),
            Trouble::Unsaved { path, why } => (Code::SettingsUnsaved, Code::RecentsUnsaved, path, Some(why)),
        };
        let code = match file {
            File::Settings => settings,
            File::Recents => recents,
        };
        let path = Some(path.display().to_string());
        Self { code, reason, missing: None, path, off_by: None }
    }
}
