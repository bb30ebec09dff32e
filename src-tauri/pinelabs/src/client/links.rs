//! Calls of payment links.

use serde_json::{Value, json};

use super::answers::{ReadResponse, WriteResponse};
use super::routes;
use super::session::Session;
use crate::decode::decode_error::DecodeError;
use crate::decode::resource::{a_link, the_link, the_link_under};
use crate::dialect::Dialect;
use crate::error::{Error, WriteError};
use crate::model::ids::{IdempotencyKey, LinkId, Reference};
use crate::model::link::PaymentLink;
use crate::model::link_created::LinkCreated;
use crate::model::new_link::NewLink;
use crate::retry::RetryDecision;

/// The fields that tell whether a link is the requested one.
const IDENTIFYING: [&str; 4] = ["payment_link_id", "merchant_payment_link_reference", "amount", "amount_due"];

/// Payment links: [`Client::links`](crate::Client::links).
#[derive(Clone, Copy)]
pub struct Links<'a> {
    session: &'a Session,
}

impl<'a> Links<'a> {
    pub(super) fn new(session: &'a Session) -> Self {
        Self { session }
    }

    /// Reads a link by its id.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::LinkId;
    ///
    /// let link = client.links().get(&LinkId::new("pl-v1-250306082755-aa-Lamp01")?).await?.value;
    /// println!("{:?}, {:?} due", link.status, link.amount_due);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `GET /api/pay/v1/paymentlink/{payment_link_id}`. Source: Get Payment Link by Payment Link ID.
    ///
    /// # Errors
    ///
    /// [`Error`]; [`Error::says_absent`] where the API says that the link does not exist. An answer about another link is
    /// [`Error::Undecodable`].
    pub async fn get(self, id: &LinkId) -> Result<ReadResponse<PaymentLink>, Error> {
        let read = |body: &Value| the_link(body, id);
        self.session.read(&routes::LINK, id.as_str(), read).await.map_err(|(_, error)| error)
    }

    /// Finds a link by the merchant's own reference. The client learns from it which dialect the server speaks.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::Reference;
    ///
    /// let link = client.links().by_reference(&Reference::new("INV-2025-00456")?).await?.value;
    /// println!("{:?}, spoken: {:?}", link.payment_link_id, client.dialect());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `GET /api/pay/v1/paymentlink/ref/{reference}`, else `…/merchant-reference/{reference}`. Source: the reference pages; the
    /// guide page Track a Payment Link.
    ///
    /// # Errors
    ///
    /// [`Error`]; [`Error::says_absent`] where the API says that the link does not exist.
    pub async fn by_reference(self, reference: &Reference) -> Result<ReadResponse<PaymentLink>, Error> {
        let first = self.session.dialect().unwrap_or(Dialect::Reference);
        let (decision, error) = match self.in_dialect(first, reference).await {
            Ok(link) => return Ok(link),
            Err(ended) => ended,
        };
        if decision != RetryDecision::OtherRoute {
            return Err(error);
        }
        match self.in_dialect(first.other(), reference).await {
            // Neither route exists: the error of the likelier one says more.
            Err((RetryDecision::OtherRoute, _)) => Err(error),
            other => other.map_err(|(_, error)| error),
        }
    }

    async fn in_dialect(
        self,
        dialect: Dialect,
        reference: &Reference,
    ) -> Result<ReadResponse<PaymentLink>, (RetryDecision, Error)> {
        let read = |body: &Value| the_link_under(body, reference);
        let result = self.session.read(&routes::link_by_reference(dialect), reference.as_str(), read).await;
        let route_exists = match &result {
            Ok(_) => true,
            Err((_, error)) => error.says_absent(),
        };
        if route_exists {
            self.session.learn(dialect);
        }
        result
    }

    /// Creates a link. Where the reference already has a link, the server may return that one: [`LinkCreated`] tells them apart.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{Customer, IdempotencyKey, LinkCreated, Money, NewLink, Reference};
    ///
    /// let customer = Customer { email_id: Some("asha@example.com".into()), ..Customer::default() };
    /// let new = NewLink { customer, ..NewLink::new(Money::inr(125_000), Reference::new("INV-2025-00457")?) };
    /// // Store `new` and the key before this call: after an unknown outcome, look the link up by its reference.
    /// match client.links().create(&new, &IdempotencyKey::generate()).await?.value {
    ///     LinkCreated::Created { link } => println!("{:?}", link.payment_link),
    ///     LinkCreated::AlreadyExists { link } => println!("taken by {:?}", link.payment_link_id),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `POST /api/pay/v1/paymentlink`. Source: Create Payment Link.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. It checks [`NewLink::problems`] first: the first problem is [`Error::Invalid`] inside of
    /// [`WriteError::NotSent`].
    pub async fn create(
        self,
        new: &NewLink,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<LinkCreated>, WriteError> {
        if let Some(invalid) = new.problems(self.session.caller.sender.now()).into_iter().next() {
            return Err(WriteError::NotSent(invalid.into()));
        }
        let read = |body: &Value| {
            let link = a_link(body)?;
            if link.merchant_payment_link_reference.as_ref().is_some_and(|said| *said != new.reference) {
                return Err(DecodeError::another("merchant_payment_link_reference"));
            }
            match IDENTIFYING.into_iter().find(|field| link.is_unread(field)) {
                Some(field) => Err(DecodeError::unreadable(field)),
                None => Ok(link),
            }
        };
        let done = self.session.write(&routes::CREATE_LINK, None, Some(&json!(new)), key, read).await?;
        Ok(done.map(|link, answered_at| LinkCreated::judge(new, link, answered_at)))
    }

    /// Cancels a link that is CREATED or CLICKED.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{IdempotencyKey, LinkId};
    ///
    /// let id = LinkId::new("pl-v1-250306082755-aa-Lamp01")?;
    /// let link = client.links().cancel(&id, &IdempotencyKey::generate()).await?.value;
    /// println!("{:?}", link.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `PUT /api/pay/v1/paymentlink/{payment_link_id}/cancel`. Source: Track a Payment Link; one official tool accepts CREATED only.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. After [`WriteError::Unknown`], read the link again.
    pub async fn cancel(
        self,
        id: &LinkId,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<PaymentLink>, WriteError> {
        let read = |body: &Value| the_link(body, id);
        self.session.write(&routes::CANCEL_LINK, Some(id.as_str()), None, key, read).await
    }

    /// Sends the link to its customer again. It moves no money, so an empty answer under 2xx is a success, with an empty link.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinelabs::{IdempotencyKey, LinkId};
    ///
    /// let id = LinkId::new("pl-v1-250306082755-aa-Lamp01")?;
    /// client.links().resend(&id, &IdempotencyKey::generate()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `PATCH /api/pay/v1/paymentlink/{payment_link_id}/notify`, else `…/resend`. Source: Resend Payment Link Notification; the
    /// guide page Track a Payment Link.
    ///
    /// # Errors
    ///
    /// [`WriteError`]. After [`WriteError::Unknown`], the customer may have got the message.
    pub async fn resend(
        self,
        id: &LinkId,
        key: &IdempotencyKey,
    ) -> Result<WriteResponse<PaymentLink>, WriteError> {
        let make = |dialect: Dialect| (routes::resend(dialect), None);
        let read =
            |body: &Value| if body.is_null() { Ok(PaymentLink::default()) } else { the_link(body, id) };
        self.session.write_in_dialect(make, id.as_str(), key, read).await
    }
}
