//! The links with contradictory answers: link and order disagree, an amount appears twice, in another currency or not at all.
//! Links in other currencies are here too, as they need the same care.

use super::ago::{days, hours};
use super::seed::Seed;
use crate::model::{Method, Order, Payment, RefundStatus};
use jiff::Timestamp;

const CARD_FROM_ABROAD: Method = Method::Card { network: "VISA", kind: "CREDIT", last4: "0226" };

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    [payments(now), dues(now), currencies(now), lists(now)].concat()
}

fn payments(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(140, 410_000, "Amrita", "Sethi", "Kota doria saree")
            .created(days(2))
            .paid(Method::UPI, days(1))
            .with_order(|order| order.hides_payments = true),
        seed(139, 390_000, "Bhavesh", "Modi", "Bandhani dupattas, three")
            .created(days(2))
            .paid(Method::NETBANKING, days(1))
            .with_order(newest_payment(|payment| payment.told_status = Some("SETTLED_LATER"))),
        seed(138, 250_000, "Chitra", "Raman", "Table runner, silk")
            .created(days(3))
            .paid(Method::UPI, days(2))
            .due(250_000)
            .paid(Method::CARD, hours(47)),
        seed(126, 900_000, "Omana", "Varghese", "Wedding linen, in two lots")
            .created(days(4))
            .pre_auth()
            .paid_part(300_000, Method::CARD, days(3))
            .captured("part_paid", 300_000, hours(70))
            .held(Method::CARD, days(2)),
    ]
}

/// For the order's newest payment.
fn newest_payment(change: impl FnOnce(&mut Payment)) -> impl FnOnce(&mut Order) {
    |order| {
        if let Some(payment) = order.payments.last_mut() {
            change(payment);
        }
    }
}

fn dues(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(136, 280_000, "Ela", "Dutta", "Jamdani stole")
            .created(days(3))
            .paid(Method::UPI, days(2))
            .due(-5_000),
        seed(135, 220_000, "Farhan", "Sheikh", "Prayer mats, two").created(hours(5)).due(230_000),
        seed(134, 175_000, "Geeta", "Pai", "Towels, hand-woven")
            .created(days(1))
            .paid(Method::UPI, hours(3))
            .due(175_000)
            .is("opened", "CLICKED"),
        seed(133, 165_000, "Hemant", "Kale", "Bolster covers")
            .created(days(2))
            .paid(Method::UPI, hours(30))
            .due(165_000)
            .is("cancelled_received", "CANCELLED")
            .changed(hours(31)),
        seed(132, 155_000, "Indu", "Bose", "Kantha throw")
            .created(days(5))
            .expires_in(days(-2))
            .paid(Method::UPI, hours(49))
            .due(155_000)
            .is("expired_received", "EXPIRED")
            .changed(days(2)),
    ]
}

fn currencies(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(131, 996_000, "Jane", "Okoro", "Two quilts, shipped abroad")
            .created(days(3))
            .paid(CARD_FROM_ABROAD, days(2))
            .with_order(newest_payment(|payment| payment.told_amount = Some((12_000, "USD")))),
        seed(130, 12_000, "Karl", "Lind", "Bed cover, shipped abroad")
            .currency("USD")
            .created(days(3))
            .paid(CARD_FROM_ABROAD, days(2)),
        seed(129, 12_000, "Mio", "Sato", "Indigo cloth, shipped abroad")
            .currency("JPY")
            .created(days(3))
            .paid(CARD_FROM_ABROAD, days(2)),
        seed(128, 45_500, "Noor", "Hasan", "Wool shawls, shipped abroad")
            .currency("KWD")
            .created(days(3))
            .paid(CARD_FROM_ABROAD, days(2)),
    ]
}

fn lists(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(137, 300_000, "Dolly", "Pinto", "Apron set")
            .created(days(5))
            .paid(Method::UPI, days(4))
            .refunded(200_000, RefundStatus::Processed, days(3))
            .refunded(150_000, RefundStatus::Processed, days(2))
            .is("refunded", "PROCESSED"),
        seed(127, 500_000, "Pallavi", "Nanda", "Curtains, one room")
            .created(days(5))
            .paid(Method::CARD, days(4))
            .refunded(50_000, RefundStatus::Processed, days(2))
            .with_order(|order| order.mixes_refunds = true)
            .is("paid_part_refunded", "PROCESSED"),
    ]
}
