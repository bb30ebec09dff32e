//! What somebody wants in a simulated shop, decided by dice: which operation, of what, from which computer, with which habits.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    provider::{Made, Paid},
    world::World,
};
use linkdesk_core::{
    operations::operation::OperationId,
    rules::{allowed::OperationKind, amount::AmountInput},
};

/// One operation of the simulation: what somebody wants, and how far that has come. It outlives the runs of the program.
pub struct Case {
    pub number: u32,
    pub action: OperationKind,
    pub on: Made,
    pub choice: AmountInput,
    /// Whose keys are used.
    pub account: usize,
    pub computer: usize,
    pub begins_after: Duration,
    /// The dialogs that were opened for it.
    pub dialogs: Vec<OperationId>,
    /// How often dialogs are opened anew.
    pub tries: u32,
    pub habits: Habits,
    pub meddling: Option<(Duration, Meddling)>,
    part: i64,
}

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub struct Habits {
    pub confirms_twice: bool,
    pub opens_two_dialogs: bool,
    pub gives_verdicts: bool,
    /// Does not look well into the dashboard.
    pub is_wrong: bool,
    pub takes_back: bool,
    pub asks_anew: bool,
    pub asks_in_between: bool,
    pub undo_after: Option<Duration>,
    pub sends_again: u32,
}

/// What somebody else does.
#[derive(Clone, Copy)]
pub enum Meddling {
    RefundOfTheSameAmount,
    EndsTheHold,
    PaysOrCancels,
    TakesTheReference,
    ClosesTheLid(SignedDuration),
}

/// What there is to ask something of.
#[derive(Default)]
pub struct Stock {
    /// Links that have been paid and may have money left.
    paid: Vec<Made>,
    /// What was asked for last in this round, and from where.
    last: Option<(OperationKind, Made, usize)>,
}

impl Stock {
    pub fn begins_a_round(&mut self) {
        self.last = None;
    }
}

impl Case {
    /// Decides everything about the next operation.
    pub async fn next(world: &World, number: u32, stock: &mut Stock, computers: usize) -> Self {
        let rival =
            stock.last.take().filter(|(action, ..)| *action != OperationKind::Create && world.chance(50));
        let is_rival = rival.is_some();
        let (action, on, computer) = if let Some((action, on, computer)) = rival {
            world.happened("two ask for the same at once");
            (action, on, (computer + 1) % computers)
        } else {
            let (action, on) = Self::something_new(world, number, stock).await;
            (action, on, world.dice().usize(0..computers))
        };
        stock.last = Some((action, on.clone(), computer));
        *world.counts().asked.entry(action.name()).or_default() += 1;
        let is_new = !is_rival && action != OperationKind::Create;
        let mut dice = world.dice();
        // Both at the same moment, half a second apart, or so long that a reading could tell if it did not lag.
        let apart = if is_rival { *dice.choice(&[0, 500, 30_000]).unwrap_or(&0) } else { 0 };
        let lag = if is_new && dice.u32(0..4) > 0 {
            u64::try_from(world.lag().as_millis()).unwrap_or(0)
        } else {
            0
        };
        let seconds = |dice: &mut fastrand::Rng, most: u64| Duration::from_millis(dice.u64(0..most * 1000));
        let part = dice.i64(100..=on.minor.max(100));
        let choice = if dice.u32(0..3) == 0 { AmountInput::All } else { AmountInput::Part(on.spelt(part)) };
        let part = if choice == AmountInput::All { on.minor } else { part };
        let habits = Habits {
            confirms_twice: dice.u32(0..5) == 0,
            opens_two_dialogs: dice.u32(0..5) == 0,
            gives_verdicts: dice.u32(0..25) > 0,
            is_wrong: dice.u32(0..5) == 0,
            takes_back: dice.u32(0..3) == 0,
            asks_anew: dice.bool(),
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
                (_, OperationKind::Refund) => Meddling::RefundOfTheSameAmount,
                (_, OperationKind::Capture | OperationKind::Void) => Meddling::EndsTheHold,
                (_, OperationKind::Create) => Meddling::TakesTheReference,
                _ => Meddling::PaysOrCancels,
            };
            (when, what)
        });
        Self {
            number,
            action,
            on,
            choice,
            account: dice.usize(0..2),
            computer,
            begins_after: Duration::from_millis(apart + lag),
            dialogs: Vec::new(),
            tries: 0,
            habits,
            meddling,
            part,
        }
    }

    async fn something_new(world: &World, number: u32, stock: &mut Stock) -> (OperationKind, Made) {
        let (action, minor, currency, paid, again) = {
            let mut dice = world.dice();
            let action = match dice.u32(0..100) {
                0..48 => OperationKind::Refund,
                48..62 => OperationKind::Capture,
                62..71 => OperationKind::Void,
                71..80 => OperationKind::Cancel,
                80..88 => OperationKind::Resend,
                _ => OperationKind::Create,
            };
            let minor = dice.i64(200..90_000) * 100;
            let currency = match dice.u32(0..10) {
                0 => "USD",
                1 => "JPY",
                _ => "INR",
            };
            let paid = *dice
                .choice(&[Paid::Fully, Paid::Fully, Paid::InParts, Paid::Partly])
                .unwrap_or(&Paid::Fully);
            let again = if stock.paid.is_empty() { None } else { Some(dice.usize(0..stock.paid.len())) };
            (action, minor, currency, paid, again.filter(|_| dice.bool()))
        };
        let reference = format!("SIM-{number}");
        let on = match (action, again) {
            (OperationKind::Refund, Some(index)) => stock.paid[index].clone(),
            (OperationKind::Refund, None) => {
                if matches!(paid, Paid::InParts | Paid::Partly) {
                    world.happened("paid in parts");
                }
                let made = world.provider.new_link(&reference, minor, currency, paid).await;
                stock.paid.push(made.clone());
                made
            }
            (OperationKind::Capture | OperationKind::Void, _) => {
                world.provider.new_link(&reference, minor, currency, Paid::Held).await
            }
            (OperationKind::Cancel | OperationKind::Resend, _) => {
                world.provider.new_link(&reference, minor, currency, Paid::No).await
            }
            (OperationKind::Create, _) => Made::to_be(&reference, minor),
        };
        if on.currency != "INR" {
            world.happened("in another currency");
        }
        if action == OperationKind::Create && world.chance(10) {
            // Long ago, by whoever: never to be told as made here.
            let same = world.chance(50);
            world.provider.take_reference(&reference, if same { minor } else { minor + 1 }).await;
            world.everybody_sleeps(SignedDuration::from_mins(5));
            world.happened("reference taken before");
        }
        (action, on)
    }

    /// How much is asked for, in minor units.
    pub fn part(&self) -> i64 {
        self.part
    }
}
