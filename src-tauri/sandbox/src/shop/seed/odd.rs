//! What only the links with odd answers need from a seed.

use super::Seed;
use crate::oddities::Oddities;

impl Seed {
    /// Replaces the ids derived from the number.
    pub(in crate::shop) fn ids(mut self, link_id: &str, order_id: &str) -> Self {
        link_id.clone_into(&mut self.link.id);
        order_id.clone_into(&mut self.orders[0].id);
        self.link.order_ids = vec![order_id.to_owned()];
        self
    }

    /// The odd shapes of the link's and the orders' answers.
    pub(in crate::shop) fn spelt_as(mut self, link: Oddities, order: Oddities) -> Self {
        self.link.oddities = link;
        for each in &mut self.orders {
            each.oddities = order;
        }
        self
    }

    /// The odd shapes of its refunds.
    pub(in crate::shop) fn refunds_spelt_as(mut self, oddities: Oddities) -> Self {
        for refund in &mut self.refunds {
            refund.oddities = oddities;
        }
        self
    }
}
