//! Activity as a table of text (CSV), for whoever keeps the books.

use std::{fs, path::PathBuf};

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use pinelabs::Money;

use super::{
    Desk, DeskError,
    activity::{ActivityQuery, of_outcome},
};
use crate::{
    blocking,
    json_file::disk,
    operations::operation::{NeedsYou, NotSent, Operation, State},
};

impl Desk {
    /// Writes the entries of a query as CSV below the app's folder, and says where. Customers are named in it: nobody else may
    /// read it, and half of it never stands there.
    pub async fn export_activity(&self, query: &ActivityQuery) -> Result<PathBuf, DeskError> {
        let entries = of_outcome(self.entries(query).await?.operations, query.outcome);
        let folder = self.launch.folder.join("exports");
        let now = time(self.clock.now()).replace(' ', "-").replace(':', "");
        let path = folder.join(format!("activity-{now}.csv"));
        let staging = path.with_extension("csv.new");
        let to = path.clone();
        let write = move || disk::replace(&to, &staging, || fs::write(&staging, csv(&entries)));
        blocking::run(write).await.map_err(DeskError::Export)?;
        Ok(path)
    }
}

/// The entries as a table of text: times in IST, amounts as decimals with their currency beside them.
pub fn csv(entries: &[Operation]) -> String {
    let head = "Entry,Asked for (IST),Kind,Outcome,Amount,Currency,Link reference,Link,Order,Reference,Customer,Reason,\
                Known since (IST),Decided by person,Request ids,Captured instead,Why,Other amount,More refunded,\
                Money on cancelled link";
    let mut lines = vec![head.to_owned()];
    for operation in entries {
        let intent = &operation.intent;
        let words = |value: Option<String>| cell(&value.unwrap_or_default());
        lines.push(
            [
                operation.number.to_string(),
                time(operation.confirmed_at),
                intent.kind.name().to_owned(),
                operation.state.name().to_owned(),
                operation.amount.map(decimal).unwrap_or_default(),
                operation.amount.map(|amount| amount.currency().to_string()).unwrap_or_default(),
                words(intent.link_reference.as_ref().map(ToString::to_string)),
                words(operation.link_id().map(ToString::to_string)),
                words(intent.order_id.as_ref().map(ToString::to_string)),
                words(intent.reference.as_ref().map(ToString::to_string)),
                words(intent.customer_name.clone()),
                words(operation.reason.clone()),
                operation.resolved_at().map(time).unwrap_or_default(),
                if operation.decided_at.is_some() { "yes" } else { "" }.to_owned(),
                cell(&operation.request_ids.join(" ")),
                operation.captured_instead().map(decimal).unwrap_or_default(),
                why(&operation.state).to_owned(),
                operation.other_amount().map(decimal).unwrap_or_default(),
                operation.more_refunded().map(decimal).unwrap_or_default(),
                operation
                    .no_money_after_cancel()
                    .map_or("", |none| if none { "no" } else { "yes" })
                    .to_owned(),
            ]
            .join(","),
        );
    }
    // A table program takes the lines of the format's own standard, and a mark for the letters beyond English.
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}

/// Why it was not sent, or needs the person: what the outcome alone does not tell.
fn why(state: &State) -> &'static str {
    match state {
        State::NotSent { why, .. } => match why {
            NotSent::Changed { .. } => "changed meanwhile",
            NotSent::NotAllowed(_) => "not allowed any more",
            NotSent::ReferenceUsed { .. } => "reference used",
            NotSent::CouldNotReread(_) => "could not be read again",
            NotSent::Unreachable(_) => "not reachable",
            NotSent::RateLimited { .. } => "asked to wait",
            NotSent::NotRecorded => "not written down",
            NotSent::ClosedInHold | NotSent::ClosedBeforeSending => "closed",
            NotSent::HoldOverrun => "slept",
            NotSent::ProvenAbsent => "not found",
            NotSent::PersonSaysNot => "not there by the person's word",
            NotSent::MadeElsewhere { from_here: false, .. } => "made elsewhere",
            NotSent::MadeElsewhere { from_here: true, .. } => "made by another request from here",
        },
        State::NeedsYou { why, .. } => match why {
            NeedsYou::MayHaveGoneOut { .. } => "may have gone out",
            NeedsYou::RefundFailed { .. } => "failed",
            NeedsYou::CannotTell(_) => "not known",
            NeedsYou::OtherAmount { .. } => "another amount",
            NeedsYou::Forgotten { .. } => "not found any more",
        },
        _ => "",
    }
}

/// `1250.50`: digits alone, so that a table program adds it up in every language.
fn decimal(amount: Money) -> String {
    let decimals = amount.currency().exponent();
    let per_major = 10_u64.pow(decimals);
    let (sign, minor) = (if amount.minor() < 0 { "-" } else { "" }, amount.minor().unsigned_abs());
    match decimals {
        0 => format!("{sign}{minor}"),
        _ => format!("{sign}{}.{:0width$}", minor / per_major, minor % per_major, width = decimals as usize),
    }
}

/// A text that a table program neither splits nor takes for a formula.
fn cell(text: &str) -> String {
    let harmless =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if harmless.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", harmless.replace('"', "\"\""))
    } else {
        harmless
    }
}

pub fn time(at: Timestamp) -> String {
    at.to_zoned(ist()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// India has one time zone without summer time, so that no table of zones is needed.
fn ist() -> TimeZone {
    TimeZone::fixed(Offset::from_seconds(19_800).unwrap_or(Offset::UTC))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::operation::RefundTaken;

    #[test]
    fn a_cell_is_neither_split_nor_a_formula() {
        for (text, written) in [
            ("Item returned", "Item returned"),
            ("Wrong colour, one stole", "\"Wrong colour, one stole\""),
            ("12\" plate", "\"12\"\" plate\""),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("-5", "'-5"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    #[test]
    fn an_amount_is_digits_alone() {
        let inr = |minor| decimal(Money::new(minor, pinelabs::Currency::INR));
        assert_eq!((inr(125_050), inr(5)), ("1250.50".to_owned(), "0.05".to_owned()));
    }

    #[test]
    fn what_the_outcome_alone_does_not_tell_has_columns_of_its_own() {
        let written = include_str!("../operations/tests/first_version.json");
        let written = serde_json::from_str::<serde_json::Value>(written).unwrap();
        let operation = crate::operations::stored::read(&written["operation"].to_string()).unwrap();
        let at = Timestamp::UNIX_EPOCH;
        let amount = Money::new(10_000, pinelabs::Currency::INR);
        let refund = RefundTaken { order_id: None, status: None };
        let elsewhere = |from_here| NotSent::MadeElsewhere { amount, order_id: None, from_here };
        for (state, ending) in [
            (State::NotSent { at, why: elsewhere(false) }, ",made elsewhere,100.00,,"),
            (State::NotSent { at, why: elsewhere(true) }, ",made by another request from here,100.00,,"),
            (
                State::NeedsYou { at, why: NeedsYou::OtherAmount { amount, refund: refund.clone() } },
                ",another amount,100.00,,",
            ),
            (State::NeedsYou { at, why: NeedsYou::Forgotten { refund } }, ",not found any more,,,"),
        ] {
            let mut operation = operation.clone();
            operation.state = state;
            let table = csv(&[operation]);
            let mut lines = table.lines();
            let columns = |line: Option<&str>| line.unwrap().split(',').count();
            assert_eq!(columns(lines.next()), columns(lines.clone().next()));
            assert!(lines.next().unwrap().ends_with(ending), "{table}");
        }
    }

    #[test]
    fn a_time_is_that_of_india() {
        assert_eq!(time("2026-11-20T18:30:00Z".parse().unwrap()), "2026-11-21 00:00:00");
    }
}
