//! What a page of Activity takes where there are a hundred thousand operations.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::runtime::Builder;

use super::{
    Broken,
    run::ACCOUNT,
    times::{another, median, sample},
};
use linkdesk_core::{
    blocking,
    ledger::{
        Ledger,
        rows::{Filter, PageQuery},
    },
    operations::{
        journal::{Journal, page::position},
        operation::{RefundTaken, State},
    },
};

/// Rows of the ledger, a minute apart.
const ROWS: usize = 100_000;
/// One in so many was taken back; all others were accepted.
const UNDONE: usize = 5_000;
const PAGE_SIZE: usize = 100;
const ASKS: usize = 50;

/// One question, asked again and again: at the median.
#[derive(Debug, Clone)]
pub struct PageTime {
    pub name: &'static str,
    /// The database alone.
    pub sql: Duration,
    /// With the rows of the page read as operations.
    pub whole: Duration,
}

/// The first page of several filters and one far down, each with counts and sums.
///
/// # Errors
/// Where the ledger cannot be filled or read.
pub fn time_activity(folder: &Path) -> Result<Vec<PageTime>, Broken> {
    let here = folder.join("activity");
    fill(&here, &folder.join("sample"))?;
    let journal = Journal::new(Arc::new(Ledger::open(&here)));
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let all = || PageQuery {
        filter: Filter { account: ACCOUNT.to_owned(), ..Filter::default() },
        limit: PAGE_SIZE,
        ..PageQuery::default()
    };
    let of_kind = |kind: &str| Filter { kind: Some(kind.to_owned()), ..all().filter };
    let of_text = |text: &str| Filter { text: Some(text.to_owned()), ..all().filter };
    let far = runtime.block_on(journal.page(PageQuery { limit: ROWS / 2, ..all() }, Vec::new()))?;
    let before = far.operations.last().map(position);
    let questions = [
        ("the first page of all", all()),
        ("a page in the middle", PageQuery { before, ..all() }),
        ("one kind", PageQuery { filter: of_kind("refund"), ..all() }),
        ("one that there is not", PageQuery { filter: of_kind("void"), ..all() }),
        ("a rare outcome", PageQuery { outcome: Some("undone"), ..all() }),
        ("words that are in all", PageQuery { filter: of_text("pl-"), ..all() }),
        ("words that are in one", PageQuery { filter: of_text("pl-99999-"), ..all() }),
    ];
    let mut times = Vec::new();
    for (name, query) in questions {
        let (mut sql, mut whole) = (Vec::new(), Vec::new());
        for _ in 0..ASKS {
            let alone = query.clone();
            let at = Instant::now();
            runtime.block_on(journal.read_ledger(move |ledger| ledger.page(&alone, &[])))?;
            sql.push(at.elapsed());
            let at = Instant::now();
            let page = runtime.block_on(journal.page(query.clone(), Vec::new()))?;
            whole.push(at.elapsed());
            let count = page.groups.iter().map(|group| group.count).sum::<usize>();
            let expected = match name {
                "one that there is not" => 0,
                "words that are in one" => 1,
                _ => ROWS,
            };
            if count != expected {
                return Err(Broken(format!("{name}: {count} of {expected}")));
            }
        }
        times.push(PageTime { name, sql: median(sql), whole: median(whole) });
    }
    Ok(times)
}

/// Two operations as the engine writes them, and as many copies by SQL alone: a commit each would take half a minute.
fn fill(folder: &Path, sample_folder: &Path) -> Result<(), Broken> {
    std::fs::create_dir_all(folder)?;
    let sample = sample(sample_folder)?;
    let journal = Journal::new(Arc::new(blocking::allow(|| Ledger::open(folder))));
    let mut accepted = another(&sample);
    let at = accepted.confirmed_at;
    accepted.state = State::Accepted { at, refund: RefundTaken { order_id: None, status: None } };
    let mut undone = another(&sample);
    undone.state = State::Undone { at };
    let runtime = Builder::new_current_thread().build()?;
    runtime.block_on(journal.begin(&mut accepted))?;
    runtime.block_on(journal.begin(&mut undone))?;
    drop(journal);
    let tool = rusqlite::Connection::open(folder.join("ledger.db"))?;
    tool.execute_batch(&format!(
        "CREATE TEMP TABLE samples AS SELECT * FROM operations;
         DELETE FROM operations;
         WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
         INSERT INTO operations (number, id, account, kind, link_id, order_id, reference, minor, currency, searched, outcome,
                 is_open, is_unfinished, confirmed_at, body, sum_of, sum_minor, sum_currency)
             SELECT n, 'id-' || n, account, kind, 'pl-' || n || '-', 'v1-' || n, NULL, minor, currency,
                 searched || char(10) || 'pl-' || n || '-', outcome, 0, 0, confirmed_at + n * 60000,
                 json_set(body, '$.intent.id', 'id-' || n, '$.confirmed_at',
                     strftime('%Y-%m-%dT%H:%M:%fZ', (confirmed_at + n * 60000) / 1000.0, 'unixepoch')), sum_of, sum_minor, sum_currency
             FROM numbers JOIN samples ON samples.outcome = iif(n % {UNDONE} = 0, 'undone', 'accepted');"
    ))?;
    Ok(())
}
