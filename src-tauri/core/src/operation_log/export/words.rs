//! The words of the table, in the language of the page that hands them in.

use serde::Deserialize;
use specta::Type;

/// The words of the table.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportWords {
    pub columns: ExportColumns,
    pub whys: ExportWhys,
    pub yes: String,
    pub no: String,
}

/// The heading of each column, in their order.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportColumns {
    pub entry: String,
    pub asked_for: String,
    pub kind: String,
    pub outcome: String,
    pub amount: String,
    pub currency: String,
    pub link_reference: String,
    pub link: String,
    pub order: String,
    pub reference: String,
    pub customer: String,
    pub reason: String,
    pub known_since: String,
    pub decided_by_person: String,
    pub request_ids: String,
    pub captured_instead: String,
    pub why: String,
    pub other_amount: String,
    pub more_refunded: String,
    pub money_on_cancelled_link: String,
}

/// Why it was not sent, or needs the person: what the outcome alone does not tell.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportWhys {
    pub changed: String,
    pub not_allowed: String,
    pub reference_used: String,
    pub could_not_reread: String,
    pub unreachable: String,
    pub rate_limited: String,
    pub not_recorded: String,
    pub closed: String,
    pub hold_overrun: String,
    pub proven_absent: String,
    pub person_says_not: String,
    pub made_elsewhere: String,
    pub made_here: String,
    pub may_have_gone_out: String,
    pub refund_failed: String,
    pub cannot_tell: String,
    pub other_amount: String,
    pub forgotten: String,
}

impl ExportColumns {
    pub(super) fn in_order(&self) -> [&str; 20] {
        [
            &self.entry,
            &self.asked_for,
            &self.kind,
            &self.outcome,
            &self.amount,
            &self.currency,
            &self.link_reference,
            &self.link,
            &self.order,
            &self.reference,
            &self.customer,
            &self.reason,
            &self.known_since,
            &self.decided_by_person,
            &self.request_ids,
            &self.captured_instead,
            &self.why,
            &self.other_amount,
            &self.more_refunded,
            &self.money_on_cancelled_link,
        ]
    }
}

/// The words of a table in tests: each is the name of what it stands for.
#[cfg(test)]
pub mod tests {
    use super::{ExportColumns, ExportWhys, ExportWords};

    pub fn named_as_they_are() -> ExportWords {
        ExportWords {
            columns: ExportColumns {
                entry: "entry".into(),
                asked_for: "asked_for".into(),
                kind: "kind".into(),
                outcome: "outcome".into(),
                amount: "amount".into(),
                currency: "currency".into(),
                link_reference: "link_reference".into(),
                link: "link".into(),
                order: "order".into(),
                reference: "reference".into(),
                customer: "customer".into(),
                reason: "reason".into(),
                known_since: "known_since".into(),
                decided_by_person: "decided_by_person".into(),
                request_ids: "request_ids".into(),
                captured_instead: "captured_instead".into(),
                why: "why".into(),
                other_amount: "other_amount".into(),
                more_refunded: "more_refunded".into(),
                money_on_cancelled_link: "money_on_cancelled_link".into(),
            },
            whys: ExportWhys {
                changed: "changed".into(),
                not_allowed: "not_allowed".into(),
                reference_used: "reference_used".into(),
                could_not_reread: "could_not_reread".into(),
                unreachable: "unreachable".into(),
                rate_limited: "rate_limited".into(),
                not_recorded: "not_recorded".into(),
                closed: "closed".into(),
                hold_overrun: "hold_overrun".into(),
                proven_absent: "proven_absent".into(),
                person_says_not: "person_says_not".into(),
                made_elsewhere: "made_elsewhere".into(),
                made_here: "made_here".into(),
                may_have_gone_out: "may_have_gone_out".into(),
                refund_failed: "refund_failed".into(),
                cannot_tell: "cannot_tell".into(),
                other_amount: "other_amount".into(),
                forgotten: "forgotten".into(),
            },
            yes: "yes".into(),
            no: "no".into(),
        }
    }
}
