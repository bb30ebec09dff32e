//! A stand-in for Pine Labs Online on loopback: its token, payment link, order, refund, capture and void routes in both
//! documented dialects, the model of one invented shop behind them, and faults on request.
//!
//! It is written from the documented behaviour and knows nothing of the client crate: a shared wire struct would hide a
//! misspelt field from both sides. It is not a simulator of banks, settlements or webhooks.

mod answer;
mod auth;
mod bearer;
mod clock;
mod control;
mod customer;
mod dialect;
mod extract;
mod faults;
mod history;
mod in_process;
mod link_form;
mod links;
mod model;
mod options;
mod orders;
mod refunds;
mod request_log;
mod server;
mod settings;
mod shape;
pub mod shop;
mod spelling;
mod state;

pub use in_process::{Arrival, Committed, Given, InProcess};
pub use options::{CLIENT_ID, CLIENT_SECRET, DialectSetting, Options};
pub use server::Sandbox;
