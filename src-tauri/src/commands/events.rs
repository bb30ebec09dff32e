//! The topics that the page hears of by itself: operations, notices, pauses of the connection, and "reload".
//!
//! Each topic collects what comes within a moment and tells it at once, so that a flood of steps reaches the web view as a few
//! messages, and the last state of everything as soon as it is quiet. Whoever has missed something says "reload": the page
//! then reads again, which costs the same whatever was missed.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use linkdesk_core::{
    accounts::Wait,
    app::Linkdesk,
    operations::operation::{Operation, OperationId},
    views::{notice::NoticeView, operation::OperationView, values::ms},
};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Emitter, Runtime};
use tauri_specta::Event;
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, sleep, sleep_until},
};

/// The least time between two messages of a topic. The first after a silence goes at once; a person sees no difference.
const PAUSE: Duration = Duration::from_millis(50);

/// The most operations in one message, about 1 MB.
const MAX_OPERATIONS: usize = 500;

/// Operations that came a step further, each at its newest revision.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct OperationsChanged(pub Vec<OperationView>);

/// Something is wrong with a file or the clock that was not before, or no longer is: here is all that is wrong now.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct NoticesChanged(pub Vec<NoticeView>);

/// Pine Labs answered 429: until then nothing more is asked of it for this account, and then all goes on by itself.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct WaitAsked {
    pub account_id: String,
    pub until: i64,
}

/// Some messages are lost: the page reads again whatever it shows.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ReloadAsked;

impl From<Wait> for WaitAsked {
    fn from(wait: Wait) -> Self {
        Self { account_id: wait.account, until: ms(wait.until) }
    }
}

/// What is told under a key until a newer one of the same key replaces it.
trait Newest: Clone + Send + 'static {
    /// Messages are in this order.
    type Key: Ord + Send;

    fn key(&self) -> Self::Key;

    /// Grows: of two with the same key the greater one holds.
    fn version(&self) -> i64;
}

impl Newest for Operation {
    /// By number: of two operations on a link, the page hears how the first ended before it hears of the second.
    type Key = (i64, OperationId);

    fn key(&self) -> Self::Key {
        (self.number, self.id().clone())
    }

    fn version(&self) -> i64 {
        self.revision
    }
}

impl Newest for Wait {
    type Key = String;

    fn key(&self) -> String {
        self.account.clone()
    }

    fn version(&self) -> i64 {
        ms(self.until)
    }
}

/// What a topic tells at once.
struct Told<T> {
    newest: Vec<T>,
    /// The channel was full, and its oldest entries are gone.
    lagged: bool,
}

/// Starts a task for each topic. A page that is just loading reads the state for itself, so a failed emit loses nothing.
pub fn tell_page<R: Runtime>(app: &AppHandle<R>, linkdesk: &Arc<Linkdesk>) {
    let page = app.clone();
    tauri::async_runtime::spawn(relay(linkdesk.operations.subscribe(), move |told| {
        tell_operations(&page, &told);
    }));
    let page = app.clone();
    // A pause that is lost among so many is short: the next request that runs into it tells it again.
    tauri::async_runtime::spawn(relay(linkdesk.accounts.waits(), move |told: Told<Wait>| {
        for wait in told.newest {
            let _ = page.emit(WaitAsked::NAME, WaitAsked::from(wait));
        }
    }));
    for unsaved in [linkdesk.settings.unsaved(), linkdesk.recents.unsaved()] {
        tell_notices(unsaved, app.clone(), Arc::clone(linkdesk));
    }
    tell_notices(linkdesk.operations.ledger_troubles(), app.clone(), Arc::clone(linkdesk));
    tell_notices(linkdesk.operations.unreadable_entries(), app.clone(), Arc::clone(linkdesk));
    tell_notices(linkdesk.accounts.clocks().changes(), app.clone(), Arc::clone(linkdesk));
}

fn tell_operations<R: Runtime>(page: &AppHandle<R>, told: &Told<Operation>) {
    for operations in told.newest.chunks(MAX_OPERATIONS) {
        let views = operations.iter().map(OperationView::from).collect();
        let _ = page.emit(OperationsChanged::NAME, OperationsChanged(views));
    }
    if told.lagged {
        let _ = page.emit(ReloadAsked::NAME, ReloadAsked);
    }
}

/// A file that cannot be saved and a clock that is wrong are told as soon as it is known, and taken back once it is over.
fn tell_notices<T, R>(mut changes: watch::Receiver<T>, page: AppHandle<R>, linkdesk: Arc<Linkdesk>)
where
    T: Send + Sync + 'static,
    R: Runtime,
{
    tauri::async_runtime::spawn(async move {
        while changes.changed().await.is_ok() {
            let notices = linkdesk.notices.now().await.into_iter().map(NoticeView::from).collect();
            let _ = page.emit(NoticesChanged::NAME, NoticesChanged(notices));
            sleep(PAUSE).await;
        }
    });
}

/// Tells the newest of each key, with at least `PAUSE` between two tellings. It takes from the channel meanwhile, so that only
/// a stalled program makes it lag. Ends with the channel, and leaves nothing untold.
async fn relay<T: Newest>(mut channel: broadcast::Receiver<T>, mut tell: impl FnMut(Told<T>)) {
    let mut newest = BTreeMap::<T::Key, T>::new();
    let mut lagged = false;
    let mut next = Instant::now();
    loop {
        let is_due = lagged || !newest.is_empty();
        let closed = tokio::select! {
            // A flood does not keep it from telling.
            biased;
            () = sleep_until(next), if is_due => false,
            received = channel.recv() => match received {
                Ok(value) => {
                    let known = newest.get(&value.key());
                    if known.is_none_or(|known| value.version() >= known.version()) {
                        newest.insert(value.key(), value);
                    }
                    continue;
                }
                Err(RecvError::Lagged(_)) => {
                    lagged = true;
                    continue;
                }
                Err(RecvError::Closed) => true,
            },
        };
        if is_due {
            tell(Told {
                newest: std::mem::take(&mut newest).into_values().collect(),
                lagged: std::mem::take(&mut lagged),
            });
        }
        if closed {
            return;
        }
        next = Instant::now() + PAUSE;
    }
}

#[cfg(test)]
#[path = "events_tests.rs"]
mod events_tests;
