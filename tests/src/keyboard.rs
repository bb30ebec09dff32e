//! The window as a person meets it with a keyboard alone: keys pressed together or one after the other, and where the
//! focus goes. Nothing here clicks.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::{Value, json};

use crate::window::Window;

/// Keys as WebDriver names them.
pub const BACKSPACE: char = '\u{E003}';
pub const TAB: char = '\u{E004}';
pub const ENTER: char = '\u{E007}';
pub const SHIFT: char = '\u{E008}';
pub const CONTROL: char = '\u{E009}';
pub const ESCAPE: char = '\u{E00C}';
pub const SPACE: char = ' ';
pub const END: char = '\u{E010}';
pub const HOME: char = '\u{E011}';
pub const UP: char = '\u{E013}';
pub const DOWN: char = '\u{E015}';
pub const DELETE: char = '\u{E017}';

/// More than there is to stop at on any screen.
const STOPS: usize = 80;

impl Window {
    /// Presses one key in whatever has the focus.
    pub async fn press(&self, key: char) {
        self.chord(&[key]).await;
    }

    /// Presses keys together: the first are held while the last goes down.
    pub async fn chord(&self, held: &[char]) {
        let down = held.iter().map(|key| KeyAction::Down { value: *key });
        let up = held.iter().rev().map(|key| KeyAction::Up { value: *key });
        self.keys(down.chain(up)).await;
    }

    /// Types into whatever has the focus.
    pub async fn type_keys(&self, text: &str) {
        let stroke = |key| [KeyAction::Down { value: key }, KeyAction::Up { value: key }];
        self.keys(text.chars().flat_map(stroke)).await;
    }

    async fn keys(&self, actions: impl Iterator<Item = KeyAction>) {
        let keys = actions.fold(KeyActions::new("keys".to_owned()), InputSource::then);
        self.bounded("press keys", self.client.perform_actions(keys)).await;
    }

    /// The hook that has the focus, or that holds what has it.
    pub async fn focused(&self) -> String {
        let probe = r#"return document.activeElement?.closest("[data-testid]")?.dataset.testid ?? "";"#;
        let focused = self.until("the focus", probe, json!(null)).await;
        focused.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a hook itself has the focus.
    pub async fn see_focus(&self, id: &str) {
        let probe = "return document.activeElement?.dataset.testid === args;";
        self.until(&format!("the focus on {id}"), probe, json!(id)).await;
    }

    /// Waits until a ring is drawn around whatever has the focus.
    pub async fn see_ring(&self) {
        let probe = r#"const style = getComputedStyle(document.activeElement);
            return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;"#;
        self.until("a ring around what has the focus", probe, json!(null)).await;
    }

    /// Goes on with Tab until a hook has the focus, as a person without a mouse does.
    pub async fn tab_to(&self, id: &str) {
        self.see(id).await;
        let mut passed = Vec::new();
        for _ in 0..STOPS {
            let here = self.focus_itself().await;
            if here == id {
                return;
            }
            passed.push(here);
            self.press(TAB).await;
        }
        panic!("Tab does not lead to {id}; it stopped at {passed:?}");
    }

    async fn focus_itself(&self) -> String {
        let probe = r#"return document.activeElement?.dataset?.testid ?? "";"#;
        let Value::String(here) = self.until("the focus", probe, json!(null)).await else {
            return String::new();
        };
        here
    }
}
