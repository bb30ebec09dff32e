//! `Linkdesk`: the parts of the app, put together. A command takes the part that it needs. Here is only what takes several of
//! them: the start, the exit, and what meets an account and its links at once.

mod accounts;
mod parts;
mod resume;

pub use self::parts::{Linkdesk, Stores};

#[cfg(test)]
mod tests;
