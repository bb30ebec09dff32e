//! Money moves in a simulated world: the shipped client, engine and ledger between people, a server, a network, a disk and a
//! clock of which nothing can be relied on. Everything that happens is decided by dice with a seed, and happens again with it.
//!
//! What is simulated is only what lies around the program: the time (paused), the network (below the client), the server (the
//! sandbox without its socket), failing commits, and clocks. A shop has one computer or two, each with its ledger, its clock and
//! its own run of the program. A crash drops all that a run of the program has, but for its file.

mod actor;
mod case;
mod clock;
mod computer;
mod copies;
mod ends;
mod faults;
mod leaving;
mod meddling;
mod network;
mod oracle;
mod page;
mod provider;
mod report;
mod told;
mod world;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use jiff::SignedDuration;
use tokio::{runtime::Builder, sync::watch};

pub use self::report::{Report, Violation};
use self::{
    actor::Actor,
    case::{Case, Stock},
    computer::{ACCOUNTS, Computer, Program, hear},
    meddling::Befalls,
    oracle::COMPUTERS,
    world::World,
};
use linkdesk_core::ledger::chain::Chain;
use linkdesk_core::operations::operation::{OperationId, State};

/// Operations in one world. The next begins with a new ledger, new books and dice of its own, so that a violation is
/// replayed without all that came before it.
const IN_ONE_WORLD: u32 = 50;

/// How long a money move can be taken back.
const HOLD: Duration = Duration::from_secs(5);

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
/// At least so many: what was sent may still arrive for an hour, and is looked for twice as long.
const LEAST_ROUNDS: u32 = 4;
const MOST_ROUNDS: u32 = 20;

fn one_world(folder: &Path, seed: u64, operations: u32) -> Result<Report, Violation> {
    std::fs::create_dir_all(folder).expect("a folder for the ledgers");
    // The pauses between the client's tries are drawn from these dice.
    fastrand::seed(seed);
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    let report = runtime.expect("a runtime").block_on(simulate(folder, seed, operations));
    // Thousands of worlds come after it.
    let _ = std::fs::remove_dir_all(folder);
    report
}

async fn simulate(folder: &Path, seed: u64, operations: u32) -> Result<Report, Violation> {
    let world = World::new(seed);
    let computers = if world.chance(80) { COMPUTERS } else { 1 };
    let mut office = Office::open(&world, folder, computers).await;
    let (mut number, mut stock) = (0, Stock::default());
    while number < operations {
        let at_once = world.dice().u32(1..=3).min(operations - number);
        world.choose_server_settings().await;
        stock.begins_a_round();
        let mut cases = Vec::new();
        for _ in 0..at_once {
            number += 1;
            cases.push(Case::next(&world, number, &mut stock, computers).await);
        }
        office.go_on(&mut cases, true).await;
        Violation::check(&world, seed)?;
    }
    office.come_to_an_end(&world).await;
    Violation::check(&world, seed)?;
    let mut ends = Vec::new();
    for (computer, program) in office.programs() {
        let operations = &program.operations;
        let mut known = BTreeMap::new();
        let asked_for = world.oracle().asked_for();
        for id in asked_for {
            known.extend(operations.get(&id).await.ok().flatten().map(|operation| (id, operation)));
        }
        let find = |id: &OperationId| known.get(id).cloned();
        let accounts = program.shops.iter().map(|shop| shop.account.as_str()).collect::<Vec<_>>();
        ends.extend(world.oracle().in_the_end(computer.number, &accounts, find));
        for account in ACCOUNTS {
            let chain = operations.journal().check_chain(account).await;
            let whole = matches!(chain, Ok(Chain::Unbroken { .. } | Chain::Empty));
            assert!(whole, "seed {seed}: {chain:?}");
        }
    }
    Violation::check(&world, seed)?;
    world.happened(if computers > 1 { "world with two computers" } else { "world with one computer" });
    Ok(Report::of(&world, seed, operations, &ends))
}

/// All computers of a shop, each with the run of the program on it.
struct Office {
    computers: Vec<(Arc<Computer>, Option<Program>)>,
}

impl Office {
    async fn open(world: &Arc<World>, folder: &Path, computers: usize) -> Self {
        let mut open = Vec::new();
        for number in 0..computers {
            let computer = Computer::new(world, number, folder);
            let program = computer.begin().await;
            open.push((computer, Some(program)));
        }
        Self { computers: open }
    }

    fn programs(&self) -> impl Iterator<Item = (&Arc<Computer>, &Program)> {
        self.computers.iter().filter_map(|(computer, program)| Some((computer, program.as_ref()?)))
    }

    /// Lets everybody go on until all of these operations are seen through, or so long as nothing is asked for. Each program may
    /// be killed and started again by itself meanwhile.
    async fn go_on(&mut self, cases: &mut [Case], with_trouble: bool) {
        let world = Arc::clone(&self.computers[0].0.world);
        let all = self.computers.len();
        let (done, _) = watch::channel(0);
        let mut of_each = (0..all).map(|_| Vec::new()).collect::<Vec<_>>();
        for case in cases {
            of_each[case.computer].push(case);
        }
        let each = self.computers.iter_mut().zip(of_each).map(|((computer, program), cases)| {
            let befalls = if with_trouble {
                computer.plan_trouble();
                meddling::plan(computer)
            } else {
                Vec::new()
            };
            live(computer, program, cases, befalls, &done, all)
        });
        let each = each.collect::<Vec<_>>();
        tokio::select! {
            biased;
            () = world.bring() => {}
            _ = join_all(each) => {}
        }
    }

    /// What is still under way, and every look-up that can tell something, comes to its end. A proof of absence begins anew with
    /// each look-up that gets no answer, so that one may take hours. Then somebody looks at each page once more.
    async fn come_to_an_end(&mut self, world: &World) {
        for (computer, _) in &self.computers {
            computer.mend();
            computer.sets_its_clock(SignedDuration::ZERO);
        }
        for round in 0..MOST_ROUNDS {
            if round == LEAST_ROUNDS - 1 {
                world.calm().await;
            }
            self.go_on(&mut [], false).await;
            let mut open = false;
            for (_, program) in self.programs() {
                let unfinished = program.operations.journal().unfinished().await;
                let is_ours = |account: &str| program.shops.iter().any(|shop| shop.account == account);
                open |= unfinished.expect("a mended disk can be read").iter().any(|operation| {
                    matches!(operation.state, State::Checking(_)) && is_ours(&operation.intent.account)
                });
            }
            if round >= LEAST_ROUNDS && !open && !world.something_is_under_way() {
                break;
            }
        }
        for (computer, program) in &mut self.computers {
            let Some(Program { operations, shops, changes, .. }) = program else { continue };
            let actor = Actor { computer, operations, shops };
            tokio::select! {
                biased;
                () = hear(computer, changes) => {}
                () = actor.look_at_every_page() => {}
            }
        }
    }
}

/// Lets one computer go on until all are done with what they were asked for.
async fn live(
    computer: &Arc<Computer>,
    slot: &mut Option<Program>,
    mut cases: Vec<&mut Case>,
    mut befalls: Vec<(Duration, Befalls)>,
    done: &watch::Sender<usize>,
    all: usize,
) {
    let mut others = done.subscribe();
    let mut is_done = false;
    let Some(mut program) = slot.take() else { return };
    loop {
        let next = {
            let Program { operations, shops, changes, life } = &mut program;
            let actor = Actor { computer, operations, shops };
            let people = async {
                if cases.is_empty() && befalls.is_empty() {
                    tokio::time::sleep(A_ROUND).await;
                }
                let cases = join_all(cases.iter_mut().map(|case| actor.see_through(case)));
                tokio::join!(cases, meddling::befall(computer, &mut befalls));
            };
            tokio::select! {
                biased;
                () = life.end() => Next::Killed,
                () = hear(computer, changes) => Next::Killed,
                _ = others.wait_for(|done| *done == all) => Next::AllAreDone,
                () = people, if !is_done => Next::Done,
            }
        };
        match next {
            Next::Killed => program = computer.begin_again(program).await,
            Next::AllAreDone => break,
            Next::Done => {
                is_done = true;
                done.send_modify(|done| *done += 1);
            }
        }
    }
    *slot = Some(program);
}

enum Next {
    Killed,
    Done,
    AllAreDone,
}

#[cfg(test)]
mod tests;
