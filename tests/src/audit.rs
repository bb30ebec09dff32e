//! What every screen must hold, whatever it shows: axe-core finds nothing in either theme, nothing needs a scroll
//! sideways, nothing is cut whose whole text is nowhere, and everything that can be pressed can be reached. Which screens
//! there are is the journeys' business.

use std::path::Path;

use serde_json::json;

use crate::window::Window;

/// The window as it opens, as small as it is drawn for, and what is left of 1280 at 400 % zoom.
const SIZES: [(u32, u32); 3] = [(1280, 800), (900, 600), (320, 480)];

const LOOK: &str = include_str!("audit.js");
const NAMES: &str = include_str!("names.js");

/// What was found so far. Everything is looked at before anything fails, so that one run tells all of it.
pub struct Audit<'a> {
    window: &'a Window,
    found: Vec<String>,
}

impl<'a> Audit<'a> {
    pub fn of(window: &'a Window) -> Self {
        Self { window, found: Vec::new() }
    }

    /// Looks at what is on screen now, in every size and both themes, and leaves it as it was.
    pub async fn look(&mut self, screen: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            // The colours of a theme are the same in every size.
            self.examine(&format!("{screen} at {width}×{height}"), width == SIZES[0].0).await;
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await;
    }

    /// Looks at what is on screen now, in the size that it has.
    pub async fn look_in_this_size(&mut self, screen: &str) {
        self.examine(screen, false).await;
    }

    /// Asks for the role and the beginning of the accessible name of these hooks, and that every control in sight has both.
    pub async fn names(&mut self, wanted: &[(&str, &str, &str)]) {
        self.load().await;
        let found = self.window.run_async(NAMES, vec![json!(wanted)]).await;
        let found = found.as_array().unwrap_or_else(|| panic!("the look at the names answered {found}"));
        self.found.extend(found.iter().map(|each| each.as_str().unwrap_or_default().to_owned()));
    }

    async fn examine(&mut self, place: &str, both_themes: bool) {
        self.load().await;
        let found = self.window.run_async(LOOK, vec![json!(place), json!(both_themes)]).await;
        let found = found.as_array().unwrap_or_else(|| panic!("the look at {place} answered {found}"));
        self.found.extend(found.iter().map(|each| each.as_str().unwrap_or_default().to_owned()));
    }

    /// Leaves out what was found under a rule that does not hold here.
    pub fn forget(&mut self, rule: &str) {
        self.found.retain(|found| !found.contains(rule));
    }

    /// Fails with everything that was found.
    pub fn ends_clean(self) {
        let Self { found, .. } = self;
        assert!(found.is_empty(), "{} things are wrong:\n  {}", found.len(), found.join("\n  "));
    }

    /// axe-core is a part of the page's tools, not of the page: it comes in here, and again after each start.
    async fn load(&self) {
        let there = self.window.run_async("arguments[arguments.length - 1](!!window.axe)", Vec::new()).await;
        if there == true {
            return;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}: `cargo xtask setup` installs it", path.display()));
        let script = format!("{source};\narguments[arguments.length - 1](!!window.axe)");
        let loaded = self.window.run_async(&script, Vec::new()).await;
        assert_eq!(loaded, true, "axe-core did not load");
    }
}
