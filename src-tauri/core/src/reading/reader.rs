//! `Reader`: reads a link with its orders, and shows the last answer where nobody can be asked.

use std::sync::Arc;

use pinelabs::{Error, LinkId, Reference};
use sandbox::shop::known;

use super::{
    error::ReaderError,
    last_answers::LastAnswers,
    recent_link::{from_recent, recent_of},
};
use crate::{
    accounts::Accounts,
    operation_log::PageOperations,
    operations::{
        Operations,
        account_client::{AccountClient, Reading},
        log_if_unread,
        operation::Operation,
    },
    recents::{Recent, Recents},
    rules::{
        find,
        status::{self, LinkState},
    },
};

/// What the sample shop's list begins with, the newest first.
const SAMPLES: [&str; 12] = [
    known::WAITING,
    known::PAYING,
    known::WAITING_LARGE,
    known::OPENED,
    known::PART_PAID,
    known::HELD,
    known::PART_REFUNDED,
    known::PAID_BY_CARD,
    known::PAID,
    known::EXPIRED,
    known::CANCELLED,
    known::EVERY_FIELD,
];

/// A link as read now, or as last known with the reason why it could not be read again.
pub struct LinkReading {
    pub reading: Reading,
    /// Our word for the state: of the reading, or the last known one.
    pub state: LinkState,
    pub stale: Option<Error>,
    /// The open or last operation of this link, until another link's page was opened.
    pub operation: Option<Operation>,
}

pub struct Reader {
    accounts: Arc<Accounts>,
    recents: Arc<Recents>,
    operations: Operations,
    page_operations: Arc<PageOperations>,
    last_answers: LastAnswers,
}

impl Reader {
    pub fn new(
        accounts: Arc<Accounts>,
        recents: Arc<Recents>,
        operations: Operations,
        page_operations: Arc<PageOperations>,
    ) -> Self {
        Self { accounts, recents, operations, page_operations, last_answers: LastAnswers::default() }
    }

    /// Reads a link with its orders. Where the network fails, the last known answer comes back marked stale.
    pub async fn open_link(&self, account: &str, id: &str) -> Result<LinkReading, ReaderError> {
        let link = id.parse::<LinkId>().map_err(|_| ReaderError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.accounts.client(account).await?;
        match shop.read(&link).await {
            Ok(reading) => self.opened(&shop, reading).await,
            Err(error) => self.last_known(account, id, error).await,
        }
    }

    pub(super) async fn open_reference(&self, account: &str, text: &str) -> Result<LinkReading, ReaderError> {
        let reference =
            text.parse::<Reference>().map_err(|_| ReaderError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.accounts.client(account).await?;
        match shop.read_by_reference(&reference).await {
            Ok(reading) => self.opened(&shop, reading).await,
            Err(error) => match self.recents.with_reference(account, text) {
                Some(seen) => self.last_known(account, &seen.link_id, error).await,
                None => Err(error.into()),
            },
        }
    }

    /// The last known answer for a link, without asking anybody.
    pub async fn known_link(&self, account: &str, id: &str) -> Option<LinkReading> {
        let (mut reading, last_state) = match self.last_answers.of(account, id) {
            Some(reading) => (reading, None),
            None => self.recents.get(account, id).and_then(|recent| from_recent(&recent))?,
        };
        // What is known here may be younger than what was read.
        log_if_unread(self.operations.add_local_facts(account, &mut reading.snapshot).await);
        let checking = reading.snapshot.checking;
        let state = last_state.filter(|_| !checking).unwrap_or_else(|| status::derive(&reading.snapshot));
        let operation = self.page_operations.of_link(account, id).await;
        Some(LinkReading { reading, state, stale: None, operation })
    }

    async fn last_known(&self, account: &str, id: &str, error: Error) -> Result<LinkReading, ReaderError> {
        if !is_about_the_way(&error) {
            return Err(error.into());
        }
        let Some(known) = self.known_link(account, id).await else { return Err(error.into()) };
        self.page_operations.turn_to(account, id).await;
        let operation = self.page_operations.of_link(account, id).await;
        Ok(LinkReading { stale: Some(error), operation, ..known })
    }

    async fn opened(&self, shop: &AccountClient, mut reading: Reading) -> Result<LinkReading, ReaderError> {
        log_if_unread(self.operations.enrich(shop, &mut reading).await);
        let account = &shop.account;
        let id = reading.snapshot.link.payment_link_id.as_ref().map(ToString::to_string).unwrap_or_default();
        self.page_operations.turn_to(account, &id).await;
        self.last_answers.keep(account, &id, &reading);
        if let Some(recent) = recent_of(&reading.snapshot) {
            self.recents.opened(account, recent);
        }
        let state = status::derive(&reading.snapshot);
        let operation = self.page_operations.of_link(account, &id).await;
        Ok(LinkReading { reading, state, stale: None, operation })
    }

    /// The links opened lately, newest first, as they were last read; those with an operation that is unknown now are said to be
    /// so.
    pub async fn recent_links(&self, account: &str) -> Vec<Recent> {
        let unfinished = self.operations.unfinished().await.unwrap_or_default();
        let unknown = |recent: &Recent| {
            let mut of_link = unfinished.iter().filter(|operation| operation.intent.account == account);
            let is_of = |link: &LinkId| link.as_str() == recent.link_id;
            of_link.any(|operation| operation.is_unknown() && operation.intent.link_id().is_some_and(is_of))
        };
        let mut recents = self.recents.of(account);
        for recent in &mut recents {
            if unknown(recent) {
                LinkState::Checking.name().clone_into(&mut recent.state);
            }
        }
        recents
    }

    /// What a dialog has read of a link that is opened already, or not at all: it does not come to the top of the list.
    pub fn keep(&self, account: &str, link: &LinkId, reading: &Reading) {
        self.last_answers.keep(account, link.as_str(), reading);
        if let Some(recent) = recent_of(&reading.snapshot) {
            self.recents.seen(account, recent);
        }
    }

    /// Forgets the last answers of an account.
    pub fn forget(&self, account: &str) {
        self.last_answers.forget(account);
    }

    /// Opens one link of each kind of the sample shop, where nothing was opened before, so that somebody who only wants to look has
    /// something to look at.
    pub async fn open_samples(&self, account: &str) -> Result<(), ReaderError> {
        let shop = self.accounts.client(account).await?;
        if !self.recents.of(account).is_empty() {
            return Ok(());
        }
        for reference in SAMPLES.iter().rev().filter_map(|reference| reference.parse().ok()) {
            let mut reading = shop.read_by_reference(&reference).await?;
            log_if_unread(self.operations.enrich(&shop, &mut reading).await);
            if let Some(recent) = recent_of(&reading.snapshot) {
                self.recents.opened(account, recent);
            }
        }
        self.accounts.learn_dialect(&shop);
        Ok(())
    }
}

/// Whether an error is about the way to Pine Labs and says nothing about the link.
fn is_about_the_way(error: &Error) -> bool {
    match error {
        Error::Network { .. }
        | Error::NotTheApi { .. }
        | Error::RateLimited { .. }
        | Error::Undecodable { .. }
        | Error::TooLarge { .. } => true,
        // An error object under 2xx says as little about the link as one under 5xx.
        Error::Api(answer) => answer.status >= 500 || answer.status < 400,
        _ => false,
    }
}
