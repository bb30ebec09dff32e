//! The routes of the API, by dialect: one table for the shop in process and for the server.

use crate::answer::{Answer, Refusal};
use crate::bearer::TOKEN_PATH;
use crate::body::{object, optional_object};
use crate::message::Request;
use crate::options::DialectSetting;
use crate::percent;
use crate::state::ShopState;
use crate::{auth, links, orders, refunds};
use http::{Method, StatusCode};

const API: &str = "/api/pay/v1/";

/// Handles a request on a link or an order with this id or reference.
type Handler = fn(&mut ShopState, &str, &Request) -> Result<Answer, Refusal>;

/// Handles a request, and copies the shop after each write for lagging reads.
pub(crate) fn answer(state: &mut ShopState, request: &Request) -> Answer {
    let answer = route(state, request);
    if request.method != Method::GET {
        state.remember();
    }
    answer
}

fn route(state: &mut ShopState, request: &Request) -> Answer {
    let path = request.route();
    if path == TOKEN_PATH {
        return match request.method {
            Method::POST => auth::token(state, request),
            _ => Answer::empty(StatusCode::METHOD_NOT_ALLOWED).allowing("POST"),
        };
    }
    if !auth::is_authorized(state, &request.headers) {
        return Refusal::unauthorized().into();
    }
    let segments: Vec<&str> =
        path.strip_prefix(API).map(|rest| rest.split('/').collect()).unwrap_or_default();
    let Some((method, handler, id)) = find(state.options.dialect, &segments) else {
        return Answer::gateway(StatusCode::NOT_FOUND);
    };
    if !serves(method, &request.method) {
        let allowed = if method == "GET" { "GET,HEAD" } else { method };
        return Answer::gateway(StatusCode::METHOD_NOT_ALLOWED).allowing(allowed);
    }
    match percent::decode(id) {
        Some(id) => handler(state, &id, request).into(),
        None => Answer::gateway(StatusCode::BAD_REQUEST),
    }
}

/// A `HEAD` is a `GET` whose body is not sent.
fn serves(method: &str, asked: &Method) -> bool {
    asked.as_str() == method || (method == "GET" && *asked == Method::HEAD)
}

/// The method of a path, its handler, and its id or reference. Fixed words match before ids.
fn find<'a>(dialect: DialectSetting, path: &[&'a str]) -> Option<(&'static str, Handler, &'a str)> {
    let (reference, guide) = (dialect.serves_reference(), dialect.serves_guide());
    let found: (&str, Handler, &str) = match *path {
        ["paymentlink"] => ("POST", |state, _, request| links::create(state, &object(request)?), ""),
        ["paymentlink", "ref", id] if reference => ("GET", |state, id, _| links::by_reference(state, id), id),
        ["paymentlink", "merchant-reference", id] if guide => {
            ("GET", |state, id, _| links::by_reference(state, id), id)
        }
        ["paymentlink", id] => ("GET", |state, id, _| links::by_id(state, id), id),
        ["paymentlink", id, "cancel"] => ("PUT", |state, id, _| links::cancel(state, id), id),
        ["paymentlink", id, "notify"] if reference => ("PATCH", |state, id, _| links::resend(state, id), id),
        ["paymentlink", id, "resend"] if guide => ("PATCH", |state, id, _| links::resend(state, id), id),
        ["orders", "reference", id] => ("GET", |state, id, _| orders::by_reference(state, id), id),
        ["orders", id] => ("GET", |state, id, _| orders::by_id(state, id), id),
        ["orders", id, "capture"] => {
            ("PUT", |state, id, request| orders::capture(state, id, &optional_object(request)?), id)
        }
        ["orders", id, "cancel"] => ("PUT", |state, id, _| orders::void(state, id), id),
        ["orders", id, "refund"] if guide => {
            ("POST", |state, id, request| refunds::by_guide_dialect(state, id, &object(request)?), id)
        }
        ["refunds", id] if reference => {
            ("POST", |state, id, request| refunds::by_reference_dialect(state, id, &object(request)?), id)
        }
        _ => return None,
    };
    // A path that ends in a slash is another path.
    path.last().is_some_and(|last| !last.is_empty()).then_some(found)
}
