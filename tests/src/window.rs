//! The app's window as a person meets it, by its hooks: see, click, type, press, look. Knows nothing of payment links.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, error::CmdError};
use serde_json::{Value, json};

use crate::driver::{Driver, built};
use crate::hook::Hook;
use crate::keyboard::{BACKSPACE, CONTROL};

/// How long anything that a person waits for may take before the journey fails.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a command of the driver itself may take beyond that.
const SLACK: Duration = Duration::from_secs(15);

/// The script that waits in the page; `PROBE` is where the condition goes.
const PAGE: &str = include_str!("page.js");

pub struct Window {
    pub(crate) client: Client,
    driver: Driver,
}

impl Window {
    pub async fn open(driver: Driver) -> Self {
        let window = Self::open_as_it_was(driver).await;
        window.resize(1280, 800).await;
        window
    }

    /// In the size that it was left in.
    pub async fn open_as_it_was(driver: Driver) -> Self {
        let client = driver.open().await;
        let window = Self { client, driver };
        let script = Some(PATIENCE + SLACK);
        let timeouts = TimeoutConfiguration::new(script, Some(SLACK), Some(Duration::ZERO));
        window.bounded("set the timeouts", window.client.update_timeouts(timeouts)).await;
        window
    }

    /// Closes the window the way a session ends, and leaves the driver for the next one.
    pub async fn close(self) -> Driver {
        let Self { client, driver } = self;
        let apps = driver.running_app();
        let closed = tokio::time::timeout(PATIENCE, client.close()).await;
        assert!(
            matches!(closed, Ok(Ok(()))),
            "the window did not close: {closed:?}\n{}",
            driver.last_words()
        );
        let deadline = Instant::now() + PATIENCE;
        let ended = apps.iter().all(|app| app.ends_by(deadline));
        assert!(ended, "the app did not end with its window\n{}", driver.last_words());
        driver
    }

    /// Waits for the app to end by itself, and leaves the driver for the next one.
    pub async fn ends(self) -> Driver {
        let Self { client, driver } = self;
        let deadline = Instant::now() + PATIENCE;
        let ended = driver.running_app().iter().all(|app| app.ends_by(deadline));
        assert!(ended, "the app did not end with its window\n{}", driver.last_words());
        // The driver lets the next one in when the session of this one is given back, whatever it says to that.
        let _ = tokio::time::timeout(PATIENCE, client.close()).await;
        driver
    }

    /// The driver, to start the app beside this one.
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// Waits until the hook is visible.
    pub async fn see(&self, id: &str) -> Hook {
        self.see_where(id, "true", json!(null)).await
    }

    /// Waits until nothing of the hook is beyond the edge of the window.
    pub async fn see_whole(&self, id: &str) -> Hook {
        let inside = "((at) => at.top >= 0 && at.bottom <= innerHeight)(each.getBoundingClientRect())";
        self.see_where(id, inside, json!(null)).await
    }

    /// Waits until a visible hook has this value in this attribute.
    pub async fn see_with(&self, id: &str, attribute: &str, value: &str) -> Hook {
        self.see_where(id, "each.getAttribute(args.more[0]) === args.more[1]", json!([attribute, value]))
            .await
    }

    /// Waits until a visible hook shows these words, spaces as they come.
    pub async fn see_text(&self, id: &str, words: &str) -> Hook {
        let condition = r#"hook(each).text.replace(/\s+/g, " ").includes(args.more)"#;
        self.see_where(id, condition, json!(words)).await
    }

    /// The same, letters of either case.
    pub async fn see_any_case(&self, id: &str, words: &str) -> Hook {
        let condition = "hook(each).text.toLowerCase().includes(args.more.toLowerCase())";
        self.see_where(id, condition, json!(words)).await
    }

    /// Waits until a visible hook carries this amount.
    pub async fn see_minor(&self, id: &str, minor: i64) -> Hook {
        self.see_with(id, "data-minor", &minor.to_string()).await
    }

    /// Waits until a visible hook can be used.
    pub async fn see_enabled(&self, id: &str) -> Hook {
        self.see_where(id, r#"each.getAttribute("aria-disabled") !== "true" && !each.disabled"#, json!(null))
            .await
    }

    /// Waits until a visible hook cannot be used.
    pub async fn see_disabled(&self, id: &str) -> Hook {
        self.see_with(id, "aria-disabled", "true").await
    }

    async fn see_where(&self, id: &str, condition: &str, more: Value) -> Hook {
        let probe =
            format!("const each = shown(args.id).find((each) => {condition}); return each && hook(each);");
        let what = format!("{id} where {condition} of {more}");
        Hook::from_page(&self.until(&what, &probe, json!({ "id": id, "more": more })).await)
    }

    /// Waits until these words stand anywhere on the screen.
    pub async fn see_words(&self, words: &str) {
        let probe = r#"return document.body.innerText.replace(/\s+/g, " ").includes(args);"#;
        self.until(&format!("the words {words:?}"), probe, json!(words)).await;
    }

    /// Waits until no such hook is visible.
    pub async fn see_gone(&self, id: &str) {
        let what = format!("{id} to go");
        self.until(&what, "return shown(args.id).length === 0;", json!({ "id": id })).await;
    }

    /// Waits until the page has drawn a few times: by then the focus is back where it came from.
    pub async fn see_rest(&self) {
        self.until("the page to come to rest", "return frames > 3;", json!(null)).await;
    }

    /// Every hook of this name that is visible now.
    pub async fn all(&self, id: &str) -> Vec<Hook> {
        let seen = self.until(id, "return shown(args.id).map(hook);", json!({ "id": id })).await;
        seen.as_array().into_iter().flatten().map(Hook::from_page).collect()
    }

    /// Whether such a hook is visible now.
    pub async fn shows(&self, id: &str) -> bool {
        !self.all(id).await.is_empty()
    }

    /// Clicks a hook once it is visible.
    pub async fn click(&self, id: &str) {
        let element = self.element(id, "true", json!(null)).await;
        // The page may have put another element in its place since. One that cannot be clicked was not: the new one is.
        let gone = |error: &CmdError| {
            let said = format!("{error:?}");
            said.contains("ElementNotInteractable") || said.contains("StaleElementReference")
        };
        let element = match tokio::time::timeout(PATIENCE, element.click()).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) if gone(&error) => self.element(id, "true", json!(null)).await,
            other => panic!("could not click {id}: {other:?}\n{}", self.driver.last_words()),
        };
        self.bounded(&format!("click {id}"), element.click()).await;
    }

    /// Clicks the one of several hooks whose attribute has this value.
    pub async fn click_with(&self, id: &str, attribute: &str, value: &str) {
        let condition = "each.getAttribute(args.more[0]) === args.more[1]";
        let element = self.element(id, condition, json!([attribute, value])).await;
        self.bounded(&format!("click {id}"), element.click()).await;
    }

    /// Clicks a button that has no hook of its own by its accessible name.
    pub async fn click_named(&self, name: &str) {
        let probe = "return [...document.querySelectorAll(`button[aria-label=\"${args}\"]`)].find(visible);";
        let button = self.element_from(&format!("a button {name:?}"), probe, json!(name)).await;
        self.bounded(&format!("click {name:?}"), button.click()).await;
    }

    /// Clicks a button that has no hook of its own by the words on it.
    pub async fn click_words(&self, words: &str) {
        let probe = "return [...document.querySelectorAll('button, summary')].find((each) => visible(each) && each.innerText.trim().startsWith(args));";
        let button = self.element_from(&format!("a button {words:?}"), probe, json!(words)).await;
        self.bounded(&format!("click {words:?}"), button.click()).await;
    }

    /// Three clicks as quick as a nervous hand can, all on the spot where the hook was before the first.
    pub async fn click_three_times(&self, id: &str) {
        let element = self.element(id, "true", json!(null)).await;
        let mut hand = MouseActions::new("hand".to_owned()).then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        for _ in 0..3 {
            hand = hand
                .then(PointerAction::Down { button: fantoccini::actions::MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: fantoccini::actions::MOUSE_BUTTON_LEFT });
        }
        self.bounded(&format!("click {id} three times"), self.client.perform_actions(hand)).await;
    }

    /// Replaces what stands in a field, key by key as a person does; WebDriver's own way of clearing one tells the page
    /// nothing.
    pub async fn fill(&self, id: &str, text: &str) {
        // The page may put another field in the place of the one just found; then this is done again with that one,
        // which is safe because everything in it is replaced.
        let field = self.element(id, "true", json!(null)).await;
        let first = async {
            field.send_keys(&format!("{CONTROL}a")).await?;
            field.send_keys(&format!("{BACKSPACE}{text}")).await
        };
        if matches!(tokio::time::timeout(PATIENCE, first).await, Ok(Ok(()))) {
            return;
        }
        let field = self.element(id, "true", json!(null)).await;
        self.bounded(&format!("select what is in {id}"), field.send_keys(&format!("{CONTROL}a"))).await;
        self.bounded(&format!("type into {id}"), field.send_keys(&format!("{BACKSPACE}{text}"))).await;
    }

    /// Puts a long text into a field at once, as a paste does.
    pub async fn paste(&self, id: &str, text: &str) {
        let probe = r#"const field = shown(args.id)[0];
            if (!field) return false;
            field.focus();
            field.value = args.text;
            field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
            return true;"#;
        self.until(&format!("paste into {id}"), probe, json!({ "id": id, "text": text })).await;
    }

    /// Whether a choice is made, be it a radio button or a label around one.
    pub async fn is_chosen(&self, id: &str) -> bool {
        let probe = r#"const each = shown(args)[0];
            const radio = each?.matches("input") ? each : each?.querySelector("input");
            return each && { chosen: (radio?.checked ?? false) || each.getAttribute("aria-checked") === "true" };"#;
        self.until(id, probe, json!(id)).await["chosen"] == true
    }

    /// Picks an environment, opening the list of them first where it is closed.
    pub async fn choose_environment(&self, option: &str) {
        self.see("connect-environment").await;
        if !self.shows(option).await {
            self.click("connect-environment").await;
        }
        self.click(option).await;
    }

    /// The theme that the page is in.
    pub async fn theme(&self) -> String {
        let theme =
            self.until("a theme", "return document.documentElement.dataset.theme;", json!(null)).await;
        theme.as_str().unwrap_or_default().to_owned()
    }

    pub async fn see_theme(&self, theme: &str) {
        let probe = "return document.documentElement.dataset.theme === args;";
        self.until(&format!("the {theme} theme"), probe, json!(theme)).await;
    }

    /// Shows the page in another theme for a picture, without choosing it for good.
    pub async fn paint(&self, theme: &str) {
        let probe = "document.documentElement.dataset.theme = args; return true;";
        self.until(&format!("the {theme} theme"), probe, json!(theme)).await;
    }

    pub async fn resize(&self, width: u32, height: u32) {
        self.bounded("resize", self.client.set_window_rect(0, 0, width, height)).await;
        let what = format!("the window to be {width}×{height}");
        self.until(
            &what,
            "return innerWidth === args[0] && innerHeight === args[1];",
            json!([width, height]),
        )
        .await;
    }

    /// Asks for a window of almost no size, and returns the size that it has then.
    pub async fn shrink(&self) -> (u64, u64) {
        self.bounded("resize", self.client.set_window_rect(0, 0, 10, 10)).await;
        let smaller = "return innerWidth < 1000 && [innerWidth, innerHeight];";
        let size = self.until("the window to shrink", smaller, json!(null)).await;
        (size[0].as_u64().unwrap_or_default(), size[1].as_u64().unwrap_or_default())
    }

    /// Runs `probe`, the body of a function in the page, until it returns something.
    pub async fn until(&self, what: &str, probe: &str, args: Value) -> Value {
        let script = PAGE.replace("PROBE", probe);
        let patience = i64::try_from(PATIENCE.as_millis()).unwrap_or(i64::MAX);
        let look = async || {
            // What was found may be drawn anew before the driver has it in hand; then it is looked for again.
            loop {
                match self.client.execute_async(&script, vec![args.clone(), json!(patience)]).await {
                    Err(error) if error.is_stale_element_reference() => {}
                    said => return said,
                }
            }
        };
        let said = self.bounded(what, look()).await;
        if let Some(found) = said.get("found") {
            return found.clone();
        }
        let picture = self.keep_picture().await;
        let page = said["late"].as_str().or(said["broken"].as_str()).unwrap_or("nothing");
        panic!(
            "waited {PATIENCE:?} for {what}, in vain (picture: {})\n  the page showed:\n    {page}\n  the app said:\n{}",
            picture.display(),
            self.driver.last_words()
        );
    }

    /// Runs a script that hands its answer to its last argument.
    pub async fn run_async(&self, script: &str, args: Vec<Value>) -> Value {
        self.bounded("run a script", self.client.execute_async(script, args)).await
    }

    /// A picture of the window at `path`, once everything that moves has come to rest and is painted.
    pub async fn picture(&self, path: &Path) {
        let probe = r#"const moves = (each) =>
                each.playState === "running" && Number.isFinite(each.effect.getComputedTiming().endTime);
            if (document.getAnimations().some(moves)) frames = 0;
            return frames > 3;"#;
        self.until("the window to come to rest", probe, json!(null)).await;
        self.screenshot(path).await;
    }

    async fn screenshot(&self, path: &Path) {
        let picture = self.bounded("take a picture", self.client.screenshot()).await;
        fs::write(path, picture)
            .unwrap_or_else(|error| panic!("could not write {}: {error}", path.display()));
    }

    /// A picture of a failure, beside what was built.
    async fn keep_picture(&self) -> PathBuf {
        static TAKEN: AtomicU32 = AtomicU32::new(0);
        let folder = built().with_file_name("journeys");
        fs::create_dir_all(&folder).expect("a folder for the pictures");
        let number = TAKEN.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("failure-{}-{number}.png", std::process::id()));
        self.screenshot(&path).await;
        path
    }

    /// The element behind a hook, once it is visible and stands still.
    async fn element(&self, id: &str, condition: &str, more: Value) -> Element {
        let probe = format!("return shown(args.id).find((each) => {condition});");
        let what = format!("{id} where {condition} of {more}");
        self.element_from(&what, &probe, json!({ "id": id, "more": more })).await
    }

    async fn element_from(&self, what: &str, probe: &str, args: Value) -> Element {
        let found = self.until(what, probe, args).await;
        let reference = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        let reference = reference.unwrap_or_else(|| panic!("{what} came back as no element: {found}"));
        Element::from_element_id(self.client.clone(), ElementRef::from(reference.to_owned()))
    }

    /// Gives a command of the driver its deadline, and its failure a sentence.
    pub(crate) async fn bounded<T>(
        &self,
        what: &str,
        command: impl Future<Output = Result<T, CmdError>>,
    ) -> T {
        match tokio::time::timeout(PATIENCE + SLACK + SLACK, command).await {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => panic!("could not {what}: {error:?}\n{}", self.driver.last_words()),
            Err(late) => panic!("the driver did not {what} in time: {late}\n{}", self.driver.last_words()),
        }
    }
}
