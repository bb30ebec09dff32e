//! The thread that saves a JSON file, so that no other thread blocks on the disk. It combines pending saves.

use std::{
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use tokio::sync::oneshot;

use super::{JsonFile, JsonFileError};

type Saved = Result<(), JsonFileError>;

pub struct Saver {
    requests: SaveRequests,
    thread: Option<JoinHandle<()>>,
}

/// Requests saves, even after the [`Saver`] has ended: then they have no effect.
#[derive(Clone)]
pub struct SaveRequests(mpsc::Sender<Request>);

enum Request {
    Save,
    /// Answered once all earlier requests are saved or have failed.
    Answer(Box<dyn FnOnce(Saved) + Send>),
    End,
}

impl Saver {
    /// `collect` sets the values to save, right before each save.
    pub fn start(file: Arc<JsonFile>, collect: impl Fn(&JsonFile) + Send + 'static) -> Self {
        let (requests, received) = mpsc::channel();
        let thread = std::thread::spawn(move || run(&file, &collect, &received));
        Self { requests: SaveRequests(requests), thread: Some(thread) }
    }

    pub fn requests(&self) -> SaveRequests {
        self.requests.clone()
    }

    /// Requests a save.
    pub fn save(&self) {
        self.requests.save();
    }

    /// Waits until all changes so far are saved.
    ///
    /// # Errors
    /// If the save fails. The changes stay in memory, and the next save retries.
    pub async fn saved(&self) -> Saved {
        let (answer, answered) = oneshot::channel();
        // The caller has stopped waiting.
        self.requests.send(Request::Answer(Box::new(move |saved| drop(answer.send(saved)))));
        answered.await.unwrap_or(Ok(()))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.requests.send(Request::End);
        // A panic was already reported.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl SaveRequests {
    pub fn save(&self) {
        self.send(Request::Save);
    }

    fn send(&self, request: Request) {
        // Nobody receives after the end.
        let _ = self.0.send(request);
    }
}

fn run(file: &JsonFile, collect: &dyn Fn(&JsonFile), received: &mpsc::Receiver<Request>) {
    let mut ends = false;
    while !ends && let Ok(first) = received.recv() {
        let (mut changed, mut waiting) = (false, Vec::new());
        for request in std::iter::once(first).chain(received.try_iter()) {
            match request {
                Request::Save => changed = true,
                Request::Answer(answer) => waiting.push(answer),
                Request::End => ends = true,
            }
        }
        if changed {
            collect(file);
        }
        let saved = if changed { file.save() } else { file.try_again() };
        if let Err(unsaved) = &saved {
            tracing::warn!(error = unsaved as &dyn std::error::Error, "a JSON file could not be saved");
        }
        for answer in waiting {
            answer(saved.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::json_file::{PlainFiles, Schema};

    const SCHEMA: Schema = Schema { file: "numbers.json", keys: &["number"], validate: |_| true };

    fn open(folder: &std::path::Path) -> Arc<JsonFile> {
        Arc::new(JsonFile::open(&PlainFiles, folder, &SCHEMA).unwrap())
    }

    #[tokio::test]
    async fn whoever_waits_finds_everything_changed_before_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let file = open(folder.path());
        let saver = Saver::start(Arc::clone(&file), |_| ());
        for number in 0..100 {
            file.set("number", &number).unwrap();
            saver.save();
        }
        saver.saved().await.unwrap();
        assert_eq!(open(folder.path()).get::<u32>("number"), Some(99));
    }

    #[test]
    fn the_end_waits_for_what_was_asked_before_and_later_nothing_comes_of_asking() {
        let folder = tempfile::tempdir().unwrap();
        let file = open(folder.path());
        let number = Arc::new(AtomicU32::new(0));
        let collected = Arc::clone(&number);
        let saver = Saver::start(Arc::clone(&file), move |file| {
            file.set("number", &collected.load(Ordering::SeqCst)).unwrap();
        });
        number.store(7, Ordering::SeqCst);
        let late = saver.requests();
        saver.save();
        drop(saver);
        number.store(8, Ordering::SeqCst);
        late.save();
        assert_eq!(open(folder.path()).get::<u32>("number"), Some(7));
    }
}
