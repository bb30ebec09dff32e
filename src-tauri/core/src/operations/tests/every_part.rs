//! The parts of the fixtures' operations: with every optional field, and with none.

#![expect(clippy::unnecessary_wraps, reason = "each returns the value of an optional field")]

use jiff::{SignedDuration, Timestamp};
use pinelabs::{
    Address, ApiTime, Customer, LinkId, LinkStatus, Money, NewLink, OrderId, OrderStatus, ProductDetail,
    Reference, SplitDetail, SplitInfo, SplitStatus, Told,
};

use crate::{
    operations::{
        operation::{Checking, RefundTaken},
        preconditions::{OrderMoney, Precondition},
    },
    rules::{
        problem::{Problem, ProblemKind, WayFault},
        refundable::Figures,
    },
};

pub fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-02-14T06:30:00.123456789Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

pub fn some(seconds: i64) -> Option<Timestamp> {
    Some(at(seconds))
}

pub fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub fn order_id() -> Option<OrderId> {
    Some("v1-refund-1".parse().unwrap())
}

pub fn link_id() -> Option<LinkId> {
    Some("pl-v1-made".parse().unwrap())
}

pub fn reference(text: &str) -> Option<Reference> {
    Some(text.parse().unwrap())
}

pub fn full_problem(kind: ProblemKind, fault: Option<WayFault>) -> Problem {
    Problem {
        kind,
        status: Some(422),
        code: text("REFUND_DURATION_EXCEEDED"),
        message: text("Too late, \u{201c}sorry\u{201d}"),
        request_id: text("r-7"),
        path: text("data.order"),
        retry_after_ms: Some(1_500),
        fault,
    }
}

pub fn bare_problem(kind: ProblemKind) -> Problem {
    Problem {
        kind,
        status: None,
        code: None,
        message: None,
        request_id: None,
        path: None,
        retry_after_ms: None,
        fault: None,
    }
}

pub fn full_checking() -> Checking {
    Checking {
        checked_at: some(70),
        next_at: some(80),
        absent_since: some(60),
        undecided_since: some(65),
        request_id: text("r-lost"),
    }
}

pub fn bare_checking() -> Checking {
    Checking { checked_at: None, next_at: None, absent_since: None, undecided_since: None, request_id: None }
}

pub fn refund(status: &str) -> RefundTaken {
    RefundTaken { order_id: order_id(), status: Some(OrderStatus::from(status)) }
}

pub fn unseen() -> RefundTaken {
    RefundTaken { order_id: None, status: None }
}

pub fn figures() -> Figures {
    Figures {
        captured: Money::inr(100_000),
        refunded: Money::inr(20_000),
        pending: Money::inr(5_000),
        left: Money::inr(75_000),
        at_most: true,
    }
}

pub fn full_precondition() -> Precondition {
    let money = |minor| Some(Money::inr(minor));
    Precondition {
        link_status: Some(LinkStatus::PartialProcessed),
        due: money(1),
        order_status: Some(OrderStatus::PartiallyRefunded),
        figures: Some(figures()),
        held: Some(Money::new(12_345, "KWD".parse().unwrap())),
        listed: vec![(reference("rf-listed"), money(20_000)), (None, None)],
        captures: vec![
            (reference("cap-1"), money(60_000)),
            (None, money(40_000)),
            (reference("cap-2"), None),
        ],
        orders: vec![
            OrderMoney {
                order_id: order_id(),
                status: Some(OrderStatus::Unknown("ON_REVIEW".into())),
                captured: money(100_000),
                under_way: true,
            },
            OrderMoney { order_id: None, status: None, captured: None, under_way: false },
        ],
    }
}

pub fn full_new_link(number: usize) -> NewLink {
    let address = |line: &str| Address {
        address1: text(line),
        address2: text("2nd floor"),
        address3: text("Fort"),
        pincode: text("400001"),
        city: text("Mumbai"),
        state: text("Maharashtra"),
        country: text("India"),
    };
    let told = |minor| Some(Told::Money(Money::inr(minor)));
    NewLink {
        customer: Customer {
            email_id: text("asha@example.com"),
            first_name: text("Asha"),
            last_name: text("Rao"),
            customer_id: text("c-9"),
            mobile_number: text("9000000900"),
            country_code: text("+91"),
            billing_address: Some(address("1 Bill Road")),
            shipping_address: Some(address("2 Ship Road")),
            merchant_customer_reference: text("shop-c-9"),
            gstin: text("27AAAAA0000A1Z5"),
        },
        description: text("Two lamps"),
        expire_by: Some("2026-02-28T18:29:59Z".parse().unwrap()),
        allowed_payment_methods: vec!["CARD".into(), "UPI".into()],
        part_payment: true,
        pre_auth: true,
        is_mcc_transaction: Some(true),
        callback_url: text("https://shop.example.com/paid"),
        failure_callback_url: text("https://shop.example.com/failed"),
        merchant_metadata: vec![("shelf".into(), "9".into()), ("table".into(), "4".into())],
        product_details: vec![
            ProductDetail {
                product_code: text("LAMP-2"),
                product_amount: told(125_050),
                product_coupon_discount_amount: told(50),
            },
            ProductDetail { product_code: text("BULB"), ..ProductDetail::default() },
        ],
        split_info: Some(SplitInfo {
            split_type: text("AMOUNT"),
            split_details: vec![
                SplitDetail {
                    split_merchant_id: text("m-2"),
                    merchant_settlement_reference: text("s-2"),
                    split_settlement_id: text("ps-2"),
                    amount: told(25_050),
                    on_hold: Some(true),
                    status: Some(SplitStatus::Hold),
                    updated_at: Some(ApiTime::parse("2026-02-14T06:30")),
                },
                SplitDetail::default(),
            ],
        }),
        ..bare_new_link(number)
    }
}

pub fn bare_new_link(number: usize) -> NewLink {
    let bare = NewLink::new(Money::inr(125_050), format!("INV-{number}").parse().unwrap());
    NewLink { customer: Customer { email_id: text("a@example.com"), ..Customer::default() }, ..bare }
}
