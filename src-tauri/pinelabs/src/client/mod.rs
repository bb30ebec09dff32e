//! The client of one account, with a handler for each resource.

mod answers;
pub(crate) mod auth;
mod builder;
mod call;
mod links;
mod orders;
mod refunds;
mod routes;
mod session;

use std::fmt;

pub use answers::{ReadResponse, WriteResponse};
pub use auth::Credentials;
pub use builder::{BuildError, ClientBuilder};
pub use links::Links;
pub use orders::Orders;
pub use refunds::Refunds;

use self::session::Session;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::transport::base_url::BaseUrl;
use crate::transport::deadline::SendDeadline;
use crate::transport::server_clock::ServerClock;

/// A client of one account at one host.
///
/// It is cheap to clone. Clones share the token, the rate limit, the learnt dialect and the server clock.
///
/// ```no_run
/// use pinelabs::{Client, Credentials, OrderId};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder(pinelabs::UAT, Credentials::new("client-id", "client-secret")).build()?;
/// let order = client.orders().get(&OrderId::new("v1-250131113650-aa-Lamp01")?).await?.value;
/// println!("{:?}", order.captured()?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    session: Session,
}

impl Client {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Payment links: get, find by reference, create, cancel, resend.
    pub fn links(&self) -> Links<'_> {
        Links::new(&self.session)
    }

    /// Orders: get, find by reference, capture, void.
    pub fn orders(&self) -> Orders<'_> {
        Orders::new(&self.session)
    }

    /// Refunds: create. A refund is an order: look it up with [`Client::orders`].
    pub fn refunds(&self) -> Refunds<'_> {
        Refunds::new(&self.session)
    }

    /// The URL that the client sends to.
    pub fn base_url(&self) -> &BaseUrl {
        self.session.caller.sender.base()
    }

    /// The dialect that a look-up by reference has learnt, in this run or, through [`ClientBuilder::dialect`], in an earlier one.
    pub fn dialect(&self) -> Option<Dialect> {
        self.session.dialect()
    }

    /// The dialect that the next write starts in: the pinned one, else the learnt one, else [`Dialect::Reference`].
    pub fn dialect_of_writes(&self) -> Dialect {
        self.session.dialect_of_writes()
    }

    /// The same client with its writes fixed to one dialect.
    ///
    /// Use it for every further attempt after an unknown outcome: the first attempt may have taken effect, and the other
    /// dialect could repeat it. [`Unknown::dialect`](crate::Unknown::dialect) has the dialect.
    #[must_use]
    pub fn pinned(&self, dialect: Dialect) -> Self {
        Self { session: self.session.pinned(dialect) }
    }

    /// The same client with a deadline for its writes: after `deadline`, no byte of a write is sent, and the call ends as
    /// [`Error::DeadlineExceeded`] inside of [`WriteError::NotSent`](crate::WriteError::NotSent).
    ///
    /// The client checks it before each attempt, after waits for a token, the rate limit and retries, and again when the
    /// connection is open. A write with a deadline has a connection of its own.
    #[must_use]
    pub fn with_deadline(&self, deadline: SendDeadline) -> Self {
        Self { session: self.session.with_deadline(deadline) }
    }

    /// The server's clock, estimated from all answers so far.
    pub fn server_clock(&self) -> ServerClock {
        self.session.caller.sender.server_clock()
    }

    /// Gets a token, unless the client has a valid one. Use it to check credentials.
    ///
    /// ```no_run
    /// # async fn example(client: pinelabs::Client) -> Result<(), pinelabs::Error> {
    /// client.sign_in().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: the pages on authentication.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsRefused`] where the server refuses the client id or the secret; else why no answer came.
    pub async fn sign_in(&self) -> Result<(), Error> {
        self.session.caller.auth.token(&self.session.caller.sender).await.map(drop)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", self.base_url()).finish_non_exhaustive()
    }
}
