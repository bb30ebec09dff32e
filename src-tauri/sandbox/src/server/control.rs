//! The control routes under `/_sandbox/`: the table, and the routes that control the sandbox itself. Actions of customers and
//! colleagues are in `acts`. README.md describes every body.

use super::call::{Call, integer, read};
use super::faults::Fault;
use super::state::BenchState;
use super::{acts, ledger};
use crate::answer::{Answer, Refusal};
use crate::body::object;
use crate::message::Request;
use crate::percent;
use crate::shop::{self, Entry};
use http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};

const CONTROL: &str = "/_sandbox/";

type Handler = fn(&mut BenchState, &Call<'_>) -> Result<Answer, Refusal>;

/// Handles a control request; `None` if the path is not a control route.
pub(super) fn answer(state: &mut BenchState, request: &Request) -> Option<Answer> {
    let segments: Vec<&str> = request.route().strip_prefix(CONTROL)?.split('/').collect();
    let (methods, key, act) = find(&segments)?;
    let asked = if request.method == Method::HEAD { "GET" } else { request.method.as_str() };
    let Some((_, handler)) = methods.iter().find(|(method, _)| *method == asked) else {
        return Some(Answer::empty(StatusCode::METHOD_NOT_ALLOWED).allowing(allowed(methods)));
    };
    let (Some(key), Some(act)) = (percent::decode(key), percent::decode(act)) else {
        return Some(Answer::gateway(StatusCode::BAD_REQUEST));
    };
    Some(handler(state, &Call { key: &key, act: &act, request }).into())
}

type Methods = &'static [(&'static str, Handler)];

fn find<'a>(path: &[&'a str]) -> Option<(Methods, &'a str, &'a str)> {
    let found: (Methods, &str, &str) = match *path {
        ["catalogue"] => (&[("GET", |_, _| Ok(catalogue()))], "", ""),
        ["links", key, act] => (&[("POST", acts::on_link)], key, act),
        ["orders", id, act] => (&[("POST", acts::on_order)], id, act),
        ["refunds", reference, "advance"] => (&[("POST", acts::advance_refund)], reference, ""),
        ["refunds", reference, "forget"] => (&[("POST", acts::forget_refund)], reference, ""),
        ["dashboard-refund"] => (&[("POST", acts::dashboard_refund)], "", ""),
        ["colleague-refund"] => (&[("POST", acts::colleague_refund)], "", ""),
        ["clients"] => (&[("POST", add_client)], "", ""),
        ["token", "expire"] => (&[("POST", |state, _| Ok(expire_tokens(state)))], "", ""),
        ["clock", "advance"] => (&[("POST", advance_clock)], "", ""),
        ["settings"] => (&[("GET", |state, _| Ok(settings(state))), ("POST", change_settings)], "", ""),
        ["faults"] => (
            &[
                ("GET", |state, _| Ok(faults(state))),
                ("POST", add_faults),
                ("DELETE", |state, _| Ok(clear_faults(state))),
            ],
            "",
            "",
        ),
        ["requests"] => (
            &[("GET", |state, _| Ok(requests(state))), ("DELETE", |state, _| Ok(clear_requests(state)))],
            "",
            "",
        ),
        ["ledger"] => (&[("GET", |state, _| Ok(ledger::show(state)))], "", ""),
        ["reset"] => (&[("POST", |state, _| Ok(reset(state)))], "", ""),
        _ => return None,
    };
    // A path that ends in a slash is another path.
    path.last().is_some_and(|last| !last.is_empty()).then_some(found)
}

fn allowed(methods: Methods) -> String {
    let names = methods.iter().map(|(method, _)| if *method == "GET" { "GET,HEAD" } else { *method });
    names.collect::<Vec<_>>().join(",")
}

fn catalogue() -> Answer {
    let listed = |entries: Vec<Entry>| -> Vec<Value> {
        let entry = |entry: &Entry| {
            json!({
                "reference": entry.reference,
                "link_id": entry.link_id,
                "order_id": entry.order_id,
                "state": entry.state_word,
            })
        };
        entries.iter().map(entry).collect()
    };
    Answer::flat(json!({ "links": listed(shop::catalogue()), "odd_answers": listed(shop::odd_answers()) }))
}

/// Adds a key pair of the same shop.
fn add_client(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let mut body = object(call.request)?;
    let mut text = |field: &str| read::<String>(field, body.remove(field).unwrap_or_default());
    let (client_id, client_secret) = (text("client_id")?, text("client_secret")?);
    let answer = json!({ "client_id": &client_id });
    state.shop.clients.insert(client_id, client_secret);
    Ok(Answer::flat(answer))
}

fn expire_tokens(state: &mut BenchState) -> Answer {
    let expired = state.shop.tokens.len();
    state.shop.tokens.clear();
    Answer::flat(json!({ "expired": expired }))
}

fn advance_clock(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = object(call.request)?;
    let seconds =
        integer(&body, "seconds")?.ok_or_else(|| Refusal::invalid("seconds", "seconds is required"))?;
    state.shop.clock.advance(SignedDuration::from_secs(seconds));
    let now = state.shop.tick();
    Ok(Answer::flat(json!({ "now": now })))
}

fn settings(state: &BenchState) -> Answer {
    Answer::flat(json!(state.shop.settings))
}

fn change_settings(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = object(call.request)?;
    let changed = state.shop.settings.changed_by(body);
    state.shop.settings = changed.map_err(|error| Refusal::invalid("settings", error.to_string()))?;
    Ok(Answer::flat(json!(state.shop.settings)))
}

fn faults(state: &BenchState) -> Answer {
    Answer::flat(json!({ "faults": state.faults.waiting() }))
}

fn add_faults(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let mut body = object(call.request)?;
    let list = body.remove("faults").unwrap_or_else(|| json!([Value::Object(body)]));
    let new: Vec<Fault> = read("faults", list)?;
    new.iter().try_for_each(Fault::check)?;
    for fault in new {
        state.faults.add(fault);
    }
    Ok(Answer::flat(json!({ "faults": state.faults.waiting() })))
}

fn clear_faults(state: &mut BenchState) -> Answer {
    state.faults.clear();
    Answer::flat(json!({ "faults": [] }))
}

fn requests(state: &BenchState) -> Answer {
    Answer::flat(json!({ "requests": state.log.entries() }))
}

fn clear_requests(state: &mut BenchState) -> Answer {
    state.log.clear();
    Answer::flat(json!({ "requests": [] }))
}

fn reset(state: &mut BenchState) -> Answer {
    state.reset();
    Answer::flat(json!({ "reset": true }))
}
