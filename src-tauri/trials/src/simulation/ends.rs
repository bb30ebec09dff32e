//! What is left when everything has come to its end: nothing waits for nothing, nothing is forgotten, and every word is true.

use super::oracle::{Oracle, Promise};
use linkdesk_core::operations::operation::{NeedsYou, Operation, OperationId, State};

impl Oracle {
    /// After all: what the ledger of a computer says of every operation that it has to know. One that came with the ledger of another
    /// computer, of keys that are not used on this one, is looked after by nobody here.
    pub fn in_the_end(
        &mut self,
        computer: usize,
        accounts: &[&str],
        find: impl Fn(&OperationId) -> Option<Operation>,
    ) -> Vec<&'static str> {
        let mut ends = Vec::new();
        let mut all = self.by_id.iter().map(|(id, number)| (*number, id.clone())).collect::<Vec<_>>();
        all.sort_unstable();
        // The ledger may be a copy, with words that this computer has never heard.
        for (number, id) in &all {
            self.changes[*number].words[computer].last = find(id).map(|operation| operation.state.name());
        }
        for (number, id) in all {
            let Some(operation) = find(&id) else {
                if self.written[computer].contains(&number) {
                    let what = format!("the ledger of {computer} does not know it");
                    self.broken(Promise::WrittenDownFirst, number, what);
                }
                continue;
            };
            if !accounts.contains(&operation.intent.account.as_str()) {
                self.happens("of keys that this computer does not have");
                continue;
            }
            ends.push(end(&operation.state));
            let name = operation.state.name();
            if matches!(operation.state, State::Held { .. } | State::Sending { .. } | State::Checking(_)) {
                self.broken(Promise::Resolved, number, format!("on {computer} it is still {name}"));
            } else if let Some(what) = self.told_wrong(number, computer, &operation, None) {
                self.broken(Promise::ToldAsItIs, number, format!("in the end, on {computer}: {what}"));
            }
        }
        ends
    }
}

fn end(state: &State) -> &'static str {
    match state {
        State::NeedsYou { why, .. } => match why {
            NeedsYou::CannotTell(_) => "needs_you: cannot tell",
            NeedsYou::MayHaveGoneOut { .. } => "needs_you: may have gone out",
            NeedsYou::RefundFailed { .. } => "needs_you: refund failed",
            NeedsYou::OtherAmount { .. } => "needs_you: other amount",
            NeedsYou::Forgotten { .. } => "needs_you: forgotten",
        },
        State::NotSent {
            why: linkdesk_core::operations::operation::NotSent::MadeElsewhere { .. }, ..
        } => "not_sent: made elsewhere",
        other => other.name(),
    }
}
