//! Authentication: the token route, and the bearer check of every other API route.

use crate::answer::Answer;
use crate::bearer::bearer;
use crate::body;
use crate::message::Request;
use crate::settings::TokenExpiry;
use crate::state::ShopState;
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

/// `POST /api/auth/v1/token`. Its errors have their own shapes, two of them documented: both are used.
pub(crate) fn token(state: &mut ShopState, request: &Request) -> Answer {
    let body = match body::object(request) {
        Ok(body) => body,
        Err(refusal) => return refusal.into(),
    };
    let field = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    for name in ["client_id", "client_secret", "grant_type"] {
        if field(name).is_empty() {
            return gateway_style(StatusCode::BAD_REQUEST, "INVALID_REQUEST", &format!("{name} is required"));
        }
    }
    if field("grant_type") != "client_credentials" {
        return oauth_style(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "grant_type must be client_credentials",
        );
    }
    let Some(secret) = state.secret_of(field("client_id")) else {
        return gateway_style(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Unknown client");
    };
    if field("client_secret") != secret {
        return oauth_style(StatusCode::UNAUTHORIZED, "invalid_client", "Invalid client credentials");
    }
    let access_token = format!("sandbox-{}", Uuid::new_v4().simple());
    let seconds = state.settings.token_seconds;
    let now = state.clock.of_tokens();
    let expires_at =
        now.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX);
    state.tokens.retain(|_, end| *end > now);
    state.tokens.insert(access_token.clone(), expires_at);
    let end = if state.settings.token_line_break { "\n" } else { "" };
    let mut answer = json!({ "access_token": access_token + end });
    match state.settings.token_expiry {
        TokenExpiry::ExpiresAt => {
            answer["expires_at"] = json!(expires_at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string());
        }
        TokenExpiry::ExpiresIn => answer["expires_in"] = json!(seconds),
        TokenExpiry::None => {}
    }
    Answer::flat(answer)
}

fn oauth_style(status: StatusCode, error: &str, description: &str) -> Answer {
    Answer::json(status, json!({ "error": error, "error_description": description }))
}

fn gateway_style(status: StatusCode, kind: &str, message: &str) -> Answer {
    let body = json!({
        "status": status.as_u16(),
        "type": kind,
        "message": message,
        "traceId": Uuid::new_v4().simple().to_string(),
    });
    Answer::json(status, body)
}

/// Whether a request has a valid token.
pub(crate) fn is_authorized(state: &ShopState, headers: &HeaderMap) -> bool {
    let end = bearer(headers).and_then(|token| state.tokens.get(token));
    end.is_some_and(|end| *end > state.clock.of_tokens())
}
