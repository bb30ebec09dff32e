//! The captured sum of an order, and why it may be unknown.

use crate::model::currency::Currency;
use crate::model::money::Money;
use crate::model::order::Order;
use crate::model::payment::{CaptureRecord, Payment};
use crate::model::status::{OrderStatus, PaymentStatus};

/// Why the captured sum of an order is not known. Each variant has the path of the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnclearMoney {
    /// The order does not have the field.
    #[error("the order does not have {0}")]
    Missing(String),
    /// The field has a status that this version does not know.
    #[error("{0} has an unknown status")]
    NotKnown(String),
    /// The amount is negative.
    #[error("{0} is negative")]
    Negative(String),
    /// The amount has another currency than the order.
    #[error("{0} has another currency than its order")]
    OtherCurrency(String),
    /// The sum overflows.
    #[error("{0} is too large to add")]
    CannotAdd(String),
}

impl Order {
    /// The money that was captured, over all payments.
    ///
    /// For each payment it counts the sum of its captures, if it lists any; else its amount, if it is PROCESSED; else zero.
    ///
    /// # Errors
    ///
    /// [`UnclearMoney`] where the payments do not say how much was captured. It never takes an unknown sum for zero.
    pub fn captured(&self) -> Result<Money, UnclearMoney> {
        let currency = self.currency();
        self.one_currency(currency)?;
        let mut total = Money::zero(currency);
        for (path, amount) in self.parts_captured()? {
            let amount = amount.ok_or_else(|| UnclearMoney::Missing(path.clone()))?;
            if amount.minor() < 0 {
                return Err(UnclearMoney::Negative(path));
            }
            total = total.checked_add(amount).ok_or(UnclearMoney::CannotAdd(path))?;
        }
        // The order's status says that money was captured, and no payment says how much.
        if total.is_zero() && (self.says_taken() || self.payments.is_empty() && !self.says_untouched()) {
            return Err(UnclearMoney::Missing("payments".to_owned()));
        }
        Ok(total)
    }

    /// Whether the order certainly captured money, even of an unknown amount.
    pub fn took_money(&self) -> bool {
        let paid = |payment: &Payment| {
            let captured = |capture: &CaptureRecord| capture.capture_amount.is_none_or(Money::is_positive);
            let taken =
                matches!(payment.status, Some(PaymentStatus::Processed | PaymentStatus::PartiallyCaptured));
            payment.capture_data.iter().any(captured) || taken && payment.capture_data.is_empty()
        };
        self.says_taken() || self.payments.iter().any(paid)
    }

    /// The currency of the order, else of the first payment that moved money.
    fn currency(&self) -> Currency {
        let first = || self.moved().find_map(|(_, amount)| amount);
        self.order_amount.or_else(first).map_or(Currency::INR, Money::currency)
    }

    /// Amounts of two currencies are never added. Failed payments do not count.
    fn one_currency(&self, currency: Currency) -> Result<(), UnclearMoney> {
        let other =
            self.moved().find(|(_, amount)| amount.is_some_and(|amount| amount.currency() != currency));
        other.map_or(Ok(()), |(path, _)| Err(UnclearMoney::OtherCurrency(path)))
    }

    /// The amounts of the payments and captures that moved money, hold it, or still may move it.
    fn moved(&self) -> impl Iterator<Item = (String, Option<Money>)> {
        let ended = |payment: &Payment| {
            matches!(payment.status, Some(PaymentStatus::Failed | PaymentStatus::Cancelled))
        };
        self.payments.iter().enumerate().flat_map(move |(p, payment)| {
            let own = (!ended(payment)).then(|| (amount_path(p), payment.payment_amount));
            own.into_iter().chain(captures_of(p, payment))
        })
    }

    fn parts_captured(&self) -> Result<Vec<(String, Option<Money>)>, UnclearMoney> {
        let mut parts = Vec::new();
        for (p, payment) in self.payments.iter().enumerate() {
            match &payment.status {
                Some(PaymentStatus::Unknown(_)) => {
                    return Err(UnclearMoney::NotKnown(format!("payments[{p}].status")));
                }
                _ if !payment.capture_data.is_empty() => parts.extend(captures_of(p, payment)),
                None => return Err(UnclearMoney::Missing(format!("payments[{p}].status"))),
                Some(PaymentStatus::Processed) => parts.push((amount_path(p), payment.payment_amount)),
                Some(PaymentStatus::PartiallyCaptured) => {
                    return Err(UnclearMoney::Missing(format!("payments[{p}].capture_data")));
                }
                Some(_) => {}
            }
        }
        Ok(parts)
    }

    /// Whether the status of the order says that money was captured.
    fn says_taken(&self) -> bool {
        matches!(
            self.status,
            Some(
                OrderStatus::Processed
                    | OrderStatus::PartiallyCaptured
                    | OrderStatus::PartiallyRefunded
                    | OrderStatus::FullyRefunded
            )
        )
    }

    /// Whether the status of the order says that no money was captured yet.
    fn says_untouched(&self) -> bool {
        matches!(self.status, Some(OrderStatus::Created | OrderStatus::Attempted | OrderStatus::Failed))
    }
}

fn amount_path(payment: usize) -> String {
    format!("payments[{payment}].payment_amount")
}

fn captures_of(p: usize, payment: &Payment) -> impl Iterator<Item = (String, Option<Money>)> {
    let path = move |c| format!("payments[{p}].capture_data[{c}].capture_amount");
    payment.capture_data.iter().enumerate().map(move |(c, capture)| (path(c), capture.capture_amount))
}
