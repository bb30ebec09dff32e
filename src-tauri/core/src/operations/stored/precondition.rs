//! What the person decided by, in stored form.

use jiff::Timestamp;
use pinelabs::{LinkStatus, Money, OrderStatus, Reference};
use serde::{Deserialize, Serialize};

use super::{
    ShapeError,
    values::{MoneyV1, money, parse_some, read_money, text},
};
use crate::{
    operations::{
        operation::Postcondition,
        preconditions::{OrderMoney, Precondition},
    },
    rules::refundable::Figures,
};

#[derive(Serialize, Deserialize)]
pub(super) struct PreconditionV1 {
    link_status: Option<String>,
    due: Option<MoneyV1>,
    order_status: Option<String>,
    figures: Option<FiguresV1>,
    held: Option<MoneyV1>,
    /// Missing in old rows, like captures and orders.
    #[serde(default)]
    listed: Vec<ReferencedV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    captures: Vec<ReferencedV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    orders: Vec<OrderMoneyV1>,
}

/// A reference and an amount, each if given.
type ReferencedV1 = (Option<String>, Option<MoneyV1>);

#[derive(Serialize, Deserialize)]
struct FiguresV1 {
    captured: MoneyV1,
    refunded: MoneyV1,
    pending: MoneyV1,
    left: MoneyV1,
    at_most: bool,
}

#[derive(Serialize, Deserialize)]
struct OrderMoneyV1 {
    order_id: Option<String>,
    status: Option<String>,
    captured: Option<MoneyV1>,
    #[serde(default)]
    under_way: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PostconditionV1 {
    at: Timestamp,
    #[serde(flatten)]
    seen: PreconditionV1,
}

impl From<&Precondition> for PreconditionV1 {
    fn from(seen: &Precondition) -> Self {
        let Precondition { link_status, due, order_status, figures, held, listed, captures, orders } = seen;
        Self {
            link_status: text(link_status.as_ref()),
            due: money(*due),
            order_status: text(order_status.as_ref()),
            figures: figures.map(FiguresV1::from),
            held: money(*held),
            listed: listed.iter().map(referenced).collect(),
            captures: captures.iter().map(referenced).collect(),
            orders: orders.iter().map(OrderMoneyV1::from).collect(),
        }
    }
}

impl TryFrom<PreconditionV1> for Precondition {
    type Error = ShapeError;

    fn try_from(shape: PreconditionV1) -> Result<Self, ShapeError> {
        Ok(Self {
            link_status: shape.link_status.as_deref().map(LinkStatus::from),
            due: read_money(shape.due)?,
            order_status: shape.order_status.as_deref().map(OrderStatus::from),
            figures: shape.figures.map(Figures::try_from).transpose()?,
            held: read_money(shape.held)?,
            listed: shape.listed.into_iter().map(read_referenced).collect::<Result<_, _>>()?,
            captures: shape.captures.into_iter().map(read_referenced).collect::<Result<_, _>>()?,
            orders: shape.orders.into_iter().map(OrderMoney::try_from).collect::<Result<_, _>>()?,
        })
    }
}

fn referenced((reference, amount): &(Option<Reference>, Option<Money>)) -> ReferencedV1 {
    (text(reference.as_ref()), money(*amount))
}

fn read_referenced(
    (reference, amount): ReferencedV1,
) -> Result<(Option<Reference>, Option<Money>), ShapeError> {
    Ok((parse_some("reference", reference.as_ref())?, read_money(amount)?))
}

impl From<Figures> for FiguresV1 {
    fn from(figures: Figures) -> Self {
        let Figures { captured, refunded, pending, left, at_most } = figures;
        let (captured, refunded) = (captured.into(), refunded.into());
        Self { captured, refunded, pending: pending.into(), left: left.into(), at_most }
    }
}

impl TryFrom<FiguresV1> for Figures {
    type Error = ShapeError;

    fn try_from(shape: FiguresV1) -> Result<Self, ShapeError> {
        let FiguresV1 { captured, refunded, pending, left, at_most } = shape;
        let (captured, refunded) = (captured.try_into()?, refunded.try_into()?);
        Ok(Self { captured, refunded, pending: pending.try_into()?, left: left.try_into()?, at_most })
    }
}

impl From<&OrderMoney> for OrderMoneyV1 {
    fn from(order: &OrderMoney) -> Self {
        let OrderMoney { order_id, status, captured, under_way } = order;
        Self {
            order_id: text(order_id.as_ref()),
            status: text(status.as_ref()),
            captured: money(*captured),
            under_way: *under_way,
        }
    }
}

impl TryFrom<OrderMoneyV1> for OrderMoney {
    type Error = ShapeError;

    fn try_from(shape: OrderMoneyV1) -> Result<Self, ShapeError> {
        Ok(Self {
            order_id: parse_some("order_id", shape.order_id.as_ref())?,
            status: shape.status.as_deref().map(OrderStatus::from),
            captured: read_money(shape.captured)?,
            under_way: shape.under_way,
        })
    }
}

impl From<&Postcondition> for PostconditionV1 {
    fn from(after: &Postcondition) -> Self {
        Self { at: after.at, seen: (&after.seen).into() }
    }
}

impl TryFrom<PostconditionV1> for Postcondition {
    type Error = ShapeError;

    fn try_from(shape: PostconditionV1) -> Result<Self, ShapeError> {
        Ok(Self { at: shape.at, seen: shape.seen.try_into()? })
    }
}
