//! Whether a link is still as the person saw it, right before an operation on it is sent.

use std::future::ready;

use futures_util::future::BoxFuture;

use super::kind::Context;
use crate::{
    operations::{
        account_client::Reading,
        operation::{NotSent, State},
        preconditions::Precondition,
    },
    rules::allowed::{self, Reason},
};

/// Compares the seen with the present state by `same`, and checks again whether the link allows the operation.
pub fn unchanged<'a>(
    context: Context<'a>,
    reread: Option<&'a Reading>,
    same: impl FnOnce(&Precondition, &Precondition) -> Result<bool, NotSent>,
) -> BoxFuture<'a, Result<(), State>> {
    let check = || {
        // An intent on a link always has its link.
        let reading = reread.ok_or(NotSent::NotAllowed(Reason::NotUnderstood))?;
        let intent = &context.operation.intent;
        let now = Precondition::of(&reading.snapshot, intent.order_id.as_ref());
        if !same(&intent.seen, &now)? {
            return Err(NotSent::Changed { now: Box::new(now) });
        }
        allowed::check(intent.kind, &reading.snapshot).map_err(NotSent::NotAllowed)
    };
    Box::pin(ready(check().map_err(|why| State::NotSent { at: context.now, why })))
}
