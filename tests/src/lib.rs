//! The harness of the acceptance tests: the real app in a real window on a private desktop, driven over WebDriver,
//! against the sandbox over HTTP. It knows the app's hooks and environment variables, and nothing of its code.

pub mod audit;
pub mod desktop;
pub mod driver;
pub mod hook;
pub mod journey;
pub mod keyboard;
pub mod ledger_file;
pub mod process;
mod record;
pub mod screen;
pub mod shop;
pub mod sink;
pub mod stand_in_keychain;
pub mod steps;
mod traces;
pub mod verdict;
mod wait;
pub mod window;
