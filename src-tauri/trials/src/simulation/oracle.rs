//! What is true of every operation in a simulated world. The server's own deeds are the truth; what is said of an operation is held
//! against them in `told`, what leaves in `leaving`, what a page shows in `page`, and what is left over in `ends`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use sandbox::CommittedWrite;

use linkdesk_core::operations::operation::{Intent, OperationId};
use linkdesk_core::rules::allowed::OperationKind;

/// As many computers as a world has at most.
pub const COMPUTERS: usize = 2;

/// One dialog, and the operation that it may have become.
pub(super) struct Change {
    /// The number of the operation, and which of its dialogs.
    pub label: String,
    pub action: OperationKind,
    pub order: Option<String>,
    /// Or the reference of one that is to be made.
    pub link: String,
    pub reference: Option<String>,
    pub amount: Option<i64>,
    /// What was typed for it, where not all was asked for.
    pub typed: Option<i64>,
    /// The refunds that the dialog counted, by their references.
    pub counted: BTreeSet<String>,
    pub prepared: u64,
    pub prepared_at: Timestamp,
    pub effects: Vec<Effect>,
    pub departures: u32,
    pub first_left: Option<Timestamp>,
    /// What each computer says of it: the ledger of one can be copied to another.
    pub words: [Word; COMPUTERS],
}

/// What one computer has said of an operation.
#[derive(Default)]
pub(super) struct Word {
    /// The last moment at which it was said that nothing was done.
    pub denied: Option<u64>,
    pub sent_again: bool,
    pub last: Option<&'static str>,
    /// When a word was said first that was excused.
    pub excused: Option<Timestamp>,
    pub shares: bool,
}

pub(super) struct Effect {
    /// The departure of the request that did it.
    pub departure: u64,
    pub at: Timestamp,
    /// How far the server's books lagged behind then.
    pub lag: SignedDuration,
    pub minor: Option<i64>,
    /// Taken down first and failed later: no money moved after all.
    pub failed: bool,
}

impl Change {
    pub fn live(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(|effect| !effect.failed)
    }

    /// The order that it moves money on, or its link.
    pub fn on(&self) -> &str {
        self.order.as_deref().unwrap_or(&self.link)
    }
}

/// What somebody else has done to an order or link.
pub(super) struct Elsewhere {
    pub what: &'static str,
    pub id: String,
    pub minor: Option<i64>,
}

#[derive(Default)]
pub struct Oracle {
    pub(super) changes: Vec<Change>,
    pub(super) by_id: HashMap<OperationId, usize>,
    by_key: HashMap<String, usize>,
    pub(super) elsewhere: Vec<Elsewhere>,
    /// When clocks and the time itself jumped, whose, and by how much.
    pub(super) jumps: Vec<(u64, Option<usize>, SignedDuration)>,
    /// When the last reading of an order that was answered has reached the server, for each computer.
    pub(super) read: HashMap<(usize, String), u64>,
    /// When it was said last, untruly, that nothing stands there.
    pub(super) misled: HashMap<String, u64>,
    /// The operations that the ledger of each computer has to know.
    pub(super) written: [BTreeSet<usize>; COMPUTERS],
    copies: HashMap<u64, BTreeSet<usize>>,
    /// When the ledger of each computer was last replaced by a copy.
    pub(super) put_back: [Option<u64>; COMPUTERS],
    /// Neither a look-up by reference nor anything else that a program can ask finds refunds in this world.
    blind: bool,
    /// Everything that happens gets a number, so that "before" and "after" are beyond doubt.
    moment: u64,
    history: Vec<String>,
    pub(super) happened: BTreeMap<&'static str, u64>,
    /// The first thing that is not as it has to be.
    wrong: Option<Wrong>,
}

/// How a promise was broken.
#[derive(Debug, Clone)]
pub struct Wrong {
    pub promise: Promise,
    pub operation: String,
    pub what: String,
    /// The numbers of all operations on the same order or link.
    pub beside: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    Once,
    Counted,
    OneAtATime,
    WrittenDownFirst,
    StillMeant,
    ToldAsItIs,
    ShownAsItIs,
    Resolved,
}

/// A request as it came to the server.
#[derive(Clone, Copy)]
pub struct Came {
    pub departure: u64,
    pub computer: usize,
    /// Long after its sender has given it up, or a second time.
    pub late: bool,
}

/// What the server is like at a deed.
#[derive(Clone, Copy)]
pub struct Books {
    pub at: Timestamp,
    pub lag: SignedDuration,
    pub refunds_fail_at_once: bool,
}

impl Oracle {
    pub fn of_a_world(blind: bool) -> Self {
        Self { blind, ..Self::default() }
    }

    pub(super) fn is_blind(&self) -> bool {
        self.blind
    }

    /// A line of the history, free of anything that is not the same in each run.
    pub fn note(&mut self, at: Timestamp, line: &str) {
        self.moment += 1;
        self.history.push(format!("{} {line}", at.strftime("%y-%m-%d %H:%M:%S%.3f")));
    }

    pub fn tick(&mut self) -> u64 {
        self.moment += 1;
        self.moment
    }

    pub fn history(&self) -> &[String] {
        &self.history
    }

    pub fn happened(&self) -> &BTreeMap<&'static str, u64> {
        &self.happened
    }

    pub(super) fn happens(&mut self, what: &'static str) {
        *self.happened.entry(what).or_default() += 1;
    }

    pub fn wrong(&self) -> Option<&Wrong> {
        self.wrong.as_ref()
    }

    pub(super) fn broken(&mut self, promise: Promise, change: usize, what: String) {
        let operation = self.changes[change].label.clone();
        self.history.push(format!("BROKEN {promise:?} {operation}: {what}"));
        let on = self.changes[change].on();
        let same = self.changes.iter().filter(|other| other.on() == on);
        let number = |label: &str| label.split('.').next().unwrap_or(label).to_owned();
        let beside = same.map(|other| number(&other.label)).collect();
        self.wrong.get_or_insert(Wrong { promise, operation, what, beside });
    }

    /// A dialog was opened, in which these refunds are counted.
    pub fn prepared(&mut self, label: String, intent: &Intent, counted: BTreeSet<String>, at: Timestamp) {
        let number = self.changes.len();
        self.by_id.insert(intent.id.clone(), number);
        self.by_key.insert(intent.key.as_str().to_owned(), number);
        let reference = intent.reference.as_ref().map(ToString::to_string);
        let prepared = self.tick();
        self.changes.push(Change {
            label,
            action: intent.kind,
            order: intent.order_id.as_ref().map(ToString::to_string),
            link: intent.link_id().map(ToString::to_string).or(reference.clone()).unwrap_or_default(),
            reference,
            amount: intent.new_link().map(|new| new.amount.minor()),
            typed: None,
            counted,
            prepared,
            prepared_at: at,
            effects: Vec::new(),
            departures: 0,
            first_left: None,
            words: Default::default(),
        });
    }

    /// Somebody typed this much into a dialog, in minor units, and confirms it.
    pub fn typed(&mut self, id: &OperationId, minor: i64) {
        if let Some(number) = self.by_id.get(id) {
            self.changes[*number].typed = Some(minor);
        }
    }

    /// The ids of all operations that were asked for.
    pub fn asked_for(&self) -> Vec<OperationId> {
        self.by_id.keys().cloned().collect()
    }

    pub fn label(&self, id: &OperationId) -> String {
        self.by_id.get(id).map(|number| self.changes[*number].label.clone()).unwrap_or_default()
    }

    /// Whose write it is.
    pub fn owner(&self, key: &str) -> Option<(OperationId, String)> {
        let number = self.by_key.get(key)?;
        let id = self.by_id.iter().find_map(|(id, of)| (of == number).then(|| id.clone()))?;
        Some((id, self.changes[*number].label.clone()))
    }

    pub(super) fn number_of(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    pub fn will_be_sent_again(&mut self, computer: usize, id: &OperationId) {
        if let Some(number) = self.by_id.get(id) {
            self.changes[*number].words[computer].sent_again = true;
        }
    }

    /// An order was read: the request for it has reached the server, and was answered.
    pub fn read(&mut self, computer: usize, order: &str, moment: u64) {
        let last = self.read.entry((computer, order.to_owned())).or_default();
        *last = moment.max(*last);
    }

    /// It was said, untruly, that nothing stands there.
    pub fn misled(&mut self, about: &str) {
        let moment = self.tick();
        self.misled.insert(about.to_owned(), moment);
    }

    /// A clock, or the time of all, went on at once by this much.
    pub fn jumped(&mut self, computer: Option<usize>, by: SignedDuration) {
        let moment = self.tick();
        self.jumps.push((moment, computer, by));
    }

    /// A copy of a computer's ledger is made. Returns its number.
    pub fn copied(&mut self, computer: usize) -> u64 {
        let moment = self.tick();
        self.copies.insert(moment, self.written[computer].clone());
        moment
    }

    pub fn put_back(&mut self, computer: usize, copy: u64) {
        self.put_back[computer] = Some(self.tick());
        self.written[computer] = self.copies.get(&copy).cloned().unwrap_or_default();
    }

    /// The server has done something because of a request.
    pub fn done(&mut self, came: Came, deed: &CommittedWrite, books: Books) {
        self.tick();
        let Some(number) = deed.idempotency_key.as_ref().and_then(|key| self.number_of(key)) else { return };
        let Came { departure, computer, late } = came;
        let failed = deed.what == "refund" && books.refunds_fail_at_once;
        let Books { at, lag, .. } = books;
        let change = &mut self.changes[number];
        change.effects.push(Effect { departure, at, lag, minor: deed.amount, failed });
        let denied = change.words[computer].denied.is_some_and(|denied| departure < denied) && !failed;
        if change.live().count() > 1 {
            let what = format!("{} was carried out twice", deed.what);
            self.broken(Promise::Once, number, what);
        }
        if denied && late {
            self.happens("carried out after it was denied");
        } else if denied {
            let what = format!("{} is carried out after it was said not to be", deed.what);
            self.broken(Promise::ToldAsItIs, number, what);
        }
        if deed.what == "refund" && !failed {
            self.refunded(number);
        }
    }

    /// No money goes back beside a refund that the person was not told of.
    fn refunded(&mut self, number: usize) {
        let change = &self.changes[number];
        let others = self.changes.iter().enumerate().filter(|(other, _)| *other != number);
        let beside = others.map(|(_, other)| other).filter(|other| {
            other.action == OperationKind::Refund
                && other.order == change.order
                && other.live().next().is_some()
        });
        let beside = beside.collect::<Vec<_>>();
        let twice = beside.iter().find(|other| other.reference == change.reference);
        let uncounted =
            beside.iter().find(|other| !other.reference.as_ref().is_some_and(|r| change.counted.contains(r)));
        if let Some(other) = twice {
            let what = format!("{} stands under the same reference", other.label);
            self.broken(Promise::Once, number, what);
        } else if let Some(other) = uncounted {
            let what = format!("refunded beside {}, which its dialog did not count", other.label);
            if self.blind {
                self.happens("beside one that no look-up finds");
            } else {
                self.broken(Promise::Counted, number, what);
            }
        }
    }

    pub fn done_elsewhere(&mut self, what: &'static str, id: &str, minor: Option<i64>) {
        self.elsewhere.push(Elsewhere { what, id: id.to_owned(), minor });
    }

    /// The refund under a reference has failed at the bank.
    pub fn refund_failed(&mut self, reference: &str) {
        let named = |change: &&mut Change| change.reference.as_deref() == Some(reference);
        let effects = self.changes.iter_mut().filter(named).flat_map(|change| &mut change.effects);
        effects.for_each(|effect| effect.failed = true);
    }

    /// What somebody who looks into the server's books says.
    pub fn is_there(&self, id: &OperationId) -> bool {
        let Some(&number) = self.by_id.get(id) else { return false };
        let change = &self.changes[number];
        let same = |minor: Option<i64>| change.action != OperationKind::Refund || minor == change.amount;
        change.live().next().is_some()
            || self.somebody_else_did(change).next().is_some()
            || self.twins(number).any(|effect| !effect.failed && same(effect.minor))
    }

    /// What was done for other operations, from this computer or another, to the same thing under the same name.
    pub(super) fn twins(&self, number: usize) -> impl Iterator<Item = &Effect> {
        let change = &self.changes[number];
        let others = self.changes.iter().enumerate().filter(move |(other, _)| *other != number);
        let same = move |(_, other): &(usize, &Change)| {
            other.action == change.action
                && match change.action {
                    OperationKind::Refund => {
                        other.reference == change.reference && other.order == change.order
                    }
                    _ => other.on() == change.on(),
                }
        };
        others.filter(same).flat_map(|(_, other)| &other.effects)
    }

    pub(super) fn somebody_else_did<'a>(&'a self, change: &'a Change) -> impl Iterator<Item = &'a Elsewhere> {
        let what = change.action.name();
        // Somebody else's refund is never ours; a hold or a link can be ended only once, whoever does it. Of links made for the
        // same at the same time nobody can tell whose the one under the reference is.
        let counts = move |act: &&Elsewhere| match change.action {
            OperationKind::Refund => false,
            OperationKind::Create => act.minor == change.amount,
            _ => true,
        };
        self.elsewhere.iter().filter(counts).filter(move |act| act.what == what && act.id == change.on())
    }
}
