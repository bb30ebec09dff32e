//! Reading a link, and keeping what was last read.

use pinelabs::{Error, LinkId, Reference};

use super::{Desk, DeskError, MAX_CACHED_LINKS, lock, unread::log_if_unread};
use crate::{
    operations::{
        account_client::{AccountClient, Reading},
        operation::Operation,
    },
    recents::Recent,
    rules::{
        find,
        snapshot::Snapshot,
        status::{self, LinkState},
    },
};

/// A link as read now, or as last known with the reason why it could not be read again.
pub struct LinkReading {
    pub reading: Reading,
    /// Our word for the state: of the reading, or the last known one.
    pub state: LinkState,
    pub stale: Option<Error>,
    /// The open or last operation of this link, until another link's page was opened.
    pub operation: Option<Operation>,
}

impl Desk {
    /// Reads a link with its orders. Where the network fails, the last known answer comes back marked stale.
    pub async fn open_link(&self, account: &str, id: &str) -> Result<LinkReading, DeskError> {
        let link = id.parse::<LinkId>().map_err(|_| DeskError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.shop(account).await?;
        match shop.read(&link).await {
            Ok(reading) => self.opened(&shop, reading).await,
            Err(error) => self.last_known(account, id, error).await,
        }
    }

    pub(super) async fn open_reference(&self, account: &str, text: &str) -> Result<LinkReading, DeskError> {
        let reference =
            text.parse::<Reference>().map_err(|_| DeskError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.shop(account).await?;
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
        let key = (account.to_owned(), id.to_owned());
        let (mut reading, last_state) = match lock(&self.known).get(&key).cloned() {
            Some(reading) => (reading, None),
            None => self.recents.get(account, id).and_then(|recent| from_recent(&recent))?,
        };
        // What is known here may be younger than what was read.
        log_if_unread(self.operations.add_local_facts(account, &mut reading.snapshot).await);
        let checking = reading.snapshot.checking;
        let state = last_state.filter(|_| !checking).unwrap_or_else(|| status::derive(&reading.snapshot));
        let operation = self.operation_shown(account, id).await;
        Some(LinkReading { reading, state, stale: None, operation })
    }

    async fn last_known(&self, account: &str, id: &str, error: Error) -> Result<LinkReading, DeskError> {
        if !is_about_the_way(&error) {
            return Err(error.into());
        }
        let Some(known) = self.known_link(account, id).await else { return Err(error.into()) };
        self.turn_to(account, id).await;
        let operation = self.operation_shown(account, id).await;
        Ok(LinkReading { stale: Some(error), operation, ..known })
    }

    async fn opened(&self, shop: &AccountClient, mut reading: Reading) -> Result<LinkReading, DeskError> {
        log_if_unread(self.operations.enrich(shop, &mut reading).await);
        let account = &shop.account;
        let id = reading.snapshot.link.payment_link_id.as_ref().map(ToString::to_string).unwrap_or_default();
        self.turn_to(account, &id).await;
        self.remember(account, &id, &reading);
        if let Some(recent) = recent_of(&reading.snapshot) {
            self.recents.opened(account, recent);
        }
        let state = status::derive(&reading.snapshot);
        let operation = self.operation_shown(account, &id).await;
        Ok(LinkReading { reading, state, stale: None, operation })
    }

    /// The links opened lately, newest first, as they were last read; those with an operation that is unknown now are said to be
    /// so.
    pub async fn recent_links(&self, account: &str) -> Vec<Recent> {
        let unfinished = self.operations.journal().unfinished().await.unwrap_or_default();
        let unknown = |recent: &Recent| {
            let mut of_link = unfinished.iter().filter(|change| change.intent.account == account);
            let is_of = |link: &LinkId| link.as_str() == recent.link_id;
            of_link.any(|change| change.is_unknown() && change.intent.link_id().is_some_and(is_of))
        };
        let mut recents = self.recents.of(account);
        for recent in &mut recents {
            if unknown(recent) {
                LinkState::Checking.name().clone_into(&mut recent.state);
            }
        }
        recents
    }

    /// Remembers which dialect an account's server speaks, once a read has told.
    pub(super) fn learn_dialect(&self, shop: &AccountClient) {
        let Some(dialect) = shop.client().dialect() else { return };
        self.settings.learn_dialect(&shop.account, dialect);
    }

    pub(super) fn remember(&self, account: &str, id: &str, reading: &Reading) {
        let mut known = lock(&self.known);
        known.insert((account.to_owned(), id.to_owned()), reading.clone());
        while known.len() > MAX_CACHED_LINKS {
            let oldest = known.iter().min_by_key(|(_, reading)| reading.snapshot.read_at);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else { break };
            known.remove(&key);
        }
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

pub(super) fn recent_of(snapshot: &Snapshot) -> Option<Recent> {
    let link = &snapshot.link;
    let orders = snapshot.orders.iter().filter_map(|order| order.order_id.as_ref());
    let now = snapshot.read_at.as_millisecond();
    Some(Recent {
        link_id: link.payment_link_id.as_ref()?.to_string(),
        reference: link.merchant_payment_link_reference.as_ref().map(ToString::to_string),
        url: link.payment_link.clone(),
        orders: link.order_id.iter().chain(orders).map(ToString::to_string).collect(),
        customer: crate::operations::customer_name(snapshot),
        amount: link.amount,
        due: link.amount_due,
        status: link.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        // Whether an operation is unknown is told from the ledger, where it is resolved.
        state: status::as_read(snapshot).name().to_owned(),
        expires_at: link.expire_by.as_ref().and_then(|time| Some(time.at()?.as_millisecond())),
        seen_at: now,
        opened_at: now,
    })
}

/// As much of a link as the recents tell: for when the program was started with the network down.
fn from_recent(recent: &Recent) -> Option<(Reading, Option<LinkState>)> {
    let link = serde_json::json!({
        "payment_link_id": recent.link_id,
        "merchant_payment_link_reference": recent.reference,
        "payment_link": recent.url,
        "order_id": recent.orders.first(),
        "amount": recent.amount,
        "amount_due": recent.due,
        "status": recent.status,
        "customer": { "first_name": recent.customer },
        "expire_by": recent.expires_at.and_then(|ms| Some(jiff::Timestamp::from_millisecond(ms).ok()?.to_string())),
    });
    let snapshot = Snapshot {
        absent: Vec::new(),
        unread: recent.orders.iter().filter_map(|order| order.parse().ok()).collect(),
        orders: Vec::new(),
        known_refunds: Vec::new(),
        checking: false,
        operation_unread: false,
        read_at: jiff::Timestamp::from_millisecond(recent.seen_at).ok()?,
        clock_offset: jiff::SignedDuration::ZERO,
        link: serde_json::from_value(link.clone()).ok()?,
    };
    let raw = serde_json::json!({ "link": link });
    let reading = Reading { snapshot, raw, order_problem: None, walks: std::collections::BTreeMap::new() };
    Some((reading, LinkState::named(&recent.state)))
}
