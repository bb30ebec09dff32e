//! The sample shop as the product has it: in process, without the feature `server`.
#![expect(clippy::unwrap_used, reason = "what cannot be read fails its test, here as in a test's own body")]

use http::header::{AUTHORIZATION, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderValue, Method};
use sandbox::in_process::{Request, Response, Shop};
use sandbox::shop::known;
use serde_json::{Value, json};

struct Caller {
    shop: Shop,
    token: String,
}

impl Caller {
    fn connect() -> Self {
        let mut caller = Self { shop: Shop::open("id", "secret"), token: String::new() };
        let keys =
            json!({ "client_id": "id", "client_secret": "secret", "grant_type": "client_credentials" });
        let (status, token) = caller.ask(Method::POST, "/api/auth/v1/token", &keys);
        assert_eq!(status, 200);
        token["access_token"].as_str().unwrap().clone_into(&mut caller.token);
        caller
    }

    fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, format!("Bearer {}", self.token).parse().unwrap());
        let body = body.to_string().into_bytes();
        self.shop.answer(&Request { method, path: path.to_owned(), headers, body })
    }

    fn ask(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let response = self.send(method, path, body);
        assert_eq!(response.headers[CONTENT_TYPE], "application/json");
        assert!(response.headers.contains_key(DATE));
        (response.status, serde_json::from_slice(&response.body).unwrap())
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, &json!({}))
    }
}

#[test]
fn a_link_is_found_in_both_dialects_and_its_order_is_refunded_once() {
    let caller = Caller::connect();
    for word in ["ref", "merchant-reference"] {
        let (status, link) = caller.get(&format!("/api/pay/v1/paymentlink/{word}/{}?x=1", known::PAID));
        assert_eq!((status, &link["status"]), (200, &json!("PROCESSED")));
    }
    let (_, link) = caller.get(&format!("/api/pay/v1/paymentlink/ref/{}", known::PAID));
    let order = link["order_id"].as_str().unwrap();
    let refund = json!({
        "merchant_order_reference": "rf-1",
        "order_amount": { "value": 5000, "currency": "INR" },
    });
    let path = format!("/api/pay/v1/refunds/{order}");
    assert_eq!(caller.ask(Method::POST, &path, &refund).0, 200);
    let (status, refused) = caller.ask(Method::POST, &path, &refund);
    assert_eq!((status, &refused["code"]), (422, &json!("DUPLICATE_REQUEST")));
    let (_, order) = caller.get(&format!("/api/pay/v1/orders/{order}"));
    assert_eq!(order["data"]["refunds"][0]["merchant_order_reference"], "rf-1");
}

#[test]
fn a_call_without_a_token_is_refused_and_an_unknown_route_is_the_gateways() {
    let mut caller = Caller::connect();
    let nowhere = json!({ "status": 404, "error": "Not Found" });
    assert_eq!(caller.get("/api/pay/v1/nothing"), (404, nowhere));
    let (status, answer) = caller.ask(Method::DELETE, "/api/pay/v1/orders/x", &json!({}));
    assert_eq!((status, &answer["error"]), (405, &json!("Method Not Allowed")));
    caller.token.clear();
    assert_eq!(caller.get("/api/pay/v1/orders/x").0, 401);
}

#[cfg(not(feature = "server"))]
#[test]
fn no_control_route_answers() {
    let caller = Caller::connect();
    // In two pieces: in one it would be a marker in this very program.
    let control = ["/_sand", "box/"].concat();
    for path in ["catalogue", "faults", "requests", "settings", "ledger"] {
        assert_eq!(caller.get(&format!("{control}{path}")).0, 404, "{path}");
    }
}

/// The markers of `not-in-product.txt`, and whether each stands in this program.
fn markers_in(program: &std::path::Path) -> Vec<(String, bool)> {
    // Read when the test runs: `include_str!` would put every marker into this very program.
    let list = concat!(env!("CARGO_MANIFEST_DIR"), "/not-in-product.txt");
    let program = std::fs::read(program).unwrap();
    let program = String::from_utf8_lossy(&program);
    let list = std::fs::read_to_string(list).unwrap();
    list.lines().map(|marker| (marker.to_owned(), program.contains(marker))).collect()
}

/// A marker that the server does not hold would prove nothing of a product without it.
#[cfg(feature = "server")]
#[test]
fn every_marker_stands_in_the_server() {
    for (marker, stands_in_it) in markers_in(std::path::Path::new(env!("CARGO_BIN_EXE_sandbox"))) {
        assert!(stands_in_it, "{marker}");
    }
}

/// This test is a program around the shop in process, as the product is.
#[cfg(not(feature = "server"))]
#[test]
fn no_marker_stands_in_a_program_around_the_shop_in_process() {
    let program = std::env::current_exe().unwrap();
    for (marker, stands_in_it) in markers_in(&program) {
        assert!(!stands_in_it, "{marker}");
    }
}
