//! Every change that was asked for from this computer: what a start finds of them, the list with its filter, one entry
//! with its steps, the person's own word, and the export.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use pinelabs::Money;

use super::{Desk, DeskError, export, export::ExportWords, lock};
use crate::{
    json_file::disk,
    ledger::{
        Trouble,
        chain::Chain,
        rows::{Filter, Step},
    },
    operations::{
        journal::NotRecorded,
        operation::{Operation, OperationId, State},
    },
    rules::allowed::OperationKind,
    settings::Environment,
};

/// Which entries are wanted. An absent part does not narrow.
#[derive(Debug, Clone, Default)]
pub struct ActivityQuery {
    pub account: String,
    /// Milliseconds; `until` is exclusive.
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub kind: Option<OperationKind>,
    pub outcome: Option<&'static str>,
    pub text: Option<String>,
    pub limit: usize,
}

pub struct Activity {
    /// Newest first.
    pub entries: Vec<Operation>,
    pub total: usize,
    /// Of period, kind and text, whatever the outcome.
    pub counts: Vec<(&'static str, usize)>,
    pub captured: Option<Money>,
    pub refunded: Option<Money>,
    pub checking: Option<Money>,
}

pub struct Entry {
    pub operation: Operation,
    pub steps: Vec<Step>,
}

/// The most entries that are looked through for one list. A shop that has made more narrows the period.
const MAX_EXPORTED_ROWS: usize = 50_000;

/// Between tries to write down what the last run has left.
const RETRY_RECOVERY_AFTER: Duration = Duration::from_secs(5);

impl Desk {
    /// Takes up what the last run has left: to be called once, before the page can ask for anything.
    pub fn recover(&self) {
        let samples = self.settings.accounts().into_iter().filter(|a| a.environment == Environment::Sample);
        for sample in samples {
            // The sample shop begins anew with each start, and so does what was asked of it.
            known_or_not(self.operations.journal().forget(&sample.id));
        }
        match self.operations.interrupted() {
            // What another copy of the program is at has not been cut off.
            Ok(_) if self.operations.journal().ledger().trouble() == Some(Trouble::OtherCopy) => {}
            Ok(interrupted) => {
                *lock(&self.pending_recovery) = interrupted;
                // Tried again in a while; until then it is told as it is.
                let _ = self.write_down_interrupted();
            }
            // What is under way is not known, so nothing may be added to it.
            Err(error) => {
                tracing::warn!(%error, "the ledger could not be read");
                self.operations.journal().ledger().mark_damaged();
            }
        }
    }

    /// The changes as they are, also while what was cut off still waits to be written down.
    pub(super) fn as_interrupted(&self, changes: Vec<Operation>) -> Vec<Operation> {
        let pending = lock(&self.pending_recovery);
        let as_pending = |change: Operation| {
            let interrupted = pending.iter().find(|l| l.id() == change.id() && l.revision == change.revision);
            interrupted.cloned().unwrap_or(change)
        };
        changes.into_iter().map(as_pending).collect()
    }

    /// Nothing can be done with what was cut off before that is written down.
    pub(super) fn require_recovered(&self, id: &OperationId) -> Result<(), DeskError> {
        let is_pending = lock(&self.pending_recovery).iter().any(|operation| operation.id() == id);
        Ok(if is_pending { self.write_down_interrupted() } else { Ok(()) }?)
    }

    /// Where it cannot be written down, nothing of it is sent meanwhile, and its links and orders stay closed.
    fn write_down_interrupted(&self) -> Result<(), NotRecorded> {
        let mut pending = lock(&self.pending_recovery);
        if pending.is_empty() {
            return Ok(());
        }
        match self.operations.recover(&pending) {
            Ok(unsent) => {
                tracing::info!(
                    count = pending.len(),
                    unsent = unsent.len(),
                    "changes that the last end has cut off"
                );
                lock(&self.interrupted).extend(unsent.iter().map(|operation| operation.id().clone()));
                pending.clear();
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "what the last end has cut off could not be written down");
                Err(error)
            }
        }
    }

    /// Goes on with what is still unknown or on its way, of every account whose secret is at hand.
    pub async fn resume(self: Arc<Self>) {
        let ledger = Arc::clone(self.operations.journal().ledger());
        // The start does not wait for a look at every page of the file.
        let _ = tokio::task::spawn_blocking(move || ledger.check()).await;
        self.look_after_unfinished().await;
        // The disk was full at the start: as soon as it takes something, that is taken up too.
        let takes_something = || self.operations.journal().ledger().trouble().is_none();
        let mut late = false;
        while takes_something() && self.write_down_interrupted().is_err() {
            late = true;
            tokio::time::sleep(RETRY_RECOVERY_AFTER).await;
        }
        if late {
            self.look_after_unfinished().await;
        }
    }

    async fn look_after_unfinished(&self) {
        let Ok(unfinished) = self.operations.journal().unfinished() else { return };
        let waiting =
            |change: &Operation| change.is_unknown() || change.is_on_its_way() || change.is_denied_in_doubt();
        let mut accounts =
            unfinished.into_iter().filter(waiting).map(|change| change.intent.account).collect::<Vec<_>>();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            match self.shop(&account).await {
                // It may have been at work before there was anything to look after.
                Ok(shop) => known_or_not(self.operations.resume(&shop)),
                // One whose secret is not at hand is taken up when it is connected.
                Err(error) => tracing::info!(%error, "changes of an account wait for its secret"),
            }
        }
    }

    /// Changes of an account that want attention, newest first.
    pub fn unfinished(&self, account: &str) -> Result<Vec<Operation>, DeskError> {
        let all = self.as_interrupted(self.operations.journal().unfinished()?);
        let mine = all.into_iter().filter(|o| o.intent.account == account && o.wants_attention());
        let mut mine = mine.collect::<Vec<_>>();
        mine.reverse();
        Ok(mine)
    }

    /// The changes of this run of the program, those that the end of the one before has kept from being sent, and those that
    /// are not finished, newest first.
    pub fn changes_at_hand(&self, account: &str) -> Result<Vec<Operation>, DeskError> {
        let since = Filter {
            account: account.to_owned(),
            after_number: Some(self.last_number_before),
            ..Filter::default()
        };
        let mut changes = self.operations.journal().find(&since, MAX_EXPORTED_ROWS)?;
        let mut older = self.operations.journal().unfinished()?;
        for id in lock(&self.interrupted).iter() {
            older.extend(self.operations.get(id)?);
        }
        let mut older = self.as_interrupted(older);
        // What is only looked at once more asks nothing of anybody.
        older.retain(|o| {
            o.intent.account == account
                && o.number <= self.last_number_before
                && (o.is_open() || o.is_on_its_way() || o.wants_attention() || o.interrupted_at.is_some())
        });
        older.sort_by_key(|operation| std::cmp::Reverse(operation.number));
        older.dedup_by_key(|operation| operation.number);
        changes.extend(older);
        Ok(changes)
    }

    pub fn activity(&self, wanted: &ActivityQuery) -> Result<Activity, DeskError> {
        let all = self.entries(wanted)?;
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for operation in &all {
            let name = operation.state.name();
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        let mut entries = of_outcome(all, wanted.outcome);
        let sum = |of: &dyn Fn(&Operation) -> bool| sum(entries.iter().filter(|o| of(o)));
        let done = |o: &Operation| matches!(o.state, State::Done { .. });
        Ok(Activity {
            total: entries.len(),
            captured: sum(&|o| o.intent.kind == OperationKind::Capture && done(o)),
            refunded: sum(&|o| matches!(o.state, State::Accepted { .. })),
            checking: sum(&|o| o.intent.kind.moves_money() && o.is_unknown()),
            counts,
            entries: {
                entries.truncate(wanted.limit);
                entries
            },
        })
    }

    pub fn entry(&self, id: &OperationId) -> Result<Entry, DeskError> {
        let operation = self.as_interrupted(self.operations.get(id)?.into_iter().collect()).pop();
        let operation = operation.ok_or(DeskError::NoChange)?;
        let steps = self.operations.journal().steps(&operation)?;
        Ok(Entry { operation, steps })
    }

    pub fn decide(&self, id: &OperationId, there: bool) -> Result<Operation, DeskError> {
        self.operations.decide(id, there)?.ok_or(DeskError::NoChange)
    }

    pub fn take_back(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.operations.take_back(id)?.ok_or(DeskError::NoChange)
    }

    pub fn dismiss(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.operations.put_away(id)?.ok_or(DeskError::NoChange)
    }

    /// Whether the account's chain of fingerprints is whole. There may be much of it: another thread walks it.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, DeskError> {
        let (ledger, account) = (Arc::clone(self.operations.journal().ledger()), account.to_owned());
        let walked = tokio::task::spawn_blocking(move || ledger.check_chain(&account)).await;
        let found = walked.unwrap_or_else(|broke_off| std::panic::resume_unwind(broke_off.into_panic()));
        Ok(found.map_err(NotRecorded::from)?)
    }

    /// Writes the wanted entries as CSV below the app's folder, and says where. Customers are named in it: nobody else may
    /// read it, and half of it never stands there.
    pub fn export_activity(&self, wanted: &ActivityQuery, words: &ExportWords) -> Result<PathBuf, DeskError> {
        let entries = of_outcome(self.entries(wanted)?, wanted.outcome);
        let folder = self.launch.folder.join("exports");
        let now = export::time(self.clock.now()).replace(' ', "-").replace(':', "");
        let path = folder.join(format!("activity-{now}.csv"));
        let staging = path.with_extension("csv.new");
        let written = disk::replace(&path, &staging, || fs::write(&staging, export::csv(&entries, words)));
        written.map_err(DeskError::Export)?;
        Ok(path)
    }

    fn entries(&self, wanted: &ActivityQuery) -> Result<Vec<Operation>, DeskError> {
        let filter = Filter {
            account: wanted.account.clone(),
            from: wanted.from,
            until: wanted.until,
            after_number: None,
            kind: wanted.kind.map(|kind| kind.name().to_owned()),
            text: wanted.text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_lowercase),
        };
        Ok(self.as_interrupted(self.operations.journal().find(&filter, MAX_EXPORTED_ROWS)?))
    }
}

/// What is known here belongs to a page but does not make it: without it the page is shown, and nothing is sent.
pub(super) fn known_or_not(known: Result<(), NotRecorded>) {
    if let Err(error) = known {
        tracing::warn!(%error, "what is known here could not be read");
    }
}

fn of_outcome(all: Vec<Operation>, outcome: Option<&'static str>) -> Vec<Operation> {
    all.into_iter()
        .filter(|operation| outcome.is_none_or(|wanted| operation.state.name() == wanted))
        .collect()
}

/// `None` where nothing is to be added, or where it is of more than one currency.
fn sum<'a>(operations: impl Iterator<Item = &'a Operation>) -> Option<Money> {
    operations
        .map(|operation| operation.captured_instead().or(operation.amount))
        .reduce(|a, b| a?.checked_add(b?))
        .flatten()
}
