//! The steps of the main job that journeys and tour share, in the words of the app's hooks.

use std::time::Duration;

use serde_json::{Value, json};

use crate::hook::Hook;
use crate::window::Window;

/// How much of the money, as it is chosen in a dialog.
#[derive(Clone, Copy)]
pub enum Amount<'a> {
    All,
    /// In rupees, as typed.
    Part(&'a str),
}

impl Window {
    /// Gives the page another language, as only who drives the window can, and loads it anew.
    pub async fn speak(&self, locale: &str) {
        let hash = "location.hash = `locale=${arguments[0]}`; arguments[arguments.length - 1](true);";
        self.run_async(hash, vec![json!(locale)]).await;
        self.bounded("load the page anew", self.client.refresh()).await;
        // A script that is asked while the old page goes has no answer: short ones are asked until the new page is there.
        let probe =
            "return document.documentElement.lang.length > 2 && document.getElementById('app') !== null;";
        for _ in 0..100 {
            let asked = self.client.execute(probe, Vec::new());
            if let Ok(Ok(Value::Bool(true))) = tokio::time::timeout(Duration::from_secs(2), asked).await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the page does not speak {locale}");
    }

    pub async fn find(&self, query: &str) {
        self.fill("find-input", query).await;
        // It takes no click while it finds, or while Pine Labs asks to wait.
        self.see_enabled("find-submit").await;
        self.click("find-submit").await;
    }

    /// Gives the keys of a shop at the Custom environment, and sends them.
    pub async fn connect_as(&self, client_id: &str, secret: &str) {
        self.choose_environment("env-custom").await;
        self.fill("connect-client-id", client_id).await;
        self.fill("connect-client-secret", secret).await;
        self.click("connect-submit").await;
    }

    /// Finds a link by its id and waits for its page.
    pub async fn open_link(&self, link_id: &str) -> Hook {
        self.find(link_id).await;
        self.see_with("link-id", "data-value", link_id).await;
        self.see("link-status").await
    }

    pub async fn see_outcome(&self, outcome: &str) -> Hook {
        self.see_with("outcome", "data-outcome", outcome).await
    }

    /// Waits until it is known what became of a change, and returns that.
    pub async fn see_end(&self) -> Hook {
        let probe = r#"const open = ["held", "checking"];
            const each = shown("outcome").find((each) => !open.includes(each.dataset.outcome));
            return each && hook(each);"#;
        Hook::from_page(&self.until("an outcome that is known", probe, json!(null)).await)
    }

    pub async fn see_state(&self, state: &str) -> Hook {
        self.see_with("link-status", "data-state", state).await
    }

    /// Opens the refund dialog and fills it in up to the button.
    pub async fn fill_refund(&self, amount: Amount<'_>) {
        self.click("action-refund").await;
        match amount {
            Amount::All => self.click("refund-full").await,
            Amount::Part(rupees) => {
                self.click("refund-part").await;
                self.fill("refund-amount", rupees).await;
            }
        }
        self.fill("refund-reason", "Returned by the customer").await;
    }

    /// Opens the capture dialog and fills it in up to the button.
    pub async fn fill_capture(&self, amount: Amount<'_>) {
        self.click("action-capture").await;
        match amount {
            Amount::All => self.click("capture-full").await,
            Amount::Part(rupees) => {
                self.click("capture-part").await;
                self.fill("capture-amount", rupees).await;
            }
        }
    }

    /// Presses the button that sends, once it can be pressed.
    pub async fn confirm(&self) {
        self.see_enabled("dialog-confirm").await;
        self.click("dialog-confirm").await;
    }

    /// Leaves a dialog with its outcome.
    pub async fn dismiss(&self) {
        self.click("dialog-dismiss").await;
        self.see_gone("dialog-dismiss").await;
        self.see_rest().await;
    }
}
