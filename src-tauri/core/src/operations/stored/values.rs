//! Amounts, ids, problems and enum words, in stored form.

use std::{fmt::Display, str::FromStr};

use pinelabs::{Dialect, Money};
use serde::{Deserialize, Serialize, de::IntoDeserializer};

use super::ShapeError;
use crate::rules::{
    allowed::{OperationKind, Reason},
    problem::{Problem, ProblemKind, WayFault},
};

/// Parses a string into the type of its field.
pub(super) fn parse<T>(field: &'static str, text: &str) -> Result<T, ShapeError>
where
    T: FromStr<Err: Display>,
{
    text.parse().map_err(|error: T::Err| ShapeError::Value { field, why: error.to_string() })
}

pub(super) fn parse_some<T>(field: &'static str, text: Option<&String>) -> Result<Option<T>, ShapeError>
where
    T: FromStr<Err: Display>,
{
    text.map(|text| parse(field, text)).transpose()
}

/// The kind for a word from [`OperationKind::name`]. A word from a newer version is an error here.
pub(super) fn kind_named(word: &str) -> Result<OperationKind, ShapeError> {
    let kind = OperationKind::deserialize(word.into_deserializer());
    kind.map_err(|error: serde::de::value::Error| ShapeError::Value {
        field: "action",
        why: error.to_string(),
    })
}

pub(super) fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

/// Minor units and a currency code.
#[derive(Serialize, Deserialize)]
pub(super) struct MoneyV1 {
    value: i64,
    currency: String,
}

impl From<Money> for MoneyV1 {
    fn from(money: Money) -> Self {
        Self { value: money.minor(), currency: money.currency().to_string() }
    }
}

impl TryFrom<MoneyV1> for Money {
    type Error = ShapeError;

    fn try_from(shape: MoneyV1) -> Result<Self, ShapeError> {
        Ok(Self::new(shape.value, parse("currency", &shape.currency)?))
    }
}

pub(super) fn money(amount: Option<Money>) -> Option<MoneyV1> {
    amount.map(MoneyV1::from)
}

pub(super) fn read_money(shape: Option<MoneyV1>) -> Result<Option<Money>, ShapeError> {
    shape.map(Money::try_from).transpose()
}

#[derive(Serialize, Deserialize)]
pub(super) struct ProblemV1 {
    kind: ProblemKindV1,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    path: Option<String>,
    retry_after_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<WayFaultV1>,
}

impl From<&Problem> for ProblemV1 {
    fn from(problem: &Problem) -> Self {
        let Problem { kind, status, code, message, request_id, path, retry_after_ms, fault } =
            problem.clone();
        let (kind, fault) = (kind.into(), fault.map(Into::into));
        Self { kind, status, code, message, request_id, path, retry_after_ms, fault }
    }
}

impl From<ProblemV1> for Problem {
    fn from(shape: ProblemV1) -> Self {
        let ProblemV1 { kind, status, code, message, request_id, path, retry_after_ms, fault } = shape;
        let (kind, fault) = (kind.into(), fault.map(Into::into));
        Self { kind, status, code, message, request_id, path, retry_after_ms, fault }
    }
}

/// Maps an enum of the program to its stored words.
macro_rules! words {
    ($name:ident of $domain:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, Serialize, Deserialize)]
        pub(super) enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value { $($domain::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

words! {
    DialectV1 of Dialect { Reference = "reference", Guide = "guide" }
}

words! {
    ReasonV1 of Reason {
        Checking = "checking", OperationNotRead = "operation_not_read", NotUnderstood = "not_understood", OtherCurrency = "other_currency",
        OrderNotRead = "order_not_read", AlreadyPaid = "already_paid", AlreadyCancelled = "already_cancelled",
        AlreadyExpired = "already_expired", MoneyReceived = "money_received", PaymentUnderWay = "payment_under_way",
        NothingCaptured = "nothing_captured", NothingLeft = "nothing_left", CaptureFirst = "capture_first",
        LessThanMinimum = "less_than_minimum", NotPreAuth = "not_pre_auth", AlreadyCaptured = "already_captured",
        AlreadyReleased = "already_released", NotAuthorizedYet = "not_authorized_yet", Offline = "offline",
    }
}

words! {
    ProblemKindV1 of ProblemKind {
        Dns = "dns", ConnectionRefused = "connection_refused", Tls = "tls", Proxy = "proxy", Timeout = "timeout",
        Interrupted = "interrupted", Portal = "portal", RateLimited = "rate_limited",
        CredentialsRefused = "credentials_refused", SignedOut = "signed_out", Api = "api", Undecodable = "undecodable",
        TooLarge = "too_large", NotAsked = "not_asked",
    }
}

words! {
    WayFaultV1 of WayFault {
        ProxyWantsSignIn = "proxy_wants_sign_in", ProxyRefused = "proxy_refused", ProxyUnreachable = "proxy_unreachable",
        ProxyHungUp = "proxy_hung_up", ProxySilent = "proxy_silent", ProxySocks = "proxy_socks",
        CertificateExpired = "certificate_expired", CertificateNotYetValid = "certificate_not_yet_valid",
        CertificateOtherHost = "certificate_other_host", CertificateUnknownAuthority = "certificate_unknown_authority",
    }
}
