//! What the program was started with: the environment variables, read once and checked.

use std::{path::PathBuf, time::Duration};

use pinelabs::{BaseUrl, RateLimit};

/// How long a money move is held with an Undo where nothing else is said.
const DEFAULT_UNDO: Duration = Duration::from_secs(5);

#[derive(Debug, Clone)]
pub struct StartOptions {
    /// Everything that is written on disk stands below it.
    pub folder: PathBuf,
    /// `LINKDESK_API_URL`: offers the environment "Custom".
    pub custom_url: Option<String>,
    /// `LINKDESK_UNDO_SECONDS`.
    pub undo: Duration,
    /// How gently Pine Labs is asked; `None` only where the app itself is measured.
    pub pace: Option<RateLimit>,
    pub trace: Trace,
}

/// `LINKDESK_TRACE_START`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    Off,
    /// Prints the moments of the start.
    Print,
    /// Prints them and leaves.
    PrintAndExit,
}

/// A start that is refused, in words for whoever set the variable.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadStart {
    #[error("LINKDESK_UNDO_SECONDS is {0:?}; it must be a whole number of seconds")]
    UndoSeconds(String),
    #[error("LINKDESK_API_URL is {url:?}: {why}")]
    ApiUrl { url: String, why: String },
}

impl StartOptions {
    /// Where the log is.
    pub fn logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    /// Reads the variables through `var`; `default_folder` is the platform's place for an app's data.
    pub fn read(var: impl Fn(&str) -> Option<String>, default_folder: PathBuf) -> Result<Self, BadStart> {
        let set = |name: &str| var(name).filter(|value| !value.trim().is_empty());
        let custom_url = set("LINKDESK_API_URL")
            .map(|url| match BaseUrl::parse(&url) {
                Ok(checked) => Ok(checked.to_string()),
                Err(why) => Err(BadStart::ApiUrl { why: why.to_string(), url }),
            })
            .transpose()?;
        let undo = var("LINKDESK_UNDO_SECONDS")
            .map(|text| text.trim().parse().map(Duration::from_secs).map_err(|_| BadStart::UndoSeconds(text)))
            .transpose()?
            .unwrap_or(DEFAULT_UNDO);
        let trace = match set("LINKDESK_TRACE_START").as_deref() {
            Some("exit") => Trace::PrintAndExit,
            Some("1") => Trace::Print,
            _ => Trace::Off,
        };
        let folder = set("LINKDESK_DATA_DIR").map_or(default_folder, PathBuf::from);
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        Ok(Self { folder, custom_url, undo, pace: Some(RateLimit::default()), trace })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<StartOptions, BadStart> {
        let var =
            |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        StartOptions::read(var, PathBuf::from("/usual"))
    }

    #[test]
    fn without_variables_everything_is_as_usual() {
        let launch = read(&[]).unwrap();
        assert_eq!(launch.folder, PathBuf::from("/usual"));
        assert_eq!(launch.undo, Duration::from_secs(5));
        assert_eq!(launch.custom_url, None);
        assert_eq!(launch.trace, Trace::Off);
    }

    #[test]
    fn an_undo_time_that_is_no_number_stops_the_start() {
        assert_eq!(read(&[("LINKDESK_UNDO_SECONDS", "0")]).unwrap().undo, Duration::ZERO);
        for text in ["five", "-1", "1.5", "5s", ""] {
            assert_eq!(
                read(&[("LINKDESK_UNDO_SECONDS", text)]).unwrap_err(),
                BadStart::UndoSeconds(text.into())
            );
        }
    }

    #[test]
    fn plain_http_is_taken_for_this_computer_only() {
        for url in
            ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9", "https://pay.example.com"]
        {
            assert!(read(&[("LINKDESK_API_URL", url)]).is_ok(), "{url}");
        }
        for url in [
            "http://pay.example.com",
            "http://127.0.0.1.example.com",
            "ftp://127.0.0.1",
            "nonsense",
            "https://",
        ] {
            assert!(matches!(read(&[("LINKDESK_API_URL", url)]), Err(BadStart::ApiUrl { .. })), "{url}");
        }
    }
}
