//! The client against servers on loopback: what it sends, how often, and what it makes of the answers.

#![expect(clippy::unwrap_used, reason = "the stand-ins are test code too, outside of test functions")]

mod connection;
mod credentials;
mod dialects;
mod faults;
mod leaving;
mod new_links;
mod order_money;
mod public_api;
mod reads;
mod refunds;
mod samples;
mod server_clock;
mod support;
mod table;
mod values;
mod writes;
