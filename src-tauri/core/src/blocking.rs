//! Runs blocking disk I/O on threads that may block, never on a worker of the async runtime.
//!
//! [`run`] moves a closure there. The ledger and the JSON files call [`assert_allowed`], so that a debug build, and with it
//! every test, panics if an async worker uses them.

use std::cell::Cell;

thread_local! {
    /// Whether this thread may block on a disk although it is inside a runtime.
    static MAY_BLOCK: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on a thread that may block. It runs to completion, even if the caller stops waiting.
///
/// # Panics
/// If `work` panics.
pub async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(move || allow(work)).await {
        Ok(value) => value,
        Err(failed) if failed.is_panic() => std::panic::resume_unwind(failed.into_panic()),
        // The runtime shuts down, and the caller with it.
        Err(_) => std::future::pending().await,
    }
}

/// Lets this thread block on a disk while `work` runs: a dedicated thread, or the main thread before the runtime has work.
pub fn allow<T>(work: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            MAY_BLOCK.set(self.0);
        }
    }
    let _restore = Restore(MAY_BLOCK.replace(true));
    work()
}

/// # Panics
/// In a debug build, if this thread is a worker of the async runtime.
pub fn assert_allowed() {
    debug_assert!(
        MAY_BLOCK.get() || tokio::runtime::Handle::try_current().is_err(),
        "a worker of the async runtime waits for the disk"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = "a worker of the async runtime waits for the disk")]
    async fn an_async_worker_may_not_wait_for_the_disk() {
        assert_allowed();
    }

    #[tokio::test]
    async fn work_that_is_moved_away_may_wait_for_the_disk() {
        run(assert_allowed).await;
        allow(assert_allowed);
    }

    #[tokio::test]
    #[should_panic(expected = "the work")]
    async fn a_panic_of_the_work_is_a_panic_of_whoever_waits() {
        run(|| panic!("the work")).await;
    }

    #[test]
    fn a_thread_without_a_runtime_may_wait_for_the_disk() {
        assert_allowed();
    }
}
