//! The WebDriver between a journey and the app: tauri-driver over Debian's `WebKitWebDriver`, on ports of their own.
//! What is done with a session is `window`'s business.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop::Desktop;
use crate::process::{Program, Running, Watched};
use crate::wait;

const TO_START: Duration = Duration::from_secs(20);

/// A first start of WebKit on a cold disk takes its time.
const TO_OPEN: Duration = Duration::from_mins(1);

pub struct Driver {
    running: Running,
    port: u16,
    app: PathBuf,
    /// What the app sees.
    environment: Vec<(String, String)>,
    logs: PathBuf,
}

impl Driver {
    /// Starts the driver with the environment that the app shall see.
    pub async fn start(desktop: &Desktop, app_environment: &[(String, String)]) -> Self {
        let app = app();
        assert!(
            app.is_file(),
            "there is no app at {}: `cargo xtask test` and `cargo xtask tour` build it, LINKDESK_APP names another",
            app.display()
        );
        Self::start_app(app, desktop, app_environment).await
    }

    /// The same, for an app that stands elsewhere.
    pub async fn start_app(app: PathBuf, desktop: &Desktop, app_environment: &[(String, String)]) -> Self {
        let mut environment = desktop.environment().to_vec();
        environment.extend_from_slice(app_environment);
        Self::with(app, environment, desktop.logs()).await
    }

    /// Another one, for another copy of the app with the same environment.
    pub async fn start_another(&self) -> Self {
        Self::with(self.app.clone(), self.environment.clone(), self.logs.clone()).await
    }

    async fn with(app: PathBuf, environment: Vec<(String, String)>, logs: PathBuf) -> Self {
        let (port, native_port) = two_free_ports();
        let arguments =
            ["--port", &port.to_string(), "--native-port", &native_port.to_string()].map(str::to_owned);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let running = Running::start(&tauri_driver(), &arguments, &environment, &logs);
        let ready = async || wait::answers(port) && wait::answers(native_port);
        wait::until("tauri-driver and WebKitWebDriver (Debian package webkit2gtk-driver)", TO_START, ready)
            .await;
        Self { running, port, app, environment, logs }
    }

    /// Starts the app and returns the session in its window.
    pub async fn open(&self) -> Client {
        let capabilities = json!({
            "tauri:options": { "application": self.app },
        });
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let address = format!("http://127.0.0.1:{}", self.port);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let opening = builder.capabilities(capabilities).connect(&address);
        match tokio::time::timeout(TO_OPEN, opening).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("the app did not open: {error}\n{}", self.last_words()),
            Err(late) => panic!("the app did not open within {TO_OPEN:?}: {late}\n{}", self.last_words()),
        }
    }

    /// The app as it runs now, to see it end: the next one must not meet it.
    pub fn running_app(&self) -> Vec<Watched> {
        self.running.running(&self.app)
    }

    /// Starts the app a second time, as a person does who has forgotten the first.
    pub fn start_beside(&self) -> Running {
        let app = Program { path: self.app.clone(), comes_with: "cargo build" };
        Running::start(&app, &[], &self.environment, &self.logs)
    }

    /// What driver and app wrote last, for an error message.
    pub fn last_words(&self) -> String {
        self.running.last_words()
    }
}

/// The folder with everything that was built in this profile: the app stands beside the tests' own folder.
pub fn built() -> PathBuf {
    let mut folder = std::env::current_exe().expect("a running program has a path");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    folder
}

/// The app that is driven.
pub fn app() -> PathBuf {
    std::env::var_os("LINKDESK_APP").map_or_else(|| built().join("linkdesk"), PathBuf::from)
}

fn tauri_driver() -> Program {
    let path = std::env::var_os("TAURI_DRIVER")
        .map_or_else(|| built().with_file_name("tools").join("bin/tauri-driver"), PathBuf::from);
    Program { path, comes_with: "`cargo xtask setup` (or name one in TAURI_DRIVER)" }
}

/// Both are held while they are chosen, so that they differ.
fn two_free_ports() -> (u16, u16) {
    let listeners =
        [0, 0].map(|any| TcpListener::bind((Ipv4Addr::LOCALHOST, any)).expect("a free loopback port"));
    let [first, second] = listeners.map(|held| held.local_addr().expect("a bound port has a number").port());
    (first, second)
}
