//! Activity as a table of text (CSV), for whoever keeps the books.
//!
//! A person reads it, so the page hands in the words, in the language that it is in itself. The kind and the outcome stay codes:
//! a table program filters by them, in whatever language the file was written.

use std::path::PathBuf;

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use pinelabs::Money;
use serde::Deserialize;
use specta::Type;

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
    pub async fn export_activity(
        &self,
        query: &ActivityQuery,
        words: &ExportWords,
    ) -> Result<PathBuf, DeskError> {
        let entries = of_outcome(self.entries(query).await?.operations, query.outcome);
        let folder = self.launch.folder.join("exports");
        let now = time(self.clock.now()).replace(' ', "-").replace(':', "");
        let path = folder.join(format!("activity-{now}.csv"));
        let staging = path.with_extension("csv.new");
        let (to, table) = (path.clone(), csv(&entries, words));
        let write = move || disk::replace_with(&to, &staging, table.as_bytes());
        blocking::run(write).await.map_err(DeskError::Export)?;
        Ok(path)
    }
}

/// The words of the table.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportWords {
    pub columns: ExportColumns,
    pub whys: ExportWhys,
    pub yes: String,
    pub no: String,
}

/// The heading of each column, in their order.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportColumns {
    pub entry: String,
    pub asked_for: String,
    pub kind: String,
    pub outcome: String,
    pub amount: String,
    pub currency: String,
    pub link_reference: String,
    pub link: String,
    pub order: String,
    pub reference: String,
    pub customer: String,
    pub reason: String,
    pub known_since: String,
    pub decided_by_person: String,
    pub request_ids: String,
    pub captured_instead: String,
    pub why: String,
    pub other_amount: String,
    pub more_refunded: String,
    pub money_on_cancelled_link: String,
}

/// Why it was not sent, or needs the person: what the outcome alone does not tell.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportWhys {
    pub changed: String,
    pub not_allowed: String,
    pub reference_used: String,
    pub could_not_reread: String,
    pub unreachable: String,
    pub rate_limited: String,
    pub not_recorded: String,
    pub closed: String,
    pub hold_overrun: String,
    pub proven_absent: String,
    pub person_says_not: String,
    pub made_elsewhere: String,
    pub made_here: String,
    pub may_have_gone_out: String,
    pub refund_failed: String,
    pub cannot_tell: String,
    pub other_amount: String,
    pub forgotten: String,
}

impl ExportColumns {
    fn in_order(&self) -> [&str; 20] {
        [
            &self.entry,
            &self.asked_for,
            &self.kind,
            &self.outcome,
            &self.amount,
            &self.currency,
            &self.link_reference,
            &self.link,
            &self.order,
            &self.reference,
            &self.customer,
            &self.reason,
            &self.known_since,
            &self.decided_by_person,
            &self.request_ids,
            &self.captured_instead,
            &self.why,
            &self.other_amount,
            &self.more_refunded,
            &self.money_on_cancelled_link,
        ]
    }
}

/// The entries as a table of text: times in IST, amounts as decimals with their currency beside them.
pub fn csv(entries: &[Operation], words: &ExportWords) -> String {
    let mut lines = vec![words.columns.in_order().map(cell).join(",")];
    let yes_or_no = |is: bool| cell(if is { &words.yes } else { &words.no });
    for operation in entries {
        let intent = &operation.intent;
        let text = |value: Option<String>| cell(&value.unwrap_or_default());
        lines.push(
            [
                operation.number.to_string(),
                time(operation.confirmed_at),
                intent.kind.name().to_owned(),
                operation.state.name().to_owned(),
                operation.amount.map(decimal).unwrap_or_default(),
                operation.amount.map(|amount| amount.currency().to_string()).unwrap_or_default(),
                text(intent.link_reference.as_ref().map(ToString::to_string)),
                text(operation.link_id().map(ToString::to_string)),
                text(intent.order_id.as_ref().map(ToString::to_string)),
                text(intent.reference.as_ref().map(ToString::to_string)),
                text(intent.customer_name.clone()),
                text(operation.reason.clone()),
                operation.resolved_at().map(time).unwrap_or_default(),
                operation.decided_at.map(|_| yes_or_no(true)).unwrap_or_default(),
                cell(&operation.request_ids.join(" ")),
                operation.captured_instead().map(decimal).unwrap_or_default(),
                cell(why(&operation.state, &words.whys)),
                operation.other_amount().map(decimal).unwrap_or_default(),
                operation.more_refunded().map(decimal).unwrap_or_default(),
                operation.no_money_after_cancel().map(|none| yes_or_no(!none)).unwrap_or_default(),
            ]
            .join(","),
        );
    }
    // A table program takes the lines of the format's own standard, and a mark for the letters beyond English.
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
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
            (State::NotSent { at, why: elsewhere(false) }, ",made_elsewhere,100.00,,"),
            (State::NotSent { at, why: elsewhere(true) }, ",made_here,100.00,,"),
            (
                State::NeedsYou { at, why: NeedsYou::OtherAmount { amount, refund: refund.clone() } },
                ",other_amount,100.00,,",
            ),
            (State::NeedsYou { at, why: NeedsYou::Forgotten { refund } }, ",forgotten,,,"),
        ] {
            let mut operation = operation.clone();
            operation.state = state;
            let table = csv(&[operation], &words::named_as_they_are());
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

/// The words of a table in tests: each is the name of what it stands for.
#[cfg(test)]
pub mod words {
    use super::{ExportColumns, ExportWhys, ExportWords};

    pub fn named_as_they_are() -> ExportWords {
        ExportWords {
            columns: ExportColumns {
                entry: "entry".into(),
                asked_for: "asked_for".into(),
                kind: "kind".into(),
                outcome: "outcome".into(),
                amount: "amount".into(),
                currency: "currency".into(),
                link_reference: "link_reference".into(),
                link: "link".into(),
                order: "order".into(),
                reference: "reference".into(),
                customer: "customer".into(),
                reason: "reason".into(),
                known_since: "known_since".into(),
                decided_by_person: "decided_by_person".into(),
                request_ids: "request_ids".into(),
                captured_instead: "captured_instead".into(),
                why: "why".into(),
                other_amount: "other_amount".into(),
                more_refunded: "more_refunded".into(),
                money_on_cancelled_link: "money_on_cancelled_link".into(),
            },
            whys: ExportWhys {
                changed: "changed".into(),
                not_allowed: "not_allowed".into(),
                reference_used: "reference_used".into(),
                could_not_reread: "could_not_reread".into(),
                unreachable: "unreachable".into(),
                rate_limited: "rate_limited".into(),
                not_recorded: "not_recorded".into(),
                closed: "closed".into(),
                hold_overrun: "hold_overrun".into(),
                proven_absent: "proven_absent".into(),
                person_says_not: "person_says_not".into(),
                made_elsewhere: "made_elsewhere".into(),
                made_here: "made_here".into(),
                may_have_gone_out: "may_have_gone_out".into(),
                refund_failed: "refund_failed".into(),
                cannot_tell: "cannot_tell".into(),
                other_amount: "other_amount".into(),
                forgotten: "forgotten".into(),
            },
            yes: "yes".into(),
            no: "no".into(),
        }
    }
}
