//! What an operation went through on the screen, in order, however briefly: a look every now and then could miss
//! "checking" between two answers.

use serde_json::{Value, json};

use crate::window::Window;

/// Watches every `outcome` in the page from the moment it is started.
const WATCH: &str = r#"
    if (!window.outcomesSeen) {
      window.outcomesSeen = [];
      const note = () => {
        for (const each of document.querySelectorAll('[data-testid="outcome"]')) {
          const outcome = each.dataset.outcome;
          if (visible(each) && each.noted !== outcome) {
            each.noted = outcome;
            if (window.outcomesSeen.at(-1) !== outcome) window.outcomesSeen.push(outcome);
          }
        }
      };
      new MutationObserver(note).observe(document.documentElement, {
        subtree: true, childList: true, attributes: true, characterData: true,
      });
    }
    window.outcomesSeen.length = 0;
    return true;"#;

impl Window {
    /// Forgets what was recorded and begins anew.
    pub async fn record_outcomes(&self) {
        self.until("the recording of outcomes", WATCH, json!(null)).await;
    }

    /// Every outcome that was on the screen since, each once for as long as it lasted.
    pub async fn outcomes(&self) -> Vec<String> {
        let seen = self.until("the outcomes", "return window.outcomesSeen;", json!(null)).await;
        seen.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}
