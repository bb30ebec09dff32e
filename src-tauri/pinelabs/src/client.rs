//! The client: every call of the API, and the dialect that its server speaks.
//!
//! Not responsible for deciding whether a call should be made, nor for remembering what came of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::base_url::BaseUrl;
use crate::call::Caller;
use crate::deadline::SendDeadline;
use crate::dialect::{self, Dialect, Route};
use crate::error::Error;
use crate::ids::{LinkId, OrderId, Reference, RequestId};
use crate::lenient::DecodeError;
use crate::links::PaymentLink;
use crate::orders::Order;
use crate::response::{Decoded, unwrapped};
use crate::retry::{CallClass, RetryDecision};
use crate::sender::CallSpec;
use crate::server_clock::ServerClock;

/// A client of one account at one host. Cheap to clone; clones share the token, the pace and the dialect.
#[derive(Clone)]
pub struct Client {
    pub(crate) caller: Arc<Caller>,
    learnt: Arc<Mutex<Option<Dialect>>>,
    pub(crate) pinned: Option<Dialect>,
    pub(crate) deadline: Option<SendDeadline>,
}

/// The answer to a read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadResponse<T> {
    pub value: T,
    /// The whole answer, with everything that `value` has no field for.
    pub raw: Value,
    pub request_id: RequestId,
    pub received_at: jiff::Timestamp,
    /// The server's own time of the answer, where it says it: what it says of other times is of the same clock.
    pub server_time: Option<jiff::Timestamp>,
}

/// The answer to a write that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteResponse<T> {
    pub value: T,
    /// The whole answer, with everything that `value` has no field for.
    pub raw: Value,
    pub request_id: RequestId,
    pub received_at: jiff::Timestamp,
    /// The server's own time of the answer, where it says it: what it says of other times is of the same clock.
    pub server_time: Option<jiff::Timestamp>,
}

impl<T> From<Decoded<T>> for ReadResponse<T> {
    fn from(done: Decoded<T>) -> Self {
        let Decoded { value, raw, request_id, received_at, server_time } = done;
        Self { value, raw, request_id, received_at, server_time }
    }
}

impl<T> From<Decoded<T>> for WriteResponse<T> {
    fn from(done: Decoded<T>) -> Self {
        let Decoded { value, raw, request_id, received_at, server_time } = done;
        Self { value, raw, request_id, received_at, server_time }
    }
}

impl Client {
    pub(crate) fn new(caller: Caller, dialect: Option<Dialect>) -> Self {
        Self { caller: Arc::new(caller), learnt: Arc::new(Mutex::new(dialect)), pinned: None, deadline: None }
    }

    pub fn base_url(&self) -> &BaseUrl {
        self.caller.sender.base()
    }

    /// The dialect that a read has decided, in this run or (through the builder) in an earlier one.
    pub fn dialect(&self) -> Option<Dialect> {
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same client for one intent that has an attempt of unknown outcome behind it: its writes stay in the
    /// dialect of that attempt, whatever is learnt meanwhile.
    #[must_use]
    pub fn pinned(&self, dialect: Dialect) -> Self {
        Self { pinned: Some(dialect), ..self.clone() }
    }

    /// The same client for one write that is meant as things are now: not one byte of it leaves once `deadline` is over,
    /// however long a token, a turn, an attempt before, a connection or a sleeping computer has kept it
    /// ([`Error::DeadlineExceeded`]). It is asked before each attempt, and again when a connection is there: such a write has a
    /// connection of its own, so that nothing comes between asking and writing.
    #[must_use]
    pub fn with_deadline(&self, deadline: SendDeadline) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// What all answers so far have told of the server's clock. Clones of a client learn it together.
    pub fn server_clock(&self) -> ServerClock {
        self.caller.sender.server_clock()
    }

    /// Proves the credentials: gets a token, unless there is a good one.
    pub async fn sign_in(&self) -> Result<(), Error> {
        self.caller.auth.token(&self.caller.sender).await.map(drop)
    }

    pub async fn link(&self, id: &LinkId) -> Result<ReadResponse<PaymentLink>, Error> {
        let read = |body: &Value| the_link(body, id);
        self.read(&dialect::LINK, id.as_str(), read).await.map_err(|(_, error)| error)
    }

    /// Looks a link up by the merchant's own reference, and learns from it which dialect is spoken.
    pub async fn link_by_reference(&self, reference: &Reference) -> Result<ReadResponse<PaymentLink>, Error> {
        let first = self.dialect().unwrap_or(Dialect::Reference);
        let (decision, error) = match self.link_in_dialect(first, reference).await {
            Ok(link) => return Ok(link),
            Err(ended) => ended,
        };
        if decision != RetryDecision::OtherRoute {
            return Err(error);
        }
        match self.link_in_dialect(first.other(), reference).await {
            // Neither route is there: what the more likely one said is worth more.
            Err((RetryDecision::OtherRoute, _)) => Err(error),
            other => other.map_err(|(_, error)| error),
        }
    }

    async fn link_in_dialect(
        &self,
        dialect: Dialect,
        reference: &Reference,
    ) -> Result<ReadResponse<PaymentLink>, (RetryDecision, Error)> {
        let read = |body: &Value| the_link_under(body, reference);
        let result = self.read(&dialect.link_by_reference(), reference.as_str(), read).await;
        let route_exists = match &result {
            Ok(_) => true,
            Err((_, error)) => error.says_absent(),
        };
        if route_exists {
            *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = Some(dialect);
        }
        result
    }

    pub async fn order(&self, id: &OrderId) -> Result<ReadResponse<Order>, Error> {
        let read = |body: &Value| the_order(body, id);
        self.read(&dialect::ORDER, id.as_str(), read).await.map_err(|(_, error)| error)
    }

    /// Finds refunds too: they are orders under the reference that they were made with.
    pub async fn order_by_reference(&self, reference: &Reference) -> Result<ReadResponse<Order>, Error> {
        let route = &dialect::ORDER_BY_REFERENCE;
        let read = |body: &Value| {
            let order = an_order(body)?;
            is_under(order.merchant_order_reference.as_ref(), reference, "merchant_order_reference")?;
            Ok(order)
        };
        self.read(route, reference.as_str(), read).await.map_err(|(_, error)| error)
    }

    async fn read<T>(
        &self,
        route: &Route,
        id: &str,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<ReadResponse<T>, (RetryDecision, Error)> {
        let spec = CallSpec { route, id: Some(id), body: None, key: None, deadline: None };
        let done = self.caller.call(CallClass::Read, spec, read).await;
        done.map(ReadResponse::from).map_err(|ended| (ended.decision, ended.error))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", self.base_url()).finish_non_exhaustive()
    }
}

/// Something that names a link: an object without that could be anything.
pub(crate) fn a_link(body: &Value) -> Result<PaymentLink, DecodeError> {
    let link: PaymentLink = unwrapped(body)?;
    let named = link.payment_link_id.is_some()
        || link.payment_link.is_some()
        || link.merchant_payment_link_reference.is_some();
    named.then_some(link).ok_or_else(|| DecodeError::missing("payment_link_id"))
}

/// The very link that was asked for.
pub(crate) fn the_link(body: &Value, id: &LinkId) -> Result<PaymentLink, DecodeError> {
    let link = a_link(body)?;
    match &link.payment_link_id {
        Some(said) if said != id => Err(DecodeError::another("payment_link_id")),
        None if link.is_unread("payment_link_id") => Err(DecodeError::unreadable("payment_link_id")),
        _ => Ok(link),
    }
}

/// The link that has the reference which was asked for.
pub(crate) fn the_link_under(body: &Value, reference: &Reference) -> Result<PaymentLink, DecodeError> {
    let link = a_link(body)?;
    let field = "merchant_payment_link_reference";
    if link.is_unread(field) {
        return Err(DecodeError::unreadable(field));
    }
    is_under(link.merchant_payment_link_reference.as_ref(), reference, field)?;
    Ok(link)
}

/// A reference that differs in the case of its letters alone is a good answer: whoever asked is told of it elsewhere.
fn is_under(said: Option<&Reference>, asked: &Reference, field: &str) -> Result<(), DecodeError> {
    let same = |said: &Reference| said.as_str().to_lowercase() == asked.as_str().to_lowercase();
    if said.is_none_or(same) { Ok(()) } else { Err(DecodeError::another(field)) }
}

/// Something that names an order.
pub(crate) fn an_order(body: &Value) -> Result<Order, DecodeError> {
    let order: Order = unwrapped(body)?;
    let named = order.order_id.is_some() || order.merchant_order_reference.is_some();
    named.then_some(order).ok_or_else(|| DecodeError::missing("order_id"))
}

/// The very order that was asked for.
pub(crate) fn the_order(body: &Value, id: &OrderId) -> Result<Order, DecodeError> {
    let order = an_order(body)?;
    match &order.order_id {
        Some(said) if said != id => Err(DecodeError::another("order_id")),
        None if order.is_unread("order_id") => Err(DecodeError::unreadable("order_id")),
        _ => Ok(order),
    }
}
