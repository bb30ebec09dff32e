//! The client against servers on loopback: requests, attempts, and the reading of answers.

#![expect(clippy::unwrap_used, reason = "the stand-ins are test code too, outside of test functions")]

mod connection;
mod credentials;
mod dialects;
mod error_bodies;
mod faults;
mod leaving;
mod link_creation;
mod new_links;
mod odd_reads;
mod order_money;
mod public_api;
mod raw_server;
mod reads;
mod refunds;
mod refused_tokens;
mod samples;
mod server_clock;
mod support;
mod table;
mod values;
mod writes;
