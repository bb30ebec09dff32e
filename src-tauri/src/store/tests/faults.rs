//! The disk that is full, the folder and the file that may not be written, the file that may not be read, and the
//! program that is killed while it saves.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Stdio,
};

use super::{IoCause, Trouble, alone, app, list, names, open, saved};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn killed_at_any_moment_of_saving_the_last_saved_list_or_the_one_being_saved_is_there() {
    const NAME: &str = "store::tests::faults::killed_at_any_moment_of_saving_the_last_saved_list_or_the_one_being_saved_is_there";
    let app = app();
    if let Some(folder) = alone::folder() {
        let json_file = open(&app, &folder);
        let first = list(&json_file).map_or(0, |list| list[0]);
        for number in first + 1.. {
            json_file.put("list", &vec![number; 3_000]).unwrap();
            println!("saved {number}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut random = fastrand::Rng::with_seed(4);
    for _ in 0..25 {
        let mut child = alone::command(&["env"], NAME, folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        for _ in 0..random.usize(1..12) {
            line.clear();
            while !line.contains("saved") {
                line.clear();
                assert!(said.read_line(&mut line).unwrap() > 0, "it ended by itself");
            }
            // Not at the end of a saving, but anywhere in the next one.
            for _ in 0..random.u32(..200_000) {
                std::hint::spin_loop();
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = line;
        said.read_to_string(&mut rest).unwrap();
        let last = rest.lines().filter_map(|line| line.rsplit_once("saved ")?.1.parse::<u64>().ok()).max();
        let json_file = open(&app, folder.path());
        let kept = list(&json_file).unwrap();
        assert!(kept.len() == 3_000 && kept.iter().all(|number| *number == kept[0]), "half of a list");
        assert!(kept[0] >= last.unwrap(), "{} is there, {last:?} was saved", kept[0]);
        assert_eq!(json_file.troubles(), []);
    }
    let left = names(folder.path());
    assert!(!left.iter().any(|name| name.contains("broken")), "{left:?}");
}

#[test]
fn on_a_full_disk_the_file_stays_as_it_was_and_what_was_changed_lasts_as_long_as_the_program() {
    const NAME: &str = "store::tests::faults::on_a_full_disk_the_file_stays_as_it_was_and_what_was_changed_lasts_as_long_as_the_program";
    let Some(folder) = alone::folder() else {
        let folder = tempfile::tempdir().unwrap();
        return alone::run(&alone::on_a_small_disk(), NAME, folder.path());
    };
    let app = app();
    let json_file = open(&app, &folder);
    json_file.put("list", &[1, 2, 3]).unwrap();
    let path = folder.join("list.json");
    let before = fs::read(&path).unwrap();
    let large = vec![u64::MAX; 20_000];
    let mut heard = json_file.unsaved();
    for _ in 0..2 {
        json_file.put("list", &large).unwrap_err();
        assert!(heard.has_changed().unwrap() || *heard.borrow() == Some(IoCause::Full));
        assert_eq!(json_file.troubles(), [Trouble::Unsaved { path: path.clone(), why: IoCause::Full }]);
    }
    assert!(heard.has_changed().unwrap(), "the page hears of it");
    heard.mark_unchanged();
    json_file.try_again().unwrap_err();
    assert!(!heard.has_changed().unwrap(), "once");
    assert_eq!(list(&json_file), Some(large));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(&folder), ["list.json", "list.last-good.json"]);
    // The next start.
    let again = open(&app, &folder);
    assert_eq!((list(&again), again.troubles()), (Some(vec![1, 2, 3]), vec![]));
    // There is room again.
    json_file.put("list", &[4]).unwrap();
    assert_eq!((json_file.troubles(), *heard.borrow()), (vec![], None));
    assert_eq!(list(&open(&app, &folder)), Some(vec![4]));
}

#[test]
fn a_folder_and_a_file_that_may_not_be_written_stay_as_they_were() {
    const NAME: &str = "store::tests::faults::a_folder_and_a_file_that_may_not_be_written_stay_as_they_were";
    let Some(folder) = alone::folder() else {
        let folder = tempfile::tempdir().unwrap();
        return alone::run(alone::as_a_person(), NAME, folder.path());
    };
    let app = app();
    let json_file = open(&app, &folder);
    json_file.put("list", &[1, 2, 3]).unwrap();
    let path = folder.join("list.json");
    let before = fs::read(&path).unwrap();
    for (locked, mode, unlocked) in [(&folder, 0o500, 0o700), (&path, 0o400, 0o600)] {
        set_mode(locked, mode);
        json_file.put("list", &[4]).unwrap_err();
        assert_eq!(json_file.troubles(), [Trouble::Unsaved { path: path.clone(), why: IoCause::NotAllowed }]);
        let again = open(&app, &folder);
        assert_eq!((list(&again), again.troubles()), (Some(vec![1, 2, 3]), vec![]));
        assert_eq!(fs::read(&path).unwrap(), before);
        set_mode(locked, unlocked);
    }
    // A broken file in a folder where nothing can be moved aside.
    fs::write(&path, "broken").unwrap();
    set_mode(&folder, 0o500);
    let json_file = open(&app, &folder);
    assert_eq!(list(&json_file), Some(vec![1, 2, 3]));
    assert_eq!(json_file.troubles(), [Trouble::Unread { path: path.clone(), why: IoCause::NotAllowed }]);
    set_mode(&folder, 0o700);
    json_file.put("list", &[5]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "broken", "what was left alone stays so");
}

#[test]
fn a_file_that_cannot_be_read_is_never_written_over() {
    const NAME: &str = "store::tests::faults::a_file_that_cannot_be_read_is_never_written_over";
    let Some(folder) = alone::folder() else {
        let folder = tempfile::tempdir().unwrap();
        return alone::run(alone::as_a_person(), NAME, folder.path());
    };
    let app = app();
    open(&app, &folder).put("list", &[1, 2, 3]).unwrap();
    let (path, copy) = (folder.join("list.json"), folder.join("list.last-good.json"));
    let before = fs::read(&path).unwrap();

    set_mode(&path, 0o000);
    let json_file = open(&app, &folder);
    assert_eq!(list(&json_file), Some(vec![1, 2, 3]), "from the copy");
    assert_eq!(json_file.troubles(), [Trouble::Unread { path: path.clone(), why: IoCause::NotAllowed }]);
    assert!(!json_file.keeps());
    json_file.put("list", &[4]).unwrap();
    json_file.try_again().unwrap();
    assert_eq!(list(&json_file), Some(vec![4]));
    set_mode(&path, 0o600);
    assert_eq!((fs::read(&path).unwrap(), fs::read(&copy).unwrap()), (before.clone(), before.clone()));

    // The copy cannot be read: the file is enough, and the copy stays as it is.
    set_mode(&copy, 0o000);
    let json_file = open(&app, &folder);
    json_file.put("list", &[5]).unwrap();
    assert_eq!(json_file.troubles(), []);
    // Now the file is broken too: what is in the copy is not given up.
    fs::write(&path, "broken").unwrap();
    let json_file = open(&app, &folder);
    assert_eq!((list(&json_file), json_file.keeps()), (None, false));
    assert_eq!(json_file.troubles(), [Trouble::Unread { path: copy.clone(), why: IoCause::NotAllowed }]);
    set_mode(&copy, 0o600);
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), fs::read(&copy).unwrap()), ("broken", before));
}

#[test]
fn something_else_in_the_place_of_the_file_is_left_alone_and_never_waited_for() {
    let app = app();
    for make in [
        |path: &Path| fs::create_dir(path).unwrap(),
        |path: &Path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success()),
        |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
    ] {
        let folder = saved(&app);
        let path = folder.path().join("list.json");
        fs::remove_file(&path).unwrap();
        make(&path);
        let before = fs::symlink_metadata(&path).unwrap().file_type();
        let json_file = open(&app, folder.path());
        assert_eq!(list(&json_file), Some(vec![1, 2, 3]));
        assert_eq!(json_file.troubles(), [Trouble::Unread { path: path.clone(), why: IoCause::Other }]);
        json_file.put("list", &[4]).unwrap();
        assert_eq!(fs::symlink_metadata(&path).unwrap().file_type(), before);
    }
}
