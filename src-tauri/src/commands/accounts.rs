//! Connecting, switching and leaving accounts. No command returns a secret.

use secrecy::SecretString;
use serde::Deserialize;
use specta::Type;

use super::{Answer, AppState};
use linkdesk_core::views::{account::AccountView, start::StartView};
use linkdesk_core::{
    accounts::{ConnectAccount, SecretStorage},
    settings::Environment,
};

#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeepIn {
    Keychain,
    Session,
}

/// Has no `Debug`: it carries a secret.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectRequest {
    /// Set to replace the secret of a known account.
    pub account_id: Option<String>,
    pub name: String,
    /// What an account is called that has no name yet and gets none.
    pub default_name: String,
    pub environment: Environment,
    pub client_id: String,
    pub client_secret: String,
    pub keep: KeepIn,
}

impl From<ConnectRequest> for ConnectAccount {
    fn from(request: ConnectRequest) -> Self {
        Self {
            account: request.account_id,
            name: request.name,
            default_name: request.default_name,
            environment: request.environment,
            client_id: request.client_id,
            client_secret: SecretString::from(request.client_secret),
            keep: match request.keep {
                KeepIn::Keychain => SecretStorage::Keychain,
                KeepIn::Session => SecretStorage::Session,
            },
        }
    }
}

#[tauri::command]
#[specta::specta]
pub async fn connect(app: AppState<'_>, request: ConnectRequest) -> Answer<AccountView> {
    let account = app.connect(request.into()).await?;
    Ok(AccountView::of(&app.accounts, account))
}

#[tauri::command]
#[specta::specta]
pub async fn try_sample_data(app: AppState<'_>, name: String) -> Answer<AccountView> {
    let account = app.try_sample_data(&name).await?;
    Ok(AccountView::of(&app.accounts, account))
}

#[tauri::command]
#[specta::specta]
pub async fn switch_account(app: AppState<'_>, account_id: String) -> Answer<StartView> {
    app.accounts.switch_to(&account_id).await?;
    Ok(StartView::of(&app).await)
}

#[tauri::command]
#[specta::specta]
pub async fn forget_account(app: AppState<'_>, account_id: String) -> Answer<StartView> {
    app.forget_account(&account_id).await?;
    Ok(StartView::of(&app).await)
}

#[tauri::command]
#[specta::specta]
pub async fn save_to_keychain(app: AppState<'_>, account_id: String) -> Answer<AccountView> {
    let account = app.accounts.save_to_keychain(&account_id).await?;
    Ok(AccountView::of(&app.accounts, account))
}
