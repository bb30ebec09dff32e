//! The links with captured money, and their refunds.

use super::ago::{days, hours, minutes};
use super::seed::Seed;
use crate::model::{Method, RefundStatus, TimeFormat};
use jiff::Timestamp;

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(178, 5_624_000, "Green Leaf", "Nursery", "Jute grow bags, 400")
            .created(days(2))
            .paid(Method::Card { network: "MASTERCARD", kind: "CREDIT", last4: "8302" }, hours(46)),
        seed(180, 125_050, "Vikram", "Solanki", "Cotton shirting, 5 metres")
            .created(hours(9))
            .paid(Method::Upi { vpa: "vikram.s@examplebank", details_key: "upi_data" }, hours(8))
            .spelt(TimeFormat::Micros),
        seed(172, 1_575_000, "Lotus", "Boutique", "Block prints, mixed")
            .created(days(5))
            .paid(Method::NETBANKING, days(4)),
        seed(170, 860_000, "Fatima", "Ansari", "Chanderi saree")
            .created(days(6))
            .failed(Method::CARD, hours(142), "USER_AUTHENTICATION_FAILED", "The one-time password was wrong")
            .failed(Method::CARD, hours(141), "PAYMENT_DECLINED", "The bank declined the payment")
            .paid(Method::UPI, hours(140)),
        seed(176, 240_000, "Farida", "Shaikh", "Floor mats, six")
            .created(days(3))
            .paid(Method::UPI, hours(70))
            .captured("paid", 240_000, hours(70)),
        seed(169, 499_900, "Rohan", "Bhatt", "Dhurrie rug").created(hours(7)).paid(Method::CARD, minutes(95)),
        seed(179, 485_000, "Asha", "Rao", "Saree and blouse piece")
            .created(hours(51))
            .paid(Method::UPI, hours(50))
            .refunded(60_000, RefundStatus::Processed, hours(28))
            .is("paid_part_refunded", "PROCESSED"),
        seed(166, 920_000, "Kumar", "Stores", "Khadi cloth, 20 metres")
            .created(days(9))
            .paid(Method::CARD, days(9))
            .refunded(120_000, RefundStatus::Processed, days(4))
            .with_order(|order| order.hides_refunds = true)
            .is("paid_part_refunded", "PROCESSED"),
        seed(167, 315_000, "Shalini", "Verma", "Tussar stole")
            .created(days(8))
            .paid(Method::UPI, days(8))
            .refunded(115_000, RefundStatus::Processed, days(6))
            .refunded(200_000, RefundStatus::Processed, days(5))
            .is("refunded", "PROCESSED"),
        seed(164, 275_000, "Joel", "Fernandes", "Apron cloth")
            .created(days(7))
            .paid(Method::CARD, days(7))
            .refunded(30_000, RefundStatus::Failed, days(3)),
        seed(163, 680_000, "Bela", "Mehta", "Patola dupatta")
            .created(days(201))
            .expires_in(days(-190))
            .paid(Method::CARD, days(200)),
        seed(162, 12_000, "Clara", "Nowak", "Two scarves, shipped abroad")
            .currency("USD")
            .created(days(4))
            .paid(Method::Card { network: "VISA", kind: "CREDIT", last4: "0119" }, days(4)),
        seed(160, 5_400, "Haru", "Mori", "Indigo scarf, shipped abroad")
            .currency("JPY")
            .created(days(6))
            .paid(Method::Card { network: "JCB", kind: "CREDIT", last4: "3370" }, days(6)),
        seed(161, 1_200_000, "Craft Fair", "Collective", "Stall sales of the week")
            .created(days(3))
            .split(900_000, 300_000)
            .paid(Method::UPI, days(2))
            .spelt(TimeFormat::Nanos),
    ]
}
