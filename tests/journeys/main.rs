//! Journeys through the real window: the built app under Xvfb, with a real Secret Service, over HTTP to the sandbox.
//! Each journey has its own desktop, shop and data folder, so that they run beside each other and in any order.

mod accounts;
mod activity;
mod axe;
mod capture_and_void;
mod closing;
mod connect;
mod files;
mod find;
mod keychain;
mod keys;
mod keys_in_lists;
mod language;
mod ledger_underfoot;
mod logs;
mod lost_answers;
mod needs_you;
mod network;
mod no_way_out;
mod odd_answers;
mod odd_money;
mod refund;
mod resend_and_cancel;
mod settings;
mod small_screens;
mod states;
mod texts;
mod told_right;
mod two_computers;
mod unfinished;
mod zoom;
