//! The one error type for the page, as codes and parameters: the page has the words. A code exists only if the page acts on it;
//! a cause refines the wording.

use pinelabs::Error;
use serde::Serialize;
use specta::Type;

use crate::{
    keychain::KeychainProblem,
    rules::{
        link_form::FieldFault,
        problem::{Problem, ProblemKind, WayFault},
    },
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    CredentialsRefused,
    SignedOut,
    SecretMissing,
    KeychainNoBus,
    KeychainMissing,
    KeychainLocked,
    KeychainRefused,
    KeychainBrokeOff,
    KeychainSlow,
    KeychainFailed,
    Dns,
    ConnectionRefused,
    Tls,
    Proxy,
    Timeout,
    Interrupted,
    Portal,
    RateLimited,
    NotFound,
    NotAnId,
    UnknownUrl,
    Refused,
    Unreadable,
    Server,
    NotAllowed,
    /// Fields of a new link that Pine Labs would refuse: `detail.invalid`.
    InvalidFields,
    /// A new link's reference is in use: by the link in `detail.link_id`, if known.
    ReferenceUsed,
    AlreadyOpen,
    BadRequest,
    Storage,
    Desktop,
}

/// Refines a code that the page words in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCause {
    AddressNotAnAddress,
    AddressNotSecure,
    AddressTooMuch,
    /// The system has no TLS support.
    NoSecureConnections,
    /// The keys belong to an account that is already connected: `detail.account`.
    OtherAccount,
    AccountGone,
    SeveralIds,
    NothingTyped,
    OtherOperation,
    ConfirmedAlready,
    AccountBusy,
    DialogTooOld,
    AmountNotTaken,
    ReasonMissing,
    OperationGone,
    LedgerOtherCopy,
    LedgerNewer,
    LedgerDamaged,
    LedgerGone,
    LedgerEntryUnread,
    LedgerUnusable,
    DiskFull,
    TooLarge,
    /// No browser could open `detail.place`.
    Browser,
    /// No file manager could open `detail.place`.
    FileManager,
    Clipboard,
    /// On the way to Pine Labs. Of a proxy `detail.place` has the address, where that is known.
    #[serde(untagged)]
    Way(WayFault),
}

/// Details for support: the provider's own code and text, the status and the request id. Never headers or bodies. Also the
/// parameters of a cause.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    pub provider_code: Option<String>,
    pub provider_message: Option<String>,
    pub http_status: Option<u16>,
    pub request_id: Option<String>,
    /// The unreadable field of an answer.
    pub path: Option<String>,
    pub retry_after_ms: Option<i64>,
    pub invalid: Vec<InvalidFieldView>,
    pub link_id: Option<String>,
    /// The name of an account.
    pub account: Option<String>,
    /// A URL or a folder.
    pub place: Option<String>,
}

/// A field by Pine Labs' name, and what is wrong with it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InvalidFieldView {
    pub field: &'static str,
    pub fault: FieldFault,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    pub code: ErrorCode,
    pub cause: Option<ErrorCause>,
    /// Whether a retry may help: true only for calls that move nothing.
    pub retryable: bool,
    pub detail: ErrorDetail,
}

impl WireError {
    pub fn new(code: ErrorCode) -> Self {
        Self { code, cause: None, retryable: false, detail: ErrorDetail::default() }
    }

    pub fn caused(code: ErrorCode, cause: ErrorCause) -> Self {
        Self { cause: Some(cause), ..Self::new(code) }
    }

    /// Sets the URL or the folder that the cause refers to.
    #[must_use]
    pub fn place(mut self, place: String) -> Self {
        self.detail.place = Some(place);
        self
    }

    /// Names the account that the cause is about.
    #[must_use]
    pub fn account(mut self, name: String) -> Self {
        self.detail.account = Some(name);
        self
    }
}

impl From<KeychainProblem> for WireError {
    fn from(problem: KeychainProblem) -> Self {
        let code = match problem {
            KeychainProblem::NoBus => ErrorCode::KeychainNoBus,
            KeychainProblem::Missing => ErrorCode::KeychainMissing,
            KeychainProblem::Locked => ErrorCode::KeychainLocked,
            KeychainProblem::Refused => ErrorCode::KeychainRefused,
            KeychainProblem::BrokeOff => ErrorCode::KeychainBrokeOff,
            KeychainProblem::Slow => ErrorCode::KeychainSlow,
            KeychainProblem::Failed => ErrorCode::KeychainFailed,
        };
        Self { retryable: true, ..Self::new(code) }
    }
}

impl From<&Error> for WireError {
    fn from(error: &Error) -> Self {
        Self::from(&Problem::from(error))
    }
}

impl From<&Problem> for WireError {
    fn from(problem: &Problem) -> Self {
        use ErrorCode as Code;
        use ProblemKind as Kind;
        let (code, retryable) = match (problem.kind, problem.status) {
            (Kind::Dns, _) => (Code::Dns, true),
            (Kind::ConnectionRefused, _) => (Code::ConnectionRefused, true),
            (Kind::Tls, _) => (Code::Tls, true),
            (Kind::Proxy, _) => (Code::Proxy, true),
            (Kind::Timeout, _) => (Code::Timeout, true),
            (Kind::Interrupted, _) => (Code::Interrupted, true),
            (Kind::Portal, _) => (Code::Portal, true),
            (Kind::RateLimited, _) => (Code::RateLimited, true),
            (Kind::CredentialsRefused, _) => (Code::CredentialsRefused, false),
            (Kind::SignedOut, _) => (Code::SignedOut, false),
            (Kind::Api, Some(404)) => (Code::NotFound, false),
            (Kind::Api, Some(500..)) => (Code::Server, true),
            (Kind::Api, _) => (Code::Refused, false),
            (Kind::Undecodable | Kind::TooLarge, _) => (Code::Unreadable, true),
            (Kind::NotAsked, _) => (Code::BadRequest, false),
        };
        let cause = match problem.kind {
            Kind::TooLarge => Some(ErrorCause::TooLarge),
            Kind::Proxy => Some(ErrorCause::Way(problem.fault.unwrap_or(WayFault::ProxyRefused))),
            _ => problem.fault.map(ErrorCause::Way),
        };
        let (place, path) = match problem.kind {
            Kind::Proxy => (problem.path.clone(), None),
            _ => (None, problem.path.clone()),
        };
        let detail = ErrorDetail {
            provider_code: problem.code.clone(),
            provider_message: problem.message.clone(),
            http_status: problem.status,
            request_id: problem.request_id.clone(),
            path,
            retry_after_ms: problem.retry_after_ms,
            place,
            ..ErrorDetail::default()
        };
        Self { code, cause, retryable, detail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_on_the_way_is_the_cause_by_its_own_word() {
        for (fault, word) in [
            (WayFault::ProxyWantsSignIn, "proxy_wants_sign_in"),
            (WayFault::CertificateOtherHost, "certificate_other_host"),
        ] {
            assert_eq!(serde_json::to_value(ErrorCause::Way(fault)).unwrap(), word);
        }
    }
}
