//! The only thread that writes to the ledger, first in, first out. No other thread blocks on these writes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use tokio::sync::oneshot;

use super::rows::Rows;

type Work = Box<dyn FnOnce(&Rows) + Send>;

pub struct Writer {
    /// `None` during shutdown.
    work: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(rows: Arc<Rows>) -> Self {
        let (work, received) = mpsc::channel::<Work>();
        let thread = std::thread::spawn(move || received.iter().for_each(|work| work(&rows)));
        Self { work: Some(work), thread: Some(thread) }
    }

    /// Queues `work` and waits for its result. It runs to completion, even if the caller stops waiting.
    ///
    /// # Panics
    /// If `work` panics; the thread goes on.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |rows| {
            let done = catch_unwind(AssertUnwindSafe(|| work(rows)));
            // The caller has stopped waiting.
            let _ = answer.send(done);
        });
        if let Some(waiting) = &self.work {
            // The thread outlives the sender, so this cannot fail.
            let _ = waiting.send(work);
        }
        match answered.await {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => std::future::pending().await,
        }
    }
}

/// Finishes the queued writes before the ledger closes.
impl Drop for Writer {
    fn drop(&mut self) {
        self.work = None;
        // A panic was already reported.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
