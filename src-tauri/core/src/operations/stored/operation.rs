//! A confirmed operation with its intent, in stored form.

use jiff::Timestamp;
use pinelabs::Dialect;
use serde::{Deserialize, Serialize};

use super::{
    ShapeError, VERSION,
    new_link::NewLinkV1,
    precondition::{PostconditionV1, PreconditionV1},
    state::{ClaimV1, NotSentV1, StateV1},
    values::{DialectV1, MoneyV1, kind_named, money, parse, parse_some, read_money, text},
};
use crate::operations::operation::{Claim, Intent, NotSent, Operation, Postcondition, Target};

#[derive(Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a stored field of its own")]
pub(super) struct OperationV1 {
    #[serde(default)]
    pub v: u32,
    intent: IntentV1,
    amount: Option<MoneyV1>,
    released: Option<MoneyV1>,
    reason: Option<String>,
    confirmed_at: Timestamp,
    sent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_sent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent_by_server_clock: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reached: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    told_taken: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimV1>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    recheck: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unseen_since: Option<Timestamp>,
    lost: bool,
    dialect: Option<DialectV1>,
    request_ids: Vec<String>,
    after: Option<PostconditionV1>,
    decided_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut_off_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again_unsent: Option<NotSentV1>,
    put_away: bool,
    state: StateV1,
}

/// Either `link_id` or `new_link` is set.
#[derive(Serialize, Deserialize)]
struct IntentV1 {
    id: String,
    prepared_at: Timestamp,
    account: String,
    action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new_link: Option<Box<NewLinkV1>>,
    link_reference: Option<String>,
    order_id: Option<String>,
    payee: Option<String>,
    reference: Option<String>,
    key: String,
    seen: PreconditionV1,
}

impl TryFrom<&Operation> for OperationV1 {
    type Error = ShapeError;

    fn try_from(operation: &Operation) -> Result<Self, ShapeError> {
        // Names every field, so that a new one must be stored or left out on purpose.
        let Operation {
            number: _,
            revision: _,
            intent,
            amount,
            released,
            reason,
            confirmed_at,
            sent_at,
            first_sent_at,
            sent_by_server_clock,
            reached,
            told_taken,
            claim,
            recheck,
            unseen_since,
            lost,
            dialect,
            request_ids,
            after,
            decided_at,
            interrupted_at,
            again_unsent,
            put_away,
            state,
        } = operation;
        Ok(Self {
            v: VERSION,
            intent: intent.try_into()?,
            amount: money(*amount),
            released: money(*released),
            reason: reason.clone(),
            confirmed_at: *confirmed_at,
            sent_at: *sent_at,
            first_sent_at: *first_sent_at,
            sent_by_server_clock: *sent_by_server_clock,
            reached: *reached,
            told_taken: *told_taken,
            claim: claim.as_ref().map(ClaimV1::from),
            recheck: *recheck,
            unseen_since: *unseen_since,
            lost: *lost,
            dialect: dialect.map(DialectV1::from),
            request_ids: request_ids.clone(),
            after: after.as_ref().map(PostconditionV1::from),
            decided_at: *decided_at,
            cut_off_at: *interrupted_at,
            again_unsent: again_unsent.as_ref().map(NotSentV1::from),
            put_away: *put_away,
            state: state.into(),
        })
    }
}

impl TryFrom<OperationV1> for Operation {
    type Error = ShapeError;

    fn try_from(shape: OperationV1) -> Result<Self, ShapeError> {
        Ok(Self {
            number: 0,
            revision: 0,
            intent: shape.intent.try_into()?,
            amount: read_money(shape.amount)?,
            released: read_money(shape.released)?,
            reason: shape.reason,
            confirmed_at: shape.confirmed_at,
            sent_at: shape.sent_at,
            first_sent_at: shape.first_sent_at,
            sent_by_server_clock: shape.sent_by_server_clock,
            reached: shape.reached,
            told_taken: shape.told_taken,
            claim: shape.claim.map(Claim::try_from).transpose()?,
            recheck: shape.recheck,
            unseen_since: shape.unseen_since,
            lost: shape.lost,
            dialect: shape.dialect.map(Dialect::from),
            request_ids: shape.request_ids,
            after: shape.after.map(Postcondition::try_from).transpose()?,
            decided_at: shape.decided_at,
            interrupted_at: shape.cut_off_at,
            again_unsent: shape.again_unsent.map(NotSent::try_from).transpose()?,
            put_away: shape.put_away,
            state: shape.state.try_into()?,
        })
    }
}

impl TryFrom<&Intent> for IntentV1 {
    type Error = ShapeError;

    fn try_from(intent: &Intent) -> Result<Self, ShapeError> {
        let Intent {
            id,
            prepared_at,
            account,
            kind,
            target,
            link_reference,
            order_id,
            customer_name,
            reference,
            key,
            seen,
        } = intent;
        let (link_id, new_link) = match target {
            Target::Link { link_id } => (Some(link_id.to_string()), None),
            Target::New { new_link } => (None, Some(Box::new(new_link.as_ref().try_into()?))),
        };
        Ok(Self {
            id: id.to_string(),
            prepared_at: *prepared_at,
            account: account.clone(),
            action: kind.name().to_owned(),
            link_id,
            new_link,
            link_reference: text(link_reference.as_ref()),
            order_id: text(order_id.as_ref()),
            payee: customer_name.clone(),
            reference: text(reference.as_ref()),
            key: key.to_string(),
            seen: seen.into(),
        })
    }
}

impl TryFrom<IntentV1> for Intent {
    type Error = ShapeError;

    fn try_from(shape: IntentV1) -> Result<Self, ShapeError> {
        let target = match (shape.link_id, shape.new_link) {
            (Some(link_id), _) => Target::Link { link_id: parse("link_id", &link_id)? },
            (None, Some(new_link)) => Target::New { new_link: Box::new((*new_link).try_into()?) },
            (None, None) => {
                return Err(ShapeError::Value { field: "link_id", why: "there is no link".to_owned() });
            }
        };
        Ok(Self {
            id: shape.id.into(),
            prepared_at: shape.prepared_at,
            account: shape.account,
            kind: kind_named(&shape.action)?,
            target,
            link_reference: parse_some("link_reference", shape.link_reference.as_ref())?,
            order_id: parse_some("order_id", shape.order_id.as_ref())?,
            customer_name: shape.payee,
            reference: parse_some("reference", shape.reference.as_ref())?,
            key: parse("key", &shape.key)?,
            seen: shape.seen.try_into()?,
        })
    }
}
