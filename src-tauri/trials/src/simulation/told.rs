//! What is said of an operation, held against what is true: by its state, and by what the page makes of it.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::oracle::{Change, Effect, Oracle, Promise};
use linkdesk_core::operations::operation::{NeedsYou, NotSent, Operation, Refusal, State};
use linkdesk_core::{
    rules::allowed::OperationKind,
    views::{
        operation::OperationView,
        outcome::{NeedsYouView, NotSentView, OutcomeView, WhyNeedsYouView, WhyNotSentView},
    },
};

/// A look-up, with all that it tries again, and the word that rests on it.
const A_LOOK: SignedDuration = SignedDuration::from_mins(3);

/// No computer knows the server's clock better than this.
const CLOCKS_AGREE: SignedDuration = SignedDuration::from_secs(20);

/// Why something untrue may be said for a while. It has to be corrected in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excuse {
    WrongPerson,
    LaggingBooks,
    UntrueAnswer,
    LedgerPutBack,
    /// No look-up of this server finds a refund: what an answer says cannot be borne out.
    NothingToAsk,
}

impl Excuse {
    fn name(self) -> &'static str {
        match self {
            Self::WrongPerson => "denied by a wrong person",
            Self::LaggingBooks => "denied by lagging books",
            Self::UntrueAnswer => "denied by an untrue answer",
            Self::LedgerPutBack => "denied by a ledger put back",
            Self::NothingToAsk => "denied where nothing can be looked up",
        }
    }
}

impl Oracle {
    /// Somebody was told how far an operation has come.
    pub fn told(&mut self, at: Timestamp, computer: usize, operation: &Operation) {
        let moment = self.tick();
        let Some(&number) = self.by_id.get(operation.id()) else { return };
        self.written[computer].insert(number);
        let change = &mut self.changes[number];
        change.amount = operation.amount.map(pinelabs::Money::minor);
        let name = operation.state.name();
        let mut line = format!("{} [{computer}] is {name}", change.label);
        if let State::NotSent { why, .. } = &operation.state {
            let _ = write!(line, " ({})", reason(why));
        }
        let word = &mut change.words[computer];
        let news = word.last != Some(name);
        word.last = Some(name);
        if operation.state.denies() {
            word.denied = Some(moment);
        }
        if news {
            self.note(at, &line);
        }
        if let Some(what) = self.told_wrong(number, computer, operation, Some(at)) {
            self.broken(Promise::ToldAsItIs, number, what);
        } else if let Some(what) = self.shown_wrong(number, operation) {
            self.broken(Promise::ShownAsItIs, number, what);
        }
    }

    /// What is wrong with what a computer says. `at`: now, when something may be excused; in the end nothing is.
    pub(super) fn told_wrong(
        &mut self,
        number: usize,
        computer: usize,
        operation: &Operation,
        at: Option<Timestamp>,
    ) -> Option<String> {
        let change = &self.changes[number];
        let amount = operation.amount.map(pinelabs::Money::minor);
        if let Some(typed) = change.typed.filter(|typed| amount != Some(*typed)) {
            return Some(format!("{typed} was typed, and {amount:?} was taken for it"));
        }
        if operation.state.denies() && change.live().next().is_some() {
            let said_at = operation.resolved_at();
            // The same word may be heard again: by the next start, or where a step beside it was not kept.
            if at.is_some() && said_at.is_some() && change.words[computer].excused == said_at {
                return None;
            }
            let excuse = at.and_then(|at| self.excuse(change, computer, operation, at));
            let name = match excuse {
                Some(excuse) => excuse.name(),
                None if at.is_none() && self.is_told_by_another(number, computer) => {
                    "told by the change that took its name"
                }
                None if at.is_none() && self.cannot_be_corrected(change) => {
                    "a wrong no that nothing corrects"
                }
                None => {
                    let state = &operation.state;
                    return Some(format!("{} is said, and it is there: {state:?}", state.name()));
                }
            };
            self.changes[number].words[computer].excused = said_at;
            self.happens(name);
            return None;
        }
        match &operation.state {
            State::NotSent { why: NotSent::MadeElsewhere { amount, .. }, .. } => {
                let there = self.twins(number).any(|effect| effect.minor == Some(amount.minor()))
                    || self.elsewhere_has(change, amount.minor());
                (!there).then(|| format!("{amount:?} was made elsewhere, and it is not there"))
            }
            State::Refused { why: Refusal::RefundFailed, .. }
            | State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. } => {
                let under_it = || change.effects.iter().chain(self.twins(number));
                let failed = under_it().next().is_some() && under_it().all(|effect| effect.failed);
                (!failed).then(|| "failed is said, and it did not fail".into())
            }
            State::NeedsYou { why: NeedsYou::CannotTell(_), .. }
                if at.is_none() && change.action == OperationKind::Refund && !self.is_blind() =>
            {
                // Nothing is late or wrong any more, and it stands there under its own name.
                change.live().next().map(|_| "the person is asked of what a look-up finds".into())
            }
            State::NeedsYou { why: NeedsYou::OtherAmount { amount, .. }, .. } => {
                let there = self.twins(number).any(|effect| effect.minor == Some(amount.minor()));
                (!there || change.live().next().is_some())
                    .then(|| format!("another amount {amount:?} is said, and it is not so"))
            }
            State::Accepted { .. } => self.accepted_wrong(number, computer, operation, at.is_none()),
            State::Done { captured_instead, .. } => {
                let said = captured_instead.map(pinelabs::Money::minor).or(change.amount);
                let figure = |minor: Option<i64>| change.action != OperationKind::Capture || minor == said;
                // A capture has a name, so that somebody else's can be told from it.
                let may_be_anybodys = change.action != OperationKind::Capture;
                let there = change.live().chain(self.twins(number)).any(|effect| figure(effect.minor))
                    || may_be_anybodys && self.somebody_else_did(change).next().is_some();
                (!there && !operation.rests_on_a_word())
                    .then(|| format!("done ({said:?}), and it is not there"))
            }
            State::Made { .. } => {
                let there = change.live().chain(self.twins(number)).next().is_some()
                    || self.somebody_else_did(change).next().is_some();
                (!there && !operation.rests_on_a_word()).then(|| "made is said, and it is not there".into())
            }
            _ => None,
        }
    }

    fn accepted_wrong(
        &mut self,
        number: usize,
        computer: usize,
        operation: &Operation,
        in_the_end: bool,
    ) -> Option<String> {
        let change = &self.changes[number];
        if !change.effects.is_empty() {
            let same = change.effects.iter().all(|effect| effect.minor == change.amount);
            if in_the_end && !self.is_blind() && change.live().next().is_none() {
                return Some("accepted is still said, and it has failed at the bank".into());
            }
            return (!same).then(|| format!("accepted {:?}, and another amount is there", change.amount));
        }
        if operation.rests_on_a_word() {
            return None;
        }
        let since = change.first_left.unwrap_or(change.prepared_at);
        // A copy of a ledger from before does not know when it was sent.
        let knows_when = self.put_back[computer].is_none_or(|moment| moment < change.prepared);
        let told_apart = |effect: &&Effect| knows_when && since.duration_since(effect.at) > CLOCKS_AGREE;
        let twin = self.twins(number).find(|effect| effect.minor == change.amount);
        match twin {
            None => Some("accepted, and it is not there".into()),
            Some(twin) if told_apart(&twin) => Some("accepted, and it is another's, and older".into()),
            Some(_) => {
                if !std::mem::replace(&mut self.changes[number].words[computer].shares, true) {
                    self.happens("one refund that two take for theirs");
                }
                None
            }
        }
    }

    fn elsewhere_has(&self, change: &Change, minor: i64) -> bool {
        let what = change.action.name();
        let acts = || self.elsewhere.iter().filter(|act| act.what == what && act.id == change.on());
        acts().any(|act| act.minor == Some(minor) || act.minor.is_none())
    }

    fn excuse(
        &self,
        change: &Change,
        computer: usize,
        operation: &Operation,
        at: Timestamp,
    ) -> Option<Excuse> {
        if matches!(operation.state, State::NotSent { why: NotSent::PersonSaysNot, .. }) {
            return Some(Excuse::WrongPerson);
        }
        if self.put_back[computer].is_some_and(|moment| moment > change.prepared) {
            return Some(Excuse::LedgerPutBack);
        }
        if change.action == OperationKind::Refund && self.is_blind() {
            return Some(Excuse::NothingToAsk);
        }
        let effect = change.live().next()?;
        // A look, and the word that rests on it, may have a sleep between them.
        let slept =
            self.jumps.iter().filter(|(moment, whose, _)| *moment > effect.departure && whose.is_none());
        let slept = slept.fold(SignedDuration::ZERO, |sum, (.., by)| sum.saturating_add(*by));
        let since = at.duration_since(effect.at).saturating_sub(slept);
        if effect.lag.is_positive() && since <= effect.lag.saturating_add(A_LOOK) {
            return Some(Excuse::LaggingBooks);
        }
        let about = [change.reference.as_deref(), change.order.as_deref(), Some(change.link.as_str())];
        let misled = about
            .into_iter()
            .flatten()
            .any(|about| self.misled.get(about).is_some_and(|moment| *moment > effect.departure));
        misled.then_some(Excuse::UntrueAnswer)
    }

    /// One operation of a ledger has a name at a time. Where it was given back too early, the next one under it finds what the first
    /// has done, and takes it for its own: it is told, and told once. So is the end of a hold or of a link, which has no name
    /// and happens once.
    fn is_told_by_another(&self, number: usize, computer: usize) -> bool {
        let change = &self.changes[number];
        let named = change.reference.is_some();
        self.changes.iter().enumerate().any(|(other_number, other)| {
            other_number != number
                && other.action == change.action
                && other.reference == change.reference
                && (named || other.on() == change.on())
                && matches!(other.words[computer].last, Some("accepted" | "done"))
        })
    }

    /// Nothing that a program can ask tells of it, but a person has said no; a message that went out cannot be looked up.
    fn cannot_be_corrected(&self, change: &Change) -> bool {
        change.action == OperationKind::Resend || change.action == OperationKind::Refund && self.is_blind()
    }

    /// What is wrong with what the page makes of an operation.
    fn shown_wrong(&self, number: usize, operation: &Operation) -> Option<String> {
        let change = &self.changes[number];
        let view = OperationView::from(operation);
        let is_there = change.live().next().is_some();
        let other = match &view.outcome {
            OutcomeView::NotSent(NotSentView {
                why:
                    WhyNotSentView::MadeElsewhere { other_amount, .. }
                    | WhyNotSentView::MadeHere { other_amount, .. },
                ..
            })
            | OutcomeView::NeedsYou(NeedsYouView {
                why: WhyNeedsYouView::OtherAmount { other_amount, .. },
                ..
            }) => Some(other_amount.minor),
            _ => None,
        };
        if let Some(minor) = other
            && !self.twins(number).any(|effect| effect.minor == Some(minor))
            && !self.elsewhere_has(change, minor)
        {
            return Some(format!("{minor} of another is shown, and nobody made it"));
        }
        let says_other = matches!(
            operation.state,
            State::NotSent { why: NotSent::MadeElsewhere { .. }, .. }
                | State::NeedsYou { why: NeedsYou::OtherAmount { .. }, .. }
        );
        if says_other != other.is_some() {
            return Some(format!("another's amount is shown as {other:?}: {:?}", operation.state));
        }
        let can_decide = matches!(
            view.outcome,
            OutcomeView::NeedsYou(NeedsYouView { why: WhyNeedsYouView::CannotTell { .. }, .. })
        );
        if can_decide != matches!(operation.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }) {
            return Some("the person may decide what is known".into());
        }
        let OutcomeView::Accepted(accepted) = view.outcome else { return None };
        let on_a_word = !is_there && change.effects.is_empty() && self.twins(number).next().is_none();
        if on_a_word && !accepted.can_take_back {
            return Some("a person's wrong word cannot be taken back".into());
        }
        if let Some(more) = accepted.more_refunded {
            let others = self.changes.iter().enumerate().filter(|(other, _)| *other != number);
            let others = others
                .map(|(_, other)| other)
                .filter(|other| other.action == OperationKind::Refund && other.order == change.order);
            let here = others.flat_map(|other| &other.effects).filter_map(|effect| effect.minor).sum::<i64>();
            let acts = self.elsewhere.iter().filter(|act| act.what == "refund" && act.id == change.on());
            let beside = here + acts.filter_map(|act| act.minor).sum::<i64>();
            if more.minor > beside {
                return Some(format!("{} more is shown as refunded, of {beside}", more.minor));
            }
        }
        None
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
