//! The people of a simulated world: the one at the counter, who asks for a change and sees it through, and everybody else
//! who does something to the same link meanwhile.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use pinelabs::{LinkId, Money, NewLink};
use serde_json::json;

use super::{
    super::journal::NotBegun,
    bank::{CUSTOMER, Made, Paid},
    world::World,
};
use crate::{
    domain::{allowed::Action, amount::Choice},
    operations::{
        NotConfirmed, NotPrepared, Operations,
        operation::{Intent, NeedsYou, Operation, OperationId, State},
        shop::Shop,
    },
};

/// One operation of the simulation: what somebody wants, and how far that has come. It outlives the runs of the program.
pub struct Case {
    number: u32,
    action: Action,
    on: Made,
    choice: Choice,
    /// The dialogs that were opened for it.
    dialogs: Vec<OperationId>,
    /// How often dialogs are opened anew.
    tries: u32,
    habits: Habits,
    meddling: Option<(Duration, Meddling)>,
}

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
struct Habits {
    confirms_twice: bool,
    opens_two_dialogs: bool,
    gives_verdicts: bool,
    asks_in_between: bool,
    undo_after: Option<Duration>,
    sends_again: u32,
}

/// What somebody else does.
#[derive(Clone, Copy)]
enum Meddling {
    RefundOfTheSameAmount,
    EndsTheHold,
    PaysOrCancels,
    TakesTheReference,
    ClosesTheLid(SignedDuration),
}

/// The run of the program that is alive.
pub struct Counter<'a> {
    pub world: &'a World,
    pub operations: &'a Operations,
    pub shop: &'a Arc<Shop>,
}

impl Case {
    /// Decides everything about the next operation. `paid` are links that have been paid and may have money left.
    pub async fn next(world: &World, number: u32, paid: &mut Vec<Made>) -> Self {
        let (action, minor, again) = {
            let mut dice = world.dice();
            let action = match dice.u32(0..100) {
                0..48 => Action::Refund,
                48..62 => Action::Capture,
                62..71 => Action::Void,
                71..80 => Action::Cancel,
                80..88 => Action::Resend,
                _ => Action::Create,
            };
            let minor = dice.i64(200..90_000) * 100;
            let again = if paid.is_empty() { None } else { Some(dice.usize(0..paid.len())) };
            (action, minor, again.filter(|_| dice.bool()))
        };
        let reference = format!("SIM-{number}");
        let on = match (action, again) {
            (Action::Refund, Some(index)) => paid[index].clone(),
            (Action::Refund, None) => {
                let made = world.new_link(&reference, minor, Paid::Fully).await;
                paid.push(made.clone());
                made
            }
            (Action::Capture | Action::Void, _) => world.new_link(&reference, minor, Paid::Held).await,
            (Action::Cancel | Action::Resend, _) => world.new_link(&reference, minor, Paid::No).await,
            (Action::Create, _) => Made::to_be(&reference, minor),
        };
        if action == Action::Create && world.chance(10) {
            // Long ago, by whoever: never to be told as made here.
            let same = world.chance(50);
            world.bank.take_reference(&reference, if same { minor } else { minor + 1 }).await;
            world.clock.jump(SignedDuration::from_mins(5));
            world.happened("reference taken before");
        }
        *world.counts().asked.entry(action.name()).or_default() += 1;
        let mut dice = world.dice();
        let seconds = |dice: &mut fastrand::Rng, most: u64| Duration::from_millis(dice.u64(0..most * 1000));
        let part = dice.i64(100..=on.minor);
        let choice = if dice.u32(0..3) == 0 {
            Choice::All
        } else {
            Choice::Part(format!("{}.{:02}", part / 100, part % 100))
        };
        let habits = Habits {
            confirms_twice: dice.u32(0..5) == 0,
            opens_two_dialogs: dice.u32(0..5) == 0,
            gives_verdicts: dice.u32(0..25) > 0,
            asks_in_between: dice.u32(0..3) == 0,
            undo_after: (dice.u32(0..6) == 0).then(|| seconds(&mut dice, 7)),
            sends_again: dice.u32(0..3),
        };
        let meddling = (dice.u32(0..5) == 0).then(|| {
            // Half of it strikes while a dialog is open or a money move is held.
            let within = if dice.bool() { 25 } else { 90 };
            let when = seconds(&mut dice, within);
            let what = match (dice.u32(0..3), action) {
                (0, _) => Meddling::ClosesTheLid(SignedDuration::from_secs(dice.i64(1..7200))),
                (_, Action::Refund) => Meddling::RefundOfTheSameAmount,
                (_, Action::Capture | Action::Void) => Meddling::EndsTheHold,
                (_, Action::Create) => Meddling::TakesTheReference,
                _ => Meddling::PaysOrCancels,
            };
            (when, what)
        });
        drop(dice);
        Self { number, action, on, choice, dialogs: Vec::new(), tries: 0, habits, meddling }
    }

    fn part(&self) -> i64 {
        let Choice::Part(text) = &self.choice else { return self.on.minor };
        text.replace('.', "").parse().unwrap_or(self.on.minor)
    }
}

impl Counter<'_> {
    /// Goes on with an operation from wherever it stands, until it is settled or nothing more comes of waiting.
    pub async fn see_through(&self, case: &mut Case) {
        let meddling = case.meddling.take();
        let (on, action, part, number) = (case.on.clone(), case.action, case.part(), case.number);
        let meddle = async {
            if let Some((when, what)) = meddling {
                tokio::time::sleep(when).await;
                self.meddle(number, &on, action, part, what).await;
            }
        };
        tokio::join!(self.ask_and_follow(case), meddle);
    }

    async fn ask_and_follow(&self, case: &mut Case) {
        let known = |id: &OperationId| matches!(self.operations.get(id), Ok(Some(_)));
        if !case.dialogs.iter().any(known) && case.tries < 3 {
            case.tries += 1;
            self.ask(case).await;
        }
        let habits = case.habits;
        let dialogs = case.dialogs.iter().filter(|id| known(id)).cloned().collect::<Vec<_>>();
        for id in dialogs {
            if let Some(after) = habits.undo_after {
                tokio::time::sleep(after).await;
                self.hear(self.operations.undo(&id).ok().flatten());
            }
            self.follow(&id, habits).await;
        }
    }

    async fn ask(&self, case: &mut Case) {
        let habits = case.habits;
        let Some(first) = self.open(case).await else { return };
        let second = if habits.opens_two_dialogs { self.open(case).await } else { None };
        self.pause(1..20).await;
        self.confirm(case, &first).await;
        if habits.confirms_twice {
            self.confirm(case, &first).await;
        }
        if let Some(second) = second {
            self.pause(0..10).await;
            self.confirm(case, &second).await;
        }
    }

    async fn open(&self, case: &mut Case) -> Option<Intent> {
        for _ in 0..5 {
            match self.prepare(case).await {
                Ok(intent) => {
                    let label = format!("{}.{}", case.number, case.dialogs.len());
                    self.world.note(&format!("{label} {} is asked of {}", case.action.name(), case.part()));
                    self.world.facts().prepared(label, &intent);
                    case.dialogs.push(intent.id.clone());
                    return Some(intent);
                }
                Err(NotPrepared::NotAllowed(..)) => {
                    self.world.happened("not offered");
                    return None;
                }
                Err(NotPrepared::ReferenceUsed(_)) => {
                    self.world.happened("reference was used");
                    return None;
                }
                Err(NotPrepared::Invalid(problems)) => panic!("{problems:?}"),
                Err(NotPrepared::Unread(_) | NotPrepared::NotRecorded(_)) => self.pause(1..30).await,
            }
        }
        self.world.happened("dialog did not open");
        None
    }

    async fn prepare(&self, case: &Case) -> Result<Intent, NotPrepared> {
        let Made { link, minor, .. } = &case.on;
        if case.action == Action::Create {
            let reference = link.parse().expect("a reference of the simulation");
            let mut new = NewLink::new(Money::inr(*minor), reference);
            new.customer.email_id = Some(CUSTOMER.to_owned());
            return self.operations.prepare_create(self.shop, new).await;
        }
        let link = link.parse::<LinkId>().expect("a link of the simulation");
        self.operations.prepare(self.shop, &link, case.action).await.map(|(intent, _)| intent)
    }

    async fn confirm(&self, case: &Case, intent: &Intent) {
        if let Choice::Part(_) = case.choice
            && matches!(case.action, Action::Refund | Action::Capture)
        {
            self.world.facts().typed(&intent.id, case.part());
        }
        for _ in 0..3 {
            let reason = Some("Item returned".to_owned());
            match self.operations.confirm(self.shop, &intent.id, Some(&case.choice), reason) {
                Ok(operation) => return self.world.told(&operation),
                Err(NotConfirmed::Amount(_)) => return self.world.happened("amount not taken"),
                Err(NotConfirmed::NotBegun(NotBegun::OtherOpen)) => {
                    return self.world.happened("another is under way");
                }
                Err(NotConfirmed::NotBegun(NotBegun::ReferenceUsed(_))) => {
                    return self.world.happened("reference was used");
                }
                // The disk may take it the next time.
                Err(_) => self.pause(1..5).await,
            }
        }
        self.world.happened("could not be written down");
    }

    async fn follow(&self, id: &OperationId, habits: Habits) {
        let mut sends_again = habits.sends_again;
        let mut looks = 0;
        while looks < 100 {
            looks += 1;
            self.pause(5..60).await;
            let Ok(Some(operation)) = self.operations.get(id) else { continue };
            match &operation.state {
                State::Checking(_) if habits.asks_in_between => {
                    self.world.happened("looked up by hand");
                    self.hear(self.operations.check_now(id).ok().flatten());
                    self.look_at_the_page(&operation).await;
                }
                State::Held { .. } | State::Sending { .. } | State::Checking(_) => {}
                State::NeedsYou { why: NeedsYou::CannotTell(_), .. } => {
                    if habits.gives_verdicts {
                        let there = self.world.facts().is_there(id);
                        self.world.note(&format!("{} verdict: {there}", self.world.facts().label(id)));
                        self.world.happened("verdict");
                        self.hear(self.operations.decide(id, there).ok().flatten());
                    } else if looks > 60 {
                        return;
                    }
                }
                State::Accepted { .. } if operation.is_on_its_way() => {
                    if looks > 80 || !self.advance(&operation).await {
                        return;
                    }
                }
                _ if operation.may_be_sent_again() && sends_again > 0 => {
                    sends_again -= 1;
                    self.world.happened("sent again");
                    self.world.note(&format!("{} is sent again", self.world.facts().label(id)));
                    self.world.facts().will_be_sent_again(id);
                    self.hear(self.operations.send_again(self.shop, id).ok().flatten());
                }
                _ => return,
            }
        }
    }

    /// The bank carries a refund out, or does not. `false`: nothing will ever come of it.
    async fn advance(&self, operation: &Operation) -> bool {
        let Some(reference) = &operation.intent.reference else { return false };
        let path = format!("refunds/{reference}/advance");
        let fails = self.world.chance(8);
        let status = if fails { "FAILED" } else { "PROCESSED" };
        // Refused once it has ended: then only the news of it is still under way.
        if self.world.bank.control(&path, json!({ "status": status })).await && fails {
            self.world.happened("refund failed later");
            self.world.facts().refund_failed(operation.id());
        }
        true
    }

    async fn look_at_the_page(&self, operation: &Operation) {
        let Some(link) = operation.link_id() else { return };
        if let Ok(mut reading) = self.shop.read(link).await {
            // What it shows is not of interest here: it follows refunds and keeps figures beside the change's own task.
            let _ = self.operations.complete(self.shop, &mut reading).await;
        }
    }

    async fn meddle(&self, number: u32, on: &Made, action: Action, part: i64, what: Meddling) {
        let bank = &self.world.bank;
        let (name, act) = match what {
            Meddling::ClosesTheLid(by) => {
                self.world.sleep_of_the_computer(by);
                ("lid closed", None)
            }
            Meddling::RefundOfTheSameAmount => {
                let body = json!({ "order_id": on.order, "amount": part });
                let done = bank.control("dashboard-refund", body).await;
                ("refund from the dashboard", done.then_some(("refund", &on.order, Some(part))))
            }
            Meddling::EndsTheHold if self.world.chance(50) => {
                let done = bank.control(&format!("orders/{}/void", on.order), json!({})).await;
                ("void from the dashboard", done.then_some(("void", &on.order, None)))
            }
            Meddling::EndsTheHold => {
                let path = format!("orders/{}/capture", on.order);
                let done = bank.control(&path, json!({ "amount": part })).await;
                ("capture from the dashboard", done.then_some(("capture", &on.order, Some(part))))
            }
            Meddling::TakesTheReference => {
                let minor = if self.world.chance(50) { on.minor } else { on.minor + 1 };
                let done = bank.take_reference(&on.link, minor).await;
                ("reference taken", done.then_some(("create", &on.link, Some(minor))))
            }
            Meddling::PaysOrCancels if action == Action::Cancel && self.world.chance(50) => {
                let done = bank.control(&format!("links/{}/cancel", on.link), json!({})).await;
                ("cancel from the dashboard", done.then_some(("cancel", &on.link, None)))
            }
            Meddling::PaysOrCancels => {
                bank.control(&format!("links/{}/pay", on.link), json!({})).await;
                ("the customer pays", None)
            }
        };
        self.world.happened(name);
        self.world.note(&format!("{number} {name}"));
        if let Some((what, id, minor)) = act {
            self.world.facts().done_elsewhere(what, id, minor);
        }
    }

    fn hear(&self, operation: Option<Operation>) {
        if let Some(operation) = operation {
            self.world.told(&operation);
        }
    }

    async fn pause(&self, seconds: std::ops::Range<u64>) {
        let pause = self.world.dice().u64(seconds.start * 1000..seconds.end * 1000);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}
