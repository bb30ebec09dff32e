//! A shop for tests: the API with its faults and its request log, and the control routes.

use super::control;
use super::distort::Sent;
use super::faults::{Fault, Kind};
use super::state::BenchState;
use crate::answer::Answer;
use crate::bearer::bearer;
use crate::clock::TimeSource;
use crate::message::Request;
use crate::options::Options;
use crate::routes;
use http::{Method, StatusCode};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Far more than any documented body.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// An API request that is logged and has its fault assigned.
struct Entered {
    number: u64,
    resets: u64,
    fault: Option<Fault>,
}

/// The shop, its faults and its log behind one lock.
#[derive(Clone)]
pub(super) struct Bench(Arc<Mutex<BenchState>>);

impl Bench {
    pub(super) fn new(options: Options, time: Option<TimeSource>) -> Self {
        Self(Arc::new(Mutex::new(BenchState::new(options, time))))
    }

    /// A panic in one request must not make every later one panic too.
    pub(super) fn lock(&self) -> MutexGuard<'_, BenchState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Handles a request, and returns what is sent in response.
    pub(super) async fn exchange(&self, request: Request) -> Sent {
        if let Some(answer) = self.control(&request) {
            return self.whole(answer);
        }
        if request.body.len() > MAX_BODY_BYTES {
            return self.whole(Answer::gateway(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let Entered { number, resets, fault } = self.enter(&request);
        let answer = match &fault {
            Some(fault) if fault.kind == Kind::Late => {
                tokio::spawn(self.clone().carry_out_late(number, resets, fault.delay(), request));
                Answer::empty(StatusCode::OK)
            }
            Some(fault) if !fault.kind.commits() => Answer::empty(StatusCode::OK),
            _ => self.carry_out(number, &request),
        };
        let Some(fault) = fault else {
            let sent = self.whole(answer);
            self.record(number, &sent);
            return sent;
        };
        if fault.kind == Kind::Slow {
            tokio::time::sleep(fault.delay()).await;
        }
        let sent = fault.distort(answer, self.lock().shop.clock.now());
        self.record(number, &sent);
        sent
    }

    fn control(&self, request: &Request) -> Option<Answer> {
        let mut state = self.lock();
        let answer = control::answer(&mut state, request)?;
        if request.method != Method::GET {
            state.shop.remember();
        }
        Some(answer)
    }

    fn whole(&self, answer: Answer) -> Sent {
        Sent::Whole(answer.into_response(self.lock().shop.clock.now()))
    }

    /// Logs a request and takes its fault.
    fn enter(&self, request: &Request) -> Entered {
        let mut state = self.lock();
        state.shop.tick();
        let fault = state.faults.take(request.method.as_str(), request.route());
        if fault.as_ref().is_some_and(|fault| fault.kind == Kind::ExpiredToken)
            && let Some(token) = bearer(&request.headers)
        {
            state.shop.tokens.remove(token);
        }
        let kind = fault.as_ref().and_then(|fault| serde_json::to_value(fault.kind).ok());
        Entered { number: state.log.open(request, kind), resets: state.resets, fault }
    }

    fn carry_out(&self, number: u64, request: &Request) -> Answer {
        carry_out(&mut self.lock(), number, request)
    }

    /// Processes a request whose sender has stopped waiting.
    async fn carry_out_late(self, number: u64, resets: u64, delay: Duration, request: Request) {
        tokio::time::sleep(delay).await;
        let mut state = self.lock();
        if state.resets == resets {
            state.shop.tick();
            carry_out(&mut state, number, &request);
        }
    }

    fn record(&self, number: u64, sent: &Sent) {
        if let Some(status) = sent.status() {
            self.lock().log.answered(number, status);
        }
    }
}

fn carry_out(state: &mut BenchState, number: u64, request: &Request) -> Answer {
    let mut answer = routes::answer(&mut state.shop, request);
    if let Some(write) = answer.write.take() {
        state.log.committed(number, write);
    }
    answer
}
