//! The thread that saves a JSON file, so that nobody else waits for the disk. It saves all changes that wait at once.

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

/// Asks for saving, also from a place that outlives the [`Saver`]: then nothing comes of it.
#[derive(Clone)]
pub struct SaveRequests(mpsc::Sender<Request>);

enum Request {
    Save,
    /// To answer once everything asked for before is saved, or is known not to be.
    Answer(Box<dyn FnOnce(Saved) + Send>),
    End,
}

impl Saver {
    /// `collect` puts into the file what has to be saved, right before each saving.
    pub fn start(file: Arc<JsonFile>, collect: impl Fn(&JsonFile) + Send + 'static) -> Self {
        let (requests, received) = mpsc::channel();
        let thread = std::thread::spawn(move || run(&file, &collect, &received));
        Self { requests: SaveRequests(requests), thread: Some(thread) }
    }

    pub fn requests(&self) -> SaveRequests {
        self.requests.clone()
    }

    /// Has the file saved soon.
    pub fn save(&self) {
        self.requests.save();
    }

    /// Waits until everything changed so far is saved.
    ///
    /// # Errors
    /// Where the disk does not take it. It is in memory, and the next saving tries it again.
    pub async fn saved(&self) -> Saved {
        let (answer, answered) = oneshot::channel();
        // Whoever gave up waiting has gone.
        self.requests.send(Request::Answer(Box::new(move |saved| drop(answer.send(saved)))));
        answered.await.unwrap_or(Ok(()))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.requests.send(Request::End);
        // One that panicked has said so.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl SaveRequests {
    pub fn save(&self) {
        self.send(Request::Save);
    }

    fn send(&self, request: Request) {
        // After the end nobody listens.
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
