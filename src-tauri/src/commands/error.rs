//! The one error that crosses to the page. A code exists only where the page does something different for it.

use pinelabs::{ApiError, Error, NetworkKind};
use serde::Serialize;
use specta::Type;

use crate::{
    desk::DeskError,
    desktop::DesktopError,
    keychain::KeychainProblem,
    operations::{NotConfirmed, journal::NotBegun},
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
    AlreadyOpen,
    BadRequest,
    Storage,
    Desktop,
}

/// What support asks for: the provider's own code and words, the status and the request. Never headers or bodies.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    pub provider_code: Option<String>,
    pub provider_message: Option<String>,
    pub http_status: Option<u16>,
    pub request_id: Option<String>,
    /// The field of an answer that could not be read.
    pub path: Option<String>,
    pub retry_after_ms: Option<i64>,
}

/// `message` is a sentence for a shopkeeper.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    pub code: ErrorCode,
    pub message: String,
    /// Asking again may help: true only for what moves nothing.
    pub retryable: bool,
    pub detail: ErrorDetail,
}

impl WireError {
    fn new(code: ErrorCode, message: &str) -> Self {
        Self { code, message: message.to_owned(), retryable: false, detail: ErrorDetail::default() }
    }

    fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }

    fn detail(self, detail: ErrorDetail) -> Self {
        Self { detail, ..self }
    }
}

impl From<DeskError> for WireError {
    fn from(error: DeskError) -> Self {
        use ErrorCode as Code;
        let plain = |code, message| Self::new(code, message);
        match error {
            DeskError::Api(error) => Self::from(&error),
            DeskError::BadAddress(why) => {
                Self::new(Code::BadRequest, &format!("This address cannot be used: {why}."))
            }
            DeskError::Keychain(problem) => Self::from(problem),
            DeskError::NoSecret { name } => Self::new(
                Code::SecretMissing,
                &format!("The secret of {name} is not at hand. Paste it again."),
            ),
            DeskError::OtherAccount { name } => Self::new(
                Code::BadRequest,
                &format!("These keys belong to {name}, which is connected already."),
            ),
            DeskError::NoAccount => plain(Code::BadRequest, "There is no such account any more."),
            DeskError::NotAnId(_) => plain(Code::NotAnId, "That cannot be a link, reference or order id."),
            DeskError::NothingToFind => plain(Code::NotAnId, "Type or paste something to look for."),
            DeskError::UnknownUrl => {
                plain(Code::UnknownUrl, "This link address was not opened on this computer before.")
            }
            DeskError::NotAllowed(_) => {
                plain(Code::NotAllowed, "This cannot be done with the link as it is now.")
            }
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::OtherOpen)) => {
                plain(Code::AlreadyOpen, "Another change of this payment is under way. Nothing was sent.")
            }
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::NotRecorded(_))) => {
                plain(Code::Storage, "The change could not be written down, so nothing was sent.")
            }
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::Already(_))) => {
                plain(Code::AlreadyOpen, "This was confirmed already.")
            }
            DeskError::NotConfirmed(NotConfirmed::NoSuchIntent) => plain(
                Code::BadRequest,
                "This dialog is too old. Close it and open it again. Nothing was sent.",
            ),
            DeskError::NotConfirmed(NotConfirmed::Amount(_)) => {
                plain(Code::BadRequest, "The amount cannot be taken. Nothing was sent.")
            }
            DeskError::NotConfirmed(NotConfirmed::NoReason) => {
                plain(Code::BadRequest, "A reason is needed. Nothing was sent.")
            }
            DeskError::ChangeOpen => plain(
                Code::AlreadyOpen,
                "A change of this account is still under way or being checked. Wait until it is known.",
            ),
            DeskError::NoChange => plain(Code::BadRequest, "There is no such change any more."),
            DeskError::Storage(_) => plain(
                Code::Storage,
                "Linkdesk could not write to its folder. Look for a full disk or missing rights.",
            ),
            DeskError::Sample(_) => {
                plain(Code::Storage, "The sample shop could not be opened on this computer.")
            }
        }
    }
}

impl From<DesktopError> for WireError {
    fn from(error: DesktopError) -> Self {
        match error {
            DesktopError::Browser { address, .. } => Self::new(
                ErrorCode::Desktop,
                &format!("No browser could be opened. The address is {address}"),
            ),
            DesktopError::FileManager { folder, .. } => Self::new(
                ErrorCode::Desktop,
                &format!("No file manager could be opened. The folder is {}", folder.display()),
            ),
            DesktopError::Clipboard(_) => Self::new(ErrorCode::Desktop, "The clipboard did not take it."),
        }
    }
}

impl From<KeychainProblem> for WireError {
    fn from(problem: KeychainProblem) -> Self {
        let (code, message) = match problem {
            KeychainProblem::NoBus => {
                (ErrorCode::KeychainNoBus, "This session has no message bus to reach a keychain by.")
            }
            KeychainProblem::Missing => (ErrorCode::KeychainMissing, "No system keychain was found."),
            KeychainProblem::Locked => (ErrorCode::KeychainLocked, "The system keychain is locked."),
            KeychainProblem::Refused => (ErrorCode::KeychainRefused, "The system keychain refused."),
            KeychainProblem::BrokeOff => {
                (ErrorCode::KeychainBrokeOff, "The system keychain ended in the middle.")
            }
            KeychainProblem::Slow => (ErrorCode::KeychainSlow, "The system keychain does not answer."),
            KeychainProblem::Failed => (ErrorCode::KeychainFailed, "The system keychain failed."),
        };
        Self::new(code, message).retryable()
    }
}

impl From<&Error> for WireError {
    fn from(error: &Error) -> Self {
        let request =
            || ErrorDetail { request_id: error.request_id().map(ToString::to_string), ..Default::default() };
        match error {
            Error::Network { kind, .. } => Self::from(*kind).retryable().detail(request()),
            Error::Portal { status, .. } => Self::new(
                ErrorCode::Portal,
                "A web page came instead of an answer. This network may want you to sign in first.",
            )
            .retryable()
            .detail(ErrorDetail { http_status: Some(*status), ..request() }),
            Error::RateLimited { retry_after, .. } => {
                let wait = retry_after.and_then(|wait| i64::try_from(wait.as_millis()).ok());
                Self::new(ErrorCode::RateLimited, "Pine Labs asks to wait a little before the next question.")
                    .retryable()
                    .detail(ErrorDetail { retry_after_ms: wait, ..request() })
            }
            Error::CredentialsRefused(answer) => {
                Self::new(ErrorCode::CredentialsRefused, "Pine Labs refused these credentials.")
                    .detail(answer.into())
            }
            Error::SignedOut(answer) => {
                Self::new(ErrorCode::SignedOut, "Pine Labs no longer takes these credentials.")
                    .detail(answer.into())
            }
            Error::Api(answer) => Self::from(answer),
            Error::Undecodable { path, .. } => {
                Self::new(ErrorCode::Unreadable, "Pine Labs’ answer could not be understood.")
                    .retryable()
                    .detail(ErrorDetail { path: Some(path.clone()), ..request() })
            }
            Error::TooLarge { .. } => {
                Self::new(ErrorCode::Unreadable, "Pine Labs’ answer was far too large.")
                    .retryable()
                    .detail(request())
            }
            _ => Self::new(ErrorCode::BadRequest, "Linkdesk could not ask this.").detail(request()),
        }
    }
}

impl From<&ApiError> for WireError {
    fn from(answer: &ApiError) -> Self {
        let (code, message) = match answer.status {
            404 => (
                ErrorCode::NotFound,
                "Pine Labs does not know this. It may belong to another shop, or to the other environment.",
            ),
            500.. => (ErrorCode::Server, "Pine Labs has trouble at its end."),
            _ => (ErrorCode::Refused, "Pine Labs refused."),
        };
        let error = Self::new(code, message).detail(answer.into());
        if code == ErrorCode::Server { error.retryable() } else { error }
    }
}

impl From<NetworkKind> for WireError {
    fn from(kind: NetworkKind) -> Self {
        match kind {
            NetworkKind::Dns => Self::new(ErrorCode::Dns, "The name of Pine Labs’ server was not found."),
            NetworkKind::ConnectionRefused => {
                Self::new(ErrorCode::ConnectionRefused, "Pine Labs’ server did not take the connection.")
            }
            NetworkKind::Tls => Self::new(ErrorCode::Tls, "No secure connection to Pine Labs could be made."),
            NetworkKind::Timeout => Self::new(ErrorCode::Timeout, "Pine Labs did not answer in time."),
            _ => Self::new(ErrorCode::Interrupted, "The answer of Pine Labs broke off."),
        }
    }
}

impl From<&ApiError> for ErrorDetail {
    fn from(answer: &ApiError) -> Self {
        Self {
            provider_code: answer.code.clone(),
            provider_message: answer.message.clone(),
            http_status: Some(answer.status),
            request_id: Some(answer.request_id.to_string()),
            ..Self::default()
        }
    }
}
