//! The answers of calls: the value, the raw JSON and the times.

use serde_json::Value;

use crate::model::ids::RequestId;
use crate::transport::response::Decoded;

/// The answer to a read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReadResponse<T> {
    /// The resource.
    pub value: T,
    /// The complete answer, with fields that `value` does not have. Show it with [`raw::pretty`](crate::raw::pretty).
    pub raw: Value,
    /// The id of the attempt that was answered.
    pub request_id: RequestId,
    /// When the answer arrived, by the client's clock.
    pub received_at: jiff::Timestamp,
    /// The header `Date`, in whole seconds: the same clock as the times in `value`.
    pub server_time: Option<jiff::Timestamp>,
}

/// The answer to a successful write.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WriteResponse<T> {
    /// The resource after the write.
    pub value: T,
    /// The complete answer, with fields that `value` does not have. Show it with [`raw::pretty`](crate::raw::pretty).
    pub raw: Value,
    /// The id of the attempt that was answered.
    pub request_id: RequestId,
    /// When the answer arrived, by the client's clock.
    pub received_at: jiff::Timestamp,
    /// The header `Date`, in whole seconds: the same clock as the times in `value`.
    pub server_time: Option<jiff::Timestamp>,
}

impl<T> WriteResponse<T> {
    /// The same answer with another value.
    pub(crate) fn map<U>(self, value: impl FnOnce(T, Option<jiff::Timestamp>) -> U) -> WriteResponse<U> {
        let Self { value: old, raw, request_id, received_at, server_time } = self;
        WriteResponse { value: value(old, server_time), raw, request_id, received_at, server_time }
    }
}

impl<T> From<Decoded<T>> for ReadResponse<T> {
    fn from(done: Decoded<T>) -> Self {
        let Decoded { value, raw, request_id, received_at, server_time } = done;
        Self { value, raw, request_id, received_at, server_time }
    }
}

impl<T> From<Decoded<T>> for WriteResponse<T> {
    fn from(done: Decoded<T>) -> Self {
        let Decoded { value, raw, request_id, received_at, server_time } = done;
        Self { value, raw, request_id, received_at, server_time }
    }
}
