//! `Finder`: finds a link by whatever somebody has of it: an id, a reference, the address of its page, a payment, a refund.

use std::sync::Arc;

use pinelabs::{Error, LinkId, Order, OrderId, OrderType, ReadResponse, Reference};

use super::{
    error::ReaderError,
    reader::{LinkReading, Reader},
};
use crate::{
    accounts::Accounts,
    operations::{Operations, account_client::AccountClient, operation::Operation},
    recents::Recents,
    rules::{
        allowed::OperationKind,
        find::{self, Query},
        snapshot::Snapshot,
    },
};

/// What Find came upon.
pub struct FindResult {
    pub page: Opened,
    /// Pine Labs' own spelling of the reference, where it differs from the one asked for in letter case.
    pub known_as: Option<String>,
}

pub enum Opened {
    Link(Box<LinkReading>),
    /// An order without a link that could be found.
    Order {
        order: Box<Order>,
        raw: serde_json::Value,
        read_at: jiff::Timestamp,
    },
}

pub struct Finder {
    reader: Arc<Reader>,
    accounts: Arc<Accounts>,
    recents: Arc<Recents>,
    operations: Operations,
}

impl Finder {
    pub fn new(
        reader: Arc<Reader>,
        accounts: Arc<Accounts>,
        recents: Arc<Recents>,
        operations: Operations,
    ) -> Self {
        Self { reader, accounts, recents, operations }
    }

    /// What a text is taken for in an account, before anything is asked.
    pub fn classify(&self, account: &str, text: &str) -> find::Taken {
        find::classify(text, &self.recents.known(account))
    }

    pub async fn find(&self, account: &str, text: &str) -> Result<FindResult, ReaderError> {
        self.find_query(account, &self.classify(account, text).query).await
    }

    /// Finds what a text was taken for.
    pub async fn find_query(&self, account: &str, query: &Query) -> Result<FindResult, ReaderError> {
        let page = self.page_for(account, query).await;
        if let Some(shop) = self.accounts.ready_client(account) {
            self.accounts.learn_dialect(&shop);
        }
        let page = page?;
        let known_as = known_as(query, &page);
        Ok(FindResult { page, known_as })
    }

    async fn page_for(&self, account: &str, query: &Query) -> Result<Opened, ReaderError> {
        match query {
            Query::Empty => Err(ReaderError::NothingToFind),
            Query::Several => Err(ReaderError::Several),
            Query::NotAnId(why) => Err(ReaderError::NotAnId(*why)),
            Query::Url(url) => {
                let seen = self.recents.with_url(account, url).ok_or(ReaderError::UnknownUrl)?;
                self.reader.open_link(account, &seen).await.map(Opened::from)
            }
            Query::Reference(reference) => self.open_named(account, reference).await,
            Query::LinkId(id) => {
                let page = self.reader.open_link(account, id).await.map(Opened::from);
                self.or_by_reference(account, id, page).await
            }
            Query::OrderId(id) => {
                let page = self.open_order(account, id).await;
                self.or_by_reference(account, id, page).await
            }
            Query::PaymentId { order, payment } => {
                let page = self.open_order(account, order).await;
                // A shape is a hint only: the whole may be the order.
                let page = if is_absent(&page) {
                    otherwise(page, self.open_order(account, payment).await)
                } else {
                    page
                };
                self.or_by_reference(account, payment, page).await
            }
        }
    }

    /// A shape is a hint only: what is no id of Pine Labs may be the shop's own reference that looks like one.
    async fn or_by_reference(
        &self,
        account: &str,
        text: &str,
        page: Result<Opened, ReaderError>,
    ) -> Result<Opened, ReaderError> {
        if !is_absent(&page)
            || !text.parse::<Reference>().is_ok_and(|reference| reference.is_allowed_for_new())
        {
            return page;
        }
        otherwise(page, self.reader.open_reference(account, text).await.map(Opened::from))
    }

    /// Whatever stands under a reference: a link, in the spelling that was pasted and then with plain dashes; else a refund or
    /// another order.
    async fn open_named(&self, account: &str, text: &str) -> Result<Opened, ReaderError> {
        let plain = find::plain(text);
        // A link that is known under it is that, also where it is called as a refund is.
        let is_known = || self.recents.with_reference(account, &plain).is_some();
        if let Some(known) = self.move_named(account, &plain).await.and_then(|known| known.link_id().cloned())
        {
            return self.reader.open_link(account, known.as_str()).await.map(Opened::from);
        }
        if let Some(order) = find::order_named_in(&plain).filter(|_| !is_known()) {
            // A refund or capture that another computer of the shop has made: its name tells the order.
            let page = self.open_order(account, &order).await;
            if !is_absent(&page) {
                return page;
            }
        }
        let mut page = self.reader.open_reference(account, text).await.map(Opened::from);
        // Where nobody can be asked, the plain one may be known here.
        if plain != text && (is_absent(&page) || is_refused(&page) || page.is_err() && is_known()) {
            page = self.reader.open_reference(account, &plain).await.map(Opened::from);
        }
        if !is_absent(&page) {
            return page;
        }
        if let Some(order) = find::order_of_settlement(&plain) {
            return otherwise(page, self.open_order(account, &order).await);
        }
        otherwise(page, self.open_order_named(account, &plain).await)
    }

    /// A refund is an order under its reference; so is an order that was made without a link.
    async fn open_order_named(&self, account: &str, text: &str) -> Result<Opened, ReaderError> {
        let reference =
            text.parse::<Reference>().map_err(|_| ReaderError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.accounts.client(account).await?;
        let read = shop.client().orders().by_reference(&reference).await?;
        Box::pin(self.link_or_order(&shop, read, Some(&reference))).await
    }

    /// The link that was seen with an order; else the order itself, and then the link under its merchant reference.
    async fn open_order(&self, account: &str, text: &str) -> Result<Opened, ReaderError> {
        if let Some(seen) = self.recents.with_order(account, text) {
            return self.reader.open_link(account, &seen.link_id).await.map(Opened::from);
        }
        let id = text.parse::<OrderId>().map_err(|_| ReaderError::NotAnId(find::NotAnId::Characters))?;
        let shop = self.accounts.client(account).await?;
        let read = shop.client().orders().get(&id).await?;
        Box::pin(self.link_or_order(&shop, read, None)).await
    }

    /// The link that an order belongs to, or the order itself. `asked`: the reference under which no link was found.
    async fn link_or_order(
        &self,
        shop: &AccountClient,
        read: ReadResponse<Order>,
        asked: Option<&Reference>,
    ) -> Result<Opened, ReaderError> {
        let account = shop.account.as_str();
        let ReadResponse { value: mut order, mut raw, mut received_at, .. } = read;
        if order.order_type == Some(OrderType::Refund) {
            // A refund has an order of its own; the link belongs to the payment that it gives back.
            let asked_for = self.refund_asked_for(account, &order).await;
            if let Some(link) = asked_for.as_ref().and_then(Operation::link_id) {
                return self.reader.open_link(account, link.as_str()).await.map(Opened::from);
            }
            let Some(parent) = order.parent_order_id.clone().or_else(|| parent_by_name(&order)) else {
                return Ok(Opened::Order { order: Box::new(order), raw, read_at: received_at });
            };
            if let Some(seen) = self.recents.with_order(account, parent.as_str()) {
                return self.reader.open_link(account, &seen.link_id).await.map(Opened::from);
            }
            match shop.client().orders().get(&parent).await {
                Ok(read) => ReadResponse { value: order, raw, received_at, .. } = read,
                // The refund is there all the same.
                Err(error) if error.says_absent() => {
                    return Ok(Opened::Order { order: Box::new(order), raw, read_at: received_at });
                }
                Err(error) => return Err(error.into()),
            }
        }
        if let Some(reference) = order.merchant_order_reference.as_ref().filter(|own| asked != Some(*own)) {
            match shop.read_by_reference(reference).await {
                Ok(reading) => {
                    if let Some(link) = link_of(&order, &reading.snapshot) {
                        if let Some(order) = &order.order_id {
                            shop.remember_order(&link, order).await;
                        }
                        return self.reader.open_link(account, link.as_str()).await.map(Opened::from);
                    }
                }
                // No link of that reference: the order was made another way, and is shown for itself.
                Err(Error::Api(_)) => {}
                // Nor is one of another reference the order's.
                Err(error) if is_of_another(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Opened::Order { order: Box::new(order), raw, read_at: received_at })
    }

    /// The refund or capture of ours that a reference stands for. A ledger that cannot be read knows of none.
    async fn move_named(&self, account: &str, reference: &str) -> Option<Operation> {
        let reference = reference.parse::<Reference>().ok()?;
        let known = self.operations.with_reference(account, &reference).await.ok()??;
        matches!(known.intent.kind, OperationKind::Refund | OperationKind::Capture).then_some(known)
    }

    /// The operation of ours that has made a refund: by its reference, else by the refund's own order.
    async fn refund_asked_for(&self, account: &str, refund: &Order) -> Option<Operation> {
        if let Some(reference) = &refund.merchant_order_reference
            && let Some(known) = self.move_named(account, reference.as_str()).await
        {
            return Some(known);
        }
        self.operations.with_refund_order(account, refund.order_id.as_ref()?).await.ok()?
    }
}

impl From<LinkReading> for Opened {
    fn from(page: LinkReading) -> Self {
        Self::Link(Box::new(page))
    }
}

/// The order that a refund's own name tells.
fn parent_by_name(refund: &Order) -> Option<OrderId> {
    find::order_named_in(refund.merchant_order_reference.as_ref()?.as_str())?.parse().ok()
}

/// Pine Labs may answer in another letter case than the one asked for. That is said, and not taken for the same silently.
fn known_as(query: &Query, page: &Opened) -> Option<String> {
    let (Query::Reference(asked), Opened::Link(page)) = (query, page) else { return None };
    let known = page.reading.snapshot.link.merchant_payment_link_reference.as_ref()?.as_str();
    let asked = find::plain(asked);
    (known != asked && known.eq_ignore_ascii_case(&asked)).then(|| known.to_owned())
}

/// Pine Labs does not know it, or answers with a link of another reference for want of one.
fn is_absent<T>(page: &Result<T, ReaderError>) -> bool {
    let Err(ReaderError::Api(error)) = page else { return false };
    matches!(error, Error::Api(answer) if answer.status == 404) || is_of_another(error)
}

/// The answer is about a link of another reference than the one asked for.
fn is_of_another(error: &Error) -> bool {
    matches!(error, Error::Undecodable { path, .. } if path == "merchant_payment_link_reference")
}

/// Pine Labs does not take the spelling.
fn is_refused<T>(page: &Result<T, ReaderError>) -> bool {
    matches!(page, Err(ReaderError::Api(Error::Api(answer))) if matches!(answer.status, 400 | 422))
}

/// What was looked for another way, or the first word about it where that way knows nothing either.
fn otherwise(
    page: Result<Opened, ReaderError>,
    other: Result<Opened, ReaderError>,
) -> Result<Opened, ReaderError> {
    if is_absent(&other) { page } else { other }
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
