//! Activity as a table of text (CSV), for whoever keeps the books.
//!
//! A person reads it, so the page hands in the words, in the language that it is in itself. The kind and the outcome stay codes:
//! a table program filters by them, in whatever language the file was written.

pub mod words;

use std::{io, path::PathBuf};

pub use self::words::{ExportColumns, ExportWhys, ExportWords};
use super::{
    activity::ActivityQuery,
    log::{OperationLog, OperationLogError},
};
use crate::{
    blocking,
    json_file::disk,
    operations::{
        journal::page,
        operation::{NeedsYou, NotSent, Operation, State},
    },
};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use pinelabs::Money;

/// How many entries are read at once.
const BATCH: usize = 1_000;

impl OperationLog {
    /// Writes the entries of a query as CSV below the app's folder, and says where. Customers are named in it: nobody else may
    /// read it, and half of it never stands there.
    pub async fn export(
        &self,
        query: &ActivityQuery,
        words: &ExportWords,
    ) -> Result<PathBuf, OperationLogError> {
        let now = time(self.clock.now()).replace(' ', "-").replace(':', "");
        let path = self.exports.join(format!("activity-{now}.csv"));
        let staging = path.with_extension("csv.new");
        let (to, table) = (path.clone(), self.table(query, words).await?);
        let write = move || disk::replace_with(&to, &staging, &table);
        blocking::run(write).await.map_err(OperationLogError::Export)?;
        Ok(path)
    }

    /// All entries of a query, whatever its limit and wherever it begins.
    async fn table(&self, query: &ActivityQuery, words: &ExportWords) -> Result<Vec<u8>, OperationLogError> {
        let failed = |error: csv::Error| OperationLogError::Export(error.into());
        let mut table = Table::new(words).map_err(failed)?;
        let mut query = ActivityQuery { before: None, limit: BATCH, ..query.clone() };
        loop {
            let entries = self.page(&query).await?.operations;
            for entry in &entries {
                table.add(entry).map_err(failed)?;
            }
            match entries.last() {
                Some(last) if entries.len() == BATCH => query.before = Some(page::position(last)),
                _ => return table.finish().map_err(OperationLogError::Export),
            }
        }
    }
}

/// Times are in IST; an amount is a decimal with its currency beside it.
struct Table<'a> {
    words: &'a ExportWords,
    lines: csv::Writer<Vec<u8>>,
}

impl<'a> Table<'a> {
    fn new(words: &'a ExportWords) -> csv::Result<Self> {
        // A mark for the letters beyond English, which a table program goes by.
        let text = "\u{feff}".as_bytes().to_vec();
        let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(text);
        lines.write_record(words.columns.in_order().map(|heading| no_formula(heading.to_owned())))?;
        Ok(Self { words, lines })
    }

    fn add(&mut self, operation: &Operation) -> csv::Result<()> {
        let intent = &operation.intent;
        let words = self.words;
        let yes_or_no = |is: bool| if is { words.yes.clone() } else { words.no.clone() };
        let text = |value: Option<String>| no_formula(value.unwrap_or_default());
        let amount = |value: Option<Money>| value.map(decimal).unwrap_or_default();
        let cells = [
            operation.number.to_string(),
            time(operation.confirmed_at),
            intent.kind.name().to_owned(),
            operation.state.name().to_owned(),
            amount(operation.amount),
            text(operation.amount.map(|amount| amount.currency().to_string())),
            text(intent.link_reference.as_ref().map(ToString::to_string)),
            text(operation.link_id().map(ToString::to_string)),
            text(intent.order_id.as_ref().map(ToString::to_string)),
            text(intent.reference.as_ref().map(ToString::to_string)),
            text(intent.customer_name.clone()),
            text(operation.reason.clone()),
            text(operation.resolved_at().map(time)),
            text(operation.decided_at.map(|_| yes_or_no(true))),
            no_formula(operation.request_ids.join(" ")),
            amount(operation.captured_instead()),
            no_formula(why(&operation.state, &words.whys).to_owned()),
            amount(operation.other_amount()),
            amount(operation.more_refunded()),
            text(operation.no_money_after_cancel().map(|none| yes_or_no(!none))),
        ];
        self.lines.write_record(cells)
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        self.lines.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

fn why<'a>(state: &State, words: &'a ExportWhys) -> &'a str {
    match state {
        State::NotSent { why, .. } => match why {
            NotSent::Changed { .. } => &words.changed,
            NotSent::NotAllowed(_) => &words.not_allowed,
            NotSent::ReferenceUsed { .. } => &words.reference_used,
            NotSent::CouldNotReread(_) => &words.could_not_reread,
            NotSent::Unreachable(_) => &words.unreachable,
            NotSent::RateLimited { .. } => &words.rate_limited,
            NotSent::NotRecorded => &words.not_recorded,
            NotSent::ClosedInHold | NotSent::ClosedBeforeSending => &words.closed,
            NotSent::HoldOverrun => &words.hold_overrun,
            NotSent::ProvenAbsent => &words.proven_absent,
            NotSent::PersonSaysNot => &words.person_says_not,
            NotSent::MadeElsewhere { from_here: false, .. } => &words.made_elsewhere,
            NotSent::MadeElsewhere { from_here: true, .. } => &words.made_here,
        },
        State::NeedsYou { why, .. } => match why {
            NeedsYou::MayHaveGoneOut { .. } => &words.may_have_gone_out,
            NeedsYou::RefundFailed { .. } => &words.refund_failed,
            NeedsYou::CannotTell(_) => &words.cannot_tell,
            NeedsYou::OtherAmount { .. } => &words.other_amount,
            NeedsYou::Forgotten { .. } => &words.forgotten,
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

/// A text that a table program does not take for a formula.
fn no_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
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

    fn an_operation() -> Operation {
        let written = include_str!("../../operations/tests/first_version.json");
        let written = serde_json::from_str::<serde_json::Value>(written).unwrap();
        crate::operations::stored::read(&written["operation"].to_string()).unwrap()
    }

    fn table_of(operation: &Operation) -> String {
        let words = words::tests::named_as_they_are();
        let mut table = Table::new(&words).unwrap();
        table.add(operation).unwrap();
        String::from_utf8(table.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_cell_is_neither_split_nor_a_formula() {
        for (reason, written) in [
            ("Item returned", "Item returned"),
            ("Wrong colour, one stole", "\"Wrong colour, one stole\""),
            ("12\" plate", "\"12\"\" plate\""),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("-5", "'-5"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            let operation = Operation { reason: Some(reason.to_owned()), ..an_operation() };
            let table = table_of(&operation);
            assert!(table.contains(&format!(",Asha Rao,{written},")), "{table}");
        }
    }

    #[test]
    fn an_amount_is_digits_alone() {
        let inr = |minor| decimal(Money::new(minor, pinelabs::Currency::INR));
        assert_eq!((inr(125_050), inr(5)), ("1250.50".to_owned(), "0.05".to_owned()));
    }

    #[test]
    fn what_the_outcome_alone_does_not_tell_has_columns_of_its_own() {
        let at = Timestamp::UNIX_EPOCH;
        let amount = Money::new(10_000, pinelabs::Currency::INR);
        let refund = RefundTaken { order_id: None, status: None };
        let elsewhere = |from_here| NotSent::MadeElsewhere { amount, order_id: None, from_here };
        for (state, ending) in [
            (State::NotSent { at, why: elsewhere(false) }, ",made_elsewhere,100.00,,"),
            (State::NotSent { at, why: elsewhere(true) }, ",made_here,100.00,,"),
            (
                State::NeedsYou { at, why: NeedsYou::OtherAmount { amount, refund: refund.clone() } },
                ",other_amount,100.00,,",
            ),
            (State::NeedsYou { at, why: NeedsYou::Forgotten { refund } }, ",forgotten,,,"),
        ] {
            let table = table_of(&Operation { state, ..an_operation() });
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
