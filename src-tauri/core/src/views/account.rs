//! An account as the page sees it, without secrets.

use serde::Serialize;
use specta::Type;

use crate::{
    accounts::{Accounts, SecretPlace},
    settings::{Account, Environment},
};

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretState {
    Keychain,
    Session,
    Missing,
    NotNeeded,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DialectView {
    Unknown,
    Reference,
    Guide,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    pub id: String,
    pub name: String,
    pub environment: Environment,
    /// The host that it sends requests to; empty for the sample shop.
    pub host: String,
    /// The last four characters of the client id.
    pub client_id_hint: String,
    pub secret: SecretState,
    pub dialect: DialectView,
}

impl AccountView {
    pub fn of(accounts: &Accounts, account: Account) -> Self {
        let secret = match accounts.secret_place(&account) {
            SecretPlace::Keychain => SecretState::Keychain,
            SecretPlace::Session => SecretState::Session,
            SecretPlace::Missing => SecretState::Missing,
            SecretPlace::NotNeeded => SecretState::NotNeeded,
        };
        let host = account.base_url.split("://").nth(1).unwrap_or_default().trim_end_matches('/').to_owned();
        Self {
            id: account.id,
            name: account.name,
            environment: account.environment,
            host,
            client_id_hint: account.client_id_hint,
            secret,
            dialect: match account.dialect {
                None => DialectView::Unknown,
                Some(pinelabs::Dialect::Reference) => DialectView::Reference,
                Some(pinelabs::Dialect::Guide) => DialectView::Guide,
            },
        }
    }
}
