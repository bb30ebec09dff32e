//! The state of the server: the shop, the faults waiting for their request, and the request log.

use super::faults::Faults;
use super::request_log::RequestLog;
use crate::clock::TimeSource;
use crate::options::Options;
use crate::state::ShopState;

pub(super) struct BenchState {
    pub(super) shop: ShopState,
    pub(super) faults: Faults,
    pub(super) log: RequestLog,
    /// Replaces the real clock.
    time: Option<TimeSource>,
    /// Counts resets: a late request from before a reset is dropped.
    pub(super) resets: u64,
}

impl BenchState {
    pub(super) fn new(options: Options, time: Option<TimeSource>) -> Self {
        let shop = ShopState::new(options, time.clone());
        Self { shop, faults: Faults::default(), log: RequestLog::default(), time, resets: 0 }
    }

    /// Resets to the start. Tokens stay valid: an app that uses this sandbox need not sign in again.
    pub(super) fn reset(&mut self) {
        let tokens = std::mem::take(&mut self.shop.tokens);
        let resets = self.resets + 1;
        *self = Self::new(self.shop.options.clone(), self.time.take());
        (self.shop.tokens, self.resets) = (tokens, resets);
    }
}
