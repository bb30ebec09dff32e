//! Calls without a socket: the same routes, faults and control routes, by a clock that the caller drives. For simulations,
//! which must not depend on a network or on the real time.

use super::bench::Bench;
use super::distort::Sent;
use crate::message::Request;
use crate::options::Options;
use http::HeaderMap;
use jiff::Timestamp;
use std::sync::Arc;

/// The outcome of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    Answer {
        status: u16,
        headers: HeaderMap,
        body: Vec<u8>,
    },
    /// The head arrived, but the body was cut off.
    Broken {
        status: u16,
        headers: HeaderMap,
    },
    /// The connection was closed without an answer.
    Cut,
}

/// A successful write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommittedWrite {
    pub number: u64,
    pub idempotency_key: Option<String>,
    /// `refund`, `capture`, `void`, `cancel`, `resend` or `create`.
    pub what: &'static str,
    /// The link or order that changed.
    pub id: String,
    pub reference: Option<String>,
    /// Minor units; only if money was moved or released.
    pub amount: Option<i64>,
}

/// A sandbox that is called directly. Only a late request runs in its own task.
pub struct Direct(Bench);

impl Direct {
    /// `now` is the clock of the shop and of the tokens; port and start time in the options are ignored.
    pub fn open(options: Options, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Bench::new(options, Some(Arc::new(now))))
    }

    /// Handles a request to the API or to a control route.
    pub async fn ask(&self, request: Request) -> Outcome {
        match self.0.exchange(request).await {
            Sent::Whole(response) => {
                Outcome::Answer { status: response.status, headers: response.headers, body: response.body }
            }
            Sent::Truncated(response) => {
                Outcome::Broken { status: response.status, headers: response.headers }
            }
            Sent::Nothing => Outcome::Cut,
        }
    }

    /// The writes after number `after`, newest first.
    pub fn committed_after(&self, after: u64) -> Vec<CommittedWrite> {
        let state = self.0.lock();
        let writes = state.log.writes_after(after).map(|(number, key, write)| CommittedWrite {
            number,
            idempotency_key: key.map(str::to_owned),
            what: write.what,
            id: write.id.clone(),
            reference: write.reference.clone(),
            amount: write.amount,
        });
        writes.collect()
    }
}
