//! The ledger over real files: durability, rejected writes, and untouched files.

mod chain;
mod files;
mod identity;
mod migrations;
mod rows;
mod trouble;
mod underfoot;

use super::{
    Ledger,
    rows::{Record, Step},
};

/// An open refund of an order, on the link with the same number.
fn record(id: &str, order: &str) -> Record {
    Record {
        revision: 0,
        id: id.into(),
        account: "a".into(),
        kind: "refund",
        link_id: format!("pl-{order}"),
        order_id: Some(order.into()),
        reference: Some(format!("rf-{id}")),
        minor: Some(10_000),
        currency: Some("INR".into()),
        summand: None,
        searched: format!("{id}\nasha rao"),
        outcome: "held",
        is_open: true,
        is_unfinished: true,
        confirmed_at: 1_000,
        body: format!(r#"{{"id":"{id}"}}"#),
    }
}

/// The same, but resolved.
fn resolved(record: Record) -> Record {
    Record { outcome: "accepted", is_open: false, is_unfinished: false, ..record }
}

fn step(outcome: &str) -> Step {
    Step { at: 1_000, outcome: outcome.into(), request_id: Some("r-1".into()), by_person: false }
}

/// A closed ledger of several pages.
fn filled(folder: &std::path::Path) {
    let ledger = Ledger::open(folder);
    assert_eq!(ledger.trouble(), None);
    for number in 0..200 {
        let name = number.to_string();
        ledger.insert(&record(&name, &name), &[step("prepared"), step("held")]).unwrap();
    }
}
