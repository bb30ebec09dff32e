//! A stand-in for Pine Labs Online: its token, payment link, order, refund, capture and void routes in both documented
//! dialects, and the model of one invented shop behind them.
//!
//! [`in_process`] answers its caller directly; the product contains nothing else of this crate. The feature `server` adds what
//! tests need: the loopback server, control routes, faults, the request log and links with odd answers.
//!
//! It follows the documented behaviour and is independent of the client crate: a shared wire struct would hide a misspelt field
//! from both sides. It does not simulate banks, settlements or webhooks.

mod answer;
mod auth;
mod bearer;
mod body;
mod clock;
mod dialect;
mod history;
pub mod in_process;
mod link_form;
mod links;
mod message;
mod model;
mod oddities;
mod options;
mod orders;
mod percent;
mod refunds;
mod routes;
#[cfg(feature = "server")]
mod server;
mod settings;
#[cfg(feature = "server")]
mod shape;
pub mod shop;
mod spelling;
mod state;

pub use message::Request;
pub use options::{CLIENT_ID, CLIENT_SECRET, DialectSetting, Options};
#[cfg(feature = "server")]
pub use server::{CommittedWrite, Direct, Outcome, Sandbox};
