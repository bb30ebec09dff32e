//! What the kernel is asked for by the driver, seen and meddled with by strace.

use std::{
    io::ErrorKind,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use super::{Broken, Driver, broken};

/// Calls that change the disk.
pub const DISK: &str = "write,pwrite64,fsync,fdatasync,ftruncate,unlink";
/// Calls that change the disk, or speak with the server.
pub const ALL: &str =
    "write,writev,pwrite64,fsync,fdatasync,ftruncate,unlink,connect,sendto,sendmsg,recvfrom,recvmsg";

pub struct Strace<'a> {
    pub driver: &'a Driver,
    pub calls: &'static str,
    /// What befalls them, in strace's own words.
    pub inject: Option<String>,
    /// Only calls on these files.
    pub only: Vec<PathBuf>,
    pub output: &'a Path,
}

/// How a run under strace ended.
pub struct Traced {
    pub killed: bool,
    pub said: String,
    /// One line for each call, in the order in which they were made.
    pub calls: Vec<String>,
}

impl Strace<'_> {
    pub fn run(&self, words: &[&str]) -> Result<Traced, Broken> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let mut before =
            vec!["-f", "-qqq", "-y", "-s", "48", "-o"].into_iter().map(str::to_owned).collect::<Vec<_>>();
        before.extend([text(self.output), "-e".to_owned(), format!("trace={}", self.calls)]);
        for file in &self.only {
            before.extend(["-P".to_owned(), text(file)]);
        }
        if let Some(what) = &self.inject {
            before.extend(["-e".to_owned(), format!("inject={}:{what}", self.calls)]);
        }
        let mut command = self.driver.command(Some("strace"), &before, words);
        let Output { status, stdout, stderr } = match command.stdin(Stdio::null()).output() {
            Err(error) if error.kind() == ErrorKind::NotFound => return broken("strace is not installed"),
            other => other?,
        };
        let stderr = String::from_utf8_lossy(&stderr);
        // What strace itself cannot do, it says; the driver says nothing there but a panic.
        if stderr.contains("strace:") || stderr.contains("panicked") {
            return broken(stderr.into_owned());
        }
        let calls = std::fs::read_to_string(self.output)?.lines().map(str::to_owned).collect();
        let said = String::from_utf8_lossy(&stdout).into_owned();
        Ok(Traced { killed: status.signal() == Some(9), said, calls })
    }
}

/// A run by itself, which has to come to its end.
pub fn plainly(driver: &Driver, words: &[&str]) -> Result<(), Broken> {
    let Output { status, stdout, stderr } = driver.command(None, &[], words).stdin(Stdio::null()).output()?;
    if status.success() {
        return Ok(());
    }
    let said = [stdout, stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    broken(format!("{status}: {}", said.concat()))
}

/// Whether a call carries the refund to the server.
pub fn sends_a_refund(call: &str) -> bool {
    call.contains("POST /api/pay/v1/refunds/")
}
