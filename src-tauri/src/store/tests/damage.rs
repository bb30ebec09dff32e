//! Settings and recents with their bytes cut and changed: nothing is ever lost without a word, and what was broken is
//! kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pinelabs::{Currency, Money};
use tempfile::TempDir;

use super::{JsonFile, Trouble, app};
use crate::store::PluginStore;
use linkdesk_core::{
    recents::{Recent, Recents},
    settings::{Account, Environment, Settings, Theme, WindowShape},
};

/// How many of the changes are tried on each of the two files.
const FLIPS: usize = 5_000;

/// A folder where waiting for the disk costs nothing: these tests save many thousand times.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// What is kept in a file, and how it is opened.
struct File {
    name: &'static str,
    /// Opens it as the program does, and returns all that is in it and what was wrong.
    open: fn(&tauri::App<tauri::test::MockRuntime>, &Path) -> (String, Vec<Trouble>),
    fill: fn(&tauri::App<tauri::test::MockRuntime>, &Path),
}

const FILES: [File; 2] = [
    File {
        name: "settings.json",
        open: |app, folder| {
            let settings = Settings::open(&PluginStore(app.handle()), folder).unwrap();
            let all = (settings.accounts(), settings.current(), settings.theme(), settings.window());
            (format!("{all:?}"), settings.troubles())
        },
        fill: |app, folder| {
            let settings = Settings::open(&PluginStore(app.handle()), folder).unwrap();
            for id in ["kaveri", "tungabhadra"] {
                settings.keep_account(account(id));
            }
            settings.set_current(Some("kaveri"));
            settings.set_theme(Theme::Dark);
            settings.keep_window(WindowShape { width: 1024, height: 700, maximized: false });
        },
    },
    File {
        name: "recents.json",
        open: |app, folder| {
            let recents = Recents::open(&PluginStore(app.handle()), folder).unwrap();
            (format!("{:?}", recents.of("kaveri")), recents.troubles())
        },
        fill: |app, folder| {
            let recents = Recents::open(&PluginStore(app.handle()), folder).unwrap();
            for number in 0..6 {
                recents.opened("kaveri", recent(number));
            }
        },
    },
];

fn account(id: &str) -> Account {
    Account {
        id: id.to_owned(),
        name: format!("{id} कावेरी stores"),
        environment: Environment::Uat,
        base_url: "https://pay.example.com".to_owned(),
        client_id_hint: "1234".to_owned(),
        client_id_mark: None,
        session_only: false,
        dialect: None,
    }
}

fn recent(number: i64) -> Recent {
    Recent {
        link_id: format!("pl-v1-{number}"),
        reference: Some(format!("INV-{number}")),
        url: Some(format!("https://pay.example.com/{number}")),
        orders: vec![format!("v1-{number}")],
        customer: Some("Asha".to_owned()),
        amount: Some(Money::new(123_456, Currency::INR)),
        due: None,
        status: "CREATED".to_owned(),
        state: "waiting".to_owned(),
        expires_at: None,
        seen_at: 1_763_000_000_000 + number,
        opened_at: 1_763_000_000_000,
    }
}

/// A filled file of one kind with its folder.
struct Filled<'a> {
    file: &'a File,
    app: tauri::App<tauri::test::MockRuntime>,
    folder: TempDir,
    path: PathBuf,
    copy: PathBuf,
    /// All that is in it, and how it stands on the disk.
    whole: String,
    bytes: Vec<u8>,
}

impl<'a> Filled<'a> {
    fn new(file: &'a File) -> Self {
        let (app, folder) = (app(), folder());
        (file.fill)(&app, folder.path());
        let (whole, troubles) = (file.open)(&app, folder.path());
        assert_eq!(troubles, []);
        let path = folder.path().join(file.name);
        let (copy, bytes) = (path.with_extension("last-good.json"), fs::read(&path).unwrap());
        assert!(bytes.len() > 500, "{}: {}", file.name, bytes.len());
        Self { file, app, folder, path, copy, whole, bytes }
    }

    fn open(&self) -> (String, Vec<Trouble>) {
        (self.file.open)(&self.app, self.folder.path())
    }

    fn is_as_it_was(&self) {
        assert!(fs::read(&self.path).unwrap() == self.bytes, "{}", self.file.name);
        assert!(fs::read(&self.copy).unwrap() == self.bytes, "the copy of {}", self.file.name);
    }

    /// Puts `broken` in the place of the file and sees that the copy is back, the broken one kept, and that said.
    fn comes_back_from(&self, broken: &[u8]) {
        fs::write(&self.path, broken).unwrap();
        let (now, troubles) = self.open();
        let [Trouble::Restored { kept_at }] = troubles.as_slice() else {
            panic!("{}: {:?} was not noticed: {troubles:?}", self.file.name, String::from_utf8_lossy(broken))
        };
        assert_eq!(now, self.whole);
        assert!(fs::read(kept_at).unwrap() == broken, "{}", self.file.name);
        self.is_as_it_was();
        // Many thousand of them would only make the test slow.
        fs::remove_file(kept_at).unwrap();
    }
}

/// Changes one bit, mostly: that is the hardest to see. Sometimes a few.
fn flip(random: &mut fastrand::Rng, bytes: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    while changed == bytes {
        for _ in 0..(if random.u8(..10) == 0 { random.usize(2..9) } else { 1 }) {
            changed[random.usize(..bytes.len())] ^= 1 << random.u8(..8);
        }
    }
    changed
}

#[test]
fn a_file_cut_at_any_byte_comes_back_from_its_copy() {
    for file in &FILES {
        let filled = Filled::new(file);
        for length in 0..filled.bytes.len() {
            filled.comes_back_from(&filled.bytes[..length]);
        }
        assert_eq!(filled.open(), (filled.whole, Vec::new()), "what is put right is said once");
    }
}

#[test]
fn of_ten_thousand_changed_bits_none_goes_unnoticed_and_the_copy_comes_back() {
    for (seed, file) in (1..).zip(&FILES) {
        let mut random = fastrand::Rng::with_seed(seed);
        let filled = Filled::new(file);
        for _ in 0..FLIPS {
            filled.comes_back_from(&flip(&mut random, &filled.bytes));
        }
    }
}

#[test]
fn a_changed_copy_is_made_anew_from_the_file_and_needs_no_word() {
    let mut random = fastrand::Rng::with_seed(3);
    for file in &FILES {
        let filled = Filled::new(file);
        for _ in 0..500 {
            fs::write(&filled.copy, flip(&mut random, &filled.bytes)).unwrap();
            assert_eq!(filled.open(), (filled.whole.clone(), Vec::new()));
            filled.is_as_it_was();
        }
    }
}

#[test]
fn where_file_and_copy_are_broken_both_are_kept_and_it_is_said() {
    for file in &FILES {
        let filled = Filled::new(file);
        let half = &filled.bytes[..filled.bytes.len() / 2];
        fs::write(&filled.path, half).unwrap();
        fs::write(&filled.copy, [half, b"?"].concat()).unwrap();
        let (_, troubles) = filled.open();
        let [Trouble::Lost { kept_at }] = troubles.as_slice() else { panic!("{troubles:?}") };
        assert_eq!(fs::read(kept_at).unwrap(), half);
        let folder = filled.folder.path();
        let copy = super::names(folder).into_iter().find(|name| name.contains("last-good.broken"));
        assert_eq!(fs::read(folder.join(copy.unwrap())).unwrap(), [half, b"?"].concat());
        // Saving works again from here on.
        (file.fill)(&filled.app, folder);
        filled.is_as_it_was();
    }
}

#[test]
fn a_file_that_is_gone_comes_back_from_its_copy() {
    for file in &FILES {
        let filled = Filled::new(file);
        fs::remove_file(&filled.path).unwrap();
        assert_eq!(filled.open(), (filled.whole.clone(), Vec::new()));
        filled.is_as_it_was();
    }
}

#[test]
fn what_a_newer_version_has_written_is_left_alone() {
    let app = app();
    let folder = super::saved(&app);
    let path = folder.path().join("list.json");
    let kept = r#"{"format": 2, "values": {}}"#;
    let newer = format!("{{\"crc32\": \"{:08x}\", \"kept\": {kept}}}\n", crc32fast::hash(kept.as_bytes()));
    fs::write(&path, &newer).unwrap();
    let json_file: JsonFile = super::open(&app, folder.path());
    let troubles = json_file.troubles();
    assert!(
        matches!(troubles.as_slice(), [Trouble::Unread { why: super::IoCause::Newer, .. }]),
        "{troubles:?}"
    );
    assert!(!json_file.keeps());
    json_file.put("list", &[9]).unwrap();
    assert_eq!(super::list(&json_file), Some(vec![9]), "for as long as the program runs");
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}
