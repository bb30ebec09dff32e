//! The engine against the sandbox over HTTP, without a window: what is sent, how often, and what is said of it.

mod holds;
mod lost;
mod refunds;
mod setup;
