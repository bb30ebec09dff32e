//! The figures of a simulation, and what is said of a promise that was broken.

use std::{fmt, hash::Hasher, time::Instant};

use super::{
    oracle::{Promise, Wrong},
    world::{Counts, World},
};

/// What happened in a simulation that broke no promise.
#[derive(Debug, Clone)]
pub struct Report {
    seed: u64,
    operations: u32,
    worlds: u32,
    counts: Counts,
    began: Instant,
    /// Of all histories, in the order of the worlds: the same for the same seed.
    digest: u64,
}

/// A promise that was broken, with how it came to that.
#[derive(Debug, Clone)]
pub struct Violation {
    pub seed: u64,
    pub wrong: Wrong,
    pub history: Vec<String>,
}

impl Report {
    pub fn new(seed: u64) -> Self {
        let counts = Counts::default();
        Self { seed, operations: 0, worlds: 0, counts, began: Instant::now(), digest: 0 }
    }

    pub fn of(world: &World, seed: u64, operations: u32, ends: &[&'static str]) -> Self {
        let mut counts = world.counts().clone();
        for (what, count) in world.oracle().happened() {
            *counts.happenings.entry(what).or_default() += count;
        }
        for end in ends {
            *counts.ends.entry(end).or_default() += 1;
        }
        let mut digest = Fnv::default();
        for line in world.oracle().history() {
            digest.write(line.as_bytes());
        }
        Self { seed, operations, worlds: 1, counts, began: Instant::now(), digest: digest.finish() }
    }

    pub fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.worlds += other.worlds;
        // Worlds end in no order where there are several threads.
        self.digest ^= other.digest;
        let (mine, its) = (&mut self.counts, other.counts);
        mine.calls += its.calls;
        mine.crashes += its.crashes;
        mine.failed_commits += its.failed_commits;
        for (mine, its) in [
            (&mut mine.faults, its.faults),
            (&mut mine.ends, its.ends),
            (&mut mine.asked, its.asked),
            (&mut mine.happenings, its.happenings),
        ] {
            for (name, count) in its {
                *mine.entry(name).or_default() += count;
            }
        }
    }

    pub fn digest(&self) -> u64 {
        self.digest
    }

    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
        let faults = counts.faults.values().sum::<u64>();
        writeln!(f, "operations      {}, in {} worlds", self.operations, self.worlds)?;
        listed(f, "asked for", &counts.asked)?;
        writeln!(f, "calls           {}, {faults} with a fault", counts.calls)?;
        listed(f, "faults", &counts.faults)?;
        writeln!(f, "crashes         {}", counts.crashes)?;
        writeln!(f, "failed commits  {}", counts.failed_commits)?;
        listed(f, "besides", &counts.happenings)?;
        listed(f, "told in the end", &counts.ends)?;
        let honest = counts.ends.get("needs_you: cannot tell").copied().unwrap_or_default();
        writeln!(f, "duplicates 0 · forgotten 0 · told wrong 0 · left to the person {honest}")?;
        let seconds = self.began.elapsed().as_secs_f64();
        writeln!(f, "seed {} · history {:016x} · {seconds:.1} s", self.seed, self.digest)
    }
}

fn listed(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    counts: &std::collections::BTreeMap<&'static str, u64>,
) -> fmt::Result {
    writeln!(f, "{title}")?;
    counts.iter().try_for_each(|(name, count)| writeln!(f, "  {name:<32} {count:>9}"))
}

impl Violation {
    /// Whether every promise has been kept so far.
    pub fn check(world: &World, seed: u64) -> Result<(), Self> {
        let oracle = world.oracle();
        match oracle.wrong() {
            None => Ok(()),
            Some(wrong) => Err(Self { seed, wrong: wrong.clone(), history: oracle.history().to_vec() }),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Wrong { promise, operation, what, beside } = &self.wrong;
        let promise = match promise {
            Promise::Once => "something was done twice",
            Promise::Counted => "refunded beside a refund that nobody was told of",
            Promise::ShownAsItIs => "the page shows something wrong",
            Promise::OneAtATime => "two at a time",
            Promise::StillMeant => "something was sent that may not be meant any more",
            Promise::WrittenDownFirst => "something was forgotten",
            Promise::ToldAsItIs => "something was told wrong",
            Promise::Resolved => "something is stuck",
        };
        writeln!(f, "{promise}: operation {operation}: {what}")?;
        writeln!(f, "seed {} replays it; its history:", self.seed)?;
        let its = |line: &&String| {
            let said = line.splitn(3, ' ').nth(2).unwrap_or_default();
            let of = said.split([' ', '.']).next().unwrap_or_default();
            beside.contains(of) || !of.starts_with(|first: char| first.is_ascii_digit())
        };
        self.history.iter().filter(its).try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// FNV-1a: the same in each run and version.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
