//! Runs a test once more in a process of its own, in a world with less in it: fewer rights, a small disk, a sudden end.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Names the folder to the process that is on its own.
const FOLDER: &str = "LINKDESK_TEST_FOLDER";

/// The folder, in the process that is on its own; `None` in the one that is to start it.
pub fn folder() -> Option<PathBuf> {
    env::var_os(FOLDER).map(PathBuf::from)
}

/// This test program with one test, through `wrapper`.
pub fn command(wrapper: &[&str], test: &str, folder: &Path) -> Command {
    let program = env::current_exe().unwrap();
    let mut words = wrapper.iter().map(AsRef::as_ref).chain([program.as_os_str()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args([test, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder).stdin(Stdio::null());
    command
}

/// Runs it to its end, which must be a good one.
pub fn run(wrapper: &[&str], test: &str, folder: &Path) {
    let output = command(wrapper, test, folder).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{test} on its own:\n{said}");
    assert!(said.contains("1 passed"), "{test} is no test:\n{said}");
}

/// Rights do not hold for the superuser; this one is without that privilege.
pub fn as_a_person() -> &'static [&'static str] {
    if is_superuser() {
        &["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    } else {
        &["env"]
    }
}

/// A disk of its own for the folder, far too small; where none may be mounted, no file may be large.
pub fn on_a_small_disk() -> Vec<&'static str> {
    const MOUNT: &str = "mount -t tmpfs -o size=64k,mode=700 none \"$LINKDESK_TEST_FOLDER\" && exec \"$@\"";
    const LIMIT: &str = "trap '' XFSZ; ulimit -f 64; exec \"$@\"";
    let own = if is_superuser() { "-m" } else { "-Urm" };
    let probe = Command::new("unshare").args([own, "sh", "-c", "mount -t tmpfs none /mnt"]).output();
    if probe.is_ok_and(|probe| probe.status.success()) {
        vec!["unshare", own, "sh", "-c", MOUNT, "sh"]
    } else {
        vec!["sh", "-c", LIMIT, "sh"]
    }
}

fn is_superuser() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
