//! One child process at a time: says what it runs and how long it took, and turns a failure into a sentence that
//! names the command to repeat by hand. It does not know what the commands are for.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Why a task stopped, for a person to read.
pub type Failure = String;
pub type Done = Result<(), Failure>;

/// A command as a person would type it, before it is run.
pub struct Step {
    program: OsString,
    arguments: Vec<OsString>,
    folder: PathBuf,
    variables: Vec<(&'static str, OsString)>,
    without: Vec<&'static str>,
    keeps_stdin: bool,
}

impl Step {
    pub fn new(folder: &Path, program: impl AsRef<OsStr>) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: Vec::new(),
            folder: folder.to_owned(),
            variables: Vec::new(),
            without: Vec::new(),
            keeps_stdin: false,
        }
    }

    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    pub fn variable(mut self, name: &'static str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name, value.as_ref().to_owned()));
        self
    }

    pub fn without(mut self, name: &'static str) -> Self {
        self.without.push(name);
        self
    }

    /// For what a person may have to answer, such as `sudo`; everything else runs with stdin closed.
    pub fn with_stdin(mut self) -> Self {
        self.keeps_stdin = true;
        self
    }

    pub fn run(&self) -> Done {
        println!("  $ {}", self.typed());
        self.run_unannounced()
    }

    /// As `run`, without a word of ours: what the command prints is all that is seen.
    pub fn run_unannounced(&self) -> Done {
        let status = self.command().status().map_err(|error| self.not_started(&error))?;
        if status.success() {
            return Ok(());
        }
        Err(format!("This command failed ({status}). To repeat it by hand:\n  {}", self.by_hand()))
    }

    /// The last thing a task does: the program takes this one's place, so that what ends the task ends the program.
    pub fn take_over(&self) -> Done {
        #[cfg(unix)]
        return Err(self.not_started(&std::os::unix::process::CommandExt::exec(&mut self.command())));
        #[cfg(not(unix))]
        self.run_unannounced()
    }

    /// What the command prints, without showing it; `None` where it fails or does not exist.
    pub fn read(&self) -> Option<String> {
        let output = self.command().stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What the command says beside what it prints (on stderr), shown only where it fails.
    pub fn hear(&self) -> Result<String, Failure> {
        let output = self.command().output().map_err(|error| self.not_started(&error))?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            return Ok(said);
        }
        let status = output.status;
        Err(format!("this command failed ({status}):\n  {}\nIt said:\n{said}", self.by_hand()))
    }

    /// What the command prints, line by line, however it ends; it is stopped after a line that is `enough`. One that does
    /// not end in time is stopped too, and a failure.
    pub fn hear_lines(
        &self,
        at_most: Duration,
        enough: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Failure> {
        let mut command = self.command();
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| self.not_started(&error))?;
        let (hear, heard) = mpsc::channel();
        let printed = child.stdout.take();
        let listener = thread::spawn(move || {
            let lines = printed.into_iter().flat_map(|printed| BufReader::new(printed).lines());
            lines.map_while(Result::ok).try_for_each(|line| hear.send(line))
        });
        let (end, mut lines) = (Instant::now() + at_most, Vec::new());
        let ended = loop {
            match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => lines.push(line),
                Err(RecvTimeoutError::Disconnected) => break true,
                Err(RecvTimeoutError::Timeout) => break false,
            }
            if lines.last().is_some_and(|line| enough(line)) {
                break true;
            }
        };
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        let _ = listener.join();
        if ended {
            return Ok(lines);
        }
        Err(format!("this command has not ended within {}:\n  {}", spelt(at_most), self.by_hand()))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder);
        for name in &self.without {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if !self.keeps_stdin {
            command.stdin(Stdio::null());
        }
        command
    }

    fn not_started(&self, error: &io::Error) -> Failure {
        format!(
            "{} could not be started: {error}.\nTo repeat it by hand:\n  {}",
            quoted(&self.program),
            self.by_hand()
        )
    }

    fn typed(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.arguments);
        words.map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    /// The whole line: folder and variables included, so that it can be pasted into a shell as it stands.
    fn by_hand(&self) -> String {
        let variables = self.variables.iter().map(|(name, value)| format!("{name}={} ", quoted(value)));
        format!("cd {} && {}{}", quoted(self.folder.as_os_str()), variables.collect::<String>(), self.typed())
    }
}

/// Runs one named part of a task and says how long it took.
pub fn timed(name: &str, part: impl FnOnce() -> Done) -> Done {
    println!("\n== {name}");
    let started = Instant::now();
    part().map_err(|failure| format!("{name}: {failure}"))?;
    println!("== {name}: done in {}", spelt(started.elapsed()));
    Ok(())
}

pub fn spelt(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{seconds}.{} s", duration.subsec_millis() / 100);
    }
    format!("{} min {} s", seconds / 60, seconds % 60)
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_to_repeat_by_hand_can_be_pasted_as_it_stands() {
        let step = Step::new(Path::new("/shop/my desk"), "cargo")
            .args(["test", "--", "it's one"])
            .variable("LINKDESK_APP", "/shop/my desk/app");
        let expected = r"cd '/shop/my desk' && LINKDESK_APP='/shop/my desk/app' cargo test -- 'it'\''s one'";
        assert_eq!(step.by_hand(), expected);
    }

    #[test]
    fn a_command_that_fails_says_how_to_repeat_it() {
        let step = Step::new(Path::new("/"), "false");
        assert!(step.run().unwrap_err().ends_with("cd / && false"));
    }

    #[test]
    fn a_command_that_does_not_exist_is_named() {
        let step = Step::new(Path::new("/"), "no-such-program-here");
        assert!(step.run().unwrap_err().starts_with("no-such-program-here could not be started"));
        assert_eq!(step.read(), None);
    }

    #[test]
    fn a_child_finds_its_stdin_closed() {
        let step = Step::new(Path::new("/"), "cat");
        assert_eq!(step.read().as_deref(), Some(""));
    }

    #[test]
    fn what_a_command_prints_is_heard_however_it_ends_and_one_that_does_not_end_is_stopped() {
        let shell = |script| Step::new(Path::new("/"), "sh").args(["-c", script]);
        let long = Duration::from_mins(1);
        let never = |_: &str| false;
        let all = shell("echo one; echo two; false").hear_lines(long, never);
        assert_eq!(all, Ok(vec!["one".into(), "two".into()]));
        let enough = shell("echo one; exec tail -f /dev/null").hear_lines(long, |line| line == "one");
        assert_eq!(enough, Ok(vec!["one".into()]));
        let stopped =
            shell("exec tail -f /dev/null").hear_lines(Duration::from_millis(50), never).unwrap_err();
        assert!(stopped.starts_with("this command has not ended within 0.0 s"), "{stopped}");
    }

    #[test]
    fn what_a_failing_command_complains_of_is_shown() {
        let shell = |script| Step::new(Path::new("/"), "sh").args(["-c", script]);
        assert_eq!(shell("echo built >&2").hear(), Ok("built\n".into()));
        assert!(shell("echo broken >&2; false").hear().unwrap_err().ends_with("It said:\nbroken\n"));
    }

    #[test]
    fn durations_are_spelt_in_seconds_and_then_in_minutes() {
        assert_eq!(spelt(Duration::from_millis(2_350)), "2.3 s");
        assert_eq!(spelt(Duration::from_secs(125)), "2 min 5 s");
    }

    #[test]
    fn a_failed_part_carries_its_name() {
        assert_eq!(timed("Lint", || Err("no".into())), Err("Lint: no".into()));
    }
}
