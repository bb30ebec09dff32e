//! Checks the deadline of a request again once its connection is open, right before the first byte.
//!
//! A layer around all of connecting: DNS, TCP, proxy and TLS. It finds the request through the task that waits for the
//! connection, so it works only in a client without a connection pool (`http.rs`).

use std::pin::Pin;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use crate::transport::deadline::{DeadlineCheck, DeadlinePassed};

tokio::task_local! {
    static DEADLINE_CHECK: DeadlineCheck;
}

/// Runs `exchange`, which checks the deadline when its connection is open.
pub(crate) async fn asking<T>(deadline_check: DeadlineCheck, exchange: impl Future<Output = T>) -> T {
    DEADLINE_CHECK.scope(deadline_check, exchange).await
}

#[derive(Clone, Copy)]
pub(crate) struct AskWhenConnected;

impl<S> Layer<S> for AskWhenConnected {
    type Service = Asking<S>;

    fn layer(&self, connector: S) -> Asking<S> {
        Asking(connector)
    }
}

#[derive(Clone)]
pub(crate) struct Asking<S>(S);

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl<S, R> Service<R> for Asking<S>
where
    S: Service<R, Error = Failure>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, Failure>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let connecting = self.0.call(to);
        Box::pin(async move {
            let connection = connecting.await?;
            // Without a request, nobody uses the connection.
            match DEADLINE_CHECK.try_with(DeadlineCheck::may_still_send) {
                Ok(true) => Ok(connection),
                Ok(false) | Err(_) => Err(DeadlinePassed.into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::model::clock::Clock;
    use crate::transport::deadline::SendDeadline;

    #[derive(Clone, Default)]
    struct Held(Arc<AtomicI64>);

    impl Clock for Held {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(1_700_000_000 + self.0.load(Ordering::SeqCst)).unwrap()
        }
    }

    /// A connector that takes this many seconds, for DNS, TCP or the handshake.
    struct Takes(i64, Held);

    impl Service<()> for Takes {
        type Response = &'static str;
        type Error = Failure;
        type Future = std::future::Ready<Result<&'static str, Failure>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, (): ()) -> Self::Future {
            self.1.0.fetch_add(self.0, Ordering::SeqCst);
            ready(Ok("a connection"))
        }
    }

    async fn connected_after(seconds: i64) -> Result<&'static str, Failure> {
        let clock = Held::default();
        let deadline = Some(SendDeadline::new(clock.now(), Duration::from_secs(30)));
        let deadline_check = DeadlineCheck { deadline, clock: Arc::new(clock.clone()) };
        asking(deadline_check, AskWhenConnected.layer(Takes(seconds, clock)).call(())).await
    }

    #[tokio::test]
    async fn a_connection_is_used_only_where_its_request_may_still_leave() {
        assert_eq!(connected_after(30).await.unwrap(), "a connection");
        for seconds in [31, -11] {
            assert!(connected_after(seconds).await.unwrap_err().is::<DeadlinePassed>(), "{seconds}");
        }
    }

    #[tokio::test]
    async fn a_connection_that_belongs_to_no_request_is_used_for_none() {
        let connecting = AskWhenConnected.layer(Takes(0, Held::default())).call(());
        assert!(connecting.await.unwrap_err().is::<DeadlinePassed>());
    }
}
