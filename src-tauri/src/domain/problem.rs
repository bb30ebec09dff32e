//! Why a call to Pine Labs gave no answer, in the shape that is kept and shown: what kind of failure, the provider's own
//! code and words, and the request for support. Never headers, bodies or contact data.

use pinelabs::{ApiError, Error, NetworkKind};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    Dns,
    ConnectionRefused,
    Tls,
    Timeout,
    Interrupted,
    Portal,
    RateLimited,
    CredentialsRefused,
    SignedOut,
    Api,
    Undecodable,
    TooLarge,
    /// Found wrong before anything was asked.
    NotAsked,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub request_id: Option<String>,
    /// The field of an answer that could not be read.
    pub path: Option<String>,
    pub retry_after_ms: Option<i64>,
}

impl Problem {
    fn of(kind: ProblemKind) -> Self {
        Self {
            kind,
            status: None,
            code: None,
            message: None,
            request_id: None,
            path: None,
            retry_after_ms: None,
        }
    }

    fn answered(kind: ProblemKind, answer: &ApiError) -> Self {
        Self {
            status: Some(answer.status),
            code: answer.code.clone(),
            message: answer.message.clone(),
            ..Self::of(kind)
        }
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        use ProblemKind as Kind;
        let problem = match error {
            Error::Network { kind, .. } => Self::of(match kind {
                NetworkKind::Dns => Kind::Dns,
                NetworkKind::ConnectionRefused => Kind::ConnectionRefused,
                NetworkKind::Tls => Kind::Tls,
                NetworkKind::Timeout => Kind::Timeout,
                _ => Kind::Interrupted,
            }),
            Error::Portal { status, .. } => Self { status: Some(*status), ..Self::of(Kind::Portal) },
            Error::RateLimited { retry_after, .. } => Self {
                retry_after_ms: retry_after.and_then(|wait| i64::try_from(wait.as_millis()).ok()),
                ..Self::of(Kind::RateLimited)
            },
            Error::CredentialsRefused(answer) => Self::answered(Kind::CredentialsRefused, answer),
            Error::SignedOut(answer) => Self::answered(Kind::SignedOut, answer),
            Error::Api(answer) => Self::answered(Kind::Api, answer),
            Error::Undecodable { path, .. } => {
                Self { path: Some(path.clone()), ..Self::of(Kind::Undecodable) }
            }
            Error::TooLarge { .. } => Self::of(Kind::TooLarge),
            _ => Self::of(Kind::NotAsked),
        };
        Self { request_id: error.request_id().map(ToString::to_string), ..problem }
    }
}

impl From<&ApiError> for Problem {
    fn from(answer: &ApiError) -> Self {
        Self { request_id: Some(answer.request_id.to_string()), ..Self::answered(ProblemKind::Api, answer) }
    }
}
