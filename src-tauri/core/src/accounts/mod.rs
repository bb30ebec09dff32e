//! The accounts of the shop: connecting them, switching between them, forgetting them, where their secrets are, and their clients.

mod clients;
mod clocks;
mod error;
mod identity;
mod registry;
mod sample_shop;
mod secrets;

pub use self::{
    clients::Wait,
    clocks::Clocks,
    error::AccountsError,
    registry::{Accounts, ConnectAccount},
    secrets::{SecretPlace, SecretStorage},
};
