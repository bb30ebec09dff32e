//! Linkdesk without its window: accounts, the rules of the shop's money, operations and their ledger, and the views for the
//! page. Independent of any window system; see ARCHITECTURE.md.

#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

pub mod blocking;
pub mod desk;
pub mod json_file;
pub mod keychain;
pub mod ledger;
pub mod operations;
pub mod recents;
pub mod rules;
pub mod settings;
pub mod views;
