//! One simulated world: the server and the shop's links in it, the network between, the disk, the time, and the dice that
//! decide everything. It outlives the runs of the program.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use pinelabs::Clock;
use rusqlite::ffi;
use sandbox::{Arrival, DialectSetting, Given};
use serde_json::json;
use tokio::sync::Notify;

use super::{
    bank::{Bank, Made, Paid},
    clock::HeldClock,
    facts::Facts,
    faults,
};
use crate::{ledger::Ledger, operations::operation::Operation};

pub struct World {
    pub clock: Arc<HeldClock>,
    pub bank: Bank,
    pub dice: Mutex<Rng>,
    pub facts: Mutex<Facts>,
    pub counts: Mutex<Counts>,
    trouble: Mutex<Trouble>,
    /// The program of this moment has been killed: nothing that it does counts any more.
    dead: AtomicBool,
    death: Notify,
    /// Requests that are still under way, whoever has given them up.
    under_way: Mutex<Vec<UnderWay>>,
    sent_off: Notify,
    ledger: Mutex<Weak<Ledger>>,
    /// Whether a look-up by reference ever finds refunds. A server that does once does always: a proof of absence rests on it.
    finds_refunds: bool,
    /// Every refund fails at once while this is so.
    refunds_fail_at_once: AtomicBool,
    /// How many of a hundred reads have a fault while this is so.
    faults_of_reads: AtomicU32,
}

struct UnderWay {
    arrives: Timestamp,
    departure: u64,
    arrival: Arrival,
}

/// What is going to go wrong beside the calls, counted in the points at which it can.
#[derive(Default)]
struct Trouble {
    points_until_death: Option<u32>,
    commits_until_full: Option<u32>,
    commits_that_fail: u32,
}

/// How often what happened.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub calls: u64,
    pub faults: BTreeMap<&'static str, u64>,
    pub crashes: u64,
    pub failed_commits: u64,
    pub ends: BTreeMap<&'static str, u64>,
    pub asked: BTreeMap<&'static str, u64>,
    pub happenings: BTreeMap<&'static str, u64>,
}

impl World {
    pub fn new(seed: u64) -> Arc<Self> {
        let mut dice = Rng::with_seed(seed);
        let dialects = [DialectSetting::Reference, DialectSetting::Guide, DialectSetting::Both];
        let dialect = *dice.choice(&dialects).unwrap_or(&DialectSetting::Both);
        let finds_refunds = dice.u32(0..3) > 0;
        let clock = Arc::new(HeldClock::at(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(490_000)));
        let bank = Bank::open(dialect, Arc::clone(&clock));
        Arc::new(Self {
            clock,
            bank,
            dice: Mutex::new(dice),
            facts: Mutex::default(),
            counts: Mutex::default(),
            trouble: Mutex::default(),
            dead: AtomicBool::new(false),
            death: Notify::new(),
            under_way: Mutex::default(),
            sent_off: Notify::new(),
            ledger: Mutex::default(),
            finds_refunds,
            refunds_fail_at_once: AtomicBool::new(false),
            faults_of_reads: AtomicU32::new(faults::OF_READS[0]),
        })
    }

    pub fn dice(&self) -> MutexGuard<'_, Rng> {
        lock(&self.dice)
    }

    pub fn facts(&self) -> MutexGuard<'_, Facts> {
        lock(&self.facts)
    }

    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        lock(&self.counts)
    }

    pub fn chance(&self, percent: u32) -> bool {
        self.dice().u32(0..100) < percent
    }

    pub fn note(&self, line: &str) {
        let now = self.clock.now();
        self.facts().note(now, line);
    }

    pub fn happened(&self, what: &'static str) {
        *self.counts().happenings.entry(what).or_default() += 1;
    }

    /// Decides the points of which Pine Labs' own sources disagree, for a while.
    pub async fn settle_server(&self) {
        let (settings, fail_at_once) = {
            let mut dice = self.dice();
            let status = *dice.choice(&["CREATED", "CREATED", "PENDING", "PROCESSED"]).unwrap_or(&"CREATED");
            let fail_at_once = dice.u32(0..20) == 0;
            let of_reads = dice.choice(&faults::OF_READS).copied().unwrap_or(faults::OF_READS[0]);
            self.faults_of_reads.store(of_reads, Ordering::Relaxed);
            let settings = json!({
                "find_refunds_by_reference": self.finds_refunds,
                // Where neither tells, only a person can.
                "list_refunds": dice.u32(0..4) < if self.finds_refunds { 3 } else { 2 },
                "duplicate_refund": if dice.bool() { "refuse" } else { "return" },
                "duplicate_create": if dice.bool() { "refuse" } else { "return" },
                "strict_capture_fields": dice.u32(0..3) == 0,
                "refund_status": if fail_at_once { "FAILED" } else { status },
                "token_seconds": *dice.choice(&[60, 600, 3600]).unwrap_or(&3600),
            });
            (settings, fail_at_once)
        };
        assert!(self.bank.control("settings", settings).await, "the sandbox knows these settings");
        self.refunds_fail_at_once.store(fail_at_once, Ordering::Relaxed);
    }

    pub fn faults_of_reads(&self) -> u32 {
        self.faults_of_reads.load(Ordering::Relaxed)
    }

    pub async fn new_link(&self, reference: &str, minor: i64, paid: Paid) -> Made {
        self.bank.new_link(reference, minor, paid).await
    }

    /// Carries a request to the server, and keeps what it has done there.
    pub async fn deliver(&self, departure: u64, arrival: Arrival) -> Given {
        let (given, done) = self.bank.deliver(arrival).await;
        let failed = self.refunds_fail_at_once.load(Ordering::Relaxed);
        for deed in done.iter().rev() {
            let mut facts = self.facts();
            if let Some((_, label)) = deed.idempotency_key.as_ref().and_then(|key| facts.owner(key)) {
                facts.note(self.clock.now(), &format!("{label} server: {} {:?}", deed.what, deed.amount));
            }
            facts.done(departure, deed, failed);
        }
        given
    }

    /// A request stays under way, and arrives later whatever becomes of its sender.
    pub fn delay(&self, departure: u64, arrival: Arrival, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::ZERO);
        let arrives = self.clock.now().saturating_add(by).unwrap_or(Timestamp::MAX);
        lock(&self.under_way).push(UnderWay { arrives, departure, arrival });
        self.sent_off.notify_one();
    }

    /// The lid was closed for a while.
    pub fn sleep_of_the_computer(&self, by: SignedDuration) {
        self.facts().slept(self.clock.now(), by);
        self.clock.jump(by);
        self.sent_off.notify_one();
    }

    /// Brings what is under way, each at its time.
    pub async fn bring(&self) {
        loop {
            let now = self.clock.now();
            let due = {
                let mut under_way = lock(&self.under_way);
                let due = under_way.iter().position(|request| request.arrives <= now);
                due.map(|index| under_way.remove(index))
            };
            if let Some(UnderWay { departure, arrival, .. }) = due {
                self.deliver(departure, arrival).await;
                continue;
            }
            let next = lock(&self.under_way).iter().map(|request| request.arrives).min();
            let wait = next.map_or(Duration::from_hours(1), |next| {
                Duration::try_from(next.duration_since(now)).unwrap_or_default()
            });
            // Times are whole milliseconds below.
            let wait = wait + Duration::from_millis(1);
            let _ = tokio::time::timeout(wait, self.sent_off.notified()).await;
        }
    }

    /// Whether the program has not been killed. Each asking is a point at which it can be.
    pub fn survives(&self, at: &str) -> bool {
        if self.is_dead() {
            return false;
        }
        let mut trouble = lock(&self.trouble);
        match &mut trouble.points_until_death {
            Some(0) => trouble.points_until_death = None,
            Some(points) => {
                *points -= 1;
                return true;
            }
            None => return true,
        }
        drop(trouble);
        self.kill(at);
        false
    }

    pub fn kill(&self, at: &str) {
        if !self.dead.swap(true, Ordering::Relaxed) {
            self.note(&format!("the program is killed {at}"));
            self.counts().crashes += 1;
            self.death.notify_one();
        }
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    pub async fn death(&self) {
        while !self.is_dead() {
            self.death.notified().await;
        }
    }

    pub fn live_again(&self) {
        self.dead.store(false, Ordering::Relaxed);
    }

    /// Decides what goes wrong beside the calls during the next operations.
    pub fn plan_trouble(&self) {
        let mut dice = self.dice();
        *lock(&self.trouble) = Trouble {
            points_until_death: (dice.u32(0..3) == 0).then(|| dice.u32(0..40)),
            commits_until_full: (dice.u32(0..6) == 0).then(|| dice.u32(0..12)),
            commits_that_fail: dice.u32(1..6),
        };
    }

    /// The disk takes everything again.
    pub fn mend_disk(&self) {
        lock(&self.trouble).commits_until_full = None;
    }

    pub fn watch(self: &Arc<Self>, ledger: &Arc<Ledger>) {
        *lock(&self.ledger) = Arc::downgrade(ledger);
        let world = Arc::clone(self);
        ledger.before_each_commit(move || world.commits());
    }

    pub fn ledger(&self) -> Option<Arc<Ledger>> {
        lock(&self.ledger).upgrade()
    }

    fn commits(&self) -> rusqlite::Result<()> {
        let failed = |code| Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        if !self.survives("before a commit") {
            return failed(ffi::SQLITE_IOERR);
        }
        let mut trouble = lock(&self.trouble);
        match &mut trouble.commits_until_full {
            Some(0) => {
                trouble.commits_that_fail = trouble.commits_that_fail.saturating_sub(1);
                if trouble.commits_that_fail == 0 {
                    trouble.commits_until_full = None;
                }
                drop(trouble);
                self.counts().failed_commits += 1;
                self.note("the disk is full at a commit");
                failed(ffi::SQLITE_FULL)
            }
            Some(commits) => {
                *commits -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Somebody was told. What a program says after its end is heard by nobody.
    pub fn told(&self, operation: &Operation) {
        if !self.is_dead() {
            let now = self.clock.now();
            self.facts().told(now, operation);
        }
    }
}

/// A lock that a panic has left is taken over: the panic itself ends the simulation.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
