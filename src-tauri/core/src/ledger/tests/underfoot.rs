//! Files that are deleted, moved, replaced or overwritten while they are open. From then on no write counts as done, and
//! written data is not lost if it can be saved.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    super::{Ledger, LedgerError, Trouble},
    record, resolved, step,
};

/// A folder with `shop/ledger.db`, and a copy of the file as it was after its first close.
struct Ground {
    top: tempfile::TempDir,
    ledger: Ledger,
}

impl Ground {
    fn new() -> Self {
        Self::reached_by("shop")
    }

    /// The ledger is opened through this path below the top.
    fn reached_by(path: &str) -> Self {
        let top = tempfile::tempdir().unwrap();
        let at = |name: &str| top.path().join(name);
        fs::create_dir(at("shop")).unwrap();
        symlink(at("shop"), at("link")).unwrap();
        symlink(at("way"), at("long_way")).unwrap();
        symlink(at("shop"), at("way")).unwrap();
        insert(&Ledger::open(&at("shop")), "first").unwrap();
        fs::copy(at("shop/ledger.db"), at("copy.db")).unwrap();
        let ledger = Ledger::open(&top.path().join(path));
        insert(&ledger, "second").unwrap();
        assert_eq!(ledger.trouble(), None);
        Self { top, ledger }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.top.path().join(name)
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.at(name)).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).unwrap();
    }

    fn copy(&self, from: &str, to: &str) {
        fs::copy(self.at(from), self.at(to)).unwrap();
    }
}

fn insert(ledger: &Ledger, id: &str) -> Result<i64, LedgerError> {
    ledger.insert(&record(id, id), &[step("prepared"), step("held")])
}

fn is_gone<T>(refused: &Result<T, LedgerError>) -> bool {
    matches!(refused, Err(LedgerError::Trouble(Trouble::Gone)))
}

/// The name of a change, the path through which the ledger is open, and the change itself.
type Deed = (&'static str, &'static str, fn(&Ground));

const DEEDS: [Deed; 20] = [
    ("the file is deleted", "shop", |ground| ground.remove("shop/ledger.db")),
    ("the file is renamed", "shop", |ground| ground.rename("shop/ledger.db", "shop/ledger.old")),
    ("the file is moved away", "shop", |ground| ground.rename("shop/ledger.db", "ledger.db")),
    ("an older copy is moved over the file", "shop", |ground| ground.rename("copy.db", "shop/ledger.db")),
    ("an older copy is written over the file", "shop", |ground| ground.copy("copy.db", "shop/ledger.db")),
    ("the file is copied, deleted and put back", "shop", |ground| {
        ground.copy("shop/ledger.db", "same.db");
        ground.remove("shop/ledger.db");
        ground.rename("same.db", "shop/ledger.db");
    }),
    ("the file is cut short", "shop", |ground| {
        fs::File::options().write(true).open(ground.at("shop/ledger.db")).unwrap().set_len(4_096).unwrap();
    }),
    ("the file is a folder", "shop", |ground| {
        ground.remove("shop/ledger.db");
        fs::create_dir(ground.at("shop/ledger.db")).unwrap();
    }),
    ("the folder is moved", "shop", |ground| ground.rename("shop", "moved")),
    ("the folder is deleted", "shop", |ground| fs::remove_dir_all(ground.at("shop")).unwrap()),
    ("the folder is deleted and made anew", "shop", |ground| {
        fs::remove_dir_all(ground.at("shop")).unwrap();
        fs::create_dir(ground.at("shop")).unwrap();
    }),
    ("a file is in the folder's place", "shop", |ground| {
        ground.rename("shop", "moved");
        fs::write(ground.at("shop"), "").unwrap();
    }),
    ("the lock is deleted", "shop", |ground| ground.remove("shop/ledger.lock")),
    ("the lock is replaced", "shop", |ground| {
        ground.remove("shop/ledger.lock");
        fs::write(ground.at("shop/ledger.lock"), "").unwrap();
    }),
    ("the log is deleted", "shop", |ground| ground.remove("shop/ledger.db-wal")),
    ("the log is replaced", "shop", |ground| {
        ground.copy("shop/ledger.db-wal", "log");
        ground.rename("log", "shop/ledger.db-wal");
    }),
    ("the log is emptied", "shop", |ground| {
        fs::File::options().write(true).open(ground.at("shop/ledger.db-wal")).unwrap().set_len(0).unwrap();
    }),
    ("the log's index is deleted", "shop", |ground| ground.remove("shop/ledger.db-shm")),
    ("the folder's link leads to a copy of it", "link", |ground| {
        fs::create_dir(ground.at("other")).unwrap();
        for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] {
            fs::copy(ground.at("shop").join(name), ground.at("other").join(name)).unwrap();
        }
        ground.remove("link");
        symlink(ground.at("other"), ground.at("link")).unwrap();
    }),
    ("a link on the way leads nowhere", "long_way", |ground| {
        ground.remove("way");
        symlink(ground.at("nowhere"), ground.at("way")).unwrap();
    }),
];

#[test]
fn whatever_is_done_to_the_files_nothing_is_written_down_from_then_on() {
    for (deed, path, done) in DEEDS {
        let ground = Ground::reached_by(path);
        done(&ground);
        let ledger = &ground.ledger;
        assert!(is_gone(&insert(ledger, "third")), "{deed}");
        assert_eq!(ledger.trouble(), Some(Trouble::Gone), "{deed}");
        assert!(
            is_gone(&ledger.advance(&resolved(record("second", "second")), Some(&step("sending")))),
            "{deed}"
        );
        assert!(
            is_gone(&ledger.keep_refund_found("a", 1)) && is_gone(&ledger.forget_operations("a")),
            "{deed}"
        );
        assert_eq!(ledger.operation("third").ok().flatten(), None, "{deed}");
    }
}

#[test]
fn whoever_only_asks_what_is_wrong_is_told_before_anything_is_written() {
    // Only a writer detects a file overwritten in place.
    let in_place = ["an older copy is written over the file", "the file is cut short", "the log is emptied"];
    for (deed, path, done) in DEEDS.into_iter().filter(|(deed, ..)| !in_place.contains(deed)) {
        let ground = Ground::reached_by(path);
        let mut news = ground.ledger.troubles();
        done(&ground);
        assert_eq!(ground.ledger.trouble(), Some(Trouble::Gone), "{deed}");
        assert!(news.has_changed().unwrap() && *news.borrow_and_update() == Some(Trouble::Gone), "{deed}");
        let _ = ground.ledger.trouble();
        assert!(!news.has_changed().unwrap(), "{deed}: said once");
    }
}

#[test]
fn a_file_that_goes_while_a_change_is_written_takes_the_change_with_it() {
    for (deed, path, done) in DEEDS {
        let ground = Ground::reached_by(path);
        // Right before the commit, after all of its work.
        let now = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let (told, asked) = (std::sync::mpsc::channel::<()>(), std::sync::mpsc::channel::<()>());
        let (tell, hear) = (std::sync::Mutex::new(told.0), std::sync::Mutex::new(asked.1));
        let armed = std::sync::Arc::clone(&now);
        ground.ledger.before_each_commit(move || {
            if armed.swap(false, std::sync::atomic::Ordering::SeqCst) {
                tell.lock().unwrap().send(()).unwrap();
                hear.lock().unwrap().recv().unwrap();
            }
            Ok(())
        });
        now.store(true, std::sync::atomic::Ordering::SeqCst);
        let refused = std::thread::scope(|scope| {
            let writing = scope.spawn(|| insert(&ground.ledger, "third"));
            told.1.recv().unwrap();
            done(&ground);
            asked.0.send(()).unwrap();
            writing.join().unwrap()
        });
        assert!(is_gone(&refused), "{deed}");
        assert_eq!(ground.ledger.operation("third").ok().flatten(), None, "{deed}: it was rolled back");
    }
}

#[test]
fn a_file_that_comes_back_is_taken_up_by_the_next_start_and_not_before() {
    let ground = Ground::new();
    ground.rename("shop", "moved");
    assert!(is_gone(&insert(&ground.ledger, "third")));
    ground.rename("moved", "shop");
    assert!(is_gone(&insert(&ground.ledger, "third")));
    let Ground { top, ledger } = ground;
    drop(ledger);
    let next = Ledger::open(&top.path().join("shop"));
    assert_eq!(next.trouble(), None);
    assert!(next.operation("second").unwrap().is_some() && next.operation("third").unwrap().is_none());
    insert(&next, "third").unwrap();
}

/// The content of a file on its own, without its log.
fn alone(file: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(file, folder.path().join("ledger.db")).unwrap();
    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    ["first", "second"]
        .into_iter()
        .filter(|id| ledger.operation(id).unwrap().is_some())
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_only_the_log_had_is_in_the_file_that_was_moved_away_and_a_copy_in_its_place_stays_as_it_is() {
    let ground = Ground::new();
    ground.rename("shop/ledger.db", "trash.db");
    ground.rename("copy.db", "shop/ledger.db");
    let copy = fs::read(ground.at("shop/ledger.db")).unwrap();
    assert_eq!(ground.ledger.trouble(), Some(Trouble::Gone));
    assert_eq!(alone(&ground.at("trash.db")), ["first", "second"]);
    let Ground { top, ledger } = ground;
    drop(ledger);
    assert!(fs::read(top.path().join("shop/ledger.db")).unwrap() == copy);
    let next = Ledger::open(&top.path().join("shop"));
    assert!(next.operation("first").unwrap().is_some() && next.operation("second").unwrap().is_none());
}

#[test]
fn a_log_that_was_deleted_takes_nothing_of_what_was_written_down_with_it() {
    let ground = Ground::new();
    ground.remove("shop/ledger.db-wal");
    assert!(is_gone(&insert(&ground.ledger, "third")));
    // As if the process ended without closing anything.
    assert_eq!(alone(&ground.at("shop/ledger.db")), ["first", "second"]);
}

#[test]
fn a_copy_that_was_written_over_the_file_is_left_as_it_is() {
    let ground = Ground::new();
    ground.copy("copy.db", "shop/ledger.db");
    let copy = fs::read(ground.at("copy.db")).unwrap();
    assert!(is_gone(&insert(&ground.ledger, "third")));
    let Ground { top, ledger } = ground;
    drop(ledger);
    assert!(fs::read(top.path().join("shop/ledger.db")).unwrap() == copy);
}

#[test]
fn hundreds_of_commits_that_carry_the_log_over_are_never_taken_for_somebody_elses() {
    let top = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(top.path());
    ledger.set("wal_autocheckpoint", 3);
    for number in 0..300 {
        insert(&ledger, &number.to_string()).unwrap();
        // Others read it meanwhile.
        if number % 20 == 0 {
            let other = rusqlite::Connection::open(top.path().join("ledger.db")).unwrap();
            let _: i64 = other.query_row("SELECT count(*) FROM operations", [], |row| row.get(0)).unwrap();
        }
    }
    assert_eq!(ledger.trouble(), None);
}

#[test]
fn the_looks_at_the_files_cost_a_commit_next_to_nothing() {
    let ground = Ground::new();
    let place = ground.ledger.place.as_ref().unwrap();
    let quickest = (0..1_000).map(|_| {
        let began = Instant::now();
        place.check_untouched().unwrap();
        place.check_untouched().unwrap();
        place.committed().unwrap();
        began.elapsed()
    });
    // Small against the quarter of a millisecond that a commit takes. The machine is busy with other things too, so the minimum
    // counts.
    assert!(quickest.min().unwrap().as_micros() < 50);
}
