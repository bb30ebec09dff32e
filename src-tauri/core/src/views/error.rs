//! The one error type for the page, as codes and parameters: the page has the words. A code exists only if the page acts on it;
//! a cause refines the wording.

use pinelabs::{BuildError, Error, InvalidBaseUrl, LinkId};
use serde::Serialize;
use specta::Type;

use crate::{
    desk::DeskError,
    keychain::KeychainProblem,
    ledger::{LedgerError, Trouble},
    operations::{NotConfirmed, journal::NotBegun},
    rules::{
        link_form::{FieldFault, InvalidField},
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
    /// A proxy failed: `detail.place` has its address, if known.
    ProxyWantsSignIn,
    ProxyRefused,
    ProxyUnreachable,
    ProxyHungUp,
    ProxySilent,
    ProxySocks,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateOtherHost,
    CertificateUnknownAuthority,
    /// No browser could open `detail.place`.
    Browser,
    /// No file manager could open `detail.place`.
    FileManager,
    Clipboard,
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

    fn account(mut self, name: String) -> Self {
        self.detail.account = Some(name);
        self
    }
}

impl From<DeskError> for WireError {
    fn from(error: DeskError) -> Self {
        use ErrorCause as Cause;
        use ErrorCode as Code;
        match error {
            DeskError::Api(error) => Self::from(&error),
            DeskError::BadAddress(why) => Self::caused(Code::BadRequest, address(&why)),
            DeskError::Keychain(problem) => Self::from(problem),
            DeskError::NoSecret { name } => Self::new(Code::SecretMissing).account(name),
            DeskError::OtherAccount { name } => {
                Self::caused(Code::BadRequest, Cause::OtherAccount).account(name)
            }
            DeskError::NoAccount => Self::caused(Code::BadRequest, Cause::AccountGone),
            DeskError::NotAnId(_) => Self::new(Code::NotAnId),
            DeskError::Several => Self::caused(Code::NotAnId, Cause::SeveralIds),
            DeskError::NothingToFind => Self::caused(Code::NotAnId, Cause::NothingTyped),
            DeskError::UnknownUrl => Self::new(Code::UnknownUrl),
            DeskError::NotAllowed(_) => Self::new(Code::NotAllowed),
            DeskError::Invalid(problems) => invalid(&problems),
            DeskError::ReferenceUsed(link) => reference_used(link.as_ref()),
            DeskError::NotConfirmed(not_confirmed) => Self::from(not_confirmed),
            DeskError::NotRecorded(why) => Self::caused(Code::Storage, not_recorded(why.why())),
            DeskError::OperationOpen => Self::caused(Code::AlreadyOpen, Cause::AccountBusy),
            DeskError::NoOperation => Self::caused(Code::BadRequest, Cause::OperationGone),
            DeskError::Storage(_) | DeskError::Export(_) => Self::new(Code::Storage),
        }
    }
}

impl From<NotConfirmed> for WireError {
    fn from(why: NotConfirmed) -> Self {
        use ErrorCause as Cause;
        use ErrorCode as Code;
        match why {
            NotConfirmed::NotBegun(NotBegun::ReferenceUsed(known)) => reference_used(known.link_id()),
            NotConfirmed::NotBegun(NotBegun::Conflict) => {
                Self::caused(Code::AlreadyOpen, Cause::OtherOperation)
            }
            NotConfirmed::NotBegun(NotBegun::NotRecorded(why)) => {
                Self::caused(Code::Storage, not_recorded(why.why()))
            }
            NotConfirmed::NotBegun(NotBegun::Already(_)) => {
                Self::caused(Code::AlreadyOpen, Cause::ConfirmedAlready)
            }
            NotConfirmed::NoSuchIntent => Self::caused(Code::BadRequest, Cause::DialogTooOld),
            NotConfirmed::Amount(_) => Self::caused(Code::BadRequest, Cause::AmountNotTaken),
            NotConfirmed::NoReason => Self::caused(Code::BadRequest, Cause::ReasonMissing),
        }
    }
}

fn address(why: &BuildError) -> ErrorCause {
    match why {
        BuildError::Tls(_) => ErrorCause::NoSecureConnections,
        BuildError::BaseUrl(InvalidBaseUrl::NotSecure) => ErrorCause::AddressNotSecure,
        BuildError::BaseUrl(InvalidBaseUrl::TooMuch) => ErrorCause::AddressTooMuch,
        _ => ErrorCause::AddressNotAnAddress,
    }
}

/// Lists every invalid field.
fn invalid(problems: &[InvalidField]) -> WireError {
    let field = |problem: &InvalidField| InvalidFieldView { field: problem.field, fault: problem.fault };
    let invalid = problems.iter().map(field).collect();
    let detail = ErrorDetail { invalid, ..ErrorDetail::default() };
    WireError { detail, ..WireError::new(ErrorCode::InvalidFields) }
}

fn reference_used(link: Option<&LinkId>) -> WireError {
    let detail = ErrorDetail { link_id: link.map(ToString::to_string), ..ErrorDetail::default() };
    WireError { detail, ..WireError::new(ErrorCode::ReferenceUsed) }
}

/// The fault of the ledger. It does not say that nothing was sent: only the caller knows that.
fn not_recorded(why: &LedgerError) -> ErrorCause {
    match why {
        LedgerError::Trouble(Trouble::OtherCopy) => ErrorCause::LedgerOtherCopy,
        LedgerError::Trouble(Trouble::Newer) => ErrorCause::LedgerNewer,
        LedgerError::Trouble(Trouble::Damaged) => ErrorCause::LedgerDamaged,
        LedgerError::Trouble(Trouble::Gone) => ErrorCause::LedgerGone,
        LedgerError::Unreadable { .. } => ErrorCause::LedgerEntryUnread,
        LedgerError::Full => ErrorCause::DiskFull,
        LedgerError::Trouble(Trouble::Unwritable(_)) | LedgerError::Conflict | LedgerError::Sqlite(_) => {
            ErrorCause::LedgerUnusable
        }
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
            Kind::Proxy => Some(problem.fault.map_or(ErrorCause::ProxyRefused, ErrorCause::from)),
            _ => problem.fault.map(ErrorCause::from),
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

impl From<WayFault> for ErrorCause {
    fn from(fault: WayFault) -> Self {
        match fault {
            WayFault::ProxyWantsSignIn => Self::ProxyWantsSignIn,
            WayFault::ProxyRefused => Self::ProxyRefused,
            WayFault::ProxyUnreachable => Self::ProxyUnreachable,
            WayFault::ProxyHungUp => Self::ProxyHungUp,
            WayFault::ProxySilent => Self::ProxySilent,
            WayFault::ProxySocks => Self::ProxySocks,
            WayFault::CertificateExpired => Self::CertificateExpired,
            WayFault::CertificateNotYetValid => Self::CertificateNotYetValid,
            WayFault::CertificateOtherHost => Self::CertificateOtherHost,
            WayFault::CertificateUnknownAuthority => Self::CertificateUnknownAuthority,
        }
    }
}
