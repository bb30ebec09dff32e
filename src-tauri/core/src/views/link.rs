//! A link's page: all details, the allowed actions and the next step.

use pinelabs::{Customer, Reference};
use serde::Serialize;
use specta::Type;

use super::{
    error::WireError,
    link_details::{DetailsView, SplitShareView, split},
    link_operation::LinkOperationKind,
    operation::OperationView,
    order::OrderView,
    values::{MoneyView, ms, spelt, text, told},
};
use crate::{
    reading::LinkReading,
    rules::{
        allowed::{self, OperationKind, Reason},
        masking,
        next_step::{self, NextStep},
        oddity::{Oddity, OddityKind},
        people, phone, refundable,
        snapshot::Snapshot,
        status::LinkState,
        timeline::{self, EntryKind},
    },
};

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub account_id: String,
    pub link_id: String,
    pub reference: Option<String>,
    pub url: Option<String>,
    /// As the server spelled it.
    pub status: String,
    pub state: LinkState,
    pub next_step: NextStep,
    pub status_since: Option<i64>,
    pub amount: Option<MoneyView>,
    pub due: Option<MoneyView>,
    /// A due amount is present but unreadable.
    pub due_unread: bool,
    /// `None` if unknown.
    pub received: Option<MoneyView>,
    /// Refunded or in flight; `None` if an order says that it was refunded but not how much.
    pub refunded: Option<MoneyView>,
    /// The part of `refunded` that is still in flight.
    pub refund_pending: Option<MoneyView>,
    pub refundable: Option<MoneyView>,
    /// Refunds made elsewhere may be missing: `refundable` is an upper bound.
    pub at_most: bool,
    /// An order says that part of it was refunded, but not how much.
    pub refunded_elsewhere: bool,
    /// Figures that contradict each other, the most serious first.
    pub oddities: Vec<OddityView>,
    /// Captured minus (amount minus due), if it is not zero.
    pub capture_difference: Option<MoneyView>,
    pub expires_at: Option<i64>,
    /// As the server spelled it, if it is not a readable time.
    pub expires_spelt: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub actions: Vec<ActionView>,
    pub orders: Vec<OrderView>,
    pub order_id: Option<String>,
    pub order_problem: Option<WireError>,
    pub customer: Option<CustomerView>,
    pub details: DetailsView,
    pub split_type: Option<String>,
    pub split: Vec<SplitShareView>,
    pub timeline: Vec<TimelineView>,
    /// The complete answers as text, with personal data masked.
    pub raw: String,
    pub as_of: i64,
    /// Why the link could not be re-read; then the data is the last known.
    pub stale: Option<WireError>,
    /// The open or latest operation of this link from this computer.
    pub operation: Option<OperationView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    pub kind: LinkOperationKind,
    pub allowed: bool,
    pub reason: Option<Reason>,
    pub advised: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OddityView {
    pub kind: OddityKind,
    /// The excess.
    pub by: Option<MoneyView>,
    /// The part of a captured excess that is still to be refunded, as far as known here.
    pub to_refund: Option<MoneyView>,
}

impl From<Oddity> for OddityView {
    fn from(oddity: Oddity) -> Self {
        let Oddity { kind, by, to_refund } = oddity;
        Self { kind, by: by.map(Into::into), to_refund: to_refund.map(Into::into) }
    }
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    pub name: Option<String>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub customer_id: Option<String>,
    pub merchant_reference: Option<String>,
    pub gstin: Option<String>,
    /// Lines of the address.
    pub billing: Vec<String>,
    pub shipping: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimelineView {
    pub kind: EntryKind,
    pub at: Option<i64>,
    pub amount: Option<MoneyView>,
    pub detail: Option<String>,
}

impl LinkView {
    pub fn of(account: &str, page: LinkReading) -> Self {
        let LinkReading { reading, state, stale, operation } = page;
        let (snapshot, link) = (&reading.snapshot, &reading.snapshot.link);
        let sums = snapshot.sums();
        let source = refundable::source(snapshot);
        let untold = snapshot.orders.iter().any(|order| snapshot.refunded_elsewhere(order));
        Self {
            account_id: account.to_owned(),
            link_id: text(link.payment_link_id.as_ref()).unwrap_or_default(),
            reference: text(link.merchant_payment_link_reference.as_ref()),
            url: link.payment_link.clone(),
            status: text(link.status.as_ref()).unwrap_or_default(),
            state,
            next_step: next_step::next_step(snapshot),
            status_since: next_step::changed_at(snapshot).map(ms),
            amount: snapshot.asked().map(Into::into),
            due: snapshot.due().map(Into::into),
            due_unread: link.is_unread("amount_due"),
            received: snapshot.received().map(Into::into),
            refunded: sums.refunded.filter(|refunded| refunded.is_positive() || !untold).map(Into::into),
            refund_pending: sums.pending.map(Into::into),
            refundable: source.map(|(_, figures)| figures.left.into()),
            at_most: source.is_some_and(|(_, figures)| figures.at_most),
            refunded_elsewhere: untold,
            oddities: snapshot.oddities().into_iter().map(OddityView::from).collect(),
            capture_difference: snapshot.capture_difference().map(Into::into),
            expires_at: told(link.expire_by.as_ref()),
            expires_spelt: spelt(link.expire_by.as_ref()),
            created_at: told(link.created_at.as_ref()),
            updated_at: told(link.updated_at.as_ref()),
            actions: actions(snapshot, stale.is_some()),
            orders: snapshot.orders.iter().map(|order| OrderView::of(order, snapshot)).collect(),
            order_id: text(link.order_id.as_ref()),
            order_problem: reading.order_problem.as_ref().map(WireError::from),
            customer: link.customer.as_ref().map(|customer| CustomerView::of(customer, snapshot)),
            details: DetailsView::from(link),
            split_type: link.split_info.as_ref().and_then(|split| split.split_type.clone()),
            split: split(link),
            timeline: timeline::timeline(snapshot).into_iter().map(TimelineView::from).collect(),
            as_of: ms(snapshot.read_at),
            stale: stale.as_ref().map(WireError::from),
            operation: operation.as_ref().map(OperationView::from),
            raw: pinelabs::raw::pretty(&masking::masked(reading.raw)),
        }
    }
}

/// An action on a stale link is not allowed: nothing is sent or queued while offline.
fn actions(snapshot: &Snapshot, stale: bool) -> Vec<ActionView> {
    let advised = allowed::advised(snapshot).filter(|_| !stale);
    let view = |action: OperationKind| {
        let refused = allowed::check(action, snapshot).err();
        let reason = refused.or(stale.then_some(Reason::Offline));
        let advised = advised == Some(action);
        Some(ActionView { kind: LinkOperationKind::of(action)?, allowed: reason.is_none(), reason, advised })
    };
    OperationKind::ALL.into_iter().filter_map(view).collect()
}

impl CustomerView {
    fn of(customer: &Customer, snapshot: &Snapshot) -> Self {
        let mobile = customer.mobile_number.as_deref().and_then(people::said);
        let country_code = customer.country_code.as_deref().and_then(people::said);
        let mobile = mobile.and_then(|number| phone::shown(country_code, number));
        let lines = |address: Option<&pinelabs::Address>| {
            let Some(a) = address else { return Vec::new() };
            let parts = [&a.address1, &a.address2, &a.address3, &a.city, &a.state, &a.pincode, &a.country];
            parts.into_iter().flatten().filter_map(|line| people::said(line)).map(str::to_owned).collect()
        };
        let said = |text: Option<&String>| text.and_then(|text| people::said(text)).map(str::to_owned);
        Self {
            name: crate::operations::customer_name(snapshot),
            mobile,
            email: said(customer.email_id.as_ref()),
            customer_id: said(customer.customer_id.as_ref()),
            merchant_reference: said(customer.merchant_customer_reference.as_ref()),
            gstin: said(customer.gstin.as_ref()),
            billing: lines(customer.billing_address.as_ref()),
            shipping: lines(customer.shipping_address.as_ref()),
        }
    }
}

impl From<timeline::Entry> for TimelineView {
    fn from(entry: timeline::Entry) -> Self {
        Self {
            kind: entry.kind,
            at: entry.at.map(ms),
            amount: entry.amount.map(Into::into),
            detail: entry.detail,
        }
    }
}

/// The page of an order without a link.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderPageView {
    pub account_id: String,
    pub order: OrderView,
    pub reference: Option<String>,
    pub as_of: i64,
    pub raw: String,
}

impl OrderPageView {
    pub fn of(
        account: &str,
        order: &pinelabs::Order,
        raw: serde_json::Value,
        read_at: jiff::Timestamp,
    ) -> Self {
        Self {
            account_id: account.to_owned(),
            order: OrderView::alone(order),
            reference: order.merchant_order_reference.as_ref().map(Reference::to_string),
            as_of: ms(read_at),
            raw: pinelabs::raw::pretty(&masking::masked(raw)),
        }
    }
}
