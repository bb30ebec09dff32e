//! What a state means for the shop and what to do next: one code per line that the page can show.

use serde::Serialize;
use specta::Type;
use std::cmp::Ordering;

use jiff::{Timestamp, ToSpan};
use pinelabs::{LinkStatus, Money};

use super::{
    capture_window,
    snapshot::Snapshot,
    status::{self, LinkState},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    Checking,
    CaptureOrVoid,
    /// The five days are over: the hold may have lapsed.
    CaptureOverdue,
    Released,
    Refunded,
    PartRefunded,
    CapturedPart,
    /// Paid or only held: read the order first.
    ReadOrder,
    HandOver,
    /// Ended after part of the money came in.
    ReceivedThenEnded,
    /// Ended after all of it came in.
    AllReceivedThenEnded,
    NewLinkExpired,
    NewLinkCancelled,
    /// Ended, and unknown whether money came in.
    EndedUnclear,
    ResendForDue,
    /// The orders have money that the link does not show yet: nobody should ask for it again.
    LinkLags,
    WaitPaying,
    /// "Paying" for over a day: suggests what to do.
    PayingTooLong,
    FollowUpOpened,
    /// Opened over a day ago.
    OpenedLong,
    Wait,
    /// Less than a day left.
    ExpiringSoon,
    ReadOnly,
}

pub fn next_step(snapshot: &Snapshot) -> NextStep {
    let over_a_day = changed_at(snapshot).is_some_and(|at| at < day_before(snapshot.server_now()));
    match status::derive(snapshot) {
        LinkState::Checking => NextStep::Checking,
        LinkState::ToCapture if overdue(snapshot) => NextStep::CaptureOverdue,
        LinkState::ToCapture => NextStep::CaptureOrVoid,
        LinkState::Released => NextStep::Released,
        LinkState::Refunded => NextStep::Refunded,
        LinkState::PaidPartRefunded => NextStep::PartRefunded,
        LinkState::CapturedPart => NextStep::CapturedPart,
        LinkState::PaidOrHeld => NextStep::ReadOrder,
        // Only the link says that it is paid; the order may contradict it, so do not hand over anything yet.
        LinkState::Paid if !snapshot.orders_read() => NextStep::ReadOrder,
        LinkState::Paid => NextStep::HandOver,
        LinkState::ExpiredReceived | LinkState::CancelledReceived if all_captured(snapshot) => {
            NextStep::AllReceivedThenEnded
        }
        LinkState::ExpiredReceived | LinkState::CancelledReceived => NextStep::ReceivedThenEnded,
        LinkState::Expired | LinkState::Cancelled if !nothing_in(snapshot) => NextStep::EndedUnclear,
        LinkState::Expired => NextStep::NewLinkExpired,
        LinkState::Cancelled => NextStep::NewLinkCancelled,
        LinkState::PartPaid if matches!(snapshot.link.status, Some(LinkStatus::Unknown(_))) => {
            NextStep::ReadOnly
        }
        LinkState::PartPaid | LinkState::Paying | LinkState::Opened | LinkState::Waiting
            if is_held(snapshot) =>
        {
            if overdue(snapshot) {
                NextStep::CaptureOverdue
            } else {
                NextStep::CaptureOrVoid
            }
        }
        LinkState::PartPaid | LinkState::Paying | LinkState::Opened | LinkState::Waiting
            if lags(snapshot) =>
        {
            NextStep::LinkLags
        }
        LinkState::PartPaid => NextStep::ResendForDue,
        LinkState::Paying if over_a_day => NextStep::PayingTooLong,
        LinkState::Paying => NextStep::WaitPaying,
        LinkState::Opened if over_a_day => NextStep::OpenedLong,
        LinkState::Opened => NextStep::FollowUpOpened,
        LinkState::Waiting if expires_within_a_day(snapshot) => NextStep::ExpiringSoon,
        LinkState::Waiting => NextStep::Wait,
        LinkState::Unknown => NextStep::ReadOnly,
    }
}

/// Since when the link has had its status, as far as it says.
pub fn changed_at(snapshot: &Snapshot) -> Option<Timestamp> {
    let link = &snapshot.link;
    link.updated_at.as_ref().or(link.created_at.as_ref()).and_then(pinelabs::ApiTime::at)
}

/// Whether a hold can still be captured on a link that does not say so yet.
pub fn is_held(snapshot: &Snapshot) -> bool {
    snapshot.held_order().is_some_and(|order| order.pre_auth.or(snapshot.link.pre_auth) != Some(false))
}

/// Whether the orders have money that an unpaid link does not show yet.
pub fn lags(snapshot: &Snapshot) -> bool {
    snapshot.all_in() || !snapshot.part_paid() && snapshot.took_money()
}

fn all_captured(snapshot: &Snapshot) -> bool {
    let (captured, asked) = (snapshot.sums().captured, snapshot.asked());
    captured.zip(asked).and_then(|(captured, asked)| captured.checked_cmp(asked)).is_some_and(Ordering::is_ge)
}

/// "No money came in" is shown only if it is certain.
fn nothing_in(snapshot: &Snapshot) -> bool {
    snapshot.held_order().is_none() && snapshot.received().is_some_and(Money::is_zero)
}

fn day_before(now: Timestamp) -> Timestamp {
    now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN)
}

fn expires_within_a_day(snapshot: &Snapshot) -> bool {
    let expires = snapshot.link.expire_by.as_ref().and_then(pinelabs::ApiTime::at);
    expires.is_some_and(|at| day_before(at) < snapshot.server_now())
}

fn overdue(snapshot: &Snapshot) -> bool {
    let held = snapshot.held_order().and_then(capture_window::authorized_at);
    held.is_some_and(|at| capture_window::capture_by(at) < snapshot.server_now())
}

#[cfg(test)]
#[path = "lags_tests.rs"]
mod tests;
