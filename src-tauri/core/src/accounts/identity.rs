//! What an account is called, which pair of keys it belongs to, and how much of them is kept to know it again.

use uuid::Uuid;

use crate::{keychain::Credentials, settings::Account};

/// The last four characters of a client id; all of it would be more than is needed to tell two apart.
pub fn hint(client_id: &str) -> String {
    let skip = client_id.chars().count().saturating_sub(4);
    client_id.chars().skip(skip).collect()
}

/// Every account of the same keys at the same host is the same account: the ledger knows it again when it was removed, or
/// when the settings were lost, and a second try to connect finds what the first has left.
pub fn id_of(credentials: &Credentials) -> String {
    const ACCOUNTS: Uuid = Uuid::from_u128(0x5d1c_8e0e_7f5b_4c0b_9a43_2f6f_0c8f_71d6);
    mark(&ACCOUNTS.to_string(), credentials)
}

/// A digest of the client id that only one who has all of it can make again, and that differs from account to account.
pub fn mark(account: &str, credentials: &Credentials) -> String {
    let salt = Uuid::parse_str(account).unwrap_or_default();
    Uuid::new_v5(&salt, format!("{} {}", credentials.base_url, credentials.client_id).as_bytes()).to_string()
}

/// The name that was typed; else the one that the account has, or `default`.
pub fn account_name(typed: &str, default: &str, known: Option<&Account>) -> String {
    let short = |name: &str| name.trim().chars().take(60).collect::<String>();
    let typed = short(typed);
    match (typed.is_empty(), known) {
        (false, _) => typed,
        (true, Some(known)) => known.name.clone(),
        (true, None) => short(default),
    }
}
