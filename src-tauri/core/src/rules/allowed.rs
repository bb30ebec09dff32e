//! What is allowed on a link now, and otherwise the reason.
//!
//! An action that Pine Labs would refuse is shown with its reason: never hidden, never offered.

use pinelabs::{LinkStatus, OrderStatus};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    amount, next_step,
    oddity::OddityKind,
    refundable,
    snapshot::{self, Snapshot},
    status::{self, LinkState},
};

/// What the person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    Resend,
    Cancel,
    Refund,
    Capture,
    Void,
    /// Creates a new link, so no link offers it.
    Create,
    /// An extra kind for tests: `operations/tests/added_kind.rs`.
    #[cfg(test)]
    Withdraw,
}

impl OperationKind {
    /// The actions that a link offers, or gives a reason for.
    pub const ALL: [Self; 5] = [Self::Resend, Self::Cancel, Self::Refund, Self::Capture, Self::Void];

    /// The name in the ledger and in exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Create => "create",
            #[cfg(test)]
            Self::Withdraw => "withdraw",
        }
    }
}

/// Why an action is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename = "ActionReason", rename_all = "snake_case")]
pub enum Reason {
    /// One of our operations is in flight or has an unknown outcome.
    Checking,
    /// The ledger has an unreadable operation on the link or on one of its orders: nobody knows whether it moved money.
    OperationNotRead,
    /// A status or an amount that this program does not understand: it only shows it.
    NotUnderstood,
    /// A payment is in another currency than its order: the currency of a refund is undocumented.
    OtherCurrency,
    /// An order could not be read, so nothing about the money is certain.
    OrderNotRead,
    AlreadyPaid,
    AlreadyCancelled,
    AlreadyExpired,
    MoneyReceived,
    PaymentUnderWay,
    NothingCaptured,
    NothingLeft,
    /// The money is only held: capture or release it first.
    CaptureFirst,
    LessThanMinimum,
    NotPreAuth,
    AlreadyCaptured,
    AlreadyReleased,
    NotAuthorizedYet,
    /// The link could not be re-read: what is shown may be out of date.
    Offline,
}

pub fn check(action: OperationKind, snapshot: &Snapshot) -> Result<(), Reason> {
    if snapshot.operation_unread {
        return Err(Reason::OperationNotRead);
    }
    if snapshot.checking {
        return Err(Reason::Checking);
    }
    if matches!(snapshot.link.status, None | Some(LinkStatus::Unknown(_))) {
        return Err(Reason::NotUnderstood);
    }
    match action {
        OperationKind::Resend => resend(snapshot),
        OperationKind::Cancel => cancel(snapshot),
        OperationKind::Refund => refund(snapshot),
        OperationKind::Capture => capture(snapshot),
        OperationKind::Void => end_hold(snapshot),
        // A new link does not come from an existing one.
        OperationKind::Create => Err(Reason::NotUnderstood),
        #[cfg(test)]
        OperationKind::Withdraw => cancel(snapshot),
    }
}

/// The action that the page highlights, if any.
pub fn advised(snapshot: &Snapshot) -> Option<OperationKind> {
    let action = match status::derive(snapshot) {
        LinkState::ToCapture => OperationKind::Capture,
        LinkState::PartPaid | LinkState::Opened | LinkState::Waiting | LinkState::Paying
            if next_step::is_held(snapshot) =>
        {
            OperationKind::Capture
        }
        // A reminder for money that is already in would make the customer pay twice.
        LinkState::PartPaid | LinkState::Opened | LinkState::Waiting
            if !next_step::lags(snapshot) && !asks_for_too_much(snapshot) =>
        {
            OperationKind::Resend
        }
        _ => return None,
    };
    check(action, snapshot).is_ok().then_some(action)
}

/// The due amount exceeds the link's amount: look into that before asking the customer.
fn asks_for_too_much(snapshot: &Snapshot) -> bool {
    snapshot.oddities().iter().any(|oddity| oddity.kind == OddityKind::DueAboveAsked)
}

fn resend(snapshot: &Snapshot) -> Result<(), Reason> {
    match snapshot.link.status {
        Some(LinkStatus::Processed) => Err(Reason::AlreadyPaid),
        Some(LinkStatus::Cancelled) => Err(Reason::AlreadyCancelled),
        Some(LinkStatus::Expired) => Err(Reason::AlreadyExpired),
        // The link's status is stale: its orders have captured or held the full amount.
        _ if snapshot.all_in() => Err(Reason::AlreadyPaid),
        _ if past_expiry(snapshot) => Err(Reason::AlreadyExpired),
        // Nobody knows the due amount, or whether it came in.
        _ if snapshot.figures_unread() => Err(Reason::NotUnderstood),
        _ => Ok(()),
    }
}

fn past_expiry(snapshot: &Snapshot) -> bool {
    let expires = snapshot.link.expire_by.as_ref().and_then(pinelabs::ApiTime::at);
    expires.is_some_and(|at| at <= snapshot.server_now())
}

fn cancel(snapshot: &Snapshot) -> Result<(), Reason> {
    match snapshot.link.status {
        Some(LinkStatus::Processed) => Err(Reason::AlreadyPaid),
        Some(LinkStatus::Cancelled) => Err(Reason::AlreadyCancelled),
        Some(LinkStatus::Expired) => Err(Reason::AlreadyExpired),
        Some(LinkStatus::PartialProcessed) => Err(Reason::MoneyReceived),
        _ if snapshot.part_paid() => Err(Reason::MoneyReceived),
        Some(LinkStatus::PaymentInitiated) => Err(Reason::PaymentUnderWay),
        Some(LinkStatus::Created | LinkStatus::Clicked) => no_money(snapshot),
        None | Some(LinkStatus::Unknown(_)) => Err(Reason::NotUnderstood),
    }
}

/// Whether no order of an unpaid link has or may get money. The link's own status may be stale.
fn no_money(snapshot: &Snapshot) -> Result<(), Reason> {
    let nothing_due = snapshot.asked().is_some_and(pinelabs::Money::is_positive)
        && snapshot.link.amount_due.is_some_and(|due| !due.is_positive());
    if snapshot.took_money() || nothing_due {
        return Err(Reason::MoneyReceived);
    }
    if snapshot.orders.iter().any(snapshot::under_way) {
        return Err(Reason::PaymentUnderWay);
    }
    let told = |order| refundable::understood(order) && order.captured().is_ok();
    if snapshot.figures_unread() || snapshot.order_unnamed() || !snapshot.orders.iter().all(told) {
        return Err(Reason::NotUnderstood);
    }
    // An order that Pine Labs does not have took no money on a link that nobody has opened.
    let created = snapshot.link.status == Some(LinkStatus::Created);
    if snapshot.unread.iter().all(|order| created && snapshot.absent.contains(order)) {
        Ok(())
    } else {
        Err(Reason::OrderNotRead)
    }
}

fn refund(snapshot: &Snapshot) -> Result<(), Reason> {
    // A refund re-reads every order before it is sent, so all must be readable now.
    if !snapshot.unread.is_empty() {
        return Err(Reason::OrderNotRead);
    }
    if refundable::source(snapshot).is_some() {
        return Ok(());
    }
    if snapshot.held_order().is_some_and(|order| !snapshot.other_currency(order)) {
        return Err(Reason::CaptureFirst);
    }
    let orders = &snapshot.orders;
    if orders.iter().any(|order| snapshot.other_currency(order)) {
        return Err(Reason::OtherCurrency);
    }
    if snapshot.order_unnamed() || orders.iter().any(|order| !refundable::understood(order)) {
        return Err(Reason::NotUnderstood);
    }
    if !orders.is_empty() && orders.iter().all(|order| order.status == Some(OrderStatus::FullyRefunded)) {
        return Err(Reason::NothingLeft);
    }
    if !orders.is_empty() && orders.iter().all(|order| order.status == Some(OrderStatus::Cancelled)) {
        return Err(Reason::AlreadyReleased);
    }
    let figures = orders.iter().map(|order| refundable::figures(snapshot, order)).collect::<Option<Vec<_>>>();
    // An amount was captured or refunded, but it is unknown.
    let Some(figures) = figures else { return Err(Reason::NotUnderstood) };
    if figures.iter().any(|f| (1..amount::least(f.left.currency())).contains(&f.left.minor())) {
        Err(Reason::LessThanMinimum)
    } else if figures.iter().any(|f| f.captured.is_positive()) {
        Err(Reason::NothingLeft)
    } else {
        Err(Reason::NothingCaptured)
    }
}

/// A hold can be captured once, so its amount must be known.
fn capture(snapshot: &Snapshot) -> Result<(), Reason> {
    end_hold(snapshot)?;
    if snapshot.held_order().is_some_and(|order| order.is_unread("order_amount")) {
        return Err(Reason::NotUnderstood);
    }
    Ok(())
}

fn end_hold(snapshot: &Snapshot) -> Result<(), Reason> {
    if let Some(order) = snapshot.held_order() {
        if snapshot.other_currency(order) {
            return Err(Reason::OtherCurrency);
        }
        let pre_auth = order.pre_auth.or(snapshot.link.pre_auth);
        return if pre_auth == Some(false) { Err(Reason::NotPreAuth) } else { Ok(()) };
    }
    if snapshot.pre_auth() == Some(false) {
        return Err(Reason::NotPreAuth);
    }
    if !snapshot.unread.is_empty() {
        return Err(Reason::OrderNotRead);
    }
    if snapshot.order_unnamed() {
        return Err(Reason::NotUnderstood);
    }
    let orders = &snapshot.orders;
    if snapshot.took_money() {
        return Err(if snapshot.pre_auth() == Some(true) {
            Reason::AlreadyCaptured
        } else {
            Reason::NotPreAuth
        });
    }
    if orders.iter().any(|order| order.status == Some(OrderStatus::Cancelled)) {
        return Err(Reason::AlreadyReleased);
    }
    match snapshot.link.status {
        Some(LinkStatus::Cancelled) => Err(Reason::AlreadyCancelled),
        Some(LinkStatus::Expired) => Err(Reason::AlreadyExpired),
        _ if snapshot.pre_auth() == Some(true) => Err(Reason::NotAuthorizedYet),
        _ => Err(Reason::NotPreAuth),
    }
}

#[cfg(test)]
#[path = "allowed_tests.rs"]
mod tests;
