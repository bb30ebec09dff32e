//! The totals of every order, for tests.

use super::state::BenchState;
use crate::answer::Answer;
use crate::state::ShopState;
use serde_json::{Value, json};

pub(super) fn show(state: &mut BenchState) -> Answer {
    state.shop.tick();
    Answer::flat(of(&state.shop))
}

pub(super) fn of(state: &ShopState) -> Value {
    let model = &state.model;
    let orders: Vec<Value> = model
        .orders
        .iter()
        .map(|order| {
            let link = model.links.iter().find(|link| link.order_ids.contains(&order.id));
            let refunds: Vec<Value> = model
                .refunds_of(&order.id)
                .map(|refund| {
                    json!({
                        "order_id": refund.order_id,
                        "reference": refund.reference,
                        "amount": refund.minor,
                        "status": refund.status,
                        "from_dashboard": refund.from_dashboard,
                    })
                })
                .collect();
            json!({
                "order_id": order.id,
                "reference": order.reference,
                "link_id": link.map(|link| &link.id),
                "link_status": link.map(|link| link.status),
                "status": model.status_of(order),
                "currency": order.currency,
                "asked": order.minor,
                "captured": order.captured(),
                "refunded": model.refunded(&order.id),
                "refunding": model.given_back(&order.id) - model.refunded(&order.id),
                "left": order.captured() - model.given_back(&order.id),
                "refunds": refunds,
            })
        })
        .collect();
    json!({ "orders": orders })
}
