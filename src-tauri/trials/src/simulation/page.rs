//! What the page of a link shows on a computer, held against the books.

use pinelabs::OrderId;
use serde_json::Value;

use super::{
    actor::Actor,
    oracle::{Oracle, Promise},
};
use linkdesk_core::{
    operations::{
        account_client::{AccountClient, Reading},
        names::Names,
        operation::{Operation, State},
    },
    rules::{
        allowed::{self, OperationKind},
        refundable,
    },
};

impl Actor<'_> {
    /// Reads the page of an operation's link, which follows refunds and keeps figures beside the operation's own task.
    pub(super) async fn read_the_page(&self, account: usize, operation: &Operation) {
        let Some(link) = operation.link_id() else { return };
        let shop = &self.shops[account % self.shops.len()];
        let before = {
            let mut oracle = self.world().oracle();
            (oracle.deeds(), oracle.tick())
        };
        let Ok(mut reading) = shop.read(link).await else { return };
        if self.operations.enrich(shop, &mut reading).await.is_err() {
            return;
        }
        self.hold_against_the_books(shop, &reading, operation, before).await;
    }

    pub(super) async fn hold_against_the_books(
        &self,
        shop: &AccountClient,
        reading: &Reading,
        operation: &Operation,
        (deeds, since): (u64, u64),
    ) {
        let world = self.world();
        let snapshot = &reading.snapshot;
        let mut problems = Vec::new();
        for order in &snapshot.orders {
            let Some(order_id) = &order.order_id else { continue };
            let Some(books) = world.provider.books_of(order_id.as_str()).await else { continue };
            let Some(figures) = refundable::figures(snapshot, order) else { continue };
            let walked = matches!(reading.walks.get(order_id), Some(Ok(_)));
            let lags = world.lag().is_positive();
            // Whatever was done meanwhile may be shown or not.
            let quiet = world.oracle().deeds() == deeds;
            if !lags && quiet && books["captured"].as_i64() != Some(figures.captured.minor()) {
                problems.push(format!(
                    "captured {:?} is shown, and it is {}",
                    figures.captured, books["captured"]
                ));
            }
            if lags || !quiet || !walked || snapshot.checking || !world.finds_refunds {
                continue;
            }
            let shown = figures.refunded.minor() + figures.pending.minor();
            let true_sum = refunded(&books, false);
            if shown > refunded(&books, true) && !self.rests_on_words(shop, order_id).await {
                problems.push(format!("{shown} is shown as given back, of {}", refunded(&books, true)));
            }
            // "At most": another computer may know a name to be taken that this one does not know of, and have gone on behind it.
            if figures.at_most && has_gone_on_behind_a_name(&books, order_id) {
                world.happened("page says at most");
                continue;
            }
            if shown < true_sum && !world.oracle().was_misled_since(since) {
                problems.push(format!("{shown} is shown as given back, and {true_sum} was"));
            }
            let most = books["captured"].as_i64().unwrap_or_default() - true_sum;
            if figures.left.minor() > most && !world.oracle().was_misled_since(since) {
                problems.push(format!("{} is shown as left, of {most}", figures.left.minor()));
            }
        }
        let done = matches!(operation.state, State::Done { .. }) && operation.decided_at.is_none();
        let never_again: &[OperationKind] = match operation.intent.kind {
            OperationKind::Cancel => &[OperationKind::Cancel, OperationKind::Resend],
            OperationKind::Capture | OperationKind::Void => &[OperationKind::Capture, OperationKind::Void],
            _ => &[],
        };
        let offered = never_again.iter().filter(|action| allowed::check(**action, snapshot).is_ok());
        for action in offered.filter(|_| done) {
            problems.push(format!("{} is offered after it was done", action.name()));
        }
        world.happened("page looked at");
        if let Some(problem) = problems.pop() {
            world.oracle().shown(operation, self.computer.number, &problem);
        }
    }

    /// Whether an operation of an order is only said by a person to be there: then the figures count what he said.
    async fn rests_on_words(&self, shop: &AccountClient, order: &OrderId) -> bool {
        let known = self.operations.journal().of_order(&shop.account, order).await.unwrap_or_default();
        known.iter().any(Operation::rests_on_a_word)
    }
}

/// What was given back on an order over the API; or all that anybody ever asked for, failed or not: the news of it takes a while.
fn refunded(books: &Value, all: bool) -> i64 {
    let refunds = books["refunds"].as_array().into_iter().flatten();
    let counts = |refund: &&Value| all || refund["status"] != "FAILED" && refund["from_dashboard"] == false;
    refunds.filter(counts).filter_map(|refund| refund["amount"].as_i64()).sum()
}

/// Whether a refund of the order has a name of a later generation.
fn has_gone_on_behind_a_name(books: &Value, order: &OrderId) -> bool {
    let prefix = Names::of(order).refund_prefix();
    let mut names =
        books["refunds"].as_array().into_iter().flatten().filter_map(|refund| refund["reference"].as_str());
    names.any(|name| name.strip_prefix(&prefix).is_some_and(|place| place.contains('-')))
}

impl Oracle {
    fn shown(&mut self, operation: &Operation, computer: usize, problem: &str) {
        let Some(&number) = self.by_id.get(operation.id()) else { return };
        self.broken(Promise::ShownAsItIs, number, format!("the page on {computer}: {problem}"));
    }

    /// How often something was done so far.
    pub fn deeds(&self) -> u64 {
        let effects = self.changes.iter().flat_map(|change| &change.effects).count();
        (effects + self.elsewhere.len()) as u64
    }

    fn was_misled_since(&self, moment: u64) -> bool {
        self.misled.values().any(|misled| *misled > moment)
    }
}
