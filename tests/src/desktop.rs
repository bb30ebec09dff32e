//! A desktop without a screen for one journey: an X server, a session bus and (if wanted) an unlocked keychain, all
//! private, all below one temporary folder, so that nothing of the person's own session is seen or touched.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::process::{Program, Running};
use crate::screen::Screen;
use crate::stand_in_keychain::Temper;
use crate::traces::files_with;
use crate::wait;

/// What each piece may take to come up on a busy two-core machine.
const TO_START: Duration = Duration::from_secs(20);

const BUS_ADDRESS: &str = "DBUS_SESSION_BUS_ADDRESS";

/// The usual screen, large enough for the window at its full size.
pub const SCREEN: (u16, u16) = (1280, 800);

/// A bus that starts nothing by itself: a keychain is there only if this harness has started one.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=RUNTIME</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// What this desktop has for a keychain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    Open,
    /// A real one, whose password nobody types.
    Locked,
    /// A real one that was never used, and nobody to choose a password for it.
    Unused,
    /// Nobody has its name on the bus.
    Missing,
    /// There is not even a bus.
    NoBus,
    /// A bus was there, and is gone.
    DeadBus,
    /// One that behaves as a journey wants it to.
    StandIn(Temper),
}

/// The pieces in the order in which they must go: the keychain and the bus before the display.
pub struct Desktop {
    _keychain: Option<Running>,
    _bus: Option<Running>,
    _display: Running,
    environment: Vec<(String, String)>,
    home: TempDir,
}

impl Desktop {
    pub fn start(keychain: Keychain) -> Self {
        Self::on_a_screen_of(SCREEN, keychain)
    }

    pub fn on_a_screen_of(size: (u16, u16), keychain: Keychain) -> Self {
        let home = tempfile::Builder::new()
            .prefix("linkdesk-journey-")
            .tempdir()
            .expect("a temporary folder for the journey");
        let mut environment = folders(home.path());
        let logs = home.path().join("logs");
        fs::create_dir(&logs).expect("a folder for the logs");

        let display = start_display(size, &environment, &logs);
        environment.push(("DISPLAY".into(), display.1));
        let mut bus = None;
        if keychain == Keychain::DeadBus {
            let nowhere = format!("unix:path={}/run/gone", home.path().display());
            environment.push((BUS_ADDRESS.into(), nowhere));
        } else if keychain != Keychain::NoBus {
            let (running, address) = start_bus(home.path(), &environment, &logs);
            environment.push((BUS_ADDRESS.into(), address));
            bus = Some(running);
        }
        let keychain = match keychain {
            Keychain::Open => Some(start_keychain(Some(""), &environment, &logs)),
            Keychain::Locked => {
                // The first start makes the keychain, the second finds it shut.
                drop(start_keychain(Some("a password"), &environment, &logs));
                Some(start_keychain(None, &environment, &logs))
            }
            Keychain::Unused => Some(start_keychain(None, &environment, &logs)),
            Keychain::Missing | Keychain::NoBus | Keychain::DeadBus | Keychain::StandIn(_) => None,
        };
        Self { _keychain: keychain, _bus: bus, _display: display.0, environment, home }
    }

    /// The whole environment of a program on this desktop; nothing of this process's own comes along.
    pub fn environment(&self) -> &[(String, String)] {
        &self.environment
    }

    /// Where the app of this journey keeps what it writes.
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Waits until the title bar of a window says this.
    pub async fn see_title(&self, words: &str) {
        let screen = self.screen();
        let said = async || screen.titles().iter().any(|title| title.contains(words));
        wait::until(&format!("a window's title to say {words:?}"), TO_START, said).await;
    }

    /// The files of this desktop that hold a text. A keychain encrypts its own.
    pub fn files_with(&self, text: &str) -> Vec<PathBuf> {
        files_with(self.home.path(), text)
    }

    /// Where programs of this desktop meet.
    pub fn bus(&self) -> &str {
        self.variable(BUS_ADDRESS)
    }

    /// Waits until the window that covers the others is called this.
    pub async fn see_on_top(&self, words: &str) {
        let screen = self.screen();
        let raised = async || screen.on_top().is_some_and(|title| title.contains(words));
        wait::until(&format!("{words:?} to be in front"), TO_START, raised).await;
    }

    /// The windows as the display has them.
    pub fn screen(&self) -> Screen {
        Screen::of(self.variable("DISPLAY"))
    }

    fn variable(&self, name: &str) -> &str {
        self.environment.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// From now on programs are told that the person wants nothing to move.
    pub fn want_less_motion(&self) {
        self.tell_toolkit("gtk-enable-animations=0");
    }

    /// From now on programs are told that the person wants them dark.
    pub fn want_dark(&self) {
        self.tell_toolkit("gtk-application-prefer-dark-theme=1");
    }

    fn tell_toolkit(&self, wish: &str) {
        let folder = self.home.path().join("config/gtk-3.0");
        fs::create_dir_all(&folder).expect("a folder for the toolkit's settings");
        fs::write(folder.join("settings.ini"), format!("[Settings]\n{wish}\n"))
            .expect("the toolkit's settings can be written");
    }

    /// Waits until this was given to the system's browser or file manager.
    pub async fn see_opened(&self, what: &str) {
        let opened = async || {
            let noted = fs::read_to_string(self.home.path().join("opened")).unwrap_or_default();
            noted.lines().any(|line| line == what)
        };
        wait::until(&format!("{what} to be opened outside"), TO_START, opened).await;
    }

    pub fn logs(&self) -> PathBuf {
        self.home.path().join("logs")
    }
}

/// Every folder a program may take for the person's own, below `home`.
fn folders(home: &Path) -> Vec<(String, String)> {
    let bin = home.join("bin");
    stand_in_for_other_programs(&bin, &home.join("opened"));
    let mut environment = vec![
        ("PATH".to_owned(), format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default())),
        ("HOME".to_owned(), home.display().to_string()),
        // WebKit's own locale: under C its Intl throws.
        ("LANG".to_owned(), "en_IN.UTF-8".to_owned()),
        ("GDK_BACKEND".to_owned(), "x11".to_owned()),
        // No settings daemon and no accessibility bus to look for on a bus that has neither.
        ("GSETTINGS_BACKEND".to_owned(), "memory".to_owned()),
        ("NO_AT_BRIDGE".to_owned(), "1".to_owned()),
    ];
    for (variable, folder) in [
        ("XDG_DATA_HOME", "share"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        let folder = home.join(folder);
        fs::create_dir(&folder).expect("a folder of the journey");
        // Programs refuse a runtime folder that others may read.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("a folder of one's own");
        environment.push((variable.to_owned(), folder.display().to_string()));
    }
    environment
}

/// Browser and file manager of this desktop: notes what it is given instead of opening it.
fn stand_in_for_other_programs(bin: &Path, noted: &Path) {
    fs::create_dir(bin).expect("a folder for programs");
    let program = bin.join("xdg-open");
    fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >>'{}'\n", noted.display()))
        .expect("a program that notes what it is given");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program that can be run");
}

/// Xvfb on a display number that it chooses itself, so that two runs never fight for one.
fn start_display(size: (u16, u16), environment: &[(String, String)], logs: &Path) -> (Running, String) {
    let xvfb = Program::of_package("Xvfb", "the Debian package xvfb");
    let screen = format!("{}x{}x24", size.0, size.1);
    let arguments = ["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"];
    let mut running = Running::start(&xvfb, &arguments, environment, logs);
    let number = running.first_line(TO_START);
    (running, format!(":{}", number.trim()))
}

fn start_bus(home: &Path, environment: &[(String, String)], logs: &Path) -> (Running, String) {
    let config = home.join("bus.conf");
    let runtime = home.join("run").display().to_string();
    fs::write(&config, BUS.replace("RUNTIME", &runtime)).expect("the bus configuration can be written");
    let daemon = Program::of_package("dbus-daemon", "the Debian package dbus");
    let config = format!("--config-file={}", config.display());
    let mut running = Running::start(
        &daemon,
        &[&config, "--nofork", "--nopidfile", "--print-address=1"],
        environment,
        logs,
    );
    let address = running.first_line(TO_START);
    (running, address)
}

/// A real Secret Service, shut; or with its login keyring made, or opened, by a password.
fn start_keychain(password: Option<&str>, environment: &[(String, String)], logs: &Path) -> Running {
    let daemon = Program::of_package("gnome-keyring-daemon", "the Debian package gnome-keyring");
    let mut arguments = vec!["--foreground", "--components=secrets"];
    arguments.extend(password.map(|_| "--unlock"));
    let mut running = Running::start(&daemon, &arguments, environment, logs);
    if let Some(password) = password {
        running.feed(&format!("{password}\n"));
    }
    wait::blocking_until("the keychain to answer on the bus", TO_START, || owns_secrets(environment));
    running
}

fn owns_secrets(environment: &[(String, String)]) -> bool {
    let answer = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
        .args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"])
        .env_clear()
        .envs(environment.iter().cloned())
        .output()
        .expect("dbus-send comes with the Debian package dbus");
    String::from_utf8_lossy(&answer.stdout).contains("boolean true")
}
