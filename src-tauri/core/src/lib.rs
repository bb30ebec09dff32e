//! Linkdesk without its window: accounts, the rules of the shop's money, operations and their ledger, and the views for the
//! page. Independent of any window system; see ARCHITECTURE.md.

#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

pub mod accounts;
pub mod app;
pub mod blocking;
pub mod json_file;
pub mod keychain;
pub mod ledger;
mod lock;
pub mod notices;
pub mod operation_log;
pub mod operation_requests;
pub mod operations;
pub mod reading;
pub mod recents;
pub mod recovery;
pub mod rules;
pub mod settings;
pub mod start_options;
pub mod views;
