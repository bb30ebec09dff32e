//! A part of what `cargo xtask bench money` does in full.

use std::process::ExitCode;

use super::{
    Broken, Driver, WORD, drive, fill_the_disk, kill_at_each_call, lose_answers, order::is_on_the_disk_first,
    watch_the_order,
};

/// This executable, told to run nothing but the driver below.
fn driver() -> Driver {
    let itself = "crash_tests::tests::the_driver_does_nothing_at_words_that_it_does_not_know";
    let words = [itself, "--exact", "--nocapture", "--test-threads=1"];
    Driver {
        program: std::env::current_exe().unwrap(),
        words: words.map(str::to_owned).to_vec(),
        by_variable: true,
    }
}

fn kept<T>(done: Result<T, Broken>) -> T {
    done.unwrap_or_else(|broken| panic!("{broken}"))
}

/// With the variable set it is the program that the tests below start, kill and starve. Whoever started it reads how it ended.
#[test]
fn the_driver_does_nothing_at_words_that_it_does_not_know() {
    if let Ok(words) = std::env::var(WORD) {
        std::process::exit(i32::from(drive(words.split(' ')) != ExitCode::SUCCESS));
    }
    assert_eq!(drive(["refund", "everything"]), ExitCode::FAILURE);
}

#[test]
fn a_kill_at_any_call_of_a_refund_is_told_rightly_by_the_next_start_and_sends_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let ends = kept(kill_at_each_call(&driver(), folder.path(), 9));
    println!("{ends:?}");
    assert!(ends.never_began > 0 && ends.not_there > 0 && ends.there > 0, "{ends:?}");
    assert_eq!(ends.left_to_the_person, 0);
}

#[test]
fn on_a_full_or_broken_disk_no_refund_leaves_that_is_not_written_down() {
    for error in ["ENOSPC", "EIO"] {
        let folder = tempfile::tempdir().unwrap();
        let filled = kept(fill_the_disk(&driver(), folder.path(), error, 7));
        println!("{error}: {filled:?}");
        assert!(filled.nothing_left > 0 && filled.ends.there > 0, "{filled:?}");
    }
}

#[test]
fn a_refund_is_on_the_disk_before_the_first_byte_of_it_leaves() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(kept(watch_the_order(&driver(), folder.path(), 3)), 3);
}

#[test]
fn a_trace_on_which_the_disk_comes_second_is_told_apart() {
    let written = "7 pwrite64(5</shop/ledger.db-wal>, \"\"..., 4096, 0) = 4096".to_owned();
    let synced = "7 fdatasync(5</shop/ledger.db-wal>) = 0".to_owned();
    let failed = "7 fdatasync(5</shop/ledger.db-wal>) = -1 EIO (Input/output error)".to_owned();
    let sent =
        "7 sendto(9<TCP:[7]>, \"POST /api/pay/v1/refunds/v1-1 HT\"..., 412, 0, NULL, 0) = 412".to_owned();
    let begins = "7 fdatasync(5</shop/ledger.db-wal> <unfinished ...>".to_owned();
    let [ends, other, fails] = [
        "7 <... fdatasync resumed>) = 0",
        "8 <... fdatasync resumed>) = 0",
        "7 <... fdatasync resumed>) = -1 EIO",
    ]
    .map(ToOwned::to_owned);
    let table = [
        (vec![written.clone(), begins.clone(), ends.clone(), sent.clone()], true),
        (vec![written.clone(), begins.clone(), sent.clone(), ends], false),
        (vec![written.clone(), begins.clone(), other, sent.clone()], false),
        (vec![written.clone(), begins, fails, sent.clone()], false),
        (vec![written.clone(), synced.clone(), sent.clone()], true),
        (vec![written.clone(), sent.clone(), synced.clone()], false),
        (vec![written.clone(), synced, written.clone(), sent.clone()], false),
        (vec![written, failed, sent.clone()], false),
        (vec![sent], false),
    ];
    for (calls, first) in table {
        assert_eq!(kept(is_on_the_disk_first(&calls)), first, "{calls:?}");
    }
}

#[test]
fn refunds_whose_answers_are_lost_are_made_once_and_told_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let came = kept(lose_answers(folder.path(), 40, 1));
    println!("{came:?}");
    assert!(came.unanswered > 3 && came.ends.there > 20 && came.ends.tries == 40, "{came:?}");
}
