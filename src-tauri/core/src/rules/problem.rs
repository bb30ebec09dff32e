//! Why a call to Pine Labs gave no answer, in the form that is stored and shown: the kind of failure, the provider's own code
//! and text, and the request id for support. Never headers, bodies or contact data.

use pinelabs::{ApiError, CertificateFault, Error, NetworkKind, ProxyFault};
use serde::Serialize;
use specta::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    Dns,
    ConnectionRefused,
    Tls,
    /// A proxy between this computer and Pine Labs: `path` names it, if known.
    Proxy,
    Timeout,
    Interrupted,
    Portal,
    RateLimited,
    CredentialsRefused,
    SignedOut,
    Api,
    Undecodable,
    TooLarge,
    /// Invalid before anything was sent.
    NotAsked,
}

/// The exact fault on the way, if known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WayFault {
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub request_id: Option<String>,
    /// The unreadable field of an answer, or the address of the proxy that blocked the call.
    pub path: Option<String>,
    pub retry_after_ms: Option<i64>,
    pub fault: Option<WayFault>,
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
            fault: None,
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
            Error::Network { kind, .. } => {
                let kind = match kind {
                    NetworkKind::Dns => Kind::Dns,
                    NetworkKind::ConnectionRefused => Kind::ConnectionRefused,
                    NetworkKind::Tls => Kind::Tls,
                    NetworkKind::Proxy => Kind::Proxy,
                    NetworkKind::Timeout => Kind::Timeout,
                    _ => Kind::Interrupted,
                };
                let path = error.proxy().map(|failed| failed.host.clone());
                Self { fault: fault_of(error), path, ..Self::of(kind) }
            }
            Error::NotTheApi { status, .. } => Self { status: Some(*status), ..Self::of(Kind::Portal) },
            Error::RateLimited { retry_after, .. } => Self {
                retry_after_ms: retry_after.and_then(|wait| i64::try_from(wait.as_millis()).ok()),
                ..Self::of(Kind::RateLimited)
            },
            Error::CredentialsRefused(answer) => Self::answered(Kind::CredentialsRefused, answer),
            Error::SignedOut(answer) => Self::answered(Kind::SignedOut, answer),
            // Only intermediaries use these two statuses; Pine Labs has no use for them.
            Error::Api(answer) if answer.status == 407 && answer.api_code().is_none() => {
                Self { fault: Some(WayFault::ProxyWantsSignIn), ..Self::answered(Kind::Proxy, answer) }
            }
            Error::Api(answer) if answer.status == 511 && answer.api_code().is_none() => {
                Self::answered(Kind::Portal, answer)
            }
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

fn fault_of(error: &Error) -> Option<WayFault> {
    let of_proxy = error.proxy().map(|failed| match failed.fault {
        ProxyFault::WantsSignIn => WayFault::ProxyWantsSignIn,
        ProxyFault::Unreachable => WayFault::ProxyUnreachable,
        ProxyFault::HungUp => WayFault::ProxyHungUp,
        ProxyFault::Silent => WayFault::ProxySilent,
        ProxyFault::Socks => WayFault::ProxySocks,
        _ => WayFault::ProxyRefused,
    });
    of_proxy.or_else(|| {
        Some(match error.certificate()? {
            CertificateFault::Expired => WayFault::CertificateExpired,
            CertificateFault::NotYetValid => WayFault::CertificateNotYetValid,
            CertificateFault::OtherHost => WayFault::CertificateOtherHost,
            CertificateFault::UnknownAuthority => WayFault::CertificateUnknownAuthority,
            _ => return None,
        })
    })
}

impl From<&ApiError> for Problem {
    fn from(answer: &ApiError) -> Self {
        Self { request_id: Some(answer.request_id.to_string()), ..Self::answered(ProblemKind::Api, answer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, code: Option<&str>) -> Problem {
        let request_id = "r-1".parse().unwrap();
        let code = code.map(ToOwned::to_owned);
        let answer = ApiError::new(status, code, request_id);
        Problem::from(&Error::Api(answer))
    }

    #[test]
    fn what_stands_in_between_is_not_taken_for_pine_labs() {
        let problem = answered(407, None);
        assert_eq!((problem.kind, problem.fault), (ProblemKind::Proxy, Some(WayFault::ProxyWantsSignIn)));
        assert_eq!(answered(511, None).kind, ProblemKind::Portal);
        for (status, code) in
            [(407, Some("A_CODE")), (511, Some("A_CODE")), (500, None), (502, None), (403, None)]
        {
            assert_eq!(answered(status, code).kind, ProblemKind::Api, "{status}");
        }
    }
}
