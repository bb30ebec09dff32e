//! One child process of the harness with everything it starts in turn: how it is started, what it says first, and
//! that nothing of it is left when it is dropped. Which programs there are is `desktop`'s and `driver`'s business.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, geteuid, kill_process_group, pidfd_open, pidfd_send_signal};

/// How long a killed process may take to be gone: it is the kernel's work, not the program's.
const TO_DIE: Duration = Duration::from_secs(5);

/// A program the harness needs, and what a person does when this machine has none.
pub struct Program {
    pub path: PathBuf,
    /// The Debian package, or the command, that brings it.
    pub comes_with: &'static str,
}

impl Program {
    pub fn of_package(name: &str, package: &'static str) -> Self {
        Self { path: name.into(), comes_with: package }
    }
}

/// A started program. Dropping it kills its whole process group and waits until that is gone.
pub struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts `program` in a process group of its own, with both outputs in `<log_dir>/<its name>.log`.
    ///
    /// `setpriv` sends it a TERM when this process dies without dropping it, as it does on Ctrl-C.
    pub fn start(
        program: &Program,
        arguments: &[&str],
        environment: &[(String, String)],
        log_dir: &Path,
    ) -> Self {
        let name = program.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let log = log_dir.join(format!("{name}.log"));
        assert!(
            is_there(&program.path),
            "{} is missing: it comes with {}. `cargo xtask setup` brings what the journeys need.",
            program.path.display(),
            program.comes_with
        );
        let output = File::create(&log).expect("a log file can be made in the journey's own folder");
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "TERM"])
            .args(rights_of_a_person())
            .arg("--")
            .arg(&program.path)
            .args(arguments)
            .env_clear()
            .envs(environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(output)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("could not start {name} through setpriv (package util-linux): {error}")
            });
        Self { child, log }
    }

    /// Writes `input` to the program and closes its standard input.
    pub fn feed(&mut self, input: &str) {
        let mut stdin = self.child.stdin.take().expect("each program is fed once");
        stdin.write_all(input.as_bytes()).expect("a started program takes its input");
    }

    /// The first line on its standard output; the rest goes on into the log.
    pub fn first_line(&mut self, within: Duration) -> String {
        let mut lines =
            BufReader::new(self.child.stdout.take().expect("the first line is asked for once")).lines();
        let (say, heard) = mpsc::channel();
        let log = self.log.clone();
        std::thread::spawn(move || {
            let Some(Ok(first)) = lines.next() else { return };
            // Nobody listening any more is as good: the deadline has passed.
            let _ = say.send(first);
            if let Ok(mut file) = File::options().append(true).open(log) {
                for line in lines.map_while(Result::ok) {
                    let _ = writeln!(file, "{line}");
                }
            }
        });
        heard.recv_timeout(within).unwrap_or_else(|_| {
            panic!("{} said nothing within {within:?}:\n{}", self.log.display(), self.last_words())
        })
    }

    /// Everything on its standard output, once it has ended; what there is by then where it does not end in time.
    pub fn all_lines(&mut self, within: Duration) -> Vec<String> {
        let output = self.child.stdout.take().expect("the output is asked for once");
        let (say, heard) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        let deadline = Instant::now() + within;
        std::iter::from_fn(|| heard.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok())
            .collect()
    }

    /// The memory of it and of all that it started, in KiB: what is shared counts in parts (PSS).
    pub fn memory(&self) -> u64 {
        let of_one = |member: Pid| {
            let about = fs::read_to_string(format!("/proc/{member}/smaps_rollup")).unwrap_or_default();
            let line = about.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default()
        };
        members_of(Pid::from_child(&self.child)).into_iter().map(of_one).sum()
    }

    /// The end of what the program wrote, for an error message.
    pub fn last_words(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        let mut words = String::new();
        for line in &lines[lines.len().saturating_sub(20)..] {
            let _ = writeln!(words, "    {line}");
        }
        words
    }

    /// How it ended, if it does within this time.
    pub fn ends_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let watched = Watched::new(Pid::from_child(&self.child));
        watched
            .is_none_or(|process| process.ends_by(Instant::now() + time))
            .then(|| self.child.wait().ok())?
    }

    /// What it started and that runs this program now.
    pub fn running(&self, program: &Path) -> Vec<Watched> {
        let program = program.canonicalize().unwrap_or_else(|_| program.to_owned());
        let runs =
            |member: &Pid| fs::read_link(format!("/proc/{member}/exe")).is_ok_and(|path| path == program);
        members_of(Pid::from_child(&self.child)).into_iter().filter(runs).filter_map(Watched::new).collect()
    }

    /// Ends the program and all that it started, and returns when none of it runs any more.
    fn end(&mut self) {
        let group = Pid::from_child(&self.child);
        let members: Vec<_> = members_of(group).into_iter().filter_map(Watched::new).collect();
        // Already gone is what is wanted.
        let _ = kill_process_group(group, Signal::KILL);
        let deadline = Instant::now() + TO_DIE;
        for member in members {
            // A process that outlives a KILL is the machine's trouble; the next journey has its own display and folders.
            member.ends_by(deadline);
        }
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// The superuser may read and write any file; a person at a desktop may not, and neither may what is tested.
fn rights_of_a_person() -> &'static [&'static str] {
    if geteuid().is_root() { &["--bounding-set=-dac_override,-dac_read_search"] } else { &[] }
}

/// Whether a program stands at this path, or somewhere on `PATH` if it is a bare name.
fn is_there(program: &Path) -> bool {
    if program.components().count() > 1 {
        return program.is_file();
    }
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// The processes of a group that still run; a dead one that nobody has reaped yet does not count.
fn members_of(group: Pid) -> Vec<Pid> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // "pid (name, which may hold anything) state ppid pgrp …"
            let (_, rest) = stat.rsplit_once(") ")?;
            let mut fields = rest.split(' ');
            let state = fields.next()?;
            let process_group: i32 = fields.nth(1)?.parse().ok()?;
            (process_group == group.as_raw_nonzero().get() && state != "Z").then(|| Pid::from_raw(pid))?
        })
        .collect()
}

/// A process of any parentage whose end can be waited for, without reaping it.
pub struct Watched(OwnedFd);

impl Watched {
    /// `None` if it has ended already.
    fn new(process: Pid) -> Option<Self> {
        pidfd_open(process, PidfdFlags::empty()).ok().map(Self)
    }

    /// Ends it without a word, as a power cut does.
    pub fn kill(&self) {
        pidfd_send_signal(&self.0, Signal::KILL).expect("a program that runs can be killed");
    }

    /// Waits until it has ended, with everything it held open closed; false if the deadline comes first.
    pub fn ends_by(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(left.subsec_nanos()),
        };
        poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&left)).is_ok_and(|ended| ended > 0)
    }
}
