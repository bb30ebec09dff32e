//! What the journal costs: one durable step, and the start of a program that has left a thousand changes open.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::runtime::Builder;

use super::{
    Broken,
    books::Books,
    run::{ACCOUNT, Run},
};
use linkdesk_core::{
    blocking,
    ledger::Ledger,
    operations::{
        journal::{Advance, Journal},
        operation::{Checking, Operation, OperationId, State, Target},
    },
};

/// Each kind of write this often.
const COMMITS: usize = 1000;
/// What the last run has left, a third of it in each state that needs taking up.
const OPEN: usize = 1000;
const STARTS: usize = 9;

/// All at the median, but the slowest start.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// What the disk takes for a page written and synced by nobody's rules: no commit is quicker.
    pub bare_sync: Duration,
    pub begin: Duration,
    pub advance: Duration,
    pub recovery: Duration,
    pub slowest_recovery: Duration,
    pub open: usize,
}

/// Measures on the disk below `folder`.
pub fn measure(folder: &Path) -> Result<Times, Broken> {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let sample = sample(&folder.join("sample"))?;
    let (mut begun, mut advanced) = (Vec::new(), Vec::new());
    let commits = folder.join("commits");
    std::fs::create_dir_all(&commits)?;
    let journal = Journal::new(Arc::new(Ledger::open(&commits)));
    for _ in 0..COMMITS {
        let mut operation = another(&sample);
        let now = operation.confirmed_at;
        let at = Instant::now();
        runtime.block_on(journal.begin(&mut operation))?;
        begun.push(at.elapsed());
        operation.state = State::Sending { waiting: None };
        let at = Instant::now();
        let written = runtime.block_on(journal.advance(&mut operation, Some(now)));
        advanced.push(at.elapsed());
        if !matches!(written, Advance::Applied) {
            return Err(Broken(format!("{written:?}")));
        }
    }
    let bare_sync = bare_sync(&folder.join("bare"))?;
    let mut recovered = Vec::new();
    for start in 0..STARTS {
        let here = folder.join(format!("start-{start}"));
        runtime.block_on(leave_open(&here, &sample))?;
        let at = Instant::now();
        // Nobody listens there: look-ups fail, and are made after the start.
        let run = runtime.block_on(Run::begin(&here, "http://127.0.0.1:9", 1, Duration::ZERO))?;
        recovered.push(at.elapsed());
        drop(run);
    }
    let slowest_recovery = recovered.iter().max().copied().unwrap_or_default();
    Ok(Times {
        bare_sync,
        begin: median(begun),
        advance: median(advanced),
        recovery: median(recovered),
        slowest_recovery,
        open: OPEN,
    })
}

fn bare_sync(file: &Path) -> Result<Duration, Broken> {
    let mut file = File::create(file)?;
    let mut times = Vec::new();
    for _ in 0..COMMITS {
        let at = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(at.elapsed());
    }
    Ok(median(times))
}

/// An operation as the engine makes it.
pub(super) fn sample(folder: &Path) -> Result<Operation, Broken> {
    std::fs::create_dir_all(folder)?;
    let books = Books::open()?;
    let (paid, url) = (books.paid_link()?, books.url());
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let run = Run::begin(folder, &url, 1, Duration::from_mins(1)).await?;
        run.ask(&paid.link, "1250").await
    })
}

/// The same operation of another order.
pub(super) fn another(sample: &Operation) -> Operation {
    let mut operation = sample.clone();
    let id = OperationId::generate();
    let intent = &mut operation.intent;
    if let Ok(link_id) = format!("pl-{id}").parse() {
        intent.target = Target::Link { link_id };
    }
    intent.order_id = format!("v1-{id}").parse().ok();
    intent.reference = Some(pinelabs::Reference::generate("rf"));
    intent.id = id;
    operation.revision = 0;
    operation
}

/// What a program leaves that was ended while all of it was open.
async fn leave_open(folder: &Path, sample: &Operation) -> Result<(), Broken> {
    std::fs::create_dir_all(folder)?;
    let journal = Journal::new(Arc::new(blocking::allow(|| Ledger::open(folder))));
    for number in 0..OPEN {
        let mut operation = another(sample);
        let now = operation.confirmed_at;
        journal.begin(&mut operation).await?;
        if number % 3 > 0 {
            operation.sent_at = Some(now);
            operation.state = State::Sending { waiting: None };
            journal.advance(&mut operation, Some(now)).await;
        }
        if number % 3 > 1 {
            operation.lost = true;
            operation.state = State::Checking(Checking {
                checked_at: None,
                next_at: None,
                absent_since: None,
                undecided_since: None,
                request_id: None,
            });
            journal.advance(&mut operation, Some(now)).await;
        }
    }
    match journal.unfinished().await?.iter().filter(|left| left.intent.account == ACCOUNT).count() {
        OPEN => Ok(()),
        other => Err(Broken(format!("{other} changes are open"))),
    }
}

pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
