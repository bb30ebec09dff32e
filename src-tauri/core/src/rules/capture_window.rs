//! Until when a hold can be captured.
//!
//! Card networks keep a hold for five to seven days. The promise made here is the shortest of these.

use jiff::{Timestamp, ToSpan};
use pinelabs::Order;

/// The moment before which a capture is safe: authorised and five days (120 hours).
pub fn capture_by(authorized_at: Timestamp) -> Timestamp {
    authorized_at.checked_add(120.hours()).unwrap_or(Timestamp::MAX)
}

/// When the payment was authorised: the payment's own time, else the order's last change. The order's creation is
/// no help: an order can be made together with its link, days before anybody pays.
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
