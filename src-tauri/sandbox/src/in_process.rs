//! The sample shop in process: the API and its model, without a server, faults and control routes.

use crate::options::{DialectSetting, Options};
use crate::routes;
use crate::state::ShopState;
use std::fmt;
use std::sync::{Mutex, PoisonError};

pub use crate::message::{Request, Response};

/// A shop that answers its caller directly. It runs no task, opens no port and waits for nothing; dropping it loses its data.
pub struct Shop(Mutex<ShopState>);

impl Shop {
    /// Opens the sample shop. Only these keys get a token; it serves both dialects.
    pub fn open(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        let (client_id, client_secret) = (client_id.into(), client_secret.into());
        let options = Options { port: 0, dialect: DialectSetting::Both, client_id, client_secret, now: None };
        Self(Mutex::new(ShopState::new(options, None)))
    }

    /// Processes a request and returns its response.
    pub fn answer(&self, request: &Request) -> Response {
        // A panic in one request must not make every later one panic too.
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.tick();
        let answer = routes::answer(&mut state, request);
        answer.into_response(state.clock.now())
    }
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop").finish_non_exhaustive()
    }
}
