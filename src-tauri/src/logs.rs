//! The log: a file a day, a week of them, each of a bounded size. Path templates, states and times only; never a body, an
//! id of a link, a name or a secret, so that it can be given to anybody who helps.

#![cfg_attr(
    not(test),
    expect(
        clippy::disallowed_methods,
        reason = "the folder of the log is made before anything else is at work"
    )
)]

use std::{
    fs,
    io::{self, Write},
    panic,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use tracing::Level;
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

const PREFIX: &str = "linkdesk";
const SUFFIX: &str = "log";

/// Files that are kept, today's included.
const KEPT_DAYS: usize = 7;

/// What a day's file may hold, in bytes; an ordinary day needs a hundredth of it.
const MAX_BYTES_A_DAY: u64 = 4_000_000;

const FULL: &[u8] = b"Today's log is full: what follows today is left out.\n";

/// The log as long as it runs. All that was said is in the file once this is dropped.
pub struct Log(Arc<Mutex<Option<WorkerGuard>>>);

impl Drop for Log {
    fn drop(&mut self) {
        finish(&self.0);
    }
}

fn finish(guard: &Mutex<Option<WorkerGuard>>) {
    drop(guard.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// Starts to log into this folder. Nothing is logged where that is impossible: no reason not to start.
pub fn open(folder: &Path) -> Option<Log> {
    make_private(folder).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(KEPT_DAYS)
        .build(folder)
        .ok()?;
    let written = size_of(folder, today());
    let (writer, guard) = tracing_appender::non_blocking(Bounded::new(file, today, written));
    let ours = ["linkdesk", "pinelabs"].map(|target| (target, Level::INFO));
    tracing_subscriber::registry()
        .with(Targets::new().with_default(Level::WARN).with_targets(ours))
        .with(fmt::layer().with_writer(writer).with_ansi(false))
        .init();
    let guard = Arc::new(Mutex::new(Some(guard)));
    log_panics(Arc::clone(&guard));
    Some(Log(guard))
}

/// Where the program broke is worth knowing, what it had in its hands there is not for a file.
fn log_panics(guard: Arc<Mutex<Option<WorkerGuard>>>) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a part of the program stopped");
        // A release ends right after this hook, and with it the thread that writes the file.
        if cfg!(panic = "abort") {
            finish(&guard);
        }
        usual(info);
    }));
}

/// For nobody else on this computer.
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// The appender begins its files by this clock.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

fn size_of(folder: &Path, day: Date) -> u64 {
    fs::metadata(folder.join(format!("{PREFIX}.{day}.{SUFFIX}"))).map_or(0, |file| file.len())
}

/// Passes lines on until the day's share is used up, says so once, and drops what comes then.
struct Bounded<W> {
    inner: W,
    today: fn() -> Date,
    day: Date,
    written: u64,
}

impl<W> Bounded<W> {
    fn new(inner: W, today: fn() -> Date, written: u64) -> Self {
        Self { inner, today, day: today(), written }
    }
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let day = (self.today)();
        if day != self.day {
            (self.day, self.written) = (day, 0);
        }
        let before = self.written;
        self.written = before.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        if self.written <= MAX_BYTES_A_DAY {
            self.inner.write_all(line)?;
        } else if before <= MAX_BYTES_A_DAY {
            self.inner.write_all(FULL)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use jiff::civil::date;

    use super::*;

    thread_local! {
        static DAY: Cell<Date> = const { Cell::new(date(2026, 11, 20)) };
    }

    #[test]
    fn a_full_day_says_so_once_and_the_next_day_begins_anew() {
        let mut log = Bounded::new(Vec::new(), || DAY.get(), MAX_BYTES_A_DAY - 10);
        for line in ["12345678\n", "too much\n", "and more\n"] {
            log.write_all(line.as_bytes()).unwrap();
        }
        DAY.set(date(2026, 11, 21));
        log.write_all(b"new day\n").unwrap();
        let said = String::from_utf8(log.inner).unwrap();
        assert_eq!(said, format!("12345678\n{}new day\n", str::from_utf8(FULL).unwrap()));
    }

    #[test]
    fn the_size_of_today_counts_what_an_earlier_start_wrote() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("linkdesk.2026-11-20.log"), [b'x'; 321]).unwrap();
        assert_eq!(size_of(folder.path(), date(2026, 11, 20)), 321);
        assert_eq!(size_of(folder.path(), date(2026, 11, 21)), 0);
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("deep").join("logs");
        make_private(&logs).unwrap();
        assert_eq!(fs::metadata(&logs).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
