//! The person at a computer of a simulated shop, who asks for an operation and sees it through. He may be wrong.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use pinelabs::{Clock, LinkId, Money, NewLink, Reference};
use serde_json::json;

use super::{
    case::{Case, Habits},
    computer::Computer,
    provider::{CUSTOMER, Made},
    world::World,
};
use linkdesk_core::operations::journal::NotBegun;
use linkdesk_core::{
    ledger::rows::Filter,
    operations::{
        NotConfirmed, NotPrepared, Operations,
        account_client::{AccountClient, Reading},
        operation::{Intent, NeedsYou, NotSent, Operation, OperationId, State},
    },
    rules::{allowed::OperationKind, amount::AmountInput},
};

/// More operations than a world has.
const MAX_STEPS: usize = 10_000;

/// The run of the program that is alive on a computer.
pub struct Actor<'a> {
    pub computer: &'a Computer,
    pub operations: &'a Operations,
    pub shops: &'a [Arc<AccountClient>],
}

impl Actor<'_> {
    pub(super) fn world(&self) -> &World {
        &self.computer.world
    }

    fn shop(&self, case: &Case) -> &Arc<AccountClient> {
        &self.shops[case.account % self.shops.len()]
    }

    /// Goes on with an operation from wherever it stands, until it is resolved or nothing more comes of waiting.
    pub async fn see_through(&self, case: &mut Case) {
        let meddling = case.meddling.take();
        let (on, action, part, number) = (case.on.clone(), case.action, case.part(), case.number);
        let meddle = async {
            if let Some((when, what)) = meddling {
                tokio::time::sleep(when).await;
                self.meddle(number, &on, action, part, what).await;
            }
        };
        tokio::time::sleep(std::mem::take(&mut case.begins_after)).await;
        tokio::join!(self.ask_and_follow(case), meddle);
    }

    async fn ask_and_follow(&self, case: &mut Case) {
        if self.known(&case.dialogs).await.is_empty() && case.tries < 3 {
            case.tries += 1;
            self.ask(case).await;
        }
        let habits = case.habits;
        for operation in self.known(&case.dialogs).await {
            let id = operation.id().clone();
            if let Some(after) = habits.undo_after {
                tokio::time::sleep(after).await;
                self.hear(self.operations.undo(&id).await.ok().flatten());
            }
            self.follow(case, &id, habits).await;
        }
        let is_said_not_to_be = |operation: &Operation| {
            matches!(operation.state, State::NotSent { why: NotSent::PersonSaysNot, .. })
        };
        if habits.asks_anew && case.tries < 3 && self.known(&case.dialogs).await.iter().any(is_said_not_to_be)
        {
            case.tries = 3;
            self.world().happened("asked for anew after a no");
            let before = case.dialogs.len();
            self.ask(case).await;
            for id in case.dialogs.split_off(before) {
                self.follow(case, &id, habits).await;
            }
        }
    }

    /// The operations that dialogs have become, as far as the ledger tells.
    async fn known(&self, dialogs: &[OperationId]) -> Vec<Operation> {
        let mut known = Vec::new();
        for id in dialogs {
            known.extend(self.operations.get(id).await.ok().flatten());
        }
        known
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
                Ok((intent, reading)) => {
                    let label = format!("{}.{}", case.number, case.dialogs.len());
                    let (number, action) = (self.computer.number, case.action.name());
                    let place = place(intent.reference.as_ref(), &case.on.order);
                    let line = format!("{label} [{number}] {action} is asked of {} {place}", case.part());
                    self.world().note(&line);
                    let counted = reading.as_ref().map(counted).unwrap_or_default();
                    let now = self.world().clock.now();
                    self.world().oracle().prepared(label, &intent, counted, now);
                    case.dialogs.push(intent.id.clone());
                    return Some(intent);
                }
                Err(NotPrepared::NotAllowed(..)) => {
                    self.world().happened("not offered");
                    return None;
                }
                Err(NotPrepared::ReferenceUsed(_)) => {
                    self.world().happened("reference was used");
                    return None;
                }
                Err(NotPrepared::Invalid(problems)) => panic!("{problems:?}"),
                Err(NotPrepared::Unread(_) | NotPrepared::NotRecorded(_)) => self.pause(1..30).await,
            }
        }
        self.world().happened("dialog did not open");
        None
    }

    async fn prepare(&self, case: &Case) -> Result<(Intent, Option<Reading>), NotPrepared> {
        let Made { link, minor, .. } = &case.on;
        if case.action == OperationKind::Create {
            let reference = link.parse().expect("a reference of the simulation");
            let mut new = NewLink::new(Money::inr(*minor), reference);
            new.customer.email_id = Some(CUSTOMER.to_owned());
            return Ok((self.operations.prepare_create(self.shop(case), new).await?, None));
        }
        let link = link.parse::<LinkId>().expect("a link of the simulation");
        let (intent, reading) = self.operations.prepare(self.shop(case), &link, case.action).await?;
        Ok((intent, Some(reading)))
    }

    async fn confirm(&self, case: &Case, intent: &Intent) {
        if let AmountInput::Part(_) = case.choice
            && matches!(case.action, OperationKind::Refund | OperationKind::Capture)
        {
            self.world().oracle().typed(&intent.id, case.part());
        }
        for _ in 0..3 {
            let reason = Some("Item returned".to_owned());
            match self.operations.confirm(self.shop(case), &intent.id, Some(&case.choice), reason).await {
                Ok(operation) => return self.computer.told(&operation),
                Err(NotConfirmed::Amount(_)) => return self.world().happened("amount not taken"),
                Err(NotConfirmed::NotBegun(NotBegun::Conflict)) => {
                    return self.world().happened("another is under way");
                }
                Err(NotConfirmed::NotBegun(NotBegun::ReferenceUsed(_))) => {
                    return self.world().happened("reference was used");
                }
                // The disk may take it the next time.
                Err(_) => self.pause(1..5).await,
            }
        }
        self.world().happened("could not be written down");
    }

    async fn follow(&self, case: &Case, id: &OperationId, habits: Habits) {
        let mut sends_again = habits.sends_again;
        let mut takes_back = habits.takes_back;
        let mut looks = 0;
        while looks < 100 {
            looks += 1;
            self.pause(5..60).await;
            let Ok(Some(operation)) = self.operations.get(id).await else { continue };
            match &operation.state {
                State::Checking(_) if habits.asks_in_between => {
                    self.world().happened("looked up by hand");
                    self.hear(self.operations.check_now(id).await.ok().flatten());
                    self.read_the_page(case.account, &operation).await;
                }
                State::Held { .. } | State::Sending { .. } | State::Checking(_) => {}
                State::NeedsYou { why: NeedsYou::CannotTell(_), .. } => {
                    if habits.gives_verdicts {
                        let is_wrong = habits.is_wrong && self.world().chance(70);
                        let (there, label) = {
                            let oracle = self.world().oracle();
                            (oracle.is_there(id) != is_wrong, oracle.label(id))
                        };
                        self.world().note(&format!("{label} verdict: {there}"));
                        self.world().happened(if is_wrong { "wrong verdict" } else { "verdict" });
                        self.hear(self.operations.decide(id, there).await.ok().flatten());
                    } else if looks > 60 {
                        return;
                    }
                }
                _ if takes_back && operation.rests_on_a_word() => {
                    takes_back = false;
                    self.world().happened("a word taken back");
                    self.hear(self.operations.take_back(id).await.ok().flatten());
                }
                State::Accepted { .. } if operation.is_on_its_way() => {
                    if looks > 80 || !self.advance(&operation).await {
                        return;
                    }
                }
                _ if operation.may_be_sent_again() && sends_again > 0 => {
                    sends_again -= 1;
                    self.world().happened("sent again");
                    let label = self.world().oracle().label(id);
                    self.world().note(&format!("{label} [{}] is sent again", self.computer.number));
                    self.world().oracle().will_be_sent_again(self.computer.number, id);
                    self.hear(self.operations.send_again(self.shop(case), id).await.ok().flatten());
                }
                _ => return,
            }
        }
    }

    /// The bank carries a refund out, or does not. `false`: nothing will ever come of it.
    async fn advance(&self, operation: &Operation) -> bool {
        let Some(reference) = &operation.intent.reference else { return false };
        let path = format!("refunds/{reference}/advance");
        let fails = self.world().chance(8);
        let status = if fails { "FAILED" } else { "PROCESSED" };
        // Refused once it has ended: then only the news of it is still under way.
        if self.world().provider.control(&path, json!({ "status": status })).await && fails {
            self.world().happened("refund failed later");
            self.world().oracle().refund_failed(reference.as_str());
        }
        true
    }

    /// The page of every link that this ledger knows an operation of.
    pub async fn look_at_every_page(&self) {
        for (number, shop) in self.shops.iter().enumerate() {
            let all = Filter { account: shop.account.clone(), ..Filter::default() };
            let known = self.operations.journal().find(all, MAX_STEPS).await.map(|found| found.operations);
            let known = known.unwrap_or_default();
            let mut seen = BTreeSet::new();
            for operation in known {
                if operation.link_id().is_some_and(|link| seen.insert(link.to_string())) {
                    self.read_the_page(number, &operation).await;
                }
            }
        }
    }

    fn hear(&self, operation: Option<Operation>) {
        if let Some(operation) = operation {
            self.computer.told(&operation);
        }
    }

    async fn pause(&self, seconds: std::ops::Range<u64>) {
        let pause = self.world().dice().u64(seconds.start * 1000..seconds.end * 1000);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

/// The refunds that a dialog counts, by their references.
fn counted(reading: &Reading) -> BTreeSet<String> {
    let snapshot = &reading.snapshot;
    let refunds = snapshot.orders.iter().flat_map(|order| snapshot.refunds_of(order));
    refunds.filter_map(|refund| Some(refund.reference?.to_string())).collect()
}

/// A name without the order's id, which chance has made.
fn place(reference: Option<&Reference>, order: &str) -> String {
    reference.map(|reference| reference.as_str().replace(order, "")).unwrap_or_default()
}
