//! Finding a link by whatever somebody has of it, and keeping what was last read.

use pinelabs::{Error, LinkId, Order, OrderId, OrderType, Read, Reference};

use super::{Desk, DeskError, MOST_KNOWN, activity, lock};
use crate::{
    domain::{
        find::{self, Query},
        snapshot::Snapshot,
        status::{self, LinkState},
    },
    operations::{
        operation::Operation,
        shop::{Reading, Shop},
    },
    recents::Recent,
};

/// What Find came upon.
pub struct Found {
    pub query: Query,
    pub page: Page,
}

pub enum Page {
    Link(Box<LinkPage>),
    /// An order without a link that could be found.
    Order {
        order: Box<Order>,
        raw: serde_json::Value,
        read_at: jiff::Timestamp,
    },
}

/// A link as read now, or as last known with the reason why it could not be read again.
pub struct LinkPage {
    pub reading: Reading,
    /// Our word for the state: of the reading, or the last known one.
    pub state: LinkState,
    pub stale: Option<Error>,
    /// The open or last change of this link, until another link's page was opened.
    pub operation: Option<Operation>,
}

impl Desk {
    pub async fn find(&self, account: &str, text: &str) -> Result<Found, DeskError> {
        let query = find::classify(text);
        let page = self.page_for(account, &query).await;
        if let Some(shop) = self.shop_at_hand(account) {
            self.learn_dialect(&shop);
        }
        Ok(Found { query, page: page? })
    }

    async fn page_for(&self, account: &str, query: &Query) -> Result<Page, DeskError> {
        match query {
            Query::Empty => Err(DeskError::NothingToFind),
            Query::NotAnId(why) => Err(DeskError::NotAnId(*why)),
            Query::Url(url) => {
                let seen = self.recents.with_url(account, url).ok_or(DeskError::UnknownUrl)?;
                self.open_link(account, &seen.link_id).await.map(Page::from)
            }
            Query::Reference(reference) => self.open_reference(account, reference).await.map(Page::from),
            Query::LinkId(id) => {
                let page = self.open_link(account, id).await.map(Page::from);
                self.or_by_reference(account, id, page).await
            }
            Query::OrderId(id) => {
                let page = self.open_order(account, id).await;
                self.or_by_reference(account, id, page).await
            }
        }
    }

    /// A shape is a hint only: what is no id of Pine Labs may be the shop's own reference that looks like one.
    async fn or_by_reference(
        &self,
        account: &str,
        text: &str,
        page: Result<Page, DeskError>,
    ) -> Result<Page, DeskError> {
        let unknown = |page: &Result<_, DeskError>| matches!(page, Err(DeskError::Api(Error::Api(answer))) if answer.status == 404);
        if !unknown(&page) || !text.parse::<Reference>().is_ok_and(|reference| reference.is_allowed_for_new())
        {
            return page;
        }
        let by_reference = self.open_reference(account, text).await.map(Page::from);
        if unknown(&by_reference) { page } else { by_reference }
    }

    /// Reads a link with its orders. Where the network fails, the last known answer comes back marked stale.
    pub async fn open_link(&self, account: &str, id: &str) -> Result<LinkPage, DeskError> {
        let link = id.parse::<LinkId>().map_err(|_| DeskError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.shop(account).await?;
        match shop.read(&link).await {
            Ok(reading) => self.opened(&shop, reading).await,
            Err(error) => self.last_known(account, id, error),
        }
    }

    async fn open_reference(&self, account: &str, text: &str) -> Result<LinkPage, DeskError> {
        let reference =
            text.parse::<Reference>().map_err(|_| DeskError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.shop(account).await?;
        match shop.read_by_reference(&reference).await {
            Ok(reading) => self.opened(&shop, reading).await,
            Err(error) => match self.recents.with_reference(account, text) {
                Some(seen) => self.last_known(account, &seen.link_id, error),
                None => Err(error.into()),
            },
        }
    }

    /// The link that was seen with an order; else the order itself, and then the link under its merchant reference.
    async fn open_order(&self, account: &str, text: &str) -> Result<Page, DeskError> {
        if let Some(seen) = self.recents.with_order(account, text) {
            return self.open_link(account, &seen.link_id).await.map(Page::from);
        }
        let id = text.parse::<OrderId>().map_err(|_| DeskError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.shop(account).await?;
        let client = shop.client();
        let Read { value: mut order, mut raw, mut received_at, .. } = client.order(&id).await?;
        // A refund has an order of its own; the link belongs to the payment that it gives back.
        let parent = order.parent_order_id.clone().filter(|_| order.order_type == Some(OrderType::Refund));
        if let Some(parent) = parent {
            Read { value: order, raw, received_at, .. } = client.order(&parent).await?;
        }
        if let Some(reference) = &order.merchant_order_reference {
            match shop.read_by_reference(reference).await {
                Ok(reading) => {
                    if let Some(link) = link_of(&order, &reading.snapshot) {
                        if let Some(order) = &order.order_id {
                            shop.remember_order(&link, order);
                        }
                        return self.open_link(account, link.as_str()).await.map(Page::from);
                    }
                }
                // No link of that reference: the order was made another way, and is shown for itself.
                Err(Error::Api(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Page::Order { order: Box::new(order), raw, read_at: received_at })
    }

    /// The last known answer for a link, without asking anybody.
    pub fn known_link(&self, account: &str, id: &str) -> Option<LinkPage> {
        let key = (account.to_owned(), id.to_owned());
        let (mut reading, last_state) = match lock(&self.known).get(&key).cloned() {
            Some(reading) => (reading, None),
            None => self.recents.get(account, id).and_then(|recent| from_recent(&recent))?,
        };
        // What is known here may be younger than what was read.
        activity::known_or_not(self.operations.annotate(account, &mut reading.snapshot));
        let checking = reading.snapshot.checking;
        let state = last_state.filter(|_| !checking).unwrap_or_else(|| status::derive(&reading.snapshot));
        let operation = self.operation_shown(account, id);
        Some(LinkPage { reading, state, stale: None, operation })
    }

    fn last_known(&self, account: &str, id: &str, error: Error) -> Result<LinkPage, DeskError> {
        if !is_about_the_way(&error) {
            return Err(error.into());
        }
        let Some(known) = self.known_link(account, id) else { return Err(error.into()) };
        self.turn_to(account, id);
        let operation = self.operation_shown(account, id);
        Ok(LinkPage { stale: Some(error), operation, ..known })
    }

    async fn opened(&self, shop: &Shop, mut reading: Reading) -> Result<LinkPage, DeskError> {
        activity::known_or_not(self.operations.complete(shop, &mut reading).await);
        let account = &shop.account;
        let id = reading.snapshot.link.payment_link_id.as_ref().map(ToString::to_string).unwrap_or_default();
        self.turn_to(account, &id);
        self.remember(account, &id, &reading);
        if let Some(recent) = recent_of(&reading.snapshot) {
            self.recents.opened(account, recent);
        }
        let state = status::derive(&reading.snapshot);
        let operation = self.operation_shown(account, &id);
        Ok(LinkPage { reading, state, stale: None, operation })
    }

    /// The links opened lately, newest first, as they were last read; those with a change that is unknown now are said to be
    /// so.
    pub fn recent_links(&self, account: &str) -> Vec<Recent> {
        let unfinished = self.operations.journal().unfinished().unwrap_or_default();
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
    pub(super) fn learn_dialect(&self, shop: &Shop) {
        let Some(dialect) = shop.client().dialect() else { return };
        self.settings.learn_dialect(&shop.account, dialect);
    }

    pub(super) fn remember(&self, account: &str, id: &str, reading: &Reading) {
        let mut known = lock(&self.known);
        known.insert((account.to_owned(), id.to_owned()), reading.clone());
        while known.len() > MOST_KNOWN {
            let oldest = known.iter().min_by_key(|(_, reading)| reading.snapshot.read_at);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else { break };
            known.remove(&key);
        }
    }
}

impl From<LinkPage> for Page {
    fn from(page: LinkPage) -> Self {
        Self::Link(Box::new(page))
    }
}

/// The link that an order of the same merchant reference belongs to: one that names the order, or one with money paid
/// in that its known orders do not explain. A shop may use one reference for a link and for another payment.
fn link_of(order: &Order, link: &Snapshot) -> Option<LinkId> {
    let id = link.link.payment_link_id.clone()?;
    if link.orders.iter().any(|known| known.order_id.is_some() && known.order_id == order.order_id) {
        return Some(id);
    }
    let paid_in = link.asked()?.checked_sub(link.due()?)?;
    let unexplained = paid_in.checked_sub(link.sums().captured?)?;
    let captured = order.captured().ok().filter(|captured| captured.is_positive())?;
    unexplained.checked_cmp(captured)?.is_ge().then_some(id)
}

/// Whether an error is about the way to Pine Labs and says nothing about the link.
fn is_about_the_way(error: &Error) -> bool {
    match error {
        Error::Network { .. }
        | Error::Portal { .. }
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
        customer: crate::operations::payee(snapshot),
        amount: link.amount,
        due: link.amount_due,
        status: link.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        // Whether a change is unknown is told from the ledger, where it is settled.
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
        read_at: jiff::Timestamp::from_millisecond(recent.seen_at).ok()?,
        clock_offset: jiff::SignedDuration::ZERO,
        link: serde_json::from_value(link.clone()).ok()?,
    };
    let raw = serde_json::json!({ "link": link });
    let reading = Reading { snapshot, raw, order_problem: None, walks: std::collections::BTreeMap::new() };
    Some((reading, LinkState::named(&recent.state)))
}
