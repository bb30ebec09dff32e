//! The tour: the whole main job in the real window, on sample data, without a display. It prints a line for each step
//! and leaves a picture of each screen: `refund.png`, and for the main ones `refund-dark.png` and `refund-900.png` too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use acceptance::desktop::{Desktop, Keychain};
use acceptance::driver::{Driver, built};
use acceptance::keyboard::ESCAPE;
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;

const FULL: (u32, u32) = (1280, 800);
const SMALL: (u32, u32) = (900, 600);

/// Long enough for a picture of the hold, short enough for a tour.
const UNDO_SECONDS: &str = "3";

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let pictures = match (words.next().as_deref(), words.next(), words.next()) {
        (None, _, _) => built().with_file_name("tour"),
        (Some("--out"), Some(folder), None) => PathBuf::from(folder),
        _ => {
            eprintln!("usage: tour [--out FOLDER]");
            return ExitCode::from(2);
        }
    };
    if let Err(error) = std::fs::create_dir_all(&pictures) {
        eprintln!("{} cannot be made: {error}", pictures.display());
        return ExitCode::FAILURE;
    }
    let started = Instant::now();
    let desktop = Desktop::start(Keychain::Open);
    let environment = [
        ("LINKDESK_DATA_DIR".to_owned(), desktop.data_dir().display().to_string()),
        ("LINKDESK_UNDO_SECONDS".to_owned(), UNDO_SECONDS.to_owned()),
    ];
    let window = Window::open(Driver::start(&desktop, &environment).await).await;
    let tour = Tour { window, pictures, started };
    tour.first_screens().await;
    tour.pages().await;
    tour.refund().await;
    tour.capture_and_void().await;
    tour.cancel_and_resend().await;
    tour.activity().await;
    tour.settings().await;
    println!("The tour is over; its pictures are in {}", tour.pictures.display());
    ExitCode::SUCCESS
}

struct Tour {
    window: Window,
    pictures: PathBuf,
    started: Instant,
}

impl Tour {
    async fn first_screens(&self) {
        self.step("Linkdesk starts, and asks for the keys of a shop");
        self.window.see("connect-client-secret").await;
        self.every_look("connect").await;

        self.step("Sample data needs no keys; the ribbon says what it is");
        self.window.click("sample-data").await;
        self.window.see_text("environment-ribbon", "SAMPLE DATA").await;
        self.window.see("find-input").await;
    }

    async fn pages(&self) {
        for (reference, picture, words) in [
            (known::WAITING, "link-waiting", "A link that nobody has opened yet"),
            (known::PART_PAID, "link-part-paid", "A link that is paid in part, with split shares"),
            (known::PAID_AFTER_FAILURES, "link-paid", "A link that was paid at the third try"),
            (known::HELD, "link-to-capture", "A link whose money is only held"),
            (known::PAID_TWICE, "link-paid-twice", "A link that was paid twice, and what to do about it"),
            (known::EVERY_FIELD, "link-details", "A link with everything that Pine Labs can say of one"),
        ] {
            self.step(&format!("Finding {reference}. {words}"));
            self.at(reference).await;
            self.every_look(picture).await;
        }
        self.step("The same link on the whole page");
        self.window.click_named("Open full page").await;
        self.every_look("link-full-page").await;
        self.window.press(ESCAPE).await;

        self.step("An id that is none is refused beside the box, and nothing is asked");
        self.window.find("two words").await;
        self.window.see_with("error", "data-code", "not_an_id").await;
        self.picture("not-an-id").await;

        self.step("The links seen last are on the first screen");
        self.window.press(ESCAPE).await;
        self.window.see_gone("link-panel").await;
        self.window.see_with("recent-item", "data-value", known::WAITING).await;
        self.every_look("recents").await;
    }

    async fn refund(&self) {
        self.step("A refund begins with nothing chosen and the focus on the way out");
        self.at(known::PAID_BY_CARD).await;
        self.window.click("action-refund").await;
        self.window.see("refund-full").await;
        self.every_look("refund-empty").await;

        self.step("A part of it, in figures and words, with a reason");
        self.window.click("refund-part").await;
        self.window.fill("refund-amount", "1,250.50").await;
        self.window.fill("refund-reason", "Returned by the customer").await;
        self.window.see_enabled("dialog-confirm").await;
        self.every_look("refund").await;

        self.step("It is held for a moment with an Undo, and then sent once");
        self.window.confirm().await;
        self.window.see_outcome("held").await;
        self.picture("refund-held").await;
        self.window.see_outcome("accepted").await;
        self.window.see_state("paid_part_refunded").await;
        self.every_look("refund-accepted").await;
        self.window.dismiss().await;
        self.every_look("link-part-refunded").await;

        self.step("More than is left is refused beside the field");
        self.window.fill_refund(Amount::Part("99,999.00")).await;
        self.window.see_with("refund-amount", "aria-invalid", "true").await;
        self.picture("refund-too-much").await;
        self.window.dismiss().await;

        self.step("All that is left");
        self.window.fill_refund(Amount::All).await;
        self.window.confirm().await;
        self.window.see_outcome("accepted").await;
        self.window.dismiss().await;
        self.window.see_state("refunded").await;
        self.picture("link-refunded").await;
    }

    async fn capture_and_void(&self) {
        self.step("A capture of a part says what goes back for good");
        self.at(known::HELD_LATELY).await;
        self.window.fill_capture(Amount::Part("8,499.00")).await;
        self.window.see_enabled("dialog-confirm").await;
        self.every_look("capture").await;
        self.window.confirm().await;
        self.window.see_outcome("done").await;
        self.picture("capture-done").await;
        self.window.dismiss().await;
        self.window.see_state("captured_part").await;
        self.picture("link-captured-part").await;

        self.step("A void lets go of all that is held");
        self.at(known::HELD_BY_UPI).await;
        self.window.click("action-void").await;
        self.window.see_enabled("dialog-confirm").await;
        self.every_look("void").await;
        self.window.confirm().await;
        self.window.see_outcome("done").await;
        self.window.dismiss().await;
        self.window.see_state("released").await;
        self.picture("link-released").await;
    }

    async fn cancel_and_resend(&self) {
        self.step("A link is sent to the customer again");
        self.at(known::OPENED).await;
        self.window.click("action-resend").await;
        self.window.see_enabled("dialog-confirm").await;
        self.picture("resend").await;
        self.window.confirm().await;
        self.window.see_outcome("done").await;
        self.window.dismiss().await;

        self.step("A link is cancelled");
        self.window.click("action-cancel").await;
        self.window.see_enabled("dialog-confirm").await;
        self.every_look("cancel").await;
        self.window.confirm().await;
        self.window.see_outcome("done").await;
        self.window.dismiss().await;
        self.window.see_state("cancelled").await;
        self.picture("link-cancelled").await;
    }

    async fn activity(&self) {
        self.step("Activity: every change that was asked for here, with its steps");
        self.window.click("nav-activity").await;
        self.window.see("activity-row").await;
        self.every_look("activity").await;
        self.window.click_with("activity-row", "data-kind", "refund").await;
        self.window.see("activity-steps").await;
        self.every_look("activity-entry").await;
    }

    async fn settings(&self) {
        self.step("Settings: accounts, theme, and the dialect that is spoken");
        self.window.click("nav-settings").await;
        self.window.see("theme-toggle").await;
        self.every_look("settings").await;

        self.step("The window in the dark");
        self.window.click("theme-toggle").await;
        self.picture("settings-chosen-theme").await;
    }

    /// Finds a link by its reference and waits for its page.
    async fn at(&self, reference: &str) {
        self.window.find(reference).await;
        self.window.see_with("link-reference", "data-value", reference).await;
    }

    fn step(&self, words: &str) {
        println!("{:>5.1} s  {words}", self.started.elapsed().as_secs_f32());
    }

    async fn picture(&self, name: &str) {
        let path = self.pictures.join(name).with_extension("png");
        self.window.picture(&path).await;
        println!("         {}", shown(&path));
    }

    /// Light and dark, at full size and at the smallest, and back.
    async fn every_look(&self, name: &str) {
        self.picture(name).await;
        self.window.paint("dark").await;
        self.picture(&format!("{name}-dark")).await;
        self.window.resize(SMALL.0, SMALL.1).await;
        self.picture(&format!("{name}-900-dark")).await;
        self.window.paint("light").await;
        self.picture(&format!("{name}-900")).await;
        self.window.resize(FULL.0, FULL.1).await;
    }
}

/// A path as short as the folder it is read from allows.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
