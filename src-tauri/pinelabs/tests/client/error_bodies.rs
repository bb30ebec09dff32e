//! The shapes of error bodies.

use pinelabs::{ApiError, Error};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{Server, link_id, ok, status};

async fn error_of(answer: ResponseTemplate) -> ApiError {
    let server = Server::start().await;
    server.answer("GET /api/pay/v1/paymentlink/pl-v1-link", [answer]).await;
    match server.client.links().get(&link_id()).await {
        Err(Error::Api(api)) => api,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_usual_error_body_is_read() {
    let body = json!({ "code": "INVALID_REQUEST", "message": "Bad amount",
        "additional_error_details": { "source": "MERCHANT", "step": "validation", "reason": "too small" } });
    let error = error_of(status(400, body)).await;
    assert_eq!(
        (error.status, error.api_code(), error.message.as_deref()),
        (400, Some("INVALID_REQUEST"), Some("Bad amount"))
    );
    assert_eq!(error.details.source.as_deref(), Some("MERCHANT"));
    assert_eq!(error.details.step.as_deref(), Some("validation"));
    assert_eq!(error.details.reason.as_deref(), Some("too small"));
    assert_eq!(error.to_string(), "status 400, INVALID_REQUEST: Bad amount");
    assert_eq!(error.request_id.as_str().len(), 36);
}

#[tokio::test]
async fn every_other_error_body_is_read_as_far_as_it_goes() {
    let bodies = [
        (
            json!({ "code": "X_1", "message": "m", "additionalErrorPayload": { "reason": "r" } }),
            Some("X_1"),
            Some("m"),
            Some("r"),
        ),
        (
            json!({ "code": "X_1", "message": "m", "additionalErrorPayload": "r" }),
            Some("X_1"),
            Some("m"),
            Some("r"),
        ),
        (json!({ "error_code": "X_1", "error_message": "m" }), Some("X_1"), Some("m"), None),
        (
            json!({ "error": "invalid_client", "error_description": "m" }),
            None,
            Some("m"),
            Some("invalid_client"),
        ),
        (json!({ "status": 403, "type": "T", "message": "m", "traceId": "1" }), None, Some("m"), Some("T")),
        (json!({ "status": 404, "error": "Not Found" }), None, Some("Not Found"), None),
        (json!({ "error": { "code": "INNER", "message": "m" } }), None, Some("m"), Some("INNER")),
        (json!({ "code": "lower_case" }), None, None, None),
        (json!({ "code": "X" }), None, None, None),
        (json!({ "code": 404, "message": "m" }), None, Some("m"), None),
        (json!([]), None, None, None),
        (json!("no"), None, None, None),
    ];
    for (body, code, message, reason) in bodies {
        let error = error_of(status(403, body.clone())).await;
        let read = (error.api_code(), error.message.as_deref(), error.details.reason.as_deref());
        assert_eq!(read, (code, message, reason), "{body}");
    }
    for unreadable in [ResponseTemplate::new(403), ResponseTemplate::new(403).set_body_string("no")] {
        let error = error_of(unreadable).await;
        assert_eq!((error.status, error.api_code(), error.message.as_deref()), (403, None, None));
    }
}

#[tokio::test]
async fn a_trace_id_is_kept_for_support() {
    let error = error_of(status(403, json!({ "message": "m", "traceId": "trace-1" }))).await;
    assert_eq!(error.details.trace_id.as_deref(), Some("trace-1"));
}

#[tokio::test]
async fn a_code_of_success_is_no_error() {
    let server = Server::start().await;
    let body = json!({ "code": "SUCCESS", "message": "ok", "data": { "payment_link_id": "pl-v1-link" } });
    server.answer("GET /api/pay/v1/paymentlink/pl-v1-link", [ok(body)]).await;
    assert!(server.client.links().get(&link_id()).await.is_ok());
}
