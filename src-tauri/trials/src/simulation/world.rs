//! One simulated world: the server and the shop's links in it, the network between, the time, and the dice that decide
//! everything. It outlives the runs of the program on each computer.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use pinelabs::Clock;
use sandbox::{DialectSetting, Outcome, Request};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{
    clock::TrueClock,
    computer::Computer,
    copies::Copy,
    faults,
    oracle::{Books, Came, Oracle},
    provider::Provider,
};

pub struct World {
    pub clock: Arc<TrueClock>,
    pub provider: Provider,
    pub dice: Mutex<Rng>,
    pub oracle: Mutex<Oracle>,
    pub counts: Mutex<Counts>,
    /// Requests that are still under way, whoever has given them up.
    under_way: Mutex<Vec<UnderWay>>,
    sent_off: Notify,
    /// Whether a look-up by reference ever finds refunds. A server that does once does always: a proof of absence rests on it.
    pub finds_refunds: bool,
    documented_schema: bool,
    /// Copies of ledgers, whoever made them.
    pub copies: Mutex<Vec<Copy>>,
    /// Every refund fails at once while this is so.
    refunds_fail_at_once: AtomicBool,
    lag: AtomicU64,
    /// How many of a hundred reads have a fault while this is so, and of writes.
    faults_of_reads: AtomicU32,
    pub quiet: AtomicBool,
}

struct UnderWay {
    arrives: Timestamp,
    came: Came,
    arrival: Request,
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
    /// Within the runtime whose time it is.
    pub fn new(seed: u64) -> Arc<Self> {
        let mut dice = Rng::with_seed(seed);
        let dialects = [DialectSetting::Reference, DialectSetting::Guide, DialectSetting::Both];
        let dialect = *dice.choice(&dialects).unwrap_or(&DialectSetting::Both);
        let finds_refunds = dice.u32(0..8) > 0;
        let documented_schema = dice.bool();
        let clock = Arc::new(TrueClock::at(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(490_000)));
        let provider = Provider::open(dialect, Arc::clone(&clock));
        let oracle = Oracle::of_a_world(!finds_refunds);
        Arc::new(Self {
            clock,
            provider,
            dice: Mutex::new(dice),
            oracle: Mutex::new(oracle),
            counts: Mutex::default(),
            under_way: Mutex::default(),
            sent_off: Notify::new(),
            finds_refunds,
            documented_schema,
            copies: Mutex::default(),
            refunds_fail_at_once: AtomicBool::new(false),
            lag: AtomicU64::new(0),
            faults_of_reads: AtomicU32::new(faults::OF_READS[0]),
            quiet: AtomicBool::new(false),
        })
    }

    pub fn dice(&self) -> MutexGuard<'_, Rng> {
        lock(&self.dice)
    }

    pub fn oracle(&self) -> MutexGuard<'_, Oracle> {
        lock(&self.oracle)
    }

    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        lock(&self.counts)
    }

    pub fn chance(&self, percent: u32) -> bool {
        self.dice().u32(0..100) < percent
    }

    pub fn note(&self, line: &str) {
        let now = self.clock.now();
        self.oracle().note(now, line);
    }

    pub fn happened(&self, what: &'static str) {
        *self.counts().happenings.entry(what).or_default() += 1;
    }

    /// Decides the points of which Pine Labs' own sources disagree, for a while.
    pub async fn choose_server_settings(&self) {
        let settings = {
            let mut dice = self.dice();
            let status = *dice.choice(&["CREATED", "CREATED", "PENDING", "PROCESSED"]).unwrap_or(&"CREATED");
            let fail_at_once = dice.u32(0..20) == 0;
            let of_reads = dice.choice(&faults::OF_READS).copied().unwrap_or(faults::OF_READS[0]);
            let lag = if dice.u32(0..4) == 0 { dice.u64(5..=40) } else { 0 };
            self.faults_of_reads.store(of_reads, Ordering::Relaxed);
            self.refunds_fail_at_once.store(fail_at_once, Ordering::Relaxed);
            self.lag.store(lag, Ordering::Relaxed);
            let refuse_or_return = |dice: &mut Rng| if dice.bool() { "refuse" } else { "return" };
            json!({
                "documented_schema": self.documented_schema,
                "find_refunds_by_reference": self.finds_refunds,
                // Where neither tells, only a person can.
                "list_refunds": dice.u32(0..4) < if self.finds_refunds { 3 } else { 2 },
                "refund_list": dice.choice(&["whole", "whole", "doubled", "partial"]).copied(),
                "read_lag_seconds": lag,
                "burn_references": dice.u32(0..3) == 0,
                "duplicate_refund": refuse_or_return(&mut dice),
                "duplicate_capture": refuse_or_return(&mut dice),
                "duplicate_create": refuse_or_return(&mut dice),
                "strict_capture_fields": dice.u32(0..3) == 0,
                "refund_status": if fail_at_once { "FAILED" } else { status },
                "token_seconds": *dice.choice(&[60, 600, 3600]).unwrap_or(&3600),
            })
        };
        if self.lag() > SignedDuration::ZERO {
            self.happened("a while with lagging reads");
        }
        self.note(&format!("the server: {settings}"));
        assert!(self.provider.control("settings", settings).await, "the sandbox knows these settings");
    }

    /// Nothing is late, lost or wrong any more.
    pub async fn calm(&self) {
        self.quiet.store(true, Ordering::Relaxed);
        self.lag.store(0, Ordering::Relaxed);
        let settings = json!({ "read_lag_seconds": 0, "refund_list": "whole" });
        assert!(self.provider.control("settings", settings).await, "the sandbox knows these settings");
    }

    pub fn lag(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::try_from(self.lag.load(Ordering::Relaxed)).unwrap_or_default())
    }

    pub fn faults_of_reads(&self) -> u32 {
        if self.is_quiet() { 0 } else { self.faults_of_reads.load(Ordering::Relaxed) }
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet.load(Ordering::Relaxed)
    }

    /// Carries a request to the server, and keeps what it has done there.
    pub async fn deliver(&self, came: Came, arrival: Request) -> Outcome {
        self.deliver_with(came, arrival, None).await
    }

    /// The same, answered wrongly.
    pub async fn deliver_with(&self, came: Came, arrival: Request, fault: Option<&Value>) -> Outcome {
        let (given, done) = self.provider.deliver(arrival, fault).await;
        let refunds_fail_at_once = self.refunds_fail_at_once.load(Ordering::Relaxed);
        let books = Books { at: self.clock.now(), lag: self.lag(), refunds_fail_at_once };
        for deed in done.iter().rev() {
            let mut oracle = self.oracle();
            if let Some((_, label)) = deed.idempotency_key.as_ref().and_then(|key| oracle.owner(key)) {
                oracle.note(books.at, &format!("{label} server: {} {:?}", deed.what, deed.amount));
            }
            oracle.done(came, deed, books);
        }
        given
    }

    /// A request stays under way, and arrives later whatever becomes of its sender.
    pub fn delay(&self, came: Came, arrival: Request, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::ZERO);
        let arrives = self.clock.now().saturating_add(by).unwrap_or(Timestamp::MAX);
        lock(&self.under_way).push(UnderWay { arrives, came: Came { late: true, ..came }, arrival });
        self.sent_off.notify_one();
    }

    pub fn something_is_under_way(&self) -> bool {
        !lock(&self.under_way).is_empty()
    }

    /// The lids were closed for a while: the time went on, and no program did.
    pub fn everybody_sleeps(&self, by: SignedDuration) {
        self.oracle().jumped(None, by);
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
            if let Some(UnderWay { came, arrival, .. }) = due {
                self.deliver(came, arrival).await;
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

    /// While a computer is off, its ledger may be replaced: by a copy of its own, or by one of another computer.
    pub fn meddle_with_ledger(&self, computer: &Computer) {
        let copy = {
            let mut dice = self.dice();
            let own = match dice.u32(0..100) {
                0..20 => true,
                20..35 => false,
                _ => return,
            };
            let copies = lock(&self.copies);
            let fitting = copies.iter().filter(|copy| (copy.computer == computer.number) == own);
            dice.choice(fitting.collect::<Vec<_>>()).cloned()
        };
        let Some(copy) = copy else { return };
        let own = copy.computer == computer.number;
        self.happened(if own { "ledger put back" } else { "ledger copied from another computer" });
        computer.note(if own {
            "an older ledger is put back"
        } else {
            "another computer's ledger is put in"
        });
        self.oracle().put_back(computer.number, copy.moment);
        copy.put_in(computer.folder());
    }
}

/// A lock that a panic has left is taken over: the panic itself ends the simulation.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
