//! The clock that the client reads.

/// The source of the current time. Tests replace it.
pub trait Clock: Send + Sync + 'static {
    /// The current time by the wall clock.
    fn now(&self) -> jiff::Timestamp;
}

/// The wall clock of the computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}
