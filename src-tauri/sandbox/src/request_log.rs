//! Every API request that arrived and what came of it, so that a test can count exactly how many moved money. Secrets
//! are not kept: neither tokens nor the body of the token call.

use crate::answer::Deed;
use crate::bearer::TOKEN_PATH;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;

const KEPT: usize = 10_000;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    number: u64,
    at: Timestamp,
    method: String,
    path: String,
    query: Option<String>,
    /// The JSON body, or its text where it is no JSON.
    body: Option<Value>,
    idempotency_key: Option<String>,
    request_id: Option<String>,
    request_timestamp: Option<String>,
    authorized: bool,
    /// The kind of the fault that was played, if any.
    fault: Option<Value>,
    /// The status that was sent; absent where the connection was closed without one, or no answer was sent yet.
    status: Option<u16>,
    /// Whether something was done.
    committed: bool,
    /// Whether what was done moved money: a refund, capture or void.
    moved_money: bool,
    deed: Option<Deed>,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Entry>,
    count: u64,
}

impl RequestLog {
    /// Notes an arrival and returns its number.
    pub(crate) fn open(&mut self, parts: &Parts, body: &[u8], fault: Option<Value>) -> u64 {
        self.count += 1;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        let path = parts.uri.path().to_owned();
        let body = if body.is_empty() || path == TOKEN_PATH {
            None
        } else {
            let text = || Value::String(String::from_utf8_lossy(body).into_owned());
            Some(serde_json::from_slice(body).unwrap_or_else(|_| text()))
        };
        self.entries.push_back(Entry {
            number: self.count,
            at: Timestamp::now(),
            method: parts.method.to_string(),
            path,
            query: parts.uri.query().map(str::to_owned),
            body,
            idempotency_key: header(&parts.headers, "idempotency-key"),
            request_id: header(&parts.headers, "request-id"),
            request_timestamp: header(&parts.headers, "request-timestamp"),
            authorized: crate::bearer::bearer(&parts.headers).is_some(),
            fault,
            status: None,
            committed: false,
            moved_money: false,
            deed: None,
        });
        self.count
    }

    /// Notes what was done, at once, whatever becomes of the answer.
    pub(crate) fn committed(&mut self, number: u64, deed: Deed) {
        if let Some(entry) = self.entry(number) {
            entry.committed = true;
            entry.moved_money = deed.moves_money();
            entry.deed = Some(deed);
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

    /// What the writes after number `after` have done, with the key of each.
    pub(crate) fn deeds_after(&self, after: u64) -> impl Iterator<Item = (u64, Option<&str>, &Deed)> {
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
