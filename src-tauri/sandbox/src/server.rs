//! The loopback server: its routes by dialect, and the way of every request through fault and journal. It serves plain
//! HTTP/1.1 on 127.0.0.1 and nothing else.

use crate::answer::{Deed, gateway};
use crate::bearer;
use crate::faults::{Cut, Kind};
use crate::options::{DialectSetting, Options};
use crate::state::Shared;
use crate::{auth, control, links, orders, refunds};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use jiff::fmt::rfc2822::DateTimePrinter;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// No documented body comes near it.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

/// A running stand-in. Dropping it closes its port and every connection.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Sandbox {
    /// Listens on loopback and serves until it is stopped or dropped.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let router = routes(options.dialect, Shared::new(options));
        Ok(Sandbox { address, accepting: tokio::spawn(accept(listener, router)) })
    }

    /// The base URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops, and returns when the port is free.
    pub async fn stop(mut self) {
        self.accepting.abort();
        // A task that was aborted has nothing to report.
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, router: Router) {
    // Connections end with this task, since the set is its own.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                connections.spawn(serve(stream, router.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        let answer = router.call(request);
        async move {
            let Ok(response) = answer.await;
            // An error here makes hyper close the connection without having written a byte.
            match response.extensions().get::<Cut>() {
                Some(Cut) => Err(io::Error::other("closed without an answer on request")),
                None => Ok(response),
            }
        }
    });
    // No timer: a connection that is closed for being idle could swallow a request that no fault was asked for.
    // A connection that ends badly ends itself only; the other side knows more about why.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

pub(crate) fn routes(dialect: DialectSetting, shared: Shared) -> Router {
    let mut api = Router::new()
        .route("/api/pay/v1/paymentlink", post(links::create))
        .route("/api/pay/v1/paymentlink/{id}", get(links::by_id))
        .route("/api/pay/v1/paymentlink/{id}/cancel", put(links::cancel))
        .route("/api/pay/v1/orders/{id}", get(orders::by_id))
        .route("/api/pay/v1/orders/reference/{reference}", get(orders::by_reference))
        .route("/api/pay/v1/orders/{id}/capture", put(orders::capture))
        .route("/api/pay/v1/orders/{id}/cancel", put(orders::void));
    if dialect.serves_reference() {
        api = api
            .route("/api/pay/v1/paymentlink/ref/{reference}", get(links::by_reference))
            .route("/api/pay/v1/paymentlink/{id}/notify", patch(links::resend))
            .route("/api/pay/v1/refunds/{order_id}", post(refunds::by_reference_dialect));
    }
    if dialect.serves_guide() {
        api = api
            .route("/api/pay/v1/paymentlink/merchant-reference/{reference}", get(links::by_reference))
            .route("/api/pay/v1/paymentlink/{id}/resend", patch(links::resend))
            .route("/api/pay/v1/orders/{id}/refund", post(refunds::by_guide_dialect));
    }
    let api = api
        .fallback(async || gateway(StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || gateway(StatusCode::METHOD_NOT_ALLOWED))
        .layer(from_fn_with_state(shared.clone(), auth::require));
    Router::new()
        .route(bearer::TOKEN_PATH, post(auth::token))
        .merge(api)
        .layer(from_fn_with_state(shared.clone(), remember))
        .layer(from_fn_with_state(shared.clone(), play))
        .merge(control::routes().layer(from_fn_with_state(shared.clone(), remember)))
        .layer(from_fn_with_state(shared.clone(), date))
        .with_state(shared)
}

/// Tells the time of the answer by the same clock as every moment in its body.
async fn date(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let now = shared.lock().clock.now();
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).ok();
    if let Some(date) = date.and_then(|date| HeaderValue::try_from(date).ok()) {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}

/// Keeps the model as each write leaves it, for the reads that lag behind it.
async fn remember(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET;
    let answer = next.run(request).await;
    if !reads {
        shared.lock().remember();
    }
    answer
}

/// The way of every API request: noted, carried out unless its fault forbids it, and answered as its fault wants.
async fn play(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return gateway(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let (number, resets, fault) = {
        let mut state = shared.lock();
        state.tick();
        let fault = state.faults.take(parts.method.as_str(), parts.uri.path());
        if fault.as_ref().is_some_and(|fault| fault.kind == Kind::ExpiredToken)
            && let Some(token) = bearer::bearer(&parts.headers)
        {
            state.tokens.remove(token);
        }
        let kind = fault.as_ref().and_then(|fault| serde_json::to_value(fault.kind).ok());
        (state.journal.open(&parts, &bytes, kind), state.resets, fault)
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    let mut answer = match &fault {
        Some(fault) if fault.kind == Kind::Late => {
            tokio::spawn(arrive_late(shared.clone(), number, resets, fault.delay(), request, next));
            StatusCode::OK.into_response()
        }
        Some(fault) if !fault.kind.commits() => StatusCode::OK.into_response(),
        _ => carry_out(&shared, number, request, next).await,
    };
    if let Some(fault) = fault {
        let now = shared.lock().clock.now();
        answer = fault.distort(answer, now).await;
    }
    if answer.extensions().get::<Cut>().is_none() {
        shared.lock().journal.answered(number, answer.status().as_u16());
    }
    answer
}

async fn carry_out(shared: &Shared, number: u64, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    if let Some(deed) = answer.extensions_mut().remove::<Deed>() {
        shared.lock().journal.committed(number, deed);
    }
    answer
}

/// Carries out what its sender has given up waiting for.
async fn arrive_late(
    shared: Shared,
    number: u64,
    resets: u64,
    delay: Duration,
    request: Request,
    next: Next,
) {
    tokio::time::sleep(delay).await;
    {
        let mut state = shared.lock();
        if state.resets != resets {
            return;
        }
        state.tick();
    }
    carry_out(&shared, number, request, next).await;
}
