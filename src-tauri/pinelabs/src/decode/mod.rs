//! Decoding: from bytes to JSON, and from odd JSON to the model.

pub(crate) mod currencies;
pub(crate) mod decode_error;
#[cfg(test)]
mod decoding_tests;
pub(crate) mod error_body;
pub(crate) mod json_bytes;
pub(crate) mod lenient;
pub mod raw;
pub(crate) mod resource;
