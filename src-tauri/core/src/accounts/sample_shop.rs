//! The sample shop: an invented shop in process. The client sends it requests as it would over HTTP, and no port is open.

use std::sync::Arc;

use pinelabs::{Content, NoResponse, RawResponse, Request, Transport, TransportFuture};
use sandbox::in_process::{self, Shop};
use uuid::Uuid;

use crate::keychain::Credentials;

/// A reserved name that no resolver knows, so that nothing can reach a host by it.
const BASE_URL: &str = "https://sample.invalid";

pub(super) struct SampleShop {
    shop: Arc<Shop>,
    pub(super) credentials: Credentials,
}

impl SampleShop {
    pub(super) fn open() -> Self {
        let (client_id, client_secret) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
        let shop = Arc::new(Shop::open(client_id.as_str(), client_secret.as_str()));
        let credentials =
            Credentials { client_id, client_secret: client_secret.into(), base_url: BASE_URL.to_owned() };
        Self { shop, credentials }
    }

    pub(super) fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(InProcess(Arc::clone(&self.shop)))
    }
}

struct InProcess(Arc<Shop>);

impl Transport for InProcess {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            if !request.may_still_send() {
                return Err(NoResponse::deadline_exceeded());
            }
            let mut path = request.url.path().to_owned();
            if let Some(query) = request.url.query() {
                path = format!("{path}?{query}");
            }
            let response = self.0.answer(&in_process::Request {
                method: request.method,
                path,
                headers: request.headers,
                body: request.body.unwrap_or_default(),
            });
            Ok(RawResponse {
                status: response.status,
                headers: response.headers,
                content: Content::Whole(response.body),
            })
        })
    }
}
