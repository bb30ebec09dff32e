//! What stands between this computer and Pine Labs, in sentences for a shopkeeper: which part of the way failed, as closely
//! as it is known, and how long Pine Labs asks to wait.

use crate::rules::problem::{Problem, WayFault};

/// What the proxy did, called by its address where that is known.
pub fn at_the_proxy(problem: &Problem) -> String {
    let proxy = match &problem.path {
        Some(host) => format!("The proxy {host}"),
        None => "A proxy on the way".to_owned(),
    };
    let did = match problem.fault {
        Some(WayFault::ProxyWantsSignIn) => "asks for a name and a password. Ask whoever runs this network.",
        Some(WayFault::ProxyUnreachable) => {
            "could not be reached. This computer is told to use it (HTTPS_PROXY): it may be off, or belong to another network."
        }
        Some(WayFault::ProxyHungUp) => "hung up before the way to Pine Labs was open.",
        Some(WayFault::ProxySilent) => "opened no way to Pine Labs in time.",
        Some(WayFault::ProxySocks) => {
            "is a SOCKS proxy, which Linkdesk cannot use. Ask whoever runs this network for an HTTP proxy."
        }
        _ => {
            "let nothing through to Pine Labs: it does not allow it, or does not reach it. Ask whoever runs this network."
        }
    };
    format!("{proxy} {did}")
}

/// Why no secure connection came about.
pub fn at_the_handshake(problem: &Problem) -> &'static str {
    match problem.fault {
        Some(WayFault::CertificateExpired) => {
            "The certificate of Pine Labs’ server has expired by this computer’s clock. Check the clock first."
        }
        Some(WayFault::CertificateNotYetValid) => {
            "The certificate of Pine Labs’ server is not valid yet by this computer’s clock. Check the clock first."
        }
        Some(WayFault::CertificateOtherHost) => {
            "The certificate that came is another server’s. This network may lead to a wrong place."
        }
        Some(WayFault::CertificateUnknownAuthority) => {
            "The certificate that came is signed by nobody whom this computer trusts. A virus scanner or a company’s network may stand in between."
        }
        _ => {
            "No secure connection to Pine Labs could be made. Check this computer’s clock, and whether the network is your own."
        }
    }
}

/// A wait that is too long to be kept by itself.
pub fn asked_to_wait(ms: Option<i64>) -> String {
    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    let long = |count: i64, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let how_long = match ms.unwrap_or_default() {
        ms if ms >= 366 * DAY => "for a year or more".to_owned(),
        ms if ms >= DAY => format!("for {}", long((ms + DAY / 2) / DAY, "day")),
        ms if ms >= 60 * MINUTE => format!("for {}", long((ms + 30 * MINUTE) / (60 * MINUTE), "hour")),
        ms if ms >= MINUTE => format!("for {}", long((ms + MINUTE / 2) / MINUTE, "minute")),
        _ => "a little".to_owned(),
    };
    format!("Pine Labs asks to wait {how_long} before the next question.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_the_largest_unit_that_it_fills() {
        let said = |seconds: i64| asked_to_wait(Some(seconds * 1000));
        for (seconds, words) in [
            (5, "wait a little before"),
            (60, "wait for 1 minute before"),
            (3600, "wait for 1 hour before"),
            (7300, "wait for 2 hours before"),
            (86_400, "wait for 1 day before"),
            (864_000, "wait for 10 days before"),
            (863_999, "wait for 10 days before"),
            (366 * 86_400, "wait for a year or more before"),
        ] {
            assert!(said(seconds).contains(words), "{seconds}: {}", said(seconds));
        }
        assert!(asked_to_wait(None).contains("a little"));
    }
}
