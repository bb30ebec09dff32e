//! All data of one shop. Its owner keeps it behind one lock and handles each request entirely under it, so that two requests
//! cannot both spend the same rupee.

use crate::clock::{Clock, TimeSource};
use crate::history::History;
use crate::model::Model;
use crate::options::Options;
use crate::settings::Settings;
use crate::shop;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::collections::HashMap;

pub(crate) struct ShopState {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    /// Access tokens and the real time at which each expires.
    pub(crate) tokens: HashMap<String, Timestamp>,
    /// Further key pairs of the same shop: client id and secret.
    pub(crate) clients: HashMap<String, String>,
    pub(crate) model: Model,
    /// Empty unless reads lag.
    history: History,
    pub(crate) settings: Settings,
}

impl ShopState {
    pub(crate) fn new(options: Options, time: Option<TimeSource>) -> Self {
        let clock = match time {
            Some(time) => Clock::driven_by(time),
            None => Clock::starting_at(options.now.unwrap_or_else(Timestamp::now)),
        };
        let start = clock.now();
        Self {
            clock,
            tokens: HashMap::new(),
            clients: HashMap::new(),
            model: shop::model(start),
            history: History::default(),
            settings: Settings::default(),
            options,
        }
    }

    /// The secret of a client id.
    pub(crate) fn secret_of(&self, client_id: &str) -> Option<&str> {
        let own = (client_id == self.options.client_id).then_some(&self.options.client_secret);
        own.or_else(|| self.clients.get(client_id)).map(String::as_str)
    }

    /// Applies what expires with time, and returns the time.
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

    /// Copies the model after a write, while reads lag.
    pub(crate) fn remember(&mut self) {
        if self.settings.read_lag_seconds == 0 {
            self.history.clear();
        } else {
            self.history.keep(&self.model, self.clock.now());
        }
    }
}
