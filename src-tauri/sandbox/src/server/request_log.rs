//! Every API request and its outcome, so that a test can count exactly how many moved money. It contains no secrets: neither
//! tokens nor the body of the token call.

use crate::answer::Write;
use crate::bearer::{TOKEN_PATH, bearer};
use crate::message::Request;
use http::HeaderMap;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;

const MAX_ENTRIES: usize = 10_000;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    number: u64,
    at: Timestamp,
    method: String,
    path: String,
    query: Option<String>,
    /// The JSON body, or its text if it is not JSON.
    body: Option<Value>,
    idempotency_key: Option<String>,
    request_id: Option<String>,
    request_timestamp: Option<String>,
    authorized: bool,
    /// The kind of its fault, if any.
    fault: Option<Value>,
    /// The status of its response; absent if the connection was closed without one, or if there is none yet.
    status: Option<u16>,
    /// Whether it had an effect.
    committed: bool,
    /// Whether it moved money: a refund, capture or void.
    moved_money: bool,
    deed: Option<Write>,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Entry>,
    count: u64,
}

impl RequestLog {
    /// Adds a request and returns its number.
    pub(crate) fn open(&mut self, request: &Request, fault: Option<Value>) -> u64 {
        self.count += 1;
        if self.entries.len() == MAX_ENTRIES {
            self.entries.pop_front();
        }
        let (path, query) = request
            .path
            .split_once('?')
            .map_or((request.path.as_str(), None), |(path, query)| (path, Some(query)));
        let body = &request.body;
        let body = if body.is_empty() || path == TOKEN_PATH {
            None
        } else {
            let text = || Value::String(String::from_utf8_lossy(body).into_owned());
            Some(serde_json::from_slice(body).unwrap_or_else(|_| text()))
        };
        self.entries.push_back(Entry {
            number: self.count,
            at: Timestamp::now(),
            method: request.method.to_string(),
            path: path.to_owned(),
            query: query.map(str::to_owned),
            body,
            idempotency_key: header(&request.headers, "idempotency-key"),
            request_id: header(&request.headers, "request-id"),
            request_timestamp: header(&request.headers, "request-timestamp"),
            authorized: bearer(&request.headers).is_some(),
            fault,
            status: None,
            committed: false,
            moved_money: false,
            deed: None,
        });
        self.count
    }

    /// Records the effect of a request at once, whatever happens to its answer.
    pub(crate) fn committed(&mut self, number: u64, write: Write) {
        if let Some(entry) = self.entry(number) {
            entry.committed = true;
            entry.moved_money = matches!(write.what, "refund" | "capture" | "void");
            entry.deed = Some(write);
        }
    }

    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        if let Some(entry) = self.entry(number) {
            entry.status = Some(status);
        }
    }

    fn entry(&mut self, number: u64) -> Option<&mut Entry> {
        self.entries.iter_mut().rev().find(|entry| entry.number == number)
    }

    pub(crate) fn entries(&self) -> &VecDeque<Entry> {
        &self.entries
    }

    /// The writes after number `after`, newest first, each with its number and idempotency key.
    pub(crate) fn writes_after(&self, after: u64) -> impl Iterator<Item = (u64, Option<&str>, &Write)> {
        let later = self.entries.iter().rev().take_while(move |entry| entry.number > after);
        later.filter_map(|entry| Some((entry.number, entry.idempotency_key.as_deref(), entry.deed.as_ref()?)))
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
