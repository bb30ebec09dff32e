//! The one error that crosses to the page. A code exists only where the page does something different for it.

use pinelabs::{Error, LinkId};
use serde::Serialize;
use specta::Type;

use crate::{
    desk::DeskError,
    keychain::KeychainProblem,
    ledger::{LedgerError, Trouble},
    operations::{NotConfirmed, journal::NotBegun},
    rules::{
        link_form::InvalidField,
        problem::{Problem, ProblemKind},
    },
    views::way,
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
    /// Fields of a new link that Pine Labs would not take: `detail.invalid`.
    InvalidFields,
    /// A new link's reference: `detail.link_id` has it, where that is known.
    ReferenceUsed,
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
    pub invalid: Vec<InvalidFieldView>,
    pub link_id: Option<String>,
}

/// A field, as Pine Labs names it, and what is wrong with it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InvalidFieldView {
    pub field: &'static str,
    pub reason: &'static str,
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
    pub fn new(code: ErrorCode, message: &str) -> Self {
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
            DeskError::Several => {
                plain(Code::NotAnId, "There are several IDs in this text. Look for one of them.")
            }
            DeskError::NothingToFind => plain(Code::NotAnId, "Type or paste something to look for."),
            DeskError::UnknownUrl => {
                plain(Code::UnknownUrl, "This link address was not opened on this computer before.")
            }
            DeskError::NotAllowed(_) => {
                plain(Code::NotAllowed, "This cannot be done with the link as it is now.")
            }
            DeskError::Invalid(problems) => invalid(&problems),
            DeskError::ReferenceUsed(link) => reference_used(link.as_ref()),
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::ReferenceUsed(known))) => {
                reference_used(known.link_id())
            }
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::Conflict)) => {
                plain(Code::AlreadyOpen, "Another change of this payment is under way.")
            }
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::NotRecorded(why)))
            | DeskError::NotRecorded(why) => plain(Code::Storage, not_recorded(why.why())),
            DeskError::NotConfirmed(NotConfirmed::NotBegun(NotBegun::Already(_))) => {
                plain(Code::AlreadyOpen, "This was confirmed already.")
            }
            DeskError::NotConfirmed(NotConfirmed::NoSuchIntent) => {
                plain(Code::BadRequest, "This dialog is too old. Close it and open it again.")
            }
            DeskError::NotConfirmed(NotConfirmed::Amount(_)) => {
                plain(Code::BadRequest, "The amount cannot be taken.")
            }
            DeskError::NotConfirmed(NotConfirmed::NoReason) => plain(Code::BadRequest, "A reason is needed."),
            DeskError::ChangeOpen => plain(
                Code::AlreadyOpen,
                "A change of this account is still under way or being checked. Wait until it is known.",
            ),
            DeskError::NoChange => plain(Code::BadRequest, "There is no such change any more."),
            DeskError::Storage(_) | DeskError::Export(_) => plain(
                Code::Storage,
                "Linkdesk could not write to its folder. Look for a full disk or missing rights.",
            ),
        }
    }
}

/// Every field that has to be put right, in one sentence.
fn invalid(problems: &[InvalidField]) -> WireError {
    let reasons = problems.iter().map(|problem| problem.reason).collect::<Vec<_>>().join("; ");
    let mut letters = reasons.chars();
    let sentence = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>();
    let field = |problem: &InvalidField| InvalidFieldView { field: problem.field, reason: problem.reason };
    let invalid = problems.iter().map(field).collect();
    WireError::new(ErrorCode::InvalidFields, &format!("{sentence}."))
        .detail(ErrorDetail { invalid, ..ErrorDetail::default() })
}

fn reference_used(link: Option<&LinkId>) -> WireError {
    let message = match link {
        Some(_) => "This reference already has a link.",
        None => "This reference was used before.",
    };
    let link_id = link.map(ToString::to_string);
    WireError::new(ErrorCode::ReferenceUsed, message)
        .detail(ErrorDetail { link_id, ..ErrorDetail::default() })
}

/// What is wrong with the ledger, and what would help. Not that nothing was sent: only who has asked knows that.
fn not_recorded(why: &LedgerError) -> &'static str {
    match why {
        LedgerError::Trouble(Trouble::OtherCopy) => {
            "Another copy of Linkdesk is running on this computer and keeps the ledger. Use that one."
        }
        LedgerError::Trouble(Trouble::Newer) => "The ledger was written by a newer Linkdesk. Use that one.",
        LedgerError::Trouble(Trouble::Damaged) => {
            "The ledger of changes is damaged. What it has cannot be trusted, and nothing more can be written down."
        }
        LedgerError::Trouble(Trouble::Gone) => {
            "The ledger of changes was deleted, moved or replaced while Linkdesk was running. Money moves are off until Linkdesk is started again with the file in its place."
        }
        LedgerError::Unreadable { .. } => {
            "An entry of the ledger that this needs cannot be read. It is left as it is, and its link and order are locked."
        }
        LedgerError::Full => "The disk is full, so it could not be written down. Make room and try again.",
        LedgerError::Trouble(Trouble::Unwritable(_)) | LedgerError::Conflict | LedgerError::Sqlite(_) => {
            "The ledger of changes cannot be used. Look for a full disk, or for missing rights to the file and its folder."
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
        Self::from(&Problem::from(error))
    }
}

impl From<&Problem> for WireError {
    fn from(problem: &Problem) -> Self {
        use ErrorCode as Code;
        use ProblemKind as Kind;
        let (proxy, wait) = (way::at_the_proxy(problem), way::asked_to_wait(problem.retry_after_ms));
        let (code, message, retryable) = match (problem.kind, problem.status) {
            (Kind::Dns, _) => (Code::Dns, "The name of Pine Labs’ server was not found.", true),
            (Kind::ConnectionRefused, _) => {
                (Code::ConnectionRefused, "Pine Labs’ server did not take the connection.", true)
            }
            (Kind::Tls, _) => (Code::Tls, way::at_the_handshake(problem), true),
            (Kind::Proxy, _) => (Code::Proxy, proxy.as_str(), true),
            (Kind::Timeout, _) => (Code::Timeout, "Pine Labs did not answer in time.", true),
            (Kind::Interrupted, _) => (Code::Interrupted, "The answer of Pine Labs broke off.", true),
            (Kind::Portal, _) => (
                Code::Portal,
                "A web page came instead of an answer. This network may want you to sign in first.",
                true,
            ),
            (Kind::RateLimited, _) => (Code::RateLimited, wait.as_str(), true),
            (Kind::CredentialsRefused, _) => {
                (Code::CredentialsRefused, "Pine Labs refused these credentials.", false)
            }
            (Kind::SignedOut, _) => (Code::SignedOut, "Pine Labs no longer takes these credentials.", false),
            (Kind::Api, Some(404)) => (
                Code::NotFound,
                "Pine Labs does not know this. It may belong to another shop, or to the other environment.",
                false,
            ),
            (Kind::Api, Some(500..)) => (Code::Server, "Pine Labs has trouble at its end.", true),
            (Kind::Api, _) => (Code::Refused, "Pine Labs refused.", false),
            (Kind::Undecodable, _) => (Code::Unreadable, "Pine Labs’ answer could not be understood.", true),
            (Kind::TooLarge, _) => (Code::Unreadable, "Pine Labs’ answer was far too large.", true),
            (Kind::NotAsked, _) => (Code::BadRequest, "Linkdesk could not ask this.", false),
        };
        let detail = ErrorDetail {
            provider_code: problem.code.clone(),
            provider_message: problem.message.clone(),
            http_status: problem.status,
            request_id: problem.request_id.clone(),
            path: problem.path.clone().filter(|_| problem.kind != Kind::Proxy),
            retry_after_ms: problem.retry_after_ms,
            ..ErrorDetail::default()
        };
        Self { retryable, ..Self::new(code, message).detail(detail) }
    }
}
