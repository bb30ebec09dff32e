//! The thread that writes to the ledger: what is asked first is written first, and nobody else waits for the disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use tokio::sync::oneshot;

use super::rows::Rows;

type Work = Box<dyn FnOnce(&Rows) + Send>;

pub struct Writer {
    /// `None` once it ends.
    work: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(rows: Arc<Rows>) -> Self {
        let (work, received) = mpsc::channel::<Work>();
        let thread = std::thread::spawn(move || received.iter().for_each(|work| work(&rows)));
        Self { work: Some(work), thread: Some(thread) }
    }

    /// Has `work` done in its turn. It is carried out to its end, also where nobody waits for it any more.
    ///
    /// # Panics
    /// Where `work` does; the thread goes on.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |rows| {
            let done = catch_unwind(AssertUnwindSafe(|| work(rows)));
            // Whoever gave up waiting has gone.
            let _ = answer.send(done);
        });
        if let Some(waiting) = &self.work {
            // The thread ends only with this.
            let _ = waiting.send(work);
        }
        match answered.await {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => std::future::pending().await,
        }
    }
}

/// What was asked for is written before the ledger is let go.
impl Drop for Writer {
    fn drop(&mut self) {
        self.work = None;
        // One that panicked has said so.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
