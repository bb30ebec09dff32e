//! Everybody else in a simulated shop: customers, colleagues in the dashboard, whoever closes a lid, sets a clock, or makes a copy
//! of a ledger.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;

use super::{
    actor::Actor,
    case::Meddling,
    computer::Computer,
    copies::{self, Copy},
    provider::Made,
};
use linkdesk_core::rules::allowed::OperationKind;

/// What befalls one computer during a round.
#[derive(Clone, Copy)]
pub enum Befalls {
    /// Its clock is set this much ahead of the true time.
    SetsItsClock(SignedDuration),
    CopiesItsLedger,
    /// Another program writes the same bytes into a new file in its place, as one does that keeps folders alike.
    ReplacesItsLedger,
    /// Somebody does what is asked for then.
    IsStartedAgain,
}

/// Decides what befalls a computer during the next operations.
pub fn plan(computer: &Computer) -> Vec<(Duration, Befalls)> {
    let mut dice = computer.world.dice();
    let mut plan = Vec::new();
    if dice.u32(0..4) == 0 {
        let most = match dice.u32(0..10) {
            0..3 => 10,
            3..8 => 900,
            _ => 40_000_000,
        };
        let ahead = SignedDuration::from_secs(dice.i64(-most..=most));
        plan.push((Duration::from_millis(dice.u64(0..40_000)), Befalls::SetsItsClock(ahead)));
    }
    if dice.u32(0..3) > 0 {
        // As a time server does sooner or later.
        plan.push((Duration::from_secs(dice.u64(20..900)), Befalls::SetsItsClock(SignedDuration::ZERO)));
    }
    if dice.u32(0..3) == 0 {
        plan.push((Duration::from_millis(dice.u64(0..45_000)), Befalls::CopiesItsLedger));
    }
    if dice.u32(0..16) == 0 {
        let when = Duration::from_millis(dice.u64(0..45_000));
        plan.push((when, Befalls::ReplacesItsLedger));
        plan.push((when + Duration::from_secs(dice.u64(5..300)), Befalls::IsStartedAgain));
    }
    plan.sort_by_key(|(when, _)| *when);
    plan
}

/// Has it all come about, each at its time.
pub async fn befall(computer: &Computer, plan: &mut Vec<(Duration, Befalls)>) {
    let mut since = Duration::ZERO;
    while !plan.is_empty() {
        let (when, what) = plan.remove(0);
        tokio::time::sleep(when.saturating_sub(since)).await;
        since = when;
        match what {
            Befalls::SetsItsClock(ahead) if ahead == computer.clock.ahead() => {}
            Befalls::SetsItsClock(ahead) => {
                computer.world.happened("clock set");
                computer.sets_its_clock(ahead);
            }
            Befalls::CopiesItsLedger => {
                computer.world.happened("ledger copied");
                Copy::take(computer);
            }
            Befalls::ReplacesItsLedger => {
                computer.note("the file of the ledger is replaced");
                computer.world.happened("ledger replaced while it is open");
                copies::replace(computer.folder());
            }
            Befalls::IsStartedAgain => computer.dies("when it is told to be"),
        }
    }
}

impl Actor<'_> {
    pub(super) async fn meddle(
        &self,
        number: u32,
        on: &Made,
        action: OperationKind,
        part: i64,
        what: Meddling,
    ) {
        let provider = &self.world().provider;
        let (name, act) = match what {
            Meddling::ClosesTheLid(by) => {
                self.world().everybody_sleeps(by);
                ("lid closed", None)
            }
            Meddling::RefundOfTheSameAmount => {
                let body = json!({ "order_id": on.order, "amount": part });
                let done = provider.control("dashboard-refund", body).await;
                ("refund from the dashboard", done.then_some(("refund", &on.order, Some(part))))
            }
            Meddling::EndsTheHold if self.world().chance(50) => {
                let done = provider.control(&format!("orders/{}/void", on.order), json!({})).await;
                ("void from the dashboard", done.then_some(("void", &on.order, None)))
            }
            Meddling::EndsTheHold => {
                let path = format!("orders/{}/capture", on.order);
                let done = provider.control(&path, json!({ "amount": part })).await;
                ("capture from the dashboard", done.then_some(("capture", &on.order, Some(part))))
            }
            Meddling::TakesTheReference => {
                let minor = if self.world().chance(50) { on.minor } else { on.minor + 1 };
                let done = provider.take_reference(&on.link, minor).await;
                ("reference taken", done.then_some(("create", &on.link, Some(minor))))
            }
            Meddling::PaysOrCancels if action == OperationKind::Cancel && self.world().chance(50) => {
                let done = provider.control(&format!("links/{}/cancel", on.link), json!({})).await;
                ("cancel from the dashboard", done.then_some(("cancel", &on.link, None)))
            }
            Meddling::PaysOrCancels => {
                provider.control(&format!("links/{}/pay", on.link), json!({})).await;
                ("the customer pays", None)
            }
        };
        self.world().happened(name);
        self.world().note(&format!("{number} {name}"));
        if let Some((what, id, minor)) = act {
            self.world().oracle().done_elsewhere(what, id, minor);
        }
    }
}
