//! A client for the payment link, order and refund API of Pine Labs Online.
//!
//! It is careful with money in three ways. Amounts are integers of minor units and never floats. A write ends as
//! *done*, *refused*, *not sent* or *unknown*, and never sends twice what might have arrived. And nothing is
//! required of an answer but what money depends on: fields may be missing, new or oddly typed, and words that are
//! not known are kept as they were spelt.
//!
//! ```no_run
//! use pinelabs::{Client, Credentials, IdempotencyKey, Money, Reference, RefundMatch, RefundRequest, WriteError};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(pinelabs::UAT, Credentials::new("client-id", "client-secret")).build()?;
//!
//! let link = client.link_by_reference(&Reference::new("INV-2025-00456")?).await?.value;
//! println!("{:?}, {} due", link.status, link.amount_due.unwrap_or(Money::inr(0)));
//!
//! let order_id = link.order_id.ok_or("nobody has paid yet")?;
//! let refund = RefundRequest { reference: Reference::generate("refund"), amount: Money::inr(50_000) };
//! // Keep the reference and the key before sending: they are how an unknown outcome is settled later.
//! match client.refund(&order_id, &refund, &IdempotencyKey::generate()).await {
//!     Ok(answer) => match refund.found_in(&order_id, &answer.value) {
//!         RefundMatch::Ours => println!("accepted: {:?}", answer.value.status),
//!         // The reference was taken: the refund of that time came back, and nothing new was made.
//!         other => println!("not what was asked for: {other:?}"),
//!     },
//!     Err(WriteError::Unknown(_)) => {
//!         let found = client.order_by_reference(&refund.reference).await?;
//!         println!("what stands there: {:?}", refund.found_in(&order_id, &found.value));
//!     }
//!     Err(error) => println!("{error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Two dialects of the API are in use; the client learns from reads which one its server speaks: see [`Dialect`].

mod auth;
mod base_url;
mod builder;
mod call;
mod client;
mod connect_fault;
mod currencies;
mod deadline;
#[cfg(test)]
mod decoding_tests;
mod dialect;
mod error;
mod error_body;
mod field_error;
mod first_byte;
mod http;
mod ids;
mod json_bytes;
mod lenient;
pub mod limits;
mod links;
mod money;
mod new_link;
mod orders;
mod rate_limit;
pub mod raw;
mod refunds;
mod response;
pub mod retry;
mod sender;
mod server_clock;
mod status;
mod time;
mod transport;
mod writes;

pub use auth::Credentials;
pub use base_url::{BaseUrl, InvalidBaseUrl, PRODUCTION, UAT};
pub use builder::{BuildError, ClientBuilder};
pub use client::{Client, ReadResponse, WriteResponse};
pub use connect_fault::{CertificateFault, ProxyFailed, ProxyFault};
pub use deadline::SendDeadline;
pub use dialect::{Dialect, NotADialect};
pub use error::{ApiError, Cause, Error, ErrorDetails, NetworkKind, Unknown, WriteError};
pub use field_error::FieldError;
pub use ids::{IdempotencyKey, InvalidId, LinkId, OrderId, Reference, RequestId};
pub use links::{
    AccountDetails, Address, BankDetails, Customer, PaymentLink, ProductDetail, SplitDetail, SplitInfo,
};
pub use money::{Currency, Money, NotACurrency, Told};
pub use new_link::{LinkCreated, NewLink};
pub use orders::{
    AcquirerData, CaptureRecord, CaptureRequest, CardData, ErrorDetail, Order, Payment, PaymentOption,
    UnclearMoney, UpiData, UpiPayer,
};
pub use rate_limit::RateLimit;
pub use refunds::{RefundMatch, RefundRequest};
pub use retry::RetryPolicy;
pub use sender::Timeouts;
pub use server_clock::{Moment, ServerClock};
pub use status::{LinkStatus, OrderStatus, OrderType, PaymentStatus, SplitStatus};
pub use time::{ApiTime, Clock, SystemClock, Zone};
#[cfg(feature = "simulate")]
pub use transport::{Content, NoResponse, RawResponse, Request, Transport, TransportFuture};
