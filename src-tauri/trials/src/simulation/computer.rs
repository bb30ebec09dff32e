//! One computer of a simulated shop: its folder and ledger, its clock, the run of the program on it, and all that befalls these.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use pinelabs::{Client, Clock, Credentials};
use rusqlite::ffi;
use tokio::{
    sync::{
        Notify,
        broadcast::{Receiver, error::RecvError},
    },
    time::Instant,
};

use super::{
    HOLD,
    clock::OwnClock,
    network::Network,
    provider,
    world::{World, lock},
};
use linkdesk_core::{
    blocking,
    ledger::Ledger,
    operations::{
        Operations, Timings, account_client::AccountClient, journal::Journal, operation::Operation,
    },
    rules::ledger_mark::LedgerMark,
};

/// Two pairs of keys of one shop are two accounts.
pub const ACCOUNTS: [&str; 2] = ["simulated", "simulated-too"];

pub struct Computer {
    /// Its place among the computers.
    pub number: usize,
    pub world: Arc<World>,
    pub clock: Arc<OwnClock>,
    folder: PathBuf,
    /// How many pairs of keys are in use on it.
    accounts: usize,
    /// Whether the settings outside know which ledger was worked with last. Without them an older copy is not recognised.
    keeps_marks: bool,
    mark: Arc<Mutex<Option<LedgerMark>>>,
    trouble: Mutex<Trouble>,
    life: Mutex<Arc<Life>>,
    ledger: Mutex<Weak<Ledger>>,
    /// When which commit was made, by the clock of the computer in milliseconds.
    commits: Mutex<HashMap<i64, Moment>>,
}

/// Beyond doubt, whatever a clock says.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub number: u64,
    pub steady: Instant,
}

/// From a start of the program to its end.
#[derive(Default)]
pub struct Life {
    dead: AtomicBool,
    death: Notify,
}

impl Life {
    pub fn is_over(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    pub async fn end(&self) {
        while !self.is_over() {
            self.death.notified().await;
        }
    }
}

/// What is going to go wrong beside the calls, counted in the points at which it can.
#[derive(Default)]
struct Trouble {
    points_until_death: Option<u32>,
    commits_until_full: Option<u32>,
    commits_that_fail: u32,
    commits_until_sleep: Option<(u32, SignedDuration)>,
}

/// One run of the program: all that a crash takes away.
pub struct Program {
    pub operations: Operations,
    pub shops: Vec<Arc<AccountClient>>,
    pub changes: Receiver<Operation>,
    pub life: Arc<Life>,
}

impl Computer {
    pub fn new(world: &Arc<World>, number: usize, folder: &Path) -> Arc<Self> {
        let folder = folder.join(number.to_string());
        std::fs::create_dir_all(&folder).expect("a folder for a ledger");
        let (accounts, keeps_marks) = {
            let mut dice = world.dice();
            (dice.usize(1..=ACCOUNTS.len()), dice.bool())
        };
        Arc::new(Self {
            number,
            world: Arc::clone(world),
            clock: Arc::new(OwnClock::of(&world.clock)),
            folder,
            accounts,
            keeps_marks,
            mark: Arc::default(),
            trouble: Mutex::default(),
            life: Mutex::default(),
            ledger: Mutex::default(),
            commits: Mutex::default(),
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn note(&self, line: &str) {
        self.world.note(&format!("[{}] {line}", self.number));
    }

    /// Starts the program, as often as it takes: killed while it took up its ledger, or with a full disk, it is started once more.
    pub async fn begin(self: &Arc<Self>) -> Program {
        loop {
            let life = Arc::<Life>::default();
            *lock(&self.life) = Arc::clone(&life);
            let begun = self.start(&life).await;
            if let Some(program) = begun {
                return program;
            }
            self.until_the_ledger_is_let_go().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Starts the program as the app does: opens the ledger, takes up what the last run has left, goes on looking after it.
    async fn start(self: &Arc<Self>, life: &Arc<Life>) -> Option<Program> {
        let ledger = Arc::new(blocking::allow(|| Ledger::open(&self.folder)));
        assert_eq!(ledger.trouble(), None, "the run before has let go of its ledger");
        if self.keeps_marks {
            let mark = Arc::clone(&self.mark);
            blocking::allow(|| {
                ledger.compare_with(lock(&self.mark).as_ref());
                ledger.keep_mark_with(move |kept| *lock(&mark) = Some(kept));
            });
        }
        if ledger.is_older_copy() {
            self.world.happened("older copy recognised");
        }
        self.watch(&ledger);
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        // With the same seed everything comes in the same order.
        let journal = Journal::inline(Arc::clone(&ledger));
        let operations = Operations::new(journal.clone(), Arc::clone(&clock), Timings::with_undo(HOLD));
        let changes = operations.subscribe();
        let mut shops = Vec::new();
        for account in &ACCOUNTS[..self.accounts] {
            let credentials = Credentials::new(provider::CLIENT, provider::SECRET.to_owned());
            let client = Client::builder("https://simulated.example.com", credentials)
                .clock(Arc::clone(&clock))
                .transport(Arc::new(Network::new(self, life)))
                .build()
                .expect("a client needs nothing from outside");
            let shop = AccountClient::open((*account).to_owned(), client, journal.clone()).await;
            shops.push(Arc::new(shop));
        }
        let program = Program { operations, shops, changes, life: Arc::clone(life) };
        if program.recover().await.is_none() {
            program.operations.crash();
            return None;
        }
        blocking::allow(|| ledger.told_that_it_is_older());
        Some(program)
    }

    /// After a crash: nothing of the program goes on, the computer is off for a while, and its ledger may be another one then.
    pub async fn begin_again(self: &Arc<Self>, program: Program) -> Program {
        program.operations.crash();
        drop(program);
        self.until_the_ledger_is_let_go().await;
        let down = Duration::from_secs(self.world.dice().u64(1..1800));
        tokio::time::sleep(down).await;
        self.world.meddle_with_ledger(self);
        self.begin().await
    }

    /// Tasks that were ended let go when the runtime comes to them.
    async fn until_the_ledger_is_let_go(&self) {
        for _ in 0..1000 {
            if lock(&self.ledger).strong_count() == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("a program that has ended holds its ledger");
    }

    pub fn ledger(&self) -> Option<Arc<Ledger>> {
        lock(&self.ledger).upgrade()
    }

    fn watch(self: &Arc<Self>, ledger: &Arc<Ledger>) {
        *lock(&self.ledger) = Arc::downgrade(ledger);
        let computer = Arc::clone(self);
        ledger.before_each_commit(move || computer.commits());
    }

    /// Whether the program has not been killed. Each asking is a point at which it can be.
    pub fn survives(&self, life: &Life, at: &str) -> bool {
        if life.is_over() {
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
        self.end(life, at);
        false
    }

    /// Ends the program, wherever it is.
    pub fn dies(&self, at: &str) {
        let life = Arc::clone(&lock(&self.life));
        if !life.is_over() {
            self.end(&life, at);
        }
    }

    fn end(&self, life: &Life, at: &str) {
        self.note(&format!("the program is killed {at}"));
        self.world.counts().crashes += 1;
        life.dead.store(true, Ordering::Relaxed);
        life.death.notify_one();
    }

    pub fn is_dead(&self) -> bool {
        lock(&self.life).is_over()
    }

    /// Decides what goes wrong beside the calls during the next operations.
    pub fn plan_trouble(&self) {
        let mut dice = self.world.dice();
        *lock(&self.trouble) = Trouble {
            points_until_death: (dice.u32(0..3) == 0).then(|| dice.u32(0..40)),
            commits_until_full: (dice.u32(0..6) == 0).then(|| dice.u32(0..12)),
            commits_that_fail: dice.u32(1..6),
            commits_until_sleep: (dice.u32(0..8) == 0)
                .then(|| (dice.u32(0..10), SignedDuration::from_secs(dice.i64(5..3600)))),
        };
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        *lock(&self.trouble) = Trouble::default();
    }

    /// Between the work and its commit: the moment is kept, and anything can go wrong.
    fn commits(&self) -> rusqlite::Result<()> {
        let failed = |code| Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        let life = Arc::clone(&lock(&self.life));
        let moment = Moment { number: self.world.oracle().tick(), steady: Instant::now() };
        lock(&self.commits).insert(self.clock.now().as_millisecond(), moment);
        if !self.survives(&life, "before a commit") {
            return failed(ffi::SQLITE_IOERR);
        }
        let mut trouble = lock(&self.trouble);
        let nap = match &mut trouble.commits_until_sleep {
            Some((0, nap)) => Some(*nap),
            Some((commits, _)) => {
                *commits -= 1;
                None
            }
            None => None,
        };
        if nap.is_some() {
            trouble.commits_until_sleep = None;
        }
        let full = match &mut trouble.commits_until_full {
            Some(0) => {
                trouble.commits_that_fail = trouble.commits_that_fail.saturating_sub(1);
                if trouble.commits_that_fail == 0 {
                    trouble.commits_until_full = None;
                }
                true
            }
            Some(commits) => {
                *commits -= 1;
                false
            }
            None => false,
        };
        drop(trouble);
        if let Some(nap) = nap {
            self.world.happened("slept inside a commit");
            self.note("the computer sleeps inside a commit");
            self.world.everybody_sleeps(nap);
        }
        if full {
            self.world.counts().failed_commits += 1;
            self.note("the disk is full at a commit");
            return failed(ffi::SQLITE_FULL);
        }
        Ok(())
    }

    /// The commit that was made when the clock of the computer said so.
    pub fn commit_at(&self, ms: i64) -> Option<Moment> {
        lock(&self.commits).get(&ms).copied()
    }

    /// Its clock is set to this much ahead of the true time.
    pub fn sets_its_clock(&self, ahead: SignedDuration) {
        let by = self.clock.set_ahead(ahead);
        self.note(&format!("the clock is set by {by:#}"));
        self.world.oracle().jumped(Some(self.number), by);
    }

    /// Somebody was told. What a program says after its end is heard by nobody.
    pub fn told(&self, operation: &Operation) {
        if !self.is_dead() {
            let now = self.world.clock.now();
            let mut oracle = self.world.oracle();
            oracle.told(now, self.number, operation);
        }
    }
}

impl Program {
    async fn recover(&self) -> Option<()> {
        let interrupted = self.operations.interrupted().await.ok()?;
        self.operations.recover(&interrupted).await.ok()?;
        for shop in &self.shops {
            self.operations.resume(shop).await.ok()?;
        }
        Some(())
    }
}

/// Hears every step that is announced.
pub async fn hear(computer: &Computer, changes: &mut Receiver<Operation>) {
    loop {
        match changes.recv().await {
            Ok(operation) => computer.told(&operation),
            Err(RecvError::Lagged(missed)) => panic!("{missed} steps were not heard"),
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}
