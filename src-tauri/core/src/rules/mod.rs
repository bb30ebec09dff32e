//! The rules of the shop's money: pure, without I/O and without a clock.
//!
//! They decide what a link means, what is allowed on it and how much of it is left, based on a reading. They never read, store,
//! send or word anything for a screen.

pub mod allowed;
pub mod amount;
pub mod capture_window;
pub mod currency;
pub mod done_here;
pub mod find;
pub mod invisible;
pub mod ledger_mark;
pub mod link_form;
pub mod masking;
pub mod next_step;
pub mod oddity;
pub mod people;
pub mod phone;
pub mod plain_refund;
pub mod problem;
pub mod refundable;
pub mod refunds;
#[cfg(test)]
pub mod sample;
pub mod snapshot;
pub mod status;
pub mod timeline;
pub mod wrong_clock;
