//! What tests and the command line need besides the shop itself: the loopback server, the control routes, faults and the
//! request log. The product is built without it.

mod acts;
mod bench;
mod call;
mod control;
mod customer;
mod direct;
mod distort;
mod faults;
mod http;
mod ledger;
mod request_log;
mod state;

pub use direct::{CommittedWrite, Direct, Outcome};
pub use http::Sandbox;
