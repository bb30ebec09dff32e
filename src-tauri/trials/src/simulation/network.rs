//! The network of a simulated world: carries the real client's requests to the sandbox, with all that befalls a call.

use std::{io, sync::Arc, time::Duration};

use jiff::SignedDuration;
use pinelabs::{Clock, Content, NetworkKind, NoResponse, RawResponse, Request, Transport, TransportFuture};
use reqwest::Method;
use sandbox::Outcome;

use super::{
    computer::{Computer, Life},
    faults::{self, Fault},
    leaving::Hold,
    oracle::Came,
    world::World,
};
use linkdesk_core::operations::journal::Journal;

/// The client gives up then, as over HTTP.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What one run of the program on one computer is connected by.
pub struct Network {
    computer: Arc<Computer>,
    life: Arc<Life>,
}

impl Transport for Network {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

impl Network {
    pub fn new(computer: &Arc<Computer>, life: &Arc<Life>) -> Self {
        Self { computer: Arc::clone(computer), life: Arc::clone(life) }
    }

    fn world(&self) -> &World {
        &self.computer.world
    }

    async fn exchange(&self, request: Request) -> Result<RawResponse, NoResponse> {
        let world = self.world();
        let path = request.url.path().to_owned();
        let is_token = path.starts_with("/api/auth/");
        let is_write = request.method != Method::GET && !is_token;
        let key = request.headers.get("Idempotency-Key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        self.alive("before a request leaves").await;
        let (drawn, latency) = {
            let mut dice = world.dice();
            let is_resend = request.method == Method::PATCH;
            let drawn = if world.is_quiet() {
                None
            } else {
                faults::draw(&mut dice, world.faults_of_reads(), is_write, is_resend)
            };
            (drawn, Duration::from_millis(dice.u64(5..300)))
        };
        if is_write {
            self.connect().await;
        }
        if !request.may_still_send() {
            world.happened("too late to leave");
            return Err(NoResponse::deadline_exceeded());
        }
        let name = drawn.as_ref().map(|(name, _)| *name);
        let departure = match key {
            Some(key) => self.departs(&key, name).await,
            None => 0,
        };
        let came = Came { departure, computer: self.computer.number, late: false };
        self.count(name);
        let arrival = sandbox::Request {
            method: request.method,
            path,
            headers: request.headers,
            body: request.body.unwrap_or_default(),
        };
        tokio::time::sleep(latency).await;
        let arrived = world.oracle().tick();
        let read = arrival.path.split_once("/orders/").map(|(_, order)| order.to_owned());
        let given = match drawn.map(|(_, fault)| fault) {
            None => world.deliver(came, arrival).await,
            Some(Fault::Unsent) => return Err(unanswered(false, NetworkKind::ConnectionRefused)),
            Some(Fault::LostBefore) => return Err(unanswered(true, NetworkKind::Interrupted)),
            Some(Fault::LostAfter) => {
                world.deliver(came, arrival).await;
                self.alive("after a request has arrived").await;
                return Err(unanswered(true, NetworkKind::Interrupted));
            }
            Some(Fault::Late(by)) => {
                world.delay(came, arrival, by);
                tokio::time::sleep(TIMEOUT).await;
                return Err(unanswered(true, NetworkKind::Timeout));
            }
            Some(Fault::Slow(by)) => {
                let given = world.deliver(came, arrival).await;
                tokio::time::sleep(by).await;
                given
            }
            Some(Fault::Twice) => {
                world.deliver(came, arrival.clone()).await;
                world.deliver(came, arrival).await
            }
            Some(Fault::TwiceLate(by)) => {
                world.delay(came, arrival.clone(), by);
                world.deliver(came, arrival).await
            }
            Some(Fault::Server(fault)) => {
                let about = arrival.path.rsplit('/').next().unwrap_or_default().to_owned();
                let given = world.deliver_with(came, arrival, Some(&fault)).await;
                if !is_write && matches!(given, Outcome::Answer { status: 404, .. }) {
                    world.oracle().misled(&about);
                }
                given
            }
        };
        if let (Some(order), false, Outcome::Answer { status: 200, .. }) = (read, is_write, &given) {
            world.oracle().read(self.computer.number, &order, arrived);
        }
        tokio::time::sleep(latency).await;
        self.alive("before an answer is read").await;
        reply(given)
    }

    /// A connection may take its time, or a lid is closed meanwhile.
    async fn connect(&self) {
        let world = self.world();
        if world.is_quiet() || !world.chance(6) {
            return;
        }
        let (sleeps, seconds) = {
            let mut dice = world.dice();
            (dice.bool(), dice.u32(2..120))
        };
        if sleeps {
            world.happened("slept while connecting");
            self.computer.note("the computer sleeps while it connects");
            world.everybody_sleeps(SignedDuration::from_secs(i64::from(seconds) * 20));
        } else {
            world.happened("a slow connection");
            tokio::time::sleep(Duration::from_secs(u64::from(seconds))).await;
        }
        self.alive("while it connects").await;
    }

    /// Never goes on in a program that has been killed.
    async fn alive(&self, at: &str) {
        if !self.computer.survives(&self.life, at) {
            std::future::pending::<()>().await;
        }
    }

    /// Notes that a write leaves, and what the ledger says of it at this very moment.
    async fn departs(&self, key: &str, fault: Option<&'static str>) -> u64 {
        let (world, computer) = (self.world(), &self.computer);
        let owner = world.oracle().owner(key);
        let journal = computer.ledger().map(Journal::inline);
        let known = match owner.as_ref().zip(journal.as_ref()) {
            Some(((id, _), journal)) => journal.get(id).await.ok().flatten(),
            None => None,
        };
        let written = known.as_ref().filter(|known| known.sent_at.is_some()).map(|known| known.state.name());
        if let Some((_, label)) = &owner {
            let befalls = fault.unwrap_or("nothing befalls it");
            world.note(&format!("{label} [{}] leaves, {befalls}", computer.number));
        }
        let departure = world.oracle().departs(computer.number, key, written, world.clock.now());
        if let (Some(known), Some(journal)) = (known, journal)
            && known.kind().moves_money()
            && let Some(order) = &known.intent.order_id
        {
            let of_order = journal.of_order(&known.intent.account, order).await.unwrap_or_default();
            let another = of_order.iter().any(|other| other.id() != known.id() && other.is_open());
            let steps = journal.steps(&known).await.unwrap_or_default();
            // One that was sent again was held again.
            let last = |names: &[&str]| {
                let step = steps.iter().rfind(|step| names.contains(&step.outcome.as_str()))?;
                computer.commit_at(step.at)
            };
            let (began, ended, sent) = (last(&["held"]), last(&["confirmed", "again"]), last(&["sending"]));
            let hold = Hold { began, ended, sent };
            world.oracle().revalidate(computer.number, &known, &hold, another);
        }
        departure
    }

    fn count(&self, fault: Option<&'static str>) {
        let mut counts = self.world().counts();
        counts.calls += 1;
        if let Some(fault) = fault {
            *counts.faults.entry(fault).or_default() += 1;
        }
    }
}

fn unanswered(may_have_arrived: bool, kind: NetworkKind) -> NoResponse {
    NoResponse { may_have_arrived, kind, cause: Arc::new(io::Error::other("simulated")) }
}

fn reply(given: Outcome) -> Result<RawResponse, NoResponse> {
    match given {
        Outcome::Answer { status, headers, body } => {
            Ok(RawResponse { status, headers, content: Content::Whole(body) })
        }
        Outcome::Broken { status, headers } => {
            let cause = Arc::new(io::Error::other("simulated"));
            Ok(RawResponse { status, headers, content: Content::Broken(NetworkKind::Interrupted, cause) })
        }
        Outcome::Cut => Err(unanswered(true, NetworkKind::Interrupted)),
    }
}
