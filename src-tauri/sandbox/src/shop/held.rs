//! The pre-authorised links: money that is only held, was captured in part or in full, or was released.

use super::ago::{days, hours, minutes};
use super::seed::Seed;
use crate::model::{Method, RefundStatus};
use jiff::Timestamp;

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(182, 3_200_000, "Joseph", "D’Cunha", "Banarasi saree, made to order")
            .created(hours(114))
            .held(Method::CARD, hours(112)),
        seed(159, 999_900, "Ishita", "Ghosh", "Carpet, on approval")
            .created(hours(2))
            .held(Method::Card { network: "RUPAY", kind: "CREDIT", last4: "5150" }, hours(1)),
        seed(158, 650_000, "Devika", "Nair", "Bridal veil, on approval")
            .created(days(7))
            .held(Method::CARD, days(6)),
        seed(150, 2_400_000, "Hill View", "Homestay", "Bed linen, sample set")
            .created(days(2))
            .held(Method::UPI, minutes(2_000)),
        seed(157, 540_000, "Nikhil", "Jain", "Shawl, on approval")
            .created(days(4))
            .held(Method::CARD, days(4))
            .voided(days(2)),
        seed(156, 1_150_000, "Pooja", "Arora", "Lehenga, on approval")
            .created(days(10))
            .held(Method::CARD, days(9))
            .voided(days(2)),
        seed(155, 1_500_000, "Blue Door", "Cafe", "Napkins and aprons")
            .created(days(5))
            .held(Method::CARD, days(5))
            .captured("captured_part", 1_200_000, days(3)),
        seed(154, 800_000, "Tara", "Banerjee", "Quilt, cut to size")
            .created(days(6))
            .held(Method::CARD, days(6))
            .captured("captured_part", 500_000, days(4))
            .with_order(|order| order.status = "PARTIALLY_CAPTURED"),
        seed(153, 770_000, "Manoj", "Reddy", "Pochampally saree")
            .created(days(4))
            .held(Method::CARD, days(4))
            .captured("paid", 770_000, days(3)),
        seed(152, 1_000_000, "Zoya", "Khan", "Curtain cloth, by the metre")
            .created(days(8))
            .held(Method::CARD, days(8))
            .captured("paid_part_refunded", 900_000, days(6))
            .refunded(150_000, RefundStatus::Processed, days(3)),
    ]
}
