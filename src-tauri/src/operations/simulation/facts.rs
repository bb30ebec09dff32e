//! What is true of every change in a simulated world, against what was said of it. The server's own deeds are the truth.

use std::{collections::HashMap, fmt::Write as _};

use jiff::{SignedDuration, Timestamp};
use sandbox::Committed;

use super::{
    super::operation::{Intent, NeedsYou, NotSent, Operation, OperationId, State},
    HOLD,
};
use crate::domain::allowed::Action;

/// After that nobody stands by what was confirmed.
const LATEST_END_OF_A_HOLD: SignedDuration = SignedDuration::from_secs(10);

/// Nor after a sleep between the hold and the moment when it is written down as sent, or on the way from there.
const LONGEST_NAP: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_NAP_ON_THE_WAY: SignedDuration = SignedDuration::from_secs(30);

/// As its steps tell of it: the last one, where it was sent again.
pub struct Hold {
    pub began: Option<Timestamp>,
    pub ended: Option<Timestamp>,
}

/// One dialog, and the change that it may have become.
struct Change {
    /// The number of the operation, and which of its dialogs.
    label: String,
    action: Action,
    order: Option<String>,
    /// Or the reference of one that is to be made.
    link: String,
    amount: Option<i64>,
    /// What was typed for it, where not all was asked for.
    typed: Option<i64>,
    effects: Vec<Effect>,
    departures: u32,
    /// The last moment at which it was said that nothing was done.
    denied: Option<u64>,
    sent_again: bool,
    last: Option<&'static str>,
}

struct Effect {
    /// The departure of the request that did it.
    departure: u64,
    minor: Option<i64>,
    /// Taken down first and failed later: no money moved after all.
    failed: bool,
}

impl Change {
    fn live(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(|effect| !effect.failed)
    }
}

/// What somebody else has done to an order or link.
struct Elsewhere {
    what: &'static str,
    id: String,
    minor: Option<i64>,
}

#[derive(Default)]
pub struct Facts {
    changes: Vec<Change>,
    by_id: HashMap<OperationId, usize>,
    by_key: HashMap<String, usize>,
    elsewhere: Vec<Elsewhere>,
    /// When the computer fell asleep, and for how long.
    slept: Vec<(Timestamp, SignedDuration)>,
    /// When the last reading of an order that was answered has reached the server.
    read: HashMap<String, Timestamp>,
    /// Everything that happens gets a number, so that "before" and "after" are beyond doubt.
    moment: u64,
    history: Vec<String>,
    /// The first thing that is not as it has to be.
    wrong: Option<Wrong>,
}

/// How a promise was broken.
#[derive(Debug, Clone)]
pub struct Wrong {
    pub promise: Promise,
    pub operation: String,
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    Once,
    OneAtATime,
    WrittenDownFirst,
    StillMeant,
    ToldAsItIs,
    Settled,
}

impl Facts {
    /// A line of the history, free of anything that is not the same in each run.
    pub fn note(&mut self, at: Timestamp, line: &str) {
        self.moment += 1;
        self.history.push(format!("{} {line}", at.strftime("%m-%d %H:%M:%S%.3f")));
    }

    pub fn history(&self) -> &[String] {
        &self.history
    }

    pub fn wrong(&self) -> Option<&Wrong> {
        self.wrong.as_ref()
    }

    fn broken(&mut self, promise: Promise, change: usize, what: String) {
        let operation = self.changes[change].label.clone();
        self.history.push(format!("BROKEN {promise:?} {operation}: {what}"));
        self.wrong.get_or_insert(Wrong { promise, operation, what });
    }

    /// A dialog was opened.
    pub fn prepared(&mut self, label: String, intent: &Intent) {
        let number = self.changes.len();
        self.by_id.insert(intent.id.clone(), number);
        self.by_key.insert(intent.key.as_str().to_owned(), number);
        self.changes.push(Change {
            label,
            action: intent.action,
            order: intent.order_id.as_ref().map(ToString::to_string),
            link: intent
                .link_id()
                .map(ToString::to_string)
                .or(intent.reference.as_ref().map(ToString::to_string))
                .unwrap_or_default(),
            amount: intent.new_link().map(|new| new.amount.minor()),
            typed: None,
            effects: Vec::new(),
            departures: 0,
            denied: None,
            sent_again: false,
            last: None,
        });
    }

    /// Somebody typed this much into a dialog, in minor units, and confirms it.
    pub fn typed(&mut self, id: &OperationId, minor: i64) {
        if let Some(number) = self.by_id.get(id) {
            self.changes[*number].typed = Some(minor);
        }
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

    pub fn will_be_sent_again(&mut self, id: &OperationId) {
        if let Some(number) = self.by_id.get(id) {
            self.changes[*number].sent_again = true;
        }
    }

    /// A write leaves. `written` is what the ledger says of it at this moment.
    pub fn departs(&mut self, key: &str, written: Option<&'static str>) -> u64 {
        self.moment += 1;
        let moment = self.moment;
        let Some(&number) = self.by_key.get(key) else { return moment };
        let change = &mut self.changes[number];
        change.departures += 1;
        let unsaid = change.denied.is_some() && !change.sent_again;
        if written != Some("sending") {
            let what = format!("it leaves while the ledger says {written:?}");
            self.broken(Promise::WrittenDownFirst, number, what);
        } else if unsaid {
            self.broken(Promise::ToldAsItIs, number, "it leaves after it was said not to".to_owned());
        }
        moment
    }

    /// An order was read: the request for it reached the server at that time, and was answered.
    pub fn read(&mut self, order: &str, at: Timestamp) {
        self.read.insert(order.to_owned(), at);
    }

    /// The computer slept for so long, beginning then.
    pub fn slept(&mut self, at: Timestamp, by: SignedDuration) {
        self.slept.push((at, by));
    }

    fn slept_between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let naps = self.slept.iter().filter(|(at, _)| (from..=until).contains(at));
        naps.fold(SignedDuration::ZERO, |sum, (_, by)| sum.saturating_add(*by))
    }

    /// What has to be so when a money move leaves, beside its being written down. `operation` and `hold` are what the
    /// ledger says.
    pub fn may_leave(&mut self, operation: &Operation, hold: &Hold, another_is_open: bool, now: Timestamp) {
        let Some(&number) = self.by_id.get(operation.id()) else { return };
        if another_is_open {
            let what = "it leaves while another change of its order is open".to_owned();
            self.broken(Promise::OneAtATime, number, what);
        }
        let began = hold.began.unwrap_or(operation.confirmed_at);
        let should_end = began.saturating_add(HOLD).unwrap_or(Timestamp::MAX);
        if let (Some(ended), Some(sent)) = (hold.ended, operation.sent_at)
            && (self.slept_between(ended, sent) > LONGEST_NAP
                || self.slept_between(sent, now) > LONGEST_NAP_ON_THE_WAY)
        {
            let what = "it leaves, and the computer slept since the hold".to_owned();
            self.broken(Promise::StillMeant, number, what);
        }
        if hold.ended.is_some_and(|ended| ended.duration_since(should_end) > LATEST_END_OF_A_HOLD) {
            let what = "it leaves, and the hold took longer than it should".to_owned();
            self.broken(Promise::StillMeant, number, what);
        }
        let read = operation.intent.order_id.as_ref().and_then(|order| self.read.get(order.as_str()));
        if read.is_none_or(|read| *read < should_end) {
            let what = "it leaves, and its order was not read since the hold".to_owned();
            self.broken(Promise::StillMeant, number, what);
        }
    }

    /// The server has done something because of a request that had departed.
    pub fn done(&mut self, departure: u64, deed: &Committed, starts_failed: bool) {
        self.moment += 1;
        let number = deed.idempotency_key.as_ref().and_then(|key| self.by_key.get(key)).copied();
        let Some(number) = number else { return };
        let change = &mut self.changes[number];
        let failed = deed.what == "refund" && starts_failed;
        change.effects.push(Effect { departure, minor: deed.amount, failed });
        let denied = change.denied.is_some_and(|denied| departure < denied) && !failed;
        let twice = change.live().count() > 1;
        if twice {
            let what = format!("{} was carried out twice", deed.what);
            self.broken(Promise::Once, number, what);
        }
        if denied {
            let what = format!("{} is carried out after it was said not to be", deed.what);
            self.broken(Promise::ToldAsItIs, number, what);
        }
    }

    pub fn done_elsewhere(&mut self, what: &'static str, id: &str, minor: Option<i64>) {
        self.elsewhere.push(Elsewhere { what, id: id.to_owned(), minor });
    }

    pub fn refund_failed(&mut self, id: &OperationId) {
        let effects = self.by_id.get(id).map(|number| &mut self.changes[*number].effects);
        effects.into_iter().flatten().for_each(|effect| effect.failed = true);
    }

    /// What somebody who looks into the server's books says.
    pub fn is_there(&self, id: &OperationId) -> bool {
        let Some(number) = self.by_id.get(id) else { return false };
        let change = &self.changes[*number];
        change.live().next().is_some() || self.somebody_else_did(change).next().is_some()
    }

    fn somebody_else_did<'a>(&'a self, change: &'a Change) -> impl Iterator<Item = &'a Elsewhere> {
        let on = change.order.as_deref().unwrap_or(&change.link);
        let what = change.action.name();
        // Somebody else's refund is never ours; a hold or a link can be ended only once, whoever does it. Of links made for the
        // same at the same time nobody can tell whose the one under the reference is.
        let counts = move |act: &&Elsewhere| match change.action {
            Action::Refund => false,
            Action::Create => act.minor == change.amount,
            _ => true,
        };
        self.elsewhere.iter().filter(counts).filter(move |act| act.what == what && act.id == on)
    }

    /// Somebody was told how far a change has come.
    pub fn told(&mut self, at: Timestamp, operation: &Operation) {
        self.moment += 1;
        let moment = self.moment;
        let Some(&number) = self.by_id.get(operation.id()) else { return };
        let amount = operation.amount.map(pinelabs::Money::minor);
        let change = &mut self.changes[number];
        change.amount = amount;
        let name = operation.state.name();
        let mut line = format!("{} is {name}", change.label);
        if let State::NotSent { why, .. } = &operation.state {
            let _ = write!(line, " ({})", reason(why));
        }
        let news = change.last != Some(name);
        change.last = Some(name);
        if matches!(operation.state, State::Undone { .. } | State::NotSent { .. } | State::Refused { .. }) {
            change.denied = Some(moment);
        }
        if news {
            self.note(at, &line);
        }
        if let Some(what) = self.told_wrong(number, moment, operation) {
            self.broken(Promise::ToldAsItIs, number, what);
        }
    }

    fn told_wrong(&self, number: usize, moment: u64, operation: &Operation) -> Option<String> {
        let change = &self.changes[number];
        let amount = operation.amount.map(pinelabs::Money::minor);
        if let Some(typed) = change.typed.filter(|typed| amount != Some(*typed)) {
            return Some(format!("{typed} was typed, and {amount:?} was taken for it"));
        }
        let name = operation.state.name();
        match &operation.state {
            State::Undone { .. } | State::NotSent { .. } | State::Refused { .. } => {
                let there = change.live().any(|effect| effect.departure < moment);
                there.then(|| format!("{name} is said, and it is there: {:?}", operation.state))
            }
            State::Accepted { .. } if change.effects.is_empty() => {
                Some("accepted, and it is not there".into())
            }
            State::Accepted { .. } => {
                let same = change.effects.iter().all(|effect| effect.minor == change.amount);
                (!same).then(|| format!("accepted {:?}, and another amount is there", change.amount))
            }
            State::Done { captured_instead, .. } => {
                let said = captured_instead.map(pinelabs::Money::minor).or(change.amount);
                let figure = |minor: Option<i64>| change.action != Action::Capture || minor == said;
                let there = change.live().any(|effect| figure(effect.minor))
                    || self.somebody_else_did(change).any(|act| figure(act.minor));
                (!there).then(|| format!("done ({said:?}), and it is not there"))
            }
            State::Made { .. } => {
                let there = change.live().next().is_some() || self.somebody_else_did(change).next().is_some();
                (!there).then(|| "made is said, and it is not there".into())
            }
            State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. } => {
                let failed = !change.effects.is_empty() && change.live().next().is_none();
                (!failed).then(|| "failed is said, and it did not fail".into())
            }
            _ => None,
        }
    }

    /// After all: what the ledger says of every change that has left, and whether anything waits for nothing.
    pub fn in_the_end(&mut self, find: impl Fn(&OperationId) -> Option<Operation>) -> Vec<&'static str> {
        let mut ends = Vec::new();
        let mut all = self.by_id.iter().map(|(id, number)| (*number, id.clone())).collect::<Vec<_>>();
        all.sort_unstable();
        for (number, id) in all {
            let change = &self.changes[number];
            let Some(operation) = find(&id) else {
                if change.departures > 0 || !change.effects.is_empty() {
                    let what = "it has left, and the ledger does not know it".to_owned();
                    self.broken(Promise::WrittenDownFirst, number, what);
                }
                continue;
            };
            let name = operation.state.name();
            ends.push(match &operation.state {
                State::NeedsYou { why: NeedsYou::CannotTell(_), .. } => "needs_you: cannot tell",
                State::NeedsYou { why: NeedsYou::MayHaveGoneOut { .. }, .. } => {
                    "needs_you: may have gone out"
                }
                State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. } => "needs_you: refund failed",
                _ => name,
            });
            if matches!(operation.state, State::Held { .. } | State::Sending { .. } | State::Checking(_)) {
                self.broken(Promise::Settled, number, format!("it is still {name}"));
            } else {
                self.moment += 1;
                let moment = self.moment;
                if let Some(what) = self.told_wrong(number, moment, &operation) {
                    self.broken(Promise::ToldAsItIs, number, format!("in the end: {what}"));
                }
            }
        }
        ends
    }
}

fn reason(why: &NotSent) -> &'static str {
    match why {
        NotSent::Changed { .. } => "changed",
        NotSent::NotAllowed(_) => "not allowed",
        NotSent::ReferenceUsed { .. } => "reference used",
        NotSent::CouldNotReread(_) => "could not reread",
        NotSent::Unreachable(_) => "unreachable",
        NotSent::RateLimited { .. } => "rate limited",
        NotSent::NotRecorded => "not recorded",
        NotSent::ClosedInHold => "closed in hold",
        NotSent::ClosedBeforeSending => "closed before sending",
        NotSent::HoldOverrun => "hold overrun",
        NotSent::ProvenAbsent => "proven absent",
        NotSent::PersonSaysNot => "person says not",
        NotSent::MadeElsewhere { .. } => "made elsewhere",
    }
}
