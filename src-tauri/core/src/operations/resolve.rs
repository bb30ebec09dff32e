//! Resolves an operation whose answer was lost, or whose reported outcome nobody has confirmed yet: by look-ups, never by
//! sending again. Its kind says what one look-up means.

use jiff::{SignedDuration, Timestamp};

use super::{
    account_client::AccountClient,
    engine::Engine,
    kinds::kind::{AbsenceProof, Context},
    operation::{Checking, Claim, NeedsYou, NotSent, Operation, State},
    timings::{ABSENCE_PROOF, MAX_LOOK_UP_GAP},
    verdict::Verdict,
};

/// How often one look-up asks again because other operations on the order moved on meanwhile.
const MAX_LOOK_UPS: u32 = 3;

fn is_unchanged(before: &[Operation], after: &[Operation]) -> bool {
    let version = |operation: &Operation| (operation.number, operation.revision);
    before.iter().map(version).eq(after.iter().map(version))
}

/// Looks an operation up once. `others` are the operations on the same order.
async fn look_up(
    shop: &AccountClient,
    operation: &Operation,
    others: &[Operation],
    now: Timestamp,
) -> Verdict {
    operation.kind().look_up(Context { shop, operation, others, now }).await
}

impl Engine {
    /// Looks an operation up once, and judges the answer beside the other operations on its order as they are after it: one that began
    /// in between may have made what the answer shows. If the ledger cannot tell them, nobody knows whose a refund under a shared name
    /// is: that is no answer.
    pub(super) async fn look_up(&self, shop: &AccountClient, operation: &Operation) -> Verdict {
        let Ok(mut others) = self.of_same_order(operation).await else { return Verdict::NoAnswer };
        for _ in 0..MAX_LOOK_UPS {
            let verdict = look_up(shop, operation, &others, self.clock.now()).await;
            match self.of_same_order(operation).await {
                Ok(after) if is_unchanged(&others, &after) => return verdict,
                Ok(after) => others = after,
                Err(_) => return Verdict::NoAnswer,
            }
        }
        Verdict::NoAnswer
    }

    /// Confirms a reported outcome of an operation that may have reached Pine Labs all the same. A gateway may deliver a request
    /// twice and return the second answer, answer 429 although the operation took effect, or lose a route for a moment. So one
    /// look-up has to find nothing there and nothing changed before "refused" or "not sent" counts. A message cannot be looked up:
    /// it may have gone out.
    pub(super) async fn bear_out(
        &self,
        shop: &AccountClient,
        operation: &mut Operation,
        said: State,
    ) -> State {
        let now = self.clock.now();
        if !operation.kind().can_be_looked_up() {
            return match said {
                State::NotSent { .. } => operation.as_unknown(now, operation.request_ids.last().cloned()),
                refused => refused,
            };
        }
        operation.recheck = true;
        match self.look_up(shop, operation).await {
            Verdict::Resolved(known) if known.was_found() => known,
            // The link or order has another status, which agrees with the report.
            Verdict::Resolved(_) | Verdict::Absent => said,
            Verdict::Undecided | Verdict::NoAnswer => {
                operation.claim = Claim::of(&said);
                operation.as_unknown(now, operation.request_ids.last().cloned())
            }
        }
    }
}

/// Combines the look-ups so far with one more: resolved, or still unknown with what is known now.
///
/// `proves_absence`: look-ups on this account have shown that they find what exists.
pub fn weigh(verdict: Verdict, proves_absence: bool, operation: &Operation, now: Timestamp) -> State {
    let Some(checking) = operation.checking() else { return operation.state.clone() };
    let absent_for = checking.absent_since.filter(|_| is_unbroken(checking.checked_at, now));
    // A start in the future means that the clock was wrong then or is wrong now: the time starts over.
    let not_to_come = |since: &Timestamp| *since <= now;
    let absent_for = absent_for.filter(not_to_come);
    let undecided_for = checking.undecided_since.filter(not_to_come);
    let answered = !matches!(verdict, Verdict::NoAnswer);
    let (absent_since, undecided_since) = match verdict {
        // The link or order has another status, which agrees with the report.
        Verdict::Resolved(state) if !state.was_found() => {
            return operation.claim.as_ref().map_or(state, |claim| claim.as_state(now));
        }
        Verdict::Resolved(state) => return state,
        Verdict::Absent => {
            if let Some(claim) = &operation.claim {
                return claim.as_state(now);
            }
            (absent_for.or(Some(now)), undecided_for.or(Some(now)))
        }
        Verdict::Undecided => (None, undecided_for.or(Some(now))),
        Verdict::NoAnswer => (None, undecided_for),
    };
    let for_long = |since: Timestamp| now.duration_since(since) >= ABSENCE_PROOF;
    // If something has taken the reference, it may be ours: not finding it proves nothing.
    let can_prove = !operation.told_taken && proves_absence;
    if absent_since.is_some_and(for_long) && can_prove {
        return State::NotSent { at: now, why: NotSent::ProvenAbsent };
    }
    let on_the_way_to_proof = absent_since.is_some() && can_prove;
    // Offline or just resumed, a failed look-up is no news that the person could act on.
    let gives_up = answered && undecided_since.is_some_and(for_long) && !on_the_way_to_proof;
    let checking = Checking { checked_at: Some(now), absent_since, undecided_since, ..checking.clone() };
    match operation.state {
        State::NeedsYou { at, .. } => State::NeedsYou { at, why: NeedsYou::CannotTell(checking) },
        _ if gives_up => State::NeedsYou { at: now, why: NeedsYou::CannotTell(checking) },
        _ => State::Checking(checking),
    }
}

fn is_unbroken(checked_at: Option<Timestamp>, now: Timestamp) -> bool {
    checked_at
        .is_some_and(|before| (SignedDuration::ZERO..=MAX_LOOK_UP_GAP).contains(&now.duration_since(before)))
}

/// Whether a look-up on this account that finds nothing proves that nothing is there.
pub async fn proves_absence(shop: &AccountClient, operation: &Operation) -> bool {
    match operation.kind().absence_proof() {
        AbsenceProof::Always => true,
        AbsenceProof::OnceRefundFound => shop.finds_refunds().await,
        AbsenceProof::OnceLinkFound => shop.finds_links().await,
    }
}
