//! The pages of Activity: each operation once, with counts and sums of all, parsing only the bodies on the page.

use std::{collections::BTreeMap, sync::Arc};

use pinelabs::Money;

use super::{at_once, every_state};
use crate::{
    ledger::{
        Ledger,
        rows::{Filter, Group, PageQuery, Sum},
    },
    operations::{
        journal::{
            Advance, Journal,
            page::{Page, position},
        },
        operation::{Operation, State},
    },
    rules::allowed::OperationKind,
};

struct Bench {
    folder: tempfile::TempDir,
    journal: Journal,
    /// All of the first account, newest first.
    written: Vec<Operation>,
}

/// Every state, three at each moment, some four moments a day, most with an amount. Every fifth comes to its state by a step.
fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::inline(Arc::new(Ledger::open(folder.path())));
    let mut written = Vec::new();
    for (number, mut operation) in (0_i64..).zip(every_state::of_version_4()) {
        operation.confirmed_at = jiff::Timestamp::from_second(number / 3 * 20_000).unwrap();
        if number % 7 != 0 {
            operation.amount = Some(Money::inr(number * 100));
        }
        let (state, amount) = (operation.state.clone(), operation.amount);
        if number % 5 == 0 {
            operation.state = State::Held { until: operation.confirmed_at };
            operation.amount = Some(Money::inr(1));
        }
        at_once(journal.begin(&mut operation)).unwrap();
        if number % 5 == 0 {
            (operation.state, operation.amount) = (state, amount);
            assert!(matches!(at_once(journal.advance(&mut operation, None)), Advance::Applied));
        }
        written.push(operation);
    }
    written.retain(|operation| operation.intent.account == "first");
    written.sort_by_key(|operation| std::cmp::Reverse(position(operation)));
    assert!(written.len() > 50);
    Bench { folder, journal, written }
}

impl Bench {
    fn page(&self, query: &PageQuery, pending: &[Operation]) -> Page {
        at_once(self.journal.page(query.clone(), pending.to_vec())).unwrap()
    }

    /// From the first page to the last.
    fn walk(&self, query: &PageQuery, pending: &[Operation]) -> Vec<i64> {
        let mut numbers = Vec::new();
        let mut query = query.clone();
        loop {
            let page = self.page(&query, pending).operations;
            numbers.extend(page.iter().map(|operation| operation.number));
            match page.last() {
                Some(last) if page.len() == query.limit => query.before = Some(position(last)),
                _ => return numbers,
            }
        }
    }

    fn break_body(&self, number: i64) {
        let tool = rusqlite::Connection::open(self.folder.path().join("ledger.db")).unwrap();
        assert_eq!(tool.execute("UPDATE operations SET body = '{' WHERE number = ?1", [number]).unwrap(), 1);
    }
}

fn of_first(limit: usize) -> PageQuery {
    let filter = Filter { account: "first".to_owned(), ..Filter::default() };
    PageQuery { filter, limit, ..PageQuery::default() }
}

fn numbers<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Vec<i64> {
    operations.into_iter().map(|operation| operation.number).collect()
}

type Figures = BTreeMap<(String, Option<&'static str>), (usize, Option<i128>)>;

/// The figures of a page, with groups of the same outcome and sum merged.
fn figures(groups: &[Group]) -> Figures {
    let mut figures = Figures::new();
    for group in groups {
        let key = (group.outcome.clone(), group.sum.map(Sum::name));
        let (count, sum) = figures.entry(key).or_insert((0, Some(0)));
        *count += group.count;
        let minor = group.amount.as_ref().map(|(minor, _)| *minor);
        *sum = sum.zip(minor).map(|(sum, minor)| sum + minor);
    }
    figures
}

/// The same, from the operations themselves.
fn expected<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Figures {
    let mut figures = Figures::new();
    for operation in operations {
        let sum = match (operation.intent.kind, &operation.state) {
            (OperationKind::Refund | OperationKind::Capture | OperationKind::Void, _)
                if operation.is_unknown() =>
            {
                Some("checking")
            }
            (OperationKind::Refund, state) if state.took_effect() => Some("refunded"),
            (OperationKind::Capture, state) if state.took_effect() => Some("captured"),
            _ => None,
        };
        let (count, total) = figures.entry((operation.state.name().to_owned(), sum)).or_insert((0, Some(0)));
        *count += 1;
        let instead = operation.captured_instead().filter(|_| sum == Some("captured"));
        let amount = instead.or(operation.amount).filter(|_| sum.is_some());
        *total = total.zip(amount).map(|(total, amount)| total + i128::from(amount.minor()));
    }
    figures
}

#[test]
fn pages_have_each_operation_of_a_filter_once_newest_first_and_the_figures_are_of_all_of_them() {
    let bench = bench();
    let middle = bench.written[bench.written.len() / 2].confirmed_at.as_millisecond();
    let midnight = |day: i64| Some(day * 86_400_000 - 19_800_000);
    let periods = [
        (None, None),
        (Some(middle), None),
        (None, Some(middle)),
        (midnight(5), None),
        (None, midnight(5)),
        (midnight(3), midnight(9)),
        (midnight(7), midnight(8)),
    ];
    let kinds = [None, Some("refund"), Some("capture"), Some("resend")];
    let outcomes = [None, Some("checking"), Some("accepted"), Some("needs_you"), Some("undone")];
    for (from, until) in periods {
        for kind in kinds {
            let filter = Filter { from, until, kind: kind.map(ToOwned::to_owned), ..of_first(0).filter };
            let of_filter = || {
                bench.written.iter().filter(|operation| {
                    let at = operation.confirmed_at.as_millisecond();
                    from.is_none_or(|from| at >= from)
                        && until.is_none_or(|until| at < until)
                        && kind.is_none_or(|kind| operation.intent.kind.name() == kind)
                })
            };
            for outcome in outcomes {
                let query = PageQuery { filter: filter.clone(), outcome, before: None, limit: 4 };
                let wanted = of_filter().filter(|one| outcome.is_none_or(|name| one.state.name() == name));
                assert_eq!(bench.walk(&query, &[]), numbers(wanted), "{query:?}");
                let page = bench.page(&query, &[]);
                assert_eq!(figures(&page.groups), expected(of_filter()), "{query:?}");
                assert_eq!(page.unreadable, 0);
            }
        }
    }
}

#[test]
fn a_page_reads_the_bodies_of_its_own_rows_and_leaves_out_one_that_cannot_be_read_with_its_figures() {
    let bench = bench();
    let (shown, beyond) = (bench.written[1].number, bench.written[20].number);
    bench.break_body(beyond);
    let page = bench.page(&of_first(5), &[]);
    assert_eq!(numbers(&page.operations), numbers(&bench.written[..5]));
    assert!(bench.journal.unreadable().borrow().is_empty(), "a body beyond the page was read");
    assert_eq!(figures(&page.groups), expected(&bench.written));

    bench.break_body(shown);
    let page = bench.page(&of_first(5), &[]);
    let readable = || bench.written.iter().filter(|operation| operation.number != shown);
    assert_eq!(numbers(&page.operations), numbers(readable().take(5)));
    assert_eq!((figures(&page.groups), page.unreadable), (expected(readable()), 1));
    let none = PageQuery { outcome: Some("no such outcome"), ..of_first(5) };
    assert_eq!(bench.page(&none, &[]).unreadable, 1, "whatever the outcome");
    let others = Filter { account: "second".to_owned(), ..Filter::default() };
    assert_eq!(bench.page(&PageQuery { filter: others, ..of_first(5) }, &[]).unreadable, 0);

    at_once(bench.journal.check_rows()).unwrap();
    let readable = bench.written.iter().filter(|one| ![shown, beyond].contains(&one.number));
    assert_eq!(bench.walk(&of_first(5), &[]), numbers(readable));
}

#[test]
fn an_operation_that_the_ledger_could_not_take_yet_is_told_as_it_is_and_not_as_it_stands_there() {
    let bench = bench();
    let sending = |operation: &&Operation| matches!(operation.state, State::Sending { .. });
    let pending = bench.written.iter().filter(sending).map(|operation| {
        let state = State::NotSent {
            at: operation.confirmed_at,
            why: crate::operations::operation::NotSent::ClosedBeforeSending,
        };
        Operation { state, ..operation.clone() }
    });
    let pending = pending.collect::<Vec<_>>();
    assert!(!pending.is_empty());
    let told = bench
        .written
        .iter()
        .map(|operation| pending.iter().find(|other| other.number == operation.number).unwrap_or(operation));
    let told = told.collect::<Vec<_>>();
    assert_eq!(bench.walk(&of_first(4), &pending), numbers(told.iter().copied()));
    let page = bench.page(&of_first(1_000), &pending);
    let states = |operations: Vec<&Operation>| {
        operations.into_iter().map(|operation| operation.state.name()).collect::<Vec<_>>()
    };
    assert_eq!(states(page.operations.iter().collect()), states(told.clone()));
    assert_eq!((figures(&page.groups), page.unreadable), (expected(told.iter().copied()), 0));
    let not_sent = PageQuery { outcome: Some("not_sent"), ..of_first(4) };
    let wanted = told.iter().copied().filter(|operation| operation.state.name() == "not_sent");
    assert_eq!(bench.walk(&not_sent, &pending), numbers(wanted));
    assert_eq!(
        bench.walk(&PageQuery { outcome: Some("sending"), ..of_first(4) }, &pending),
        Vec::<i64>::new()
    );
}

#[test]
fn a_sum_beyond_the_integers_of_the_database_is_added_up_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::inline(Arc::new(Ledger::open(folder.path())));
    let accepted = every_state::of_version_4().into_iter().filter(|operation| {
        operation.intent.kind == OperationKind::Refund
            && operation.is_unknown()
            && operation.intent.account == "first"
    });
    let mut count = 0;
    for mut operation in accepted.take(3) {
        operation.amount = Some(Money::inr(i64::MAX));
        at_once(journal.begin(&mut operation)).unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
    let page = at_once(journal.page(of_first(1), Vec::new())).unwrap();
    let sums = page.groups.iter().filter_map(|group| group.amount.clone()).map(|(minor, _)| minor);
    assert_eq!(sums.sum::<i128>(), 3 * i128::from(i64::MAX));
}
