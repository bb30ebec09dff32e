//! The links that ended without being paid in full.

use super::ago::{days, hours};
use super::seed::Seed;
use crate::model::Method;
use jiff::Timestamp;

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(174, 149_900, "Sunil", "Patil", "Turban cloth")
            .created(days(4))
            .expires_in(days(-3))
            .is("expired", "EXPIRED")
            .changed(days(3)),
        seed(149, 1_200_000, "Rekha", "Saini", "Sofa throws, set")
            .created(days(12))
            .paid_part(400_000, Method::UPI, days(11))
            .expires_in(days(-5))
            .is("expired_received", "EXPIRED")
            .changed(days(5)),
        seed(171, 725_000, "Kavita", "Joshi", "Paithani dupatta")
            .created(days(6))
            .is("cancelled", "CANCELLED")
            .changed(days(4)),
        seed(148, 800_000, "Dinesh", "Rawat", "Wool shawls, four")
            .created(days(9))
            .paid_part(300_000, Method::CARD, days(8))
            .is("cancelled_received", "CANCELLED")
            .changed(hours(160)),
    ]
}
