//! A client for the payment links, orders and refunds of Pine Labs Online.

#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod decode;
mod dialect;
mod error;
pub mod limits;
mod model;
pub mod retry;
mod transport;

pub use client::{
    BuildError, Client, ClientBuilder, Credentials, Links, Orders, ReadResponse, Refunds, WriteResponse,
};
pub use decode::raw;
pub use dialect::{Dialect, NotADialect};
pub use error::{ApiError, Cause, Error, ErrorDetails, NetworkKind, Unknown, WriteError};
pub use model::capture::CaptureRequest;
pub use model::captured::UnclearMoney;
pub use model::clock::{Clock, SystemClock};
pub use model::currency::{Currency, NotACurrency};
pub use model::field_error::{FieldError, FieldProblem};
pub use model::ids::{IdempotencyKey, InvalidId, LinkId, OrderId, Reference, RequestId};
pub use model::link::PaymentLink;
pub use model::link_created::LinkCreated;
pub use model::link_parts::{
    AccountDetails, Address, BankDetails, Customer, ProductDetail, SplitDetail, SplitInfo,
};
pub use model::money::{Money, Told};
pub use model::new_link::NewLink;
pub use model::order::Order;
pub use model::payment::{
    AcquirerData, CaptureRecord, CardData, ErrorDetail, Payment, PaymentOption, UpiData, UpiPayer,
};
pub use model::refund::{RefundMatch, RefundRequest};
pub use model::status::{LinkStatus, OrderStatus, OrderType, PaymentStatus, SplitStatus};
pub use model::time::{ApiTime, Zone};
pub use retry::RetryPolicy;
pub use transport::base_url::{BaseUrl, InvalidBaseUrl, PRODUCTION, UAT};
pub use transport::connect_fault::{CertificateFault, ProxyFailed, ProxyFault};
pub use transport::deadline::SendDeadline;
pub use transport::exchange::{Content, NoResponse, RawResponse, Request, Transport, TransportFuture};
pub use transport::rate_limit::RateLimit;
pub use transport::server_clock::{Moment, ServerClock};
pub use transport::timeouts::Timeouts;
