//! What somebody who sends a form sees until there is a verdict: how long it takes, and whether the window stands still
//! meanwhile. Both are measured in the page, so that the driver's own time does not count.

use std::time::Duration;

use serde_json::json;

use crate::window::Window;

/// From now on the next form that is sent starts the clock. Each frame is looked at until nothing is busy any more and
/// there is an error.
const BEGIN: &str = r#"
    const watched = { gap: 0, after: null, code: null, text: "" };
    window.watchedVerdict = watched;
    document.addEventListener("submit", () => {
        const start = performance.now();
        let last = null;
        const frame = (now) => {
            if (last !== null) watched.gap = Math.max(watched.gap, now - last);
            last = now;
            const error = shown("error")[0];
            if (!error || document.querySelector("[aria-busy=true]")) return requestAnimationFrame(frame);
            watched.after = performance.now() - start;
            watched.code = error.dataset.code;
            watched.text = error.innerText;
        };
        requestAnimationFrame(frame);
    }, { capture: true, once: true });
    return true;"#;

const END: &str = "return window.watchedVerdict.after === null ? null : window.watchedVerdict;";

/// The longest time between two frames of a page that has nothing to do. Asked once a frame.
const REST: &str = "
    const now = performance.now();
    const rest = (window.watchedRest ??= { since: now, last: now, gap: 0 });
    rest.gap = Math.max(rest.gap, now - rest.last);
    rest.last = now;
    if (now - rest.since < 2000) return null;
    delete window.watchedRest;
    return rest;";

/// The error that came of a form.
#[derive(Debug)]
pub struct Verdict {
    pub code: String,
    pub text: String,
    /// From the sending of the form to the error in the page.
    pub after: Duration,
    /// The longest time between two frames until then.
    pub longest_gap: Duration,
}

impl Window {
    /// Starts to watch for the verdict on the next form that is sent.
    pub async fn watch_for_verdict(&self) {
        self.until("the page to be watched", BEGIN, json!(null)).await;
    }

    /// The verdict that was watched for, once it is there.
    pub async fn verdict(&self) -> Verdict {
        let seen = self.until("a verdict", END, json!(null)).await;
        let text = |field: &str| seen[field].as_str().unwrap_or_default().to_owned();
        let time = |field: &str| Duration::from_secs_f64(seen[field].as_f64().unwrap_or_default() / 1000.0);
        Verdict { code: text("code"), text: text("text"), after: time("after"), longest_gap: time("gap") }
    }

    /// The longest time between two frames over two seconds in which nothing happens: what this machine takes by itself.
    pub async fn gap_at_rest(&self) -> Duration {
        let rest = self.until("the page at rest", REST, json!(null)).await;
        Duration::from_secs_f64(rest["gap"].as_f64().unwrap_or_default() / 1000.0)
    }
}
