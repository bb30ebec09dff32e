//! What the page gets: one noun per file, as codes, figures and the server's own text. `From` or `of` creates each from the
//! types of rules and operations.

pub mod account;
pub mod error;
mod error_of_parts;
pub mod intent;
pub mod link;
pub mod link_details;
pub mod link_operation;
pub mod notice;
pub mod operation;
pub mod order;
pub mod outcome;
pub mod recent;
pub mod seen;
pub mod start;
pub mod values;

#[cfg(test)]
mod odd_values_tests;
