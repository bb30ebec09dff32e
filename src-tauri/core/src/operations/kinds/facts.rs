//! Facts about an operation that depend on its kind.

use jiff::Timestamp;
use pinelabs::Money;

use super::kind::Kind;
use crate::operations::{
    operation::{Intent, NeedsYou, Operation, State},
    verdict,
};

impl Intent {
    /// The most that this operation can move: what is left to refund, or what is held.
    pub fn max_amount(&self) -> Option<Money> {
        super::of(self.kind).max_amount(&self.seen)
    }
}

impl Operation {
    pub fn kind(&self) -> &'static dyn Kind {
        super::of(self.intent.kind)
    }

    /// Whether the operation holds its reference. A reference is free again if nothing exists under it at Pine Labs, or if only
    /// the person says that something does: an invoice keeps its number, and a new request under the same name can never exist
    /// beside one that arrives late.
    pub fn holds_reference(&self) -> bool {
        self.kind().holds_reference(self)
    }

    /// Whether its name derives from its place in the order. Older versions made random names.
    pub fn has_a_name_of_its_place(&self) -> bool {
        let intent = &self.intent;
        let prefix = intent.order_id.as_ref().and_then(|order| self.kind().name_prefix(order));
        let named = prefix.zip(intent.reference.as_ref());
        named.is_some_and(|(prefix, reference)| reference.as_str().starts_with(&prefix))
    }

    /// Whether a look-up may still prove "absent" wrong: a request was in flight, or only the person or an interrupted process
    /// says so.
    pub fn is_denied_in_doubt(&self) -> bool {
        self.state.denies()
            && !self.state.was_found()
            && (self.recheck || self.may_be_sent_again())
            && self.kind().can_be_looked_up()
    }

    /// Whether it still needs look-ups or a decision.
    pub fn is_unfinished(&self) -> bool {
        self.is_open()
            || self.is_on_its_way()
            || self.wants_attention()
            || self.recheck && self.is_denied_in_doubt()
    }

    /// Its state when it was sent and the answer is lost. One that cannot be looked up may have gone out.
    pub fn as_unknown(&self, now: Timestamp, request_id: Option<String>) -> State {
        if self.kind().can_be_looked_up() {
            verdict::checking(request_id)
        } else {
            State::NeedsYou { at: now, why: NeedsYou::MayHaveGoneOut { request_id } }
        }
    }
}

#[cfg(test)]
mod tests {
    use pinelabs::{OrderId, Reference};

    use crate::{operations::kinds, rules::allowed::OperationKind};

    #[test]
    fn each_kind_is_listed_under_its_own_name() {
        for kind in OperationKind::ALL.into_iter().chain([OperationKind::Create]) {
            assert_eq!(kinds::of(kind).kind(), kind);
        }
    }

    #[test]
    fn a_name_made_by_chance_is_told_from_one_of_the_chain() {
        let order: OrderId = "v1-1".parse().unwrap();
        let begins = |kind, name: &str| {
            kinds::of(kind).name_prefix(&order).is_some_and(|prefix: String| name.starts_with(&prefix))
        };
        assert!(!begins(OperationKind::Refund, Reference::generate("rf").as_str()));
        assert!(begins(OperationKind::Refund, "rf-v1-1-3-2"));
        assert!(!begins(OperationKind::Capture, "rf-v1-1-3"));
        assert!(begins(OperationKind::Capture, "cap-v1-1"));
        assert!(!begins(OperationKind::Void, "cap-v1-1"));
    }
}
