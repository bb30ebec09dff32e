//! What meets an account, its links and their last answers at once.

use super::parts::Linkdesk;
use crate::{
    accounts::{AccountsError, ConnectAccount},
    reading::ReaderError,
    settings::{Account, Environment},
};

impl Linkdesk {
    /// Connects an account by its keys, or opens the sample shop, which has none.
    pub async fn connect(&self, connect: ConnectAccount) -> Result<Account, ReaderError> {
        if connect.account.is_none() && connect.environment == Environment::Sample {
            return self.try_sample_data(&connect.default_name).await;
        }
        Ok(self.accounts.connect(connect).await?)
    }

    /// Opens the sample shop, as an account of its own with links to look at: `name`, where it was not open before.
    pub async fn try_sample_data(&self, name: &str) -> Result<Account, ReaderError> {
        let account = self.accounts.open_sample_shop(name);
        self.reader.open_samples(&account.id).await?;
        Ok(account)
    }

    /// Leaves an account, and forgets what was read of it.
    pub async fn forget_account(&self, id: &str) -> Result<(), AccountsError> {
        self.accounts.forget(id).await?;
        self.reader.forget(id);
        Ok(())
    }
}
