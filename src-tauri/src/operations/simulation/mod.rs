//! Money moves in a simulated world: the shipped client, engine and ledger between people, a server, a network, a disk and a
//! clock of which nothing can be relied on. Everything that happens is decided by dice with a seed, and happens again with it.
//!
//! What is simulated is only what lies around the program: the time (paused), the network (below the client), the server (the
//! sandbox without its socket) and failing commits. A crash drops all that a run of the program has, but for its file.

mod bank;
mod clock;
mod facts;
mod faults;
mod person;
mod report;
mod wire;
mod world;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use pinelabs::{Client, Clock, Credentials};
use tokio::{
    runtime::{Builder, Runtime},
    sync::broadcast::{Receiver, error::RecvError},
};

pub use self::report::{Report, Violation};
use self::{
    clock::HeldClock,
    person::{Case, Counter},
    wire::Wire,
    world::World,
};
use super::{
    Operations, Timings,
    journal::Journal,
    operation::{Operation, State},
    shop::Shop,
};
use crate::ledger::{Ledger, chain::Chain};

/// Operations in one world. The next begins with a new ledger, new books and dice of its own, so that a violation is
/// replayed without all that came before it.
const IN_ONE_WORLD: u32 = 50;

/// How long a money move can be taken back.
const HOLD: Duration = Duration::from_secs(5);

const ACCOUNT: &str = "simulated";

/// Where the ledgers of a simulation stand: in memory where there is such a place. What is tried is the order of things, and
/// not the disk.
pub fn quick_place() -> PathBuf {
    let shared_memory = PathBuf::from("/dev/shm");
    if shared_memory.is_dir() { shared_memory } else { std::env::temp_dir() }
}

/// Simulates so many operations below `folder`, on as many threads as are asked for.
pub fn run(folder: &Path, operations: u32, seed: u64, threads: usize) -> Result<Report, Violation> {
    let worlds = operations.div_ceil(IN_ONE_WORLD);
    let next = AtomicU32::new(0);
    let work = |thread: usize| {
        let mut report = Report::new(seed);
        loop {
            let world = next.fetch_add(1, Ordering::Relaxed);
            if world >= worlds {
                return Ok(report);
            }
            let folder = folder.join(format!("{thread}-{world}"));
            let operations = IN_ONE_WORLD.min(operations - world * IN_ONE_WORLD);
            match one_world(&folder, seed_of(seed, world), operations) {
                Ok(one) => report.add(one),
                Err(violation) => {
                    next.store(worlds, Ordering::Relaxed);
                    return Err(violation);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let running = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect::<Vec<_>>();
        let mut report = Report::new(seed);
        for thread in running {
            report.add(thread.join().expect("a thread of the simulation panicked")?);
        }
        Ok(report)
    })
}

/// The seed of one world. The first one's is the whole simulation's, so that a violation is replayed by its seed alone.
fn seed_of(seed: u64, world: u32) -> u64 {
    seed.wrapping_add(u64::from(world).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

const A_ROUND: Duration = Duration::from_mins(45);
const ROUNDS_AFTERWARDS: u32 = 16;

fn one_world(folder: &Path, seed: u64, operations: u32) -> Result<Report, Violation> {
    std::fs::create_dir_all(folder).expect("a folder for a ledger");
    // The pauses between the client's tries are drawn from these dice.
    fastrand::seed(seed);
    let world = World::new(seed);
    let mut alive = Alive::begin(&world, folder);
    let (mut number, mut paid) = (0, Vec::new());
    while number < operations {
        let at_once = world.dice().u32(1..=3).min(operations - number);
        let mut cases = alive.runtime.block_on(async {
            world.settle_server().await;
            let mut cases = Vec::new();
            for _ in 0..at_once {
                number += 1;
                cases.push(Case::next(&world, number, &mut paid).await);
            }
            world.plan_trouble();
            cases
        });
        while let Ended::Killed = alive.go_on(&world, &mut cases) {
            alive = alive.after_the_end(&world, folder);
        }
        Violation::check(&world, seed)?;
    }
    // What is still under way, and every look-up that can tell something, comes to its end. A proof of absence begins anew
    // with each look-up that gets no answer, so that one may take hours.
    world.mend_disk();
    for _ in 0..ROUNDS_AFTERWARDS {
        // Killed to the very end: then the next start goes on.
        while let Ended::Killed = alive.wait(&world, A_ROUND) {
            alive = alive.after_the_end(&world, folder);
        }
        let open = alive.operations.journal().unfinished().expect("a mended disk can be read");
        if !open.iter().any(|operation| matches!(operation.state, State::Checking(_))) {
            break;
        }
    }
    let operations_known = alive.operations.clone();
    let ends = alive
        .runtime
        .block_on(async { world.facts().in_the_end(|id| operations_known.get(id).ok().flatten()) });
    Violation::check(&world, seed)?;
    let chain = operations_known.journal().ledger().check_chain(ACCOUNT);
    assert!(matches!(chain, Ok(Chain::Unbroken { .. } | Chain::Empty)), "seed {seed}: {chain:?}");
    drop(alive);
    // Thousands of worlds come after it.
    let _ = std::fs::remove_dir_all(folder);
    Ok(Report::of(&world, seed, operations, &ends))
}

/// One run of the program: all that a crash takes away.
struct Alive {
    runtime: Runtime,
    operations: Operations,
    shop: Arc<Shop>,
    changes: Receiver<Operation>,
}

enum Ended {
    Done,
    Killed,
}

impl Alive {
    fn begin(world: &Arc<World>, folder: &Path) -> Self {
        loop {
            let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
            let runtime = runtime.expect("a runtime");
            world.live_again();
            let begun = runtime.block_on(async { start(world, folder) });
            match begun {
                Some((operations, shop, changes)) => return Self { runtime, operations, shop, changes },
                // Killed while it took up its ledger, or the disk was full: started once more.
                None => runtime.block_on(async { world.clock.stop() }),
            }
        }
    }

    fn after_the_end(self, world: &Arc<World>, folder: &Path) -> Self {
        let Self { runtime, operations, shop, changes } = self;
        let down = Duration::from_secs(world.dice().u64(1..1800));
        runtime.block_on(async { world.clock.stop() });
        drop((operations, shop, changes));
        drop(runtime);
        world.clock.jump(jiff::SignedDuration::try_from(down).unwrap_or_default());
        Self::begin(world, folder)
    }

    /// Lets everybody go on until all of these operations are seen through, or the program is killed.
    fn go_on(&mut self, world: &World, cases: &mut [Case]) -> Ended {
        let Self { runtime, operations, shop, changes } = self;
        let counter = Counter { world, operations, shop };
        let ended = runtime.block_on(async {
            let people =
                futures_util::future::join_all(cases.iter_mut().map(|case| counter.see_through(case)));
            tokio::select! {
                biased;
                () = world.death() => Ended::Killed,
                () = hear(world, changes) => Ended::Killed,
                () = world.bring() => Ended::Killed,
                _ = people => Ended::Done,
            }
        });
        self.hear_the_rest(world);
        ended
    }

    /// Lets time go by, unless the program is killed.
    fn wait(&mut self, world: &World, time: Duration) -> Ended {
        let Self { runtime, changes, .. } = self;
        let ended = runtime.block_on(async {
            tokio::select! {
                biased;
                () = world.death() => Ended::Killed,
                () = hear(world, changes) => Ended::Killed,
                () = world.bring() => Ended::Killed,
                () = tokio::time::sleep(time) => Ended::Done,
            }
        });
        self.hear_the_rest(world);
        ended
    }

    /// What was announced, and not heard before the end.
    fn hear_the_rest(&mut self, world: &World) {
        while let Ok(operation) = self.changes.try_recv() {
            self.runtime.block_on(async { world.told(&operation) });
        }
    }
}

/// Hears every step that is announced.
async fn hear(world: &World, changes: &mut Receiver<Operation>) {
    loop {
        match changes.recv().await {
            Ok(operation) => world.told(&operation),
            Err(RecvError::Lagged(missed)) => panic!("{missed} steps were not heard"),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Starts the program as the desk does: opens the ledger, takes up what the last run has left, goes on looking after it.
fn start(world: &Arc<World>, folder: &Path) -> Option<(Operations, Arc<Shop>, Receiver<Operation>)> {
    world.clock.go_on();
    let ledger = Arc::new(Ledger::open(folder));
    assert_eq!(ledger.trouble(), None, "the run before has let go of its ledger");
    world.watch(&ledger);
    let clock: Arc<HeldClock> = Arc::clone(&world.clock);
    let credentials = Credentials::new(bank::CLIENT, bank::SECRET.to_owned());
    let client = Client::builder("https://simulated.example.com", credentials)
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .carrier(Arc::new(Wire(Arc::clone(world))))
        .build()
        .expect("a client needs nothing from outside");
    let journal = Journal::new(Arc::clone(&ledger));
    let operations = Operations::new(journal, clock, Timings::with_undo(HOLD));
    let changes = operations.subscribe();
    let shop = Arc::new(Shop::new(ACCOUNT.to_owned(), client, ledger));
    operations.take_up(&operations.cut_off().ok()?).ok()?;
    operations.resume(&shop).ok()?;
    Some((operations, shop, changes))
}

#[cfg(test)]
mod tests;
