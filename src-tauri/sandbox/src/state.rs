//! Everything one running sandbox holds, behind one lock: a request is answered from start to end under it, so that no
//! two requests can both spend the same rupee.

use crate::clock::{Clock, Told};
use crate::faults::Faults;
use crate::history::History;
use crate::model::Model;
use crate::options::Options;
use crate::request_log::RequestLog;
use crate::settings::Settings;
use crate::shop;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) struct ShopState {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    /// Whose clock it is, where it is not its own.
    told: Option<Told>,
    /// Access tokens and the real time at which each ends.
    pub(crate) tokens: HashMap<String, Timestamp>,
    /// Further pairs of keys of the same shop: client id and secret.
    pub(crate) clients: HashMap<String, String>,
    pub(crate) model: Model,
    /// Empty unless reads lag.
    history: History,
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    pub(crate) journal: RequestLog,
    /// How often it was reset: what was on its way before does not arrive after.
    pub(crate) resets: u64,
}

impl ShopState {
    fn new(options: Options, told: Option<Told>) -> Self {
        let clock = match &told {
            Some(told) => Clock::as_told(Arc::clone(told)),
            None => Clock::starting_at(options.now.unwrap_or_else(Timestamp::now)),
        };
        let start = clock.now();
        Self {
            clock,
            told,
            tokens: HashMap::new(),
            clients: HashMap::new(),
            model: shop::model(start),
            history: History::default(),
            settings: Settings::default(),
            faults: Faults::default(),
            journal: RequestLog::default(),
            resets: 0,
            options,
        }
    }

    /// Back to the first moment. Tokens stay: an app that is running against this sandbox need not sign in again.
    pub(crate) fn reset(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        let resets = self.resets + 1;
        *self = Self::new(self.options.clone(), self.told.take());
        (self.tokens, self.resets) = (tokens, resets);
    }

    /// The secret that goes with a client id.
    pub(crate) fn secret_of(&self, client_id: &str) -> Option<&str> {
        let own = (client_id == self.options.client_id).then_some(&self.options.client_secret);
        own.or_else(|| self.clients.get(client_id)).map(String::as_str)
    }

    /// Lets everything that happens by itself happen, and says what time it is.
    pub(crate) fn tick(&mut self) -> Timestamp {
        let now = self.clock.now();
        self.model.tick(now);
        now
    }

    /// The model as a read sees it now.
    pub(crate) fn as_read(&self) -> Cow<'_, Model> {
        let lag =
            SignedDuration::from_secs(i64::try_from(self.settings.read_lag_seconds).unwrap_or(i64::MAX));
        if lag.is_zero() {
            return Cow::Borrowed(&self.model);
        }
        let then = self.clock.now().saturating_sub(lag).unwrap_or(Timestamp::MIN);
        self.history.at(then).map_or(Cow::Borrowed(&self.model), Cow::Owned)
    }

    /// Keeps the model as it is after a write, as long as reads lag.
    pub(crate) fn remember(&mut self) {
        if self.settings.read_lag_seconds == 0 {
            self.history.clear();
        } else {
            self.history.keep(&self.model, self.clock.now());
        }
    }
}

/// The handle that every route gets.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<ShopState>>);

impl Shared {
    pub(crate) fn new(options: Options) -> Self {
        Self(Arc::new(Mutex::new(ShopState::new(options, None))))
    }

    pub(crate) fn as_told(options: Options, told: Told) -> Self {
        Self(Arc::new(Mutex::new(ShopState::new(options, Some(told)))))
    }

    /// A panic in another request must not turn every later answer into a panic too.
    pub(crate) fn lock(&self) -> MutexGuard<'_, ShopState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
