//! What the error of each part of the app is as a wire error.

use pinelabs::{BuildError, InvalidBaseUrl, LinkId};

use super::error::{ErrorCause as Cause, ErrorCode as Code, ErrorDetail, InvalidFieldView, WireError};
use crate::{
    accounts::AccountsError,
    ledger::{LedgerError, Trouble},
    operation_log::OperationLogError,
    operation_requests::OperationRequestError,
    operations::{
        NotConfirmed,
        journal::{NotBegun, NotRecorded},
    },
    reading::ReaderError,
    rules::link_form::InvalidField,
};

impl From<AccountsError> for WireError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Api(error) => Self::from(&error),
            AccountsError::Keychain(problem) => Self::from(problem),
            AccountsError::NoSecret { name } => Self::new(Code::SecretMissing).account(name),
            AccountsError::OtherAccount { name } => {
                Self::caused(Code::BadRequest, Cause::OtherAccount).account(name)
            }
            AccountsError::NoAccount => Self::caused(Code::BadRequest, Cause::AccountGone),
            AccountsError::BadAddress(why) => Self::caused(Code::BadRequest, address(&why)),
            AccountsError::OperationOpen => Self::caused(Code::AlreadyOpen, Cause::AccountBusy),
            AccountsError::NotRecorded(why) => Self::from(&why),
            AccountsError::Storage(_) => Self::new(Code::Storage),
        }
    }
}

impl From<ReaderError> for WireError {
    fn from(error: ReaderError) -> Self {
        match error {
            ReaderError::Account(error) => Self::from(error),
            ReaderError::Api(error) => Self::from(&error),
            ReaderError::NotAnId(_) => Self::new(Code::NotAnId),
            ReaderError::NothingToFind => Self::caused(Code::NotAnId, Cause::NothingTyped),
            ReaderError::Several => Self::caused(Code::NotAnId, Cause::SeveralIds),
            ReaderError::UnknownUrl => Self::new(Code::UnknownUrl),
        }
    }
}

impl From<OperationRequestError> for WireError {
    fn from(error: OperationRequestError) -> Self {
        match error {
            OperationRequestError::Account(error) => Self::from(error),
            OperationRequestError::Api(error) => Self::from(&error),
            OperationRequestError::NotAnId(_) => Self::new(Code::NotAnId),
            OperationRequestError::NotAllowed(_) => Self::new(Code::NotAllowed),
            OperationRequestError::Invalid(problems) => invalid(&problems),
            OperationRequestError::ReferenceUsed(link) => reference_used(link.as_ref()),
            OperationRequestError::NotConfirmed(why) => Self::from(why),
            OperationRequestError::NoOperation => Self::caused(Code::BadRequest, Cause::OperationGone),
            OperationRequestError::NotRecorded(why) => Self::from(&why),
        }
    }
}

impl From<OperationLogError> for WireError {
    fn from(error: OperationLogError) -> Self {
        match error {
            OperationLogError::NoOperation => Self::caused(Code::BadRequest, Cause::OperationGone),
            OperationLogError::NotRecorded(why) => Self::from(&why),
            OperationLogError::Export(_) => Self::new(Code::Storage),
        }
    }
}

impl From<NotConfirmed> for WireError {
    fn from(why: NotConfirmed) -> Self {
        match why {
            NotConfirmed::NotBegun(NotBegun::ReferenceUsed(known)) => reference_used(known.link_id()),
            NotConfirmed::NotBegun(NotBegun::Conflict) => {
                Self::caused(Code::AlreadyOpen, Cause::OtherOperation)
            }
            NotConfirmed::NotBegun(NotBegun::NotRecorded(why)) => Self::from(&why),
            NotConfirmed::NotBegun(NotBegun::Already(_)) => {
                Self::caused(Code::AlreadyOpen, Cause::ConfirmedAlready)
            }
            NotConfirmed::NoSuchIntent => Self::caused(Code::BadRequest, Cause::DialogTooOld),
            NotConfirmed::Amount(_) => Self::caused(Code::BadRequest, Cause::AmountNotTaken),
            NotConfirmed::NoReason => Self::caused(Code::BadRequest, Cause::ReasonMissing),
        }
    }
}

/// What is wrong with the ledger. Not that nothing was sent: only who has asked knows that.
impl From<&NotRecorded> for WireError {
    fn from(why: &NotRecorded) -> Self {
        let cause = match why.why() {
            LedgerError::Trouble(Trouble::OtherCopy) => Cause::LedgerOtherCopy,
            LedgerError::Trouble(Trouble::Newer) => Cause::LedgerNewer,
            LedgerError::Trouble(Trouble::Damaged) => Cause::LedgerDamaged,
            LedgerError::Trouble(Trouble::Gone) => Cause::LedgerGone,
            LedgerError::Unreadable { .. } => Cause::LedgerEntryUnread,
            LedgerError::Full => Cause::DiskFull,
            LedgerError::Trouble(Trouble::Unwritable(_)) | LedgerError::Conflict | LedgerError::Sqlite(_) => {
                Cause::LedgerUnusable
            }
        };
        Self::caused(Code::Storage, cause)
    }
}

fn address(why: &BuildError) -> Cause {
    match why {
        BuildError::Tls(_) => Cause::NoSecureConnections,
        BuildError::BaseUrl(InvalidBaseUrl::NotSecure) => Cause::AddressNotSecure,
        BuildError::BaseUrl(InvalidBaseUrl::TooMuch) => Cause::AddressTooMuch,
        _ => Cause::AddressNotAnAddress,
    }
}

/// Every field that has to be put right.
fn invalid(problems: &[InvalidField]) -> WireError {
    let field = |problem: &InvalidField| InvalidFieldView { field: problem.field, fault: problem.fault };
    let invalid = problems.iter().map(field).collect();
    let detail = ErrorDetail { invalid, ..ErrorDetail::default() };
    WireError { detail, ..WireError::new(Code::InvalidFields) }
}

fn reference_used(link: Option<&LinkId>) -> WireError {
    let detail = ErrorDetail { link_id: link.map(ToString::to_string), ..ErrorDetail::default() };
    WireError { detail, ..WireError::new(Code::ReferenceUsed) }
}
