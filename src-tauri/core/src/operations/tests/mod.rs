//! The engine against the sandbox over HTTP, without a window: what it sends, how often, and what it reports.

pub(super) mod added_kind;
mod any_order;
mod creates;
mod every_part;
mod every_state;
mod fixtures;
mod holds;
mod lives;
mod lost;
mod meant;
mod pages;
mod recovery;
mod refunds;
mod set_aside;
mod setup;
mod shapes;
mod shown;
mod told;
mod two_computers;
mod unwritten;
mod verdicts;
mod words;

/// The answer of an inline journal, which never waits.
fn at_once<T>(answer: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(answer).expect("the journal is inline")
}
