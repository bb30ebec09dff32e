//! The loopback server: plain HTTP/1.1 on 127.0.0.1 only, around the shop in process.

use super::bench::Bench;
use super::distort::Sent;
use crate::answer::Answer;
use crate::message::{Request, Response};
use crate::options::Options;
use http::StatusCode;
use http_body_util::{BodyExt, Either, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Above this size the server stops reading. The API has a lower limit; a control route may get a long body to send.
const MAX_READ_BYTES: usize = 2 * 1024 * 1024;

/// A running server. Dropping it closes its port and every connection.
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
        let bench = Bench::new(options, None);
        Ok(Sandbox { address, accepting: tokio::spawn(accept(listener, bench)) })
    }

    /// The base URL, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops the server, and returns when the port is free.
    pub async fn stop(mut self) {
        self.accepting.abort();
        // An aborted task has nothing to report.
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, bench: Bench) {
    // Connections end with this task, as it owns the set.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                connections.spawn(serve(stream, bench.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, bench: Bench) {
    let service = service_fn(move |request| respond(bench.clone(), request));
    // No timer: closing an idle connection could swallow a request that has no fault. A failed connection affects only itself;
    // the other side knows more about the cause.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// On an error hyper closes the connection without writing a byte.
async fn respond(bench: Bench, request: hyper::Request<Incoming>) -> io::Result<hyper::Response<Sending>> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, MAX_READ_BYTES).collect().await {
        Ok(body) => body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => {
            let now = bench.lock().shop.clock.now();
            return whole(Answer::gateway(StatusCode::PAYLOAD_TOO_LARGE).into_response(now));
        }
        Err(error) => return Err(io::Error::other(error)),
    };
    let path = head.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let request = Request { method: head.method, path, headers: head.headers, body };
    match bench.exchange(request).await {
        Sent::Whole(response) => whole(response),
        Sent::Truncated(response) => truncated(response),
        Sent::Nothing => Err(io::Error::other("closed without an answer on request")),
    }
}

/// What the server sends: a whole body, or a half that is cut off.
type Sending = Either<Full<Bytes>, BrokenOff>;

fn whole(response: Response) -> io::Result<hyper::Response<Sending>> {
    let body = Full::new(Bytes::from(response.body));
    head(response.status, response.headers, Either::Left(body))
}

/// Half of the body under a Content-Length that it never reaches.
fn truncated(mut response: Response) -> io::Result<hyper::Response<Sending>> {
    let length = response.body.len();
    response.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    response.body.truncate(length / 2);
    let body = BrokenOff { half: Bytes::from(response.body), progress: Progress::Unsent };
    head(response.status, response.headers, Either::Right(body))
}

fn head(status: u16, headers: http::HeaderMap, body: Sending) -> io::Result<hyper::Response<Sending>> {
    let mut response = hyper::Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).map_err(io::Error::other)?;
    *response.headers_mut() = headers;
    Ok(response)
}

enum Progress {
    Unsent,
    Flushing,
    Broken,
}

/// A body that sends what it has and then fails, which makes the server close the connection.
struct BrokenOff {
    half: Bytes,
    progress: Progress,
}

impl Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.progress {
            Progress::Unsent => {
                self.progress = Progress::Flushing;
                Poll::Ready(Some(Ok(Frame::data(self.half.clone()))))
            }
            // Waiting once lets the server flush; an error right away would throw the sent half away too.
            Progress::Flushing => {
                self.progress = Progress::Broken;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Progress::Broken => Poll::Ready(Some(Err(io::Error::other("broken off on request")))),
        }
    }
}
