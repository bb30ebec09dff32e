//! Actions of a customer on a link, and of time: open, start to pay, fail, pay, pay a part, expire. Control routes call them;
//! no API call can make a customer pay.

use crate::answer::Refusal;
use crate::model::{Link, Method, Model, Order};
use jiff::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Open,
    Initiate,
    Fail,
    PartPay,
    Pay,
    Expire,
}

/// Applies one action to the link with this id or reference. Without an amount, a payment pays what is due and a part payment
/// half of it.
pub(super) fn act(
    model: &mut Model,
    key: &str,
    act: Act,
    amount: Option<i64>,
    method: Method,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (link, order) = link_and_order(model, key)?;
    if !link.is_payable() {
        return Err(Refusal::not_possible(format!("The link is {}", link.status)));
    }
    match act {
        Act::Open => {
            if link.status != "CREATED" {
                return Err(Refusal::not_possible(format!("The link is {}", link.status)));
            }
            link.set_status("CLICKED", now);
        }
        Act::Expire => {
            link.expires = Some(now);
            link.set_status("EXPIRED", now);
        }
        Act::Initiate => {
            forget_pending(order);
            order.add_payment("PENDING", link.due, method, now);
            order.status = "PENDING";
            link.set_status("PAYMENT_INITIATED", now);
        }
        Act::Fail => {
            forget_pending(order);
            order.add_payment("FAILED", link.due, method, now).failure =
                Some(("USER_AUTHENTICATION_FAILED", "The one-time password was wrong"));
            order.status = "ATTEMPTED";
            link.set_status("PAYMENT_INITIATED", now);
        }
        Act::PartPay => pay(link, order, amount.unwrap_or(link.due / 2), method, now, true)?,
        Act::Pay => pay(link, order, amount.unwrap_or(link.due), method, now, false)?,
    }
    Ok(())
}

fn pay(
    link: &mut Link,
    order: &mut Order,
    minor: i64,
    method: Method,
    now: Timestamp,
    must_leave_some: bool,
) -> Result<(), Refusal> {
    if minor < 1 || minor > link.due || (must_leave_some && minor == link.due) {
        return Err(Refusal::invalid("amount", format!("The link has {} due", link.due)));
    }
    if link.pre_auth && minor < link.due {
        return Err(Refusal::not_possible("A pre-authorised link is paid in one"));
    }
    forget_pending(order);
    let status = if link.pre_auth { "AUTHORIZED" } else { "PROCESSED" };
    order.add_payment(status, minor, method, now);
    link.due -= minor;
    if link.due == 0 {
        order.status = status;
        link.set_status("PROCESSED", now);
    } else {
        order.status = "PENDING";
        link.set_status("PARTIAL_PROCESSED", now);
    }
    Ok(())
}

/// A decided attempt is no longer pending.
fn forget_pending(order: &mut Order) {
    order.payments.retain(|payment| payment.status != "PENDING");
}

fn link_and_order<'a>(model: &'a mut Model, key: &str) -> Result<(&'a mut Link, &'a mut Order), Refusal> {
    let link = model.links.iter_mut().find(|link| link.id == key || link.reference == key);
    let link = link.ok_or_else(Refusal::no_such_link)?;
    let order_id = link.order_ids.last().ok_or_else(Refusal::no_such_order)?;
    let order = model.orders.iter_mut().find(|order| order.id == *order_id);
    Ok((link, order.ok_or_else(Refusal::no_such_order)?))
}
