//! What crosses to the page: one noun a file, as codes, figures and the server's own words. Of each, `From` or `of` makes it
//! from what the rules and operations know.

pub mod account;
pub mod error;
pub mod intent;
pub mod link;
pub mod notice;
pub mod operation;
pub mod order;
pub mod recent;
pub mod seen;
pub mod start;
pub mod values;
pub mod words;

#[cfg(test)]
mod odd_values_tests;
