//! What all calls of a client share, and the two kinds of calls: reads, and writes in one of the dialects.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::answers::{ReadResponse, WriteResponse};
use super::call::{Caller, Ended};
use crate::decode::decode_error::DecodeError;
use crate::dialect::Dialect;
use crate::error::{Error, WriteError};
use crate::model::ids::IdempotencyKey;
use crate::retry::{CallClass, RetryDecision};
use crate::transport::deadline::SendDeadline;
use crate::transport::route::Route;
use crate::transport::sender::CallSpec;

#[derive(Clone)]
pub(crate) struct Session {
    pub caller: Arc<Caller>,
    learnt: Arc<Mutex<Option<Dialect>>>,
    pinned: Option<Dialect>,
    deadline: Option<SendDeadline>,
}

impl Session {
    pub fn new(caller: Caller, dialect: Option<Dialect>) -> Self {
        Self { caller: Arc::new(caller), learnt: Arc::new(Mutex::new(dialect)), pinned: None, deadline: None }
    }

    pub fn pinned(&self, dialect: Dialect) -> Self {
        Self { pinned: Some(dialect), ..self.clone() }
    }

    pub fn with_deadline(&self, deadline: SendDeadline) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    pub fn dialect(&self) -> Option<Dialect> {
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn learn(&self, dialect: Dialect) {
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = Some(dialect);
    }

    pub fn dialect_of_writes(&self) -> Dialect {
        self.pinned.or(self.dialect()).unwrap_or(Dialect::Reference)
    }

    /// `read` turns the body of an answer into the resource.
    pub async fn read<T>(
        &self,
        route: &Route,
        id: &str,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<ReadResponse<T>, (RetryDecision, Error)> {
        let spec = CallSpec { route, id: Some(id), body: None, key: None, deadline: None };
        let done = self.caller.call(CallClass::Read, spec, read).await;
        done.map(ReadResponse::from).map_err(|ended| (ended.decision, ended.error))
    }

    /// A write with the same route in both dialects.
    pub async fn write<T>(
        &self,
        route: &Route,
        id: Option<&str>,
        body: Option<&Value>,
        key: &IdempotencyKey,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<WriteResponse<T>, WriteError> {
        let spec = CallSpec { route, id, body, key: Some(key), deadline: self.deadline };
        let done = self.caller.call(CallClass::Write, spec, read).await;
        done.map(WriteResponse::from).map_err(|ended| self.write_error(ended))
    }

    /// A write whose route depends on the dialect. It starts in the known or likelier dialect, and switches only if the answer
    /// proves that the route does not exist: then the write had no effect.
    pub async fn write_in_dialect<T>(
        &self,
        make: impl Fn(Dialect) -> (Route, Option<Value>),
        id: &str,
        key: &IdempotencyKey,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<WriteResponse<T>, WriteError> {
        let first = self.dialect_of_writes();
        let attempt = async |dialect| {
            let (route, body) = make(dialect);
            let spec = CallSpec {
                route: &route,
                id: Some(id),
                body: body.as_ref(),
                key: Some(key),
                deadline: self.deadline,
            };
            self.caller.call(CallClass::Write, spec, &read).await
        };
        let missing = match attempt(first).await {
            Ok(done) => return Ok(done.into()),
            Err(ended) if ended.decision == RetryDecision::OtherRoute && self.pinned.is_none() => ended,
            Err(ended) => return Err(ended.into_write_error(first)),
        };
        match attempt(first.other()).await {
            Ok(done) => Ok(done.into()),
            // The first attempt was sent and answered: its error says more than "not sent".
            Err(ended) if matches!(ended.decision, RetryDecision::OtherRoute | RetryDecision::Again) => {
                Err(missing.into_write_error(first))
            }
            Err(mut ended) => {
                ended.request_ids.splice(0..0, missing.request_ids);
                Err(ended.into_write_error(first.other()))
            }
        }
    }

    fn write_error(&self, ended: Ended) -> WriteError {
        ended.into_write_error(self.dialect_of_writes())
    }
}
