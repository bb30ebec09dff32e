//! Many refunds over HTTP, of which every fifth answer is lost in one way or another.

use std::{path::Path, time::Duration};

use fastrand::Rng;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use tokio::runtime::Builder;

use super::{
    Broken,
    books::{Books, Ends},
    killed::prepared,
    run::{HURRY, Run, written_of},
};

/// At once. There are people who click quickly.
const AT_ONCE: usize = 8;

const LOST: [&str; 6] = [
    "lost_after_commit",
    "lost_before",
    "error_after_commit",
    "garbage_after_commit",
    "truncated",
    "duplicate_request_after_commit",
];

/// What came of it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Lost {
    pub refunds: u32,
    pub unanswered: u32,
    pub ends: Ends,
}

/// Asks for so many refunds, loses the answers of a fifth of them, and waits until each is resolved.
pub fn lose_answers(folder: &Path, refunds: u32, seed: u64) -> Result<Lost, Broken> {
    let books = Books::open()?;
    let ledger = prepared(&books, folder)?;
    // Carried out at once: what an accepted refund comes to is not looked at here.
    books.control("settings", &json!({ "refund_status": "PROCESSED" }))?;
    let mut dice = Rng::with_seed(seed);
    let mut came = Lost { refunds, ..Lost::default() };
    let mut asked = Vec::new();
    for _ in 0..refunds {
        let paid = books.paid_link()?;
        if dice.u32(0..5) == 0 {
            came.unanswered += 1;
            let kind = dice.choice(&LOST).copied().unwrap_or(LOST[0]);
            let wanted = json!({ "method": "POST", "path_contains": format!("/refunds/{}", paid.order) });
            books.control("faults", &json!({ "match": wanted, "kind": kind, "times": 1 }))?;
        }
        asked.push(paid);
    }
    // At the real time: in a hurried one each refund would be taken for one that a sleeping computer has kept.
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let run = Run::begin(&ledger, &books.url(), 1, Duration::ZERO).await?;
        let sent = stream::iter(&asked).map(|paid| run.send(&paid.link, "1250")).buffer_unordered(AT_ONCE);
        sent.try_collect::<Vec<_>>().await.map(drop)
    })?;
    drop(runtime);
    // The next start resolves them.
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        Run::begin(&ledger, &books.url(), HURRY, Duration::ZERO).await?.resolve().await
    })?;
    drop(runtime);
    let told = books.look()?;
    for paid in &asked {
        came.ends.count(told.judge(paid, &written_of(&ledger, &paid.link)?)?);
    }
    Ok(came)
}
