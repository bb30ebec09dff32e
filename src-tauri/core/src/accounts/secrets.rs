//! Where the secret of an account is: in the keychain, in memory until the program ends, or nowhere.

use std::{collections::HashMap, sync::Mutex};

use super::error::AccountsError;
use crate::{
    keychain::{Credentials, Keychain, KeychainProblem},
    lock::lock,
    settings::{Account, Environment},
};

/// Where the secret of an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    Keychain,
    /// In memory until the program ends.
    Session,
    /// Nowhere: it has to be pasted again.
    Missing,
    NotNeeded,
}

/// Where to keep a secret that Pine Labs has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretStorage {
    Keychain,
    Session,
}

#[derive(Default)]
pub struct Secrets {
    keychain: Keychain,
    /// By account: those that are kept for this session only.
    session: Mutex<HashMap<String, Credentials>>,
}

impl Secrets {
    pub fn place(&self, account: &Account) -> SecretPlace {
        match account {
            Account { environment: Environment::Sample, .. } => SecretPlace::NotNeeded,
            Account { session_only: false, .. } => SecretPlace::Keychain,
            _ if lock(&self.session).contains_key(&account.id) => SecretPlace::Session,
            _ => SecretPlace::Missing,
        }
    }

    pub async fn of(&self, account: &Account) -> Result<Credentials, AccountsError> {
        if let Some(credentials) = self.of_session(&account.id) {
            return Ok(credentials);
        }
        let none = || AccountsError::NoSecret { name: account.name.clone() };
        if account.session_only {
            return Err(none());
        }
        let credentials = self.keychain.load(&account.id).await?.ok_or_else(none)?;
        // An entry made for another host is not this account's, whatever its id.
        if credentials.base_url == account.base_url { Ok(credentials) } else { Err(none()) }
    }

    /// The secret that is kept for this session, if there is one.
    pub fn of_session(&self, id: &str) -> Option<Credentials> {
        lock(&self.session).get(id).cloned()
    }

    pub fn keep_for_session(&self, id: &str, credentials: Credentials) {
        lock(&self.session).insert(id.to_owned(), credentials);
    }

    pub fn forget_session(&self, id: &str) {
        lock(&self.session).remove(id);
    }

    /// Puts a secret into the keychain. One of this session stays until that is known to be of use.
    pub async fn store(&self, id: &str, credentials: &Credentials) -> Result<(), KeychainProblem> {
        self.keychain.store(id, credentials).await
    }

    /// Takes a secret out of the keychain that may be there, without waiting for it.
    pub fn clear_away(&self, id: &str) {
        self.keychain.clear_away(id);
    }

    /// Deletes the secret of an account wherever it is.
    pub async fn delete(&self, account: &Account) -> Result<(), KeychainProblem> {
        match account {
            Account { environment: Environment::Sample, .. } => {}
            // There may be no keychain, and nothing is known to be in it.
            Account { session_only: true, id, .. } => self.keychain.clear_away(id),
            Account { id, .. } => self.keychain.delete(id).await?,
        }
        self.forget_session(&account.id);
        Ok(())
    }
}
