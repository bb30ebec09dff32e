//! The links that can still be paid: waiting, opened, paying, part paid.

use super::ago::{days, hours, minutes};
use super::seed::Seed;
use crate::model::{Method, RefundStatus, TimeFormat};
use jiff::Timestamp;
use serde_json::json;

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(187, 235_000, "Ritu", "Bansal", "Two cotton dupattas").created(minutes(5)).expires_in(days(3)),
        seed(185, 12_450_000, "Sunrise Tiffin", "Centre", "Table linen for the new hall")
            .created(hours(4))
            .expires_in(hours(164))
            .spelt(TimeFormat::Minutes),
        seed(188, 64_900, "Lalita", "Naik", "Cushion covers, set of four")
            .created(hours(47))
            .expires_in(hours(1)),
        seed(190, 118_000, "Gopal", "Shetty", "Hand towel, dozen")
            .created(hours(2))
            .never_expires()
            .customer(json!({
                "first_name": "Gopal",
                "last_name": "Shetty",
                "mobile_number": "9000000090",
                "country_code": "91",
            })),
        seed(151, 1_800_000, "Anita", "Desouza", "Wedding saree, on approval").pre_auth().created(hours(3)),
        seed(184, 378_000, "Deepa", "Menon", "Kasavu saree")
            .is("opened", "CLICKED")
            .created(hours(27))
            .changed(minutes(101))
            .expires_in(hours(4)),
        seed(177, 745_000, "Prakash", "Iyer", "Ikat fabric, 14 metres")
            .is("opened", "CLICKED")
            .created(hours(50))
            .changed(hours(48))
            .spelt(TimeFormat::India),
        seed(181, 89_900, "Harpreet", "Gill", "Phulkari stole")
            .is("opened", "CLICKED")
            .created(hours(5))
            .changed(hours(4))
            .expires_in(hours(21))
            .spelt(TimeFormat::Seconds),
        seed(186, 699_900, "Imran", "Qureshi", "Silk kurta length")
            .created(hours(3))
            .trying(Method::UPI, minutes(2)),
        seed(175, 432_000, "Meena", "Pillai", "Bedspread, double")
            .created(hours(30))
            .trying(Method::NETBANKING, hours(26)),
        seed(189, 256_000, "Arun", "Thomas", "Table runner and mats").created(hours(6)).failed(
            Method::CARD,
            minutes(40),
            "INSUFFICIENT_FUNDS",
            "The account has too little money",
        ),
        seed(183, 1_850_000, "Neha", "Kulkarni", "Curtains for three rooms")
            .created(hours(45))
            .expires_in(hours(51))
            .split(1_480_000, 370_000)
            .paid_part(600_000, Method::CARD, hours(44))
            .paid_part(500_000, Method::UPI, minutes(29)),
        seed(173, 1_000_000, "Sarita", "Chauhan", "Jacquard blankets, ten")
            .created(days(2))
            .paid_part(500_000, Method::UPI, hours(20))
            .is("part_paid", "PAYMENT_INITIATED"),
        seed(168, 2_000_000, "Mohan", "Traders", "Uniform cloth, first lot")
            .created(days(3))
            .expires_in(days(5))
            .paid_part(
                300_000,
                Method::Upi { vpa: "mohantraders@examplebank", details_key: "upi_data" },
                hours(75),
            )
            .refunded(50_000, RefundStatus::Processed, hours(70))
            .refunded(25_000, RefundStatus::Pending, hours(2))
            .on_another_order()
            .failed(
                Method::Card { network: "RUPAY", kind: "DEBIT", last4: "6621" },
                hours(47),
                "USER_AUTHENTICATION_FAILED",
                "The one-time password was wrong",
            )
            .paid_part(500_000, Method::Card { network: "VISA", kind: "CREDIT", last4: "2208" }, hours(46)),
    ]
}
