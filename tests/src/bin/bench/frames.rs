//! The frames of the window while the page asks 200 commands at once and each commit takes 200 ms, against the same window at rest.
//! strace has each sync of the app take that long, in both.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use acceptance::desktop::{Desktop, Keychain};
use acceptance::driver::Driver;
use acceptance::window::Window;
use serde_json::json;
use tokio::runtime::Builder;

use crate::Programs;
use crate::figures::{Figures, ratio};

const SYNC_MICROSECONDS: u32 = 200_000;
const COMMANDS: u32 = 200;
/// So many of them write: each makes a link of the sample shop, which takes several commits.
const WRITES: u32 = 20;
/// How long frames are counted each time, in milliseconds.
const COUNTED_MS: u32 = 4_000;

/// What the time between two frames may be of that at rest, in percent, at the 95th percentile.
const AT_MOST: u64 = 150;

/// Hands over the times between frames in microseconds, for as long as it is told; what it asks meanwhile it asks at once.
const SCRIPT: &str = r#"
const [commands, writes, counted, turn, done] = arguments;
let account = null;
const ask = (command, request) => window.__TAURI_INTERNALS__.invoke(command, { request });
const read = () => ask("activity", {
  accountId: account, from: null, until: null, kind: null, outcome: null, text: null, before: null, limit: 100,
});
const write = async (number) => {
  const { intentId } = await ask("prepare_create", {
    accountId: account, amount: "100", reference: `BENCH-${turn}-${number}`, mobile: "9999900000", email: "",
    firstName: "Asha", lastName: "", description: "", expireBy: null, partPayment: false, preAuth: false,
  });
  await ask("create_link", { accountId: account, intentId, amount: null, reason: null });
};
const failed = [];
const times = [];
let last = null;
let began = 0;
const frame = (at) => {
  if (last !== null) times.push(Math.round((at - last) * 1000));
  last = at;
  if (at - began < counted) requestAnimationFrame(frame);
  else done({ times, failed });
};
window.__TAURI_INTERNALS__.invoke("start").then(({ current }) => {
  account = current;
  for (let number = 0; number < commands; number += 1) {
    (number < writes ? write(number) : read()).catch((error) => failed.push(error));
  }
  began = performance.now();
  requestAnimationFrame(frame);
});
"#;

/// Prints what was seen; whether it is within the limit.
pub fn measure(programs: &Programs, turns: usize) -> bool {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (rest, busy) = runtime.block_on(in_turns(&programs.app, turns));
    let (rest, busy) = (Figures::of(rest), Figures::of(busy));
    println!("time between two frames, {turns} turns of {COUNTED_MS} ms each, microseconds");
    println!("  at rest                    {rest}   95th percentile {}", rest.at(95));
    println!("  {COMMANDS} commands, slow commits  {busy}   95th percentile {}", busy.at(95));
    println!("  ratio at the 95th percentile {} of at most 1.50", ratio(busy.at(95), rest.at(95)));
    busy.at(95) * 100 <= rest.at(95) * AT_MOST
}

async fn in_turns(app: &Path, turns: usize) -> (Vec<u64>, Vec<u64>) {
    let desktop = Desktop::start(Keychain::Open);
    let environment = [("LINKDESK_DATA_DIR".to_owned(), desktop.data_dir().display().to_string())];
    let driver = Driver::start_app(slow_to_sync(app, &desktop), &desktop, &environment).await;
    let window = Window::open(driver).await;
    window.click("sample-data").await;
    window.see("account-menu").await;
    window.click("nav-activity").await;
    window.see("activity-empty").await;
    let (mut rest, mut busy) = (Vec::new(), Vec::new());
    for turn in 0..turns {
        rest.extend(frames(&window, [0, 0], turn).await);
        busy.extend(frames(&window, [COMMANDS, WRITES], turn).await);
        // What is still being written is written before the next turn.
        window.see_with("activity-total-count", "data-value", &made(turn).to_string()).await;
    }
    let _ = window.close().await;
    (rest, busy)
}

/// How many links are made by the end of a turn.
fn made(turn: usize) -> u64 {
    (turn as u64 + 1) * u64::from(WRITES)
}

async fn frames(window: &Window, [commands, writes]: [u32; 2], turn: usize) -> Vec<u64> {
    let arguments = vec![json!(commands), json!(writes), json!(COUNTED_MS), json!(turn)];
    let told = window.run_async(SCRIPT, arguments).await;
    assert_eq!(told["failed"], json!([]), "a command failed");
    let times = told["times"].as_array().expect("times");
    times.iter().map(|time| time.as_u64().expect("whole microseconds")).collect()
}

/// A program that starts the app with every sync slow.
fn slow_to_sync(app: &Path, desktop: &Desktop) -> PathBuf {
    let path = desktop.data_dir().with_file_name("slow-to-sync");
    let script = format!(
        "#!/bin/sh\nexec strace -qq -f --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync -e signal=none \
         -e inject=fsync,fdatasync:delay_exit={SYNC_MICROSECONDS} '{}' \"$@\"\n",
        app.display()
    );
    fs::write(&path, script).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path
}
