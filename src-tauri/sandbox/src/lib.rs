//! A stand-in for Pine Labs Online on loopback: its token, payment link, order, refund, capture and void routes in both
//! documented dialects, the books of one invented shop behind them, and faults on request.
//!
//! It is written from the documented behaviour and knows nothing of the client crate: a shared wire struct would hide a
//! misspelt field from both sides. It is not a simulator of banks, settlements or webhooks.

mod answer;
mod arrival;
mod auth;
mod books;
mod clock;
mod control;
mod customer;
mod dialect;
mod door;
mod faults;
mod history;
mod journal;
mod link_form;
mod links;
mod options;
mod orders;
mod refunds;
mod server;
mod settings;
mod shape;
pub mod shop;
mod spelling;
mod world;

pub use door::{Arrival, Committed, Door, Given};
pub use options::{CLIENT_ID, CLIENT_SECRET, DialectSetting, Options};
pub use server::Sandbox;
