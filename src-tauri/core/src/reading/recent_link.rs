//! A link that was read as an entry of the list of recent ones, and back.

use crate::{
    operations::account_client::Reading,
    recents::Recent,
    rules::{
        snapshot::Snapshot,
        status::{self, LinkState},
    },
};

/// A link as the list of recent ones keeps it.
pub fn recent_of(snapshot: &Snapshot) -> Option<Recent> {
    let link = &snapshot.link;
    let orders = snapshot.orders.iter().filter_map(|order| order.order_id.as_ref());
    let now = snapshot.read_at.as_millisecond();
    Some(Recent {
        link_id: link.payment_link_id.as_ref()?.to_string(),
        reference: link.merchant_payment_link_reference.as_ref().map(ToString::to_string),
        url: link.payment_link.clone(),
        orders: link.order_id.iter().chain(orders).map(ToString::to_string).collect(),
        customer: crate::operations::customer_name(snapshot),
        amount: link.amount,
        due: link.amount_due,
        status: link.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        // Whether an operation is unknown is told from the ledger, where it is resolved.
        state: status::as_read(snapshot).name().to_owned(),
        expires_at: link.expire_by.as_ref().and_then(|time| Some(time.at()?.as_millisecond())),
        seen_at: now,
        opened_at: now,
    })
}

/// As much of a link as the recents tell: for when the program was started with the network down.
pub fn from_recent(recent: &Recent) -> Option<(Reading, Option<LinkState>)> {
    let link = serde_json::json!({
        "payment_link_id": recent.link_id,
        "merchant_payment_link_reference": recent.reference,
        "payment_link": recent.url,
        "order_id": recent.orders.first(),
        "amount": recent.amount,
        "amount_due": recent.due,
        "status": recent.status,
        "customer": { "first_name": recent.customer },
        "expire_by": recent.expires_at.and_then(|ms| Some(jiff::Timestamp::from_millisecond(ms).ok()?.to_string())),
    });
    let snapshot = Snapshot {
        absent: Vec::new(),
        unread: recent.orders.iter().filter_map(|order| order.parse().ok()).collect(),
        orders: Vec::new(),
        known_refunds: Vec::new(),
        checking: false,
        operation_unread: false,
        read_at: jiff::Timestamp::from_millisecond(recent.seen_at).ok()?,
        clock_offset: jiff::SignedDuration::ZERO,
        link: serde_json::from_value(link.clone()).ok()?,
    };
    let raw = serde_json::json!({ "link": link });
    let reading = Reading { snapshot, raw, order_problem: None, walks: std::collections::BTreeMap::new() };
    Some((reading, LinkState::named(&recent.state)))
}
