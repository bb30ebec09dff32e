//! A disk on which each commit takes long: whoever reads meanwhile does not wait for it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{runtime::Builder, task::JoinSet};

use super::{
    Broken,
    times::{another, sample},
};
use linkdesk_core::{
    ledger::Ledger,
    operations::{
        journal::{Advance, Journal},
        operation::State,
    },
};

/// What a commit takes beyond the disk's own time.
const COMMIT: Duration = Duration::from_millis(200);
/// Commands at once: a tenth of them write, the others read, each as often as this.
const COMMANDS: usize = 200;
const WRITES: usize = COMMANDS / 10;
const READS_A_COMMAND: usize = 20;

/// What reads take while commits are slow.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    pub reads: usize,
    pub median: Duration,
    pub p99: Duration,
    /// How long the writes took in all: so long were commits under way.
    pub writing: Duration,
}

/// # Errors
/// Where a read or write fails.
pub fn read_beside_slow_commits(folder: &Path) -> Result<Beside, Broken> {
    let sample = sample(&folder.join("sample"))?;
    let here = folder.join("slow");
    std::fs::create_dir_all(&here)?;
    let ledger = Arc::new(Ledger::open(&here));
    let slow = Arc::new(AtomicBool::new(false));
    let is_slow = Arc::clone(&slow);
    ledger.before_each_commit(move || {
        if is_slow.load(Ordering::SeqCst) {
            std::thread::sleep(COMMIT);
        }
        Ok(())
    });
    let journal = Journal::new(ledger);
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let mut operations = Vec::new();
        for _ in 0..COMMANDS {
            let mut operation = another(&sample);
            journal.begin(&mut operation).await?;
            operations.push(operation);
        }
        slow.store(true, Ordering::SeqCst);
        let began = Instant::now();
        let mut writes = JoinSet::new();
        for mut operation in operations.iter().take(WRITES).cloned() {
            let journal = journal.clone();
            writes.spawn(async move {
                operation.state = State::Sending { waiting: None };
                let at = operation.confirmed_at;
                matches!(journal.advance(&mut operation, Some(at)).await, Advance::Applied)
            });
        }
        let mut reads = JoinSet::new();
        for operation in operations.iter().skip(WRITES) {
            let (journal, id) = (journal.clone(), operation.id().clone());
            reads.spawn(async move {
                let mut took = Vec::new();
                for _ in 0..READS_A_COMMAND {
                    let at = Instant::now();
                    let found = journal.get(&id).await;
                    took.push(at.elapsed());
                    if !matches!(found, Ok(Some(_))) {
                        return Err(Broken("an operation is not read".to_owned()));
                    }
                    // A page asks again and again; it does not ask all at once.
                    tokio::time::sleep(COMMIT / 2).await;
                }
                Ok(took)
            });
        }
        let mut took = Vec::new();
        while let Some(read) = reads.join_next().await {
            took.extend(read??);
        }
        while let Some(written) = writes.join_next().await {
            if !written? {
                return Err(Broken("a write meets another".to_owned()));
            }
        }
        let writing = began.elapsed();
        took.sort_unstable();
        let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
        Ok(Beside { reads: took.len(), median: at(50), p99: at(99), writing })
    })
}
