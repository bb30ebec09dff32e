//! The sandbox over real HTTP, from outside: what it answers, what it refuses, and what its faults look like on the
//! wire.
#![expect(clippy::unwrap_used, reason = "what cannot be read fails its test, here as in a test's own body")]

mod caller;
mod captures;
mod catalogue;
mod control;
mod create;
mod dates;
mod dialects;
mod direct;
mod faults;
mod lag;
mod leeway;
mod links;
mod listed;
mod mangled;
mod orders;
mod refunds;
mod shapes;
mod token;
mod untrue;
