//! The deadline to capture a hold.
//!
//! Card networks keep a hold for five to seven days. The deadline here uses the shortest.

use jiff::{Timestamp, ToSpan};
use pinelabs::Order;

/// The deadline for a safe capture: five days (120 hours) after the authorisation.
pub fn capture_by(authorized_at: Timestamp) -> Timestamp {
    authorized_at.checked_add(120.hours()).unwrap_or(Timestamp::MAX)
}

/// When the payment was authorised: the payment's own time, or else the order's last update. The order's creation comes last:
/// an order can be created with its link, days before the payment.
pub fn authorized_at(order: &Order) -> Option<Timestamp> {
    let told = order.authorized_at().or(order.updated_at.as_ref()).or(order.created_at.as_ref());
    told.and_then(pinelabs::ApiTime::at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_promised_for_five_days() {
        let authorized = "2025-11-19T15:55:00Z".parse().unwrap();
        assert_eq!(capture_by(authorized), "2025-11-24T15:55:00Z".parse().unwrap());
        assert_eq!(capture_by(Timestamp::MAX), Timestamp::MAX);
    }
}
