//! What the server holds: the shop, the faults that wait for their request, and the request log.

use super::faults::Faults;
use super::request_log::RequestLog;
use crate::clock::TimeSource;
use crate::options::Options;
use crate::state::ShopState;

pub(super) struct BenchState {
    pub(super) shop: ShopState,
    pub(super) faults: Faults,
    pub(super) log: RequestLog,
    /// Tells the time in place of the real clock.
    time: Option<TimeSource>,
    /// Counts the resets: a late request from before one is not carried out after it.
    pub(super) resets: u64,
}

impl BenchState {
    pub(super) fn new(options: Options, time: Option<TimeSource>) -> Self {
        let shop = ShopState::new(options, time.clone());
        Self { shop, faults: Faults::default(), log: RequestLog::default(), time, resets: 0 }
    }

    /// Returns to the start. Tokens stay: an app that runs against this sandbox need not sign in again.
    pub(super) fn reset(&mut self) {
        let tokens = std::mem::take(&mut self.shop.tokens);
        let resets = self.resets + 1;
        *self = Self::new(self.shop.options.clone(), self.time.take());
        (self.shop.tokens, self.resets) = (tokens, resets);
    }
}
