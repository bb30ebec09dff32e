//! Settings and recents on a disk that fails: what the person is told, what is still there, and that nothing is lost.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

/// A journey with one link in its recents.
async fn with_a_recent_link() -> (Journey, &'static str) {
    let journey = Journey::connected(Setup::default()).await;
    open(&journey, known::PAID_BY_CARD).await;
    (journey, known::PAID_BY_CARD)
}

async fn open(journey: &Journey, reference: &str) {
    journey.window.find(reference).await;
    journey.window.see_with("link-reference", "data-value", reference).await;
}

async fn lists(journey: &Journey, reference: &str) {
    journey.window.see_with("recent-item", "data-value", reference).await;
}

/// Cuts a file in the middle, and returns what is left of it.
fn cut(file: &Path) -> Vec<u8> {
    let bytes = fs::read(file).expect("the app has saved it");
    let half = bytes[..bytes.len() / 2].to_vec();
    fs::write(file, &half).expect("the file can be cut");
    half
}

/// The file that a notice says was kept, or was left where it is.
async fn named_in(journey: &Journey, code: &str) -> PathBuf {
    let notice = journey.window.see_with("error", "data-code", code).await;
    let (_, rest) = notice.text.split_once(": /").unwrap_or_else(|| panic!("no file: {:?}", notice.text));
    let path = format!("/{}", rest.lines().next().unwrap_or_default().trim());
    PathBuf::from(path)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode of one's own file");
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_recents_come_back_from_their_copy_and_the_broken_file_is_kept() {
    let (journey, link) = with_a_recent_link().await;
    let mut half = Vec::new();
    let journey = journey.restarted_after(|folder| half = cut(&folder.join("recents.json"))).await;
    let kept = named_in(&journey, "recents_restored").await;
    lists(&journey, link).await;
    assert_eq!(fs::read(&kept).expect("the notice names a file"), half);
    assert!(kept.starts_with(journey.desktop.data_dir()), "{}", kept.display());

    // It is put right, so that is said once; and what was kept stays kept.
    let journey = journey.restarted().await;
    lists(&journey, link).await;
    assert!(!journey.window.shows("error").await);
    assert_eq!(fs::read(&kept).expect("it is kept"), half);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_settings_come_back_from_their_copy_with_the_account() {
    let (journey, link) = with_a_recent_link().await;
    let journey = journey.restarted_after(|folder| _ = cut(&folder.join("settings.json"))).await;
    named_in(&journey, "settings_restored").await;
    journey.window.see("account-menu").await;
    open(&journey, link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_files_without_a_copy_are_kept_and_the_app_starts_anew_and_says_so() {
    let (journey, _) = with_a_recent_link().await;
    let journey = journey
        .restarted_after(|folder| {
            for name in ["settings", "recents"] {
                cut(&folder.join(name).with_extension("json"));
                fs::remove_file(folder.join(name).with_extension("last-good.json")).expect("a copy");
            }
        })
        .await;
    journey.window.see("connect-client-id").await;
    for code in ["settings_reset", "recents_reset"] {
        assert!(named_in(&journey, code).await.is_file(), "{code}");
    }
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.see("account-menu").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_read_are_as_they_were_after_a_whole_session() {
    let (journey, first) = with_a_recent_link().await;
    let names = ["settings.json", "recents.json"];
    let mut before = Vec::new();
    let journey = journey
        .restarted_after(|folder| {
            for file in names.map(|name| folder.join(name)) {
                before.push(fs::read(&file).expect("the app has saved it"));
                set_mode(&file, 0o000);
            }
        })
        .await;
    let folder = journey.desktop.data_dir();
    for (code, name) in [("settings_unread", names[0]), ("recents_unread", names[1])] {
        assert_eq!(named_in(&journey, code).await, folder.join(name));
    }
    // The copies are good enough to work with.
    lists(&journey, first).await;
    let second = known::WAITING;
    open(&journey, second).await;
    journey.window.click("theme-toggle").await;
    lists(&journey, second).await;

    let mut after = Vec::new();
    let journey = journey
        .restarted_after(|folder| {
            for file in names.map(|name| folder.join(name)) {
                set_mode(&file, 0o600);
                after.push(fs::read(&file).expect("the file can be read again"));
            }
        })
        .await;
    assert!(before == after, "a file that could not be read was written over");
    lists(&journey, first).await;
    assert!(!journey.window.shows("error").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_may_not_be_written_is_said_and_saving_goes_on_once_it_may() {
    let (journey, first) = with_a_recent_link().await;
    let folder = journey.desktop.data_dir();
    let journey = journey.restarted_after(|folder| set_mode(folder, 0o500)).await;
    let before = fs::read(folder.join("recents.json")).expect("recents");
    lists(&journey, first).await;
    let second = known::WAITING;
    open(&journey, second).await;
    assert_eq!(named_in(&journey, "recents_unsaved").await, folder.join("recents.json"));
    lists(&journey, second).await;
    assert_eq!(fs::read(folder.join("recents.json")).expect("recents"), before);

    set_mode(&folder, 0o700);
    let third = known::HELD_LATELY;
    open(&journey, third).await;
    journey.window.see_gone("error").await;
    let journey = journey.restarted().await;
    for link in [first, second, third] {
        lists(&journey, link).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_in_a_folder_that_takes_nothing_is_good_for_one_session() {
    let journey = Journey::start(Setup::default()).await;
    journey.window.see("connect-client-id").await;
    let journey = journey
        .restarted_after(|folder| {
            fs::remove_dir_all(folder).expect("the app's own folder");
            fs::create_dir(folder).expect("a folder");
            set_mode(folder, 0o500);
        })
        .await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.see_with("error", "data-code", "storage").await;
    journey.window.click("connect-session-only").await;
    journey.window.see("account-menu").await;
    open(&journey, known::PAID_BY_CARD).await;
    lists(&journey, known::PAID_BY_CARD).await;
    for code in ["settings_unsaved", "recents_unsaved"] {
        named_in(&journey, code).await;
    }
    let folder = journey.desktop.data_dir();
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
    set_mode(&folder, 0o700);
}

/// A small disk mounted on a folder, with the folder's files on it; gone again when it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where nothing may be mounted, which takes the superuser.
    fn under(folder: &Path) -> Option<Self> {
        let names = ["settings", "recents"];
        let files = names.map(|name| folder.join(name).with_extension("json"));
        let bytes = files.each_ref().map(|file| fs::read(file).expect("the app has saved it"));
        let mount = ["-t", "tmpfs", "-o", "size=16m,mode=700", "none"];
        let mounted = Command::new("mount").args(mount).arg(folder).status();
        if !mounted.is_ok_and(|status| status.success()) {
            return None;
        }
        for (file, bytes) in files.iter().zip(bytes) {
            fs::write(file, bytes).expect("a file on the small disk");
        }
        Some(Self(folder.to_owned()))
    }

    /// Leaves no room on it.
    fn fill(&self) {
        let mut file = File::create(self.0.join("filler")).expect("a file on the small disk");
        while file.write_all(&[0; 4096]).is_ok() {}
    }

    fn empty(&self) {
        fs::remove_file(self.0.join("filler")).expect("the filler");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_takes_nothing_and_is_over_when_there_is_room_again() {
    let (journey, first) = with_a_recent_link().await;
    let mut disk = None;
    let journey = journey.restarted_after(|folder| disk = SmallDisk::under(folder)).await;
    let Some(disk) = disk else {
        eprintln!("no disk may be mounted here: left to the tests of json_file");
        return;
    };
    lists(&journey, first).await;
    disk.fill();
    let saved = |name| fs::read(disk.0.join(name)).expect("what was saved is there");
    let before = ["settings.json", "recents.json"].map(saved);
    let second = known::WAITING;
    open(&journey, second).await;
    journey.window.see_with("error", "data-code", "recents_unsaved").await;
    journey.window.see_words("The disk is full.").await;
    journey.window.click("theme-toggle").await;
    journey.window.see_with("error", "data-code", "settings_unsaved").await;
    assert!(before == ["settings.json", "recents.json"].map(saved), "a full disk took what was saved");

    // Started again on the full disk, all that was saved before is there.
    let journey = journey.restarted().await;
    lists(&journey, first).await;
    disk.empty();
    open(&journey, second).await;
    let journey = journey.restarted().await;
    lists(&journey, second).await;
    assert!(!journey.window.shows("error").await);
    drop(journey);
    drop(disk);
}
