//! The network of a simulated world: carries the real client's requests to the sandbox, with all that befalls a call.

use std::{io, sync::Arc, time::Duration};

use jiff::Timestamp;
use pinelabs::{Carrier, Carrying, Clock, Content, NetworkKind, Reply, Request, Unanswered};
use reqwest::Method;
use sandbox::{Arrival, Given};

use super::{
    ACCOUNT,
    facts::Hold,
    faults::{self, Fault},
    world::World,
};
use crate::operations::journal::Journal;

/// The client gives up then, as over HTTP.
const TIMEOUT: Duration = Duration::from_secs(30);

pub struct Wire(pub Arc<World>);

impl Carrier for Wire {
    fn carry(&self, request: Request) -> Carrying<'_> {
        Box::pin(self.exchange(request))
    }
}

impl Wire {
    async fn exchange(&self, request: Request) -> Result<Reply, Unanswered> {
        let world = &self.0;
        let path = request.url.path().to_owned();
        let is_token = path.starts_with("/api/auth/");
        let is_write = request.method != Method::GET && !is_token;
        let key = request.headers.get("Idempotency-Key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        self.alive("before a request leaves").await;
        let (drawn, latency) = {
            let mut dice = world.dice();
            let drawn =
                faults::draw(&mut dice, world.faults_of_reads(), is_write, request.method == Method::PATCH);
            (drawn, Duration::from_millis(dice.u64(5..300)))
        };
        if !request.may_still_leave() {
            return Err(Unanswered::too_late());
        }
        let departure = key.map_or(0, |key| self.departs(&key, drawn.as_ref().map(|(name, _)| *name)));
        self.count(drawn.as_ref().map(|(name, _)| *name));
        let arrival = Arrival {
            method: request.method,
            path,
            headers: request.headers,
            body: request.body.unwrap_or_default(),
        };
        tokio::time::sleep(latency).await;
        let arrived = world.clock.now();
        let read = arrival.path.split_once("/orders/").map(|(_, order)| order.to_owned());
        let given = match drawn.map(|(_, fault)| fault) {
            None => world.deliver(departure, arrival).await,
            Some(Fault::Unsent) => return Err(unanswered(false, NetworkKind::ConnectionRefused)),
            Some(Fault::LostBefore) => return Err(unanswered(true, NetworkKind::Interrupted)),
            Some(Fault::LostAfter) => {
                world.deliver(departure, arrival).await;
                self.alive("after a request has arrived").await;
                return Err(unanswered(true, NetworkKind::Interrupted));
            }
            Some(Fault::Late(by)) => {
                world.delay(departure, arrival, by);
                tokio::time::sleep(TIMEOUT).await;
                return Err(unanswered(true, NetworkKind::Timeout));
            }
            Some(Fault::Slow(by)) => {
                let given = world.deliver(departure, arrival).await;
                tokio::time::sleep(by).await;
                given
            }
            Some(Fault::Twice) => {
                world.deliver(departure, arrival.clone()).await;
                world.deliver(departure, arrival).await
            }
            Some(Fault::TwiceLate(by)) => {
                world.delay(departure, arrival.clone(), by);
                world.deliver(departure, arrival).await
            }
            Some(Fault::Server(fault)) => {
                world.bank.fault(&arrival.method, &arrival.path, &fault).await;
                world.deliver(departure, arrival).await
            }
        };
        if let (Some(order), false, Given::Answer { status: 200, .. }) = (read, is_write, &given) {
            world.facts().read(&order, arrived);
        }
        tokio::time::sleep(latency).await;
        self.alive("before an answer is read").await;
        reply(given)
    }

    /// Never goes on in a program that has been killed.
    async fn alive(&self, at: &str) {
        if !self.0.survives(at) {
            std::future::pending::<()>().await;
        }
    }

    /// Notes that a write leaves, and what the ledger says of it at this very moment.
    fn departs(&self, key: &str, fault: Option<&'static str>) -> u64 {
        let world = &self.0;
        let owner = world.facts().owner(key);
        let journal = world.ledger().map(Journal::new);
        let known = owner.as_ref().and_then(|(id, _)| journal.as_ref()?.get(id).ok()?);
        let written = known.as_ref().filter(|known| known.sent_at.is_some()).map(|known| known.state.name());
        if let Some((_, label)) = &owner {
            world.note(&format!("{label} leaves, {}", fault.unwrap_or("nothing befalls it")));
        }
        let departure = world.facts().departs(key, written);
        if let (Some(known), Some(journal)) = (known, journal)
            && known.intent.action.moves_money()
            && let Some(link) = known.link_id()
        {
            let of_link = journal.of_link(ACCOUNT, link.as_str()).unwrap_or_default();
            let another = of_link.iter().any(|other| other.id() != known.id() && other.is_open());
            let steps = journal.steps(&known).unwrap_or_default();
            // One that was sent again was held again.
            let last = |names: &[&str]| {
                let step = steps.iter().rfind(|step| names.contains(&step.outcome.as_str()))?;
                Timestamp::from_millisecond(step.at).ok()
            };
            let hold = Hold { began: last(&["held"]), ended: last(&["confirmed", "again"]) };
            world.facts().may_leave(&known, &hold, another, world.clock.now());
        }
        departure
    }

    fn count(&self, fault: Option<&'static str>) {
        let mut counts = self.0.counts();
        counts.calls += 1;
        if let Some(fault) = fault {
            *counts.faults.entry(fault).or_default() += 1;
        }
    }
}

fn unanswered(may_have_arrived: bool, kind: NetworkKind) -> Unanswered {
    Unanswered { may_have_arrived, kind, cause: Arc::new(io::Error::other("simulated")) }
}

fn reply(given: Given) -> Result<Reply, Unanswered> {
    match given {
        Given::Answer { status, headers, body } => {
            Ok(Reply { status, headers, content: Content::Whole(body) })
        }
        Given::Broken { status, headers } => {
            let cause = Arc::new(io::Error::other("simulated"));
            Ok(Reply { status, headers, content: Content::Broken(NetworkKind::Interrupted, cause) })
        }
        Given::Cut => Err(unanswered(true, NetworkKind::Interrupted)),
    }
}
