//! Another language, with a stand-in for it: the pseudo-locale is English with accents, longer and between marks. The main job runs in
//! it in a small window; no English is left on a screen, what the Rust side says included, and nothing is cut.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

/// What stands on the screens from the shop, from Pine Labs and from the person, beside ids and codes.
const DATA: [&str; 15] = [
    "Returned by the customer",
    "The one-time password was wrong",
    "Wall hanging",
    "Chanderi saree",
    "The bank declined the payment",
    "Two cotton dupattas",
    "Curtains for three rooms",
    "Carpet, on approval",
    "no ledger",
    "client_id",
    "two words",
    "settings.json",
    "recents.json",
    "ledger.db",
    "127.0.0.1",
];

const UNMARKED: &str = include_str!("../src/unmarked.js");

struct Look<'a> {
    window: &'a Window,
    audit: Audit<'a>,
    english: Vec<String>,
    names: Vec<String>,
}

impl<'a> Look<'a> {
    /// Gives the page the other language, as only who drives the window can, and makes the window small.
    async fn begin(window: &'a Window, names: &[&str]) -> Self {
        window.speak("pseudo").await;
        window.resize(900, 600).await;
        let names = names.iter().chain(&DATA).map(|name| (*name).to_owned()).collect();
        Self { window, audit: Audit::of(window), english: Vec::new(), names }
    }

    async fn at(&mut self, screen: &str) {
        self.audit.look_in_this_size(screen).await;
        let found = self.window.run_async(UNMARKED, vec![json!(screen), json!(self.names)]).await;
        let found = found.as_array().unwrap_or_else(|| panic!("the look at the words answered {found}"));
        self.english.extend(found.iter().map(|each| each.as_str().unwrap_or_default().to_owned()));
    }

    fn ends_clean(self) {
        let Self { mut audit, english, .. } = self;
        // Of a short and a long text of the same each has its own marks here, so that neither has the other in it.
        audit.forget("label-content-name-mismatch");
        assert!(english.is_empty(), "{} texts are English:\n  {}", english.len(), english.join("\n  "));
        audit.ends_clean();
    }
}

/// The name of the account is the shop's own, and so is the one that the page gives to a shop without one.
const SHOP: [&str; 2] = ["My shop", "MS"];

async fn open(journey: &Journey, reference: &str) {
    let link = journey.shop.known(reference).await;
    journey.window.open_link(&link.link_id).await;
}

/// The customers of the sandbox, as the pages name them.
async fn customers(window: &Window) -> Vec<String> {
    let names = "arguments[arguments.length - 1]([...document.querySelectorAll(\"[dir='auto']\")].map((each) => each.textContent.trim()).filter((name) => /[A-Za-z]{2}/.test(name)));";
    let found = window.run_async(names, Vec::new()).await;
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_in_another_language_has_no_english_left_and_nothing_cut() {
    let journey = Journey::start(Setup { undo_seconds: 600, ..Setup::default() }).await;
    let window = &journey.window;
    let shop = &journey.shop;
    let mut look = Look::begin(window, &SHOP).await;
    window.see("connect-client-secret").await;
    look.at("connect").await;
    journey.connect_with("not-the-secret-of-this-shop").await;
    window.see_with("error", "data-code", "credentials_refused").await;
    look.at("connect, credentials refused").await;
    journey.connect_with(&shop.client_secret).await;
    window.see("account-menu").await;
    window.see_gone("connect-client-secret").await;
    look.at("no recents").await;

    window.find("two words").await;
    window.see_with("error", "data-code", "not_an_id").await;
    look.at("no id in Find").await;
    window.find("NOBODYS-REFERENCE").await;
    window.see_with("error", "data-code", "not_found").await;
    look.at("not found").await;
    for reference in [known::PART_PAID, known::PAID_AFTER_FAILURES, known::UNKNOWN_STATUS, known::WAITING] {
        open(&journey, reference).await;
        look.names.extend(customers(window).await);
        look.at(&format!("panel, {reference}")).await;
    }
    window.click("action-cancel").await;
    window.see("dialog-confirm").await;
    look.at("cancel").await;
    window.dismiss().await;
    window.click("action-resend").await;
    window.see("dialog-confirm").await;
    look.at("resend").await;
    window.dismiss().await;

    open(&journey, known::PART_PAID).await;
    window.fill_refund(Amount::Part("99,999.00")).await;
    window.see_with("refund-amount", "aria-invalid", "true").await;
    look.at("refund of too much").await;
    window.fill("refund-amount", "1,250.50").await;
    window.confirm().await;
    window.see_outcome("held").await;
    look.at("refund held").await;
    window.click("undo").await;
    window.see_outcome("undone").await;
    look.at("refund taken back").await;
    window.dismiss().await;
    open(&journey, known::HELD_LATELY).await;
    look.names.extend(customers(window).await);
    window.fill_capture(Amount::Part("8,499.00")).await;
    window.see("capture-released").await;
    look.at("capture of a part").await;
    window.dismiss().await;
    window.click("action-void").await;
    window.see("dialog-confirm").await;
    look.at("void").await;
    window.dismiss().await;

    window.click("nav-activity").await;
    window.see("activity-row").await;
    look.names.extend(customers(window).await);
    look.at("activity").await;
    window.click("activity-row").await;
    window.see("activity-steps").await;
    look.at("an entry of the activity").await;
    window.click("nav-settings").await;
    window.see("theme-toggle").await;
    look.at("settings").await;
    window.click("account-menu").await;
    window.see("account-add").await;
    look.at("account menu").await;
    look.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_and_a_notice_of_the_rust_side_are_in_the_language_of_the_page() {
    let mut journey = Journey::connected(Setup::default()).await;
    open(&journey, known::PAID_BY_CARD).await;
    let link = journey.shop.known(known::WAITING).await;
    journey.shop.go_offline().await;
    let mut look = Look::begin(&journey.window, &SHOP).await;
    journey.window.see("account-menu").await;
    journey.window.find(&link.link_id).await;
    journey.window.see("error").await;
    look.names.extend(customers(&journey.window).await);
    look.at("offline").await;
    look.ends_clean();

    let journey = journey
        .restarted_after(|folder| {
            std::fs::write(folder.join("ledger.db"), "no ledger").expect("a file");
            std::fs::write(folder.join("recents.json"), "no list").expect("a file");
        })
        .await;
    let mut look = Look::begin(&journey.window, &SHOP).await;
    journey.window.see_with("error", "data-code", "ledger_damaged").await;
    look.names.extend(customers(&journey.window).await);
    look.at("a ledger and a list that are damaged").await;
    journey.window.click("nav-activity").await;
    journey.window.see_with("error", "data-code", "storage").await;
    // In small print, for support.
    look.names.push("storage".to_owned());
    look.at("the activity of a damaged ledger").await;
    look.ends_clean();
}
