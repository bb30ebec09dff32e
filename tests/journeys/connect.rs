//! Credentials: proving them, keeping them in the keychain, and keeping them nowhere else. What a keychain may do instead
//! is tried in `keychain`.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::desktop::Keychain;
use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_refused_and_leaves_nothing_and_the_right_one_connects() {
    let journey = Journey::start(Setup::default()).await;
    journey.connect_with("not-the-secret-of-this-shop").await;
    let error = journey.window.see_with("error", "data-code", "credentials_refused").await;
    assert!(error.text.contains("Pine Labs refused these credentials"), "{}", error.text);
    assert!(!journey.window.shows("account-menu").await, "no account may come of refused credentials");

    let journey = journey.restarted().await;
    journey.window.see("connect-client-secret").await;
    assert!(journey.window.all("account-item").await.is_empty(), "refused credentials were kept");

    let secret = journey.shop.client_secret.clone();
    journey.connect_with(&secret).await;
    journey.window.see("account-menu").await;
    journey.window.see_gone("connect-client-secret").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_account_and_the_recent_links_and_asks_for_nothing() {
    let journey = Journey::connected(Setup::default()).await;
    let first = journey.shop.known(known::WAITING).await;
    let second = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&first.link_id).await;
    journey.window.open_link(&second.link_id).await;

    let journey = journey.restarted().await;
    journey.window.see_with("recent-item", "data-value", &first.reference).await;
    journey.window.see_with("recent-item", "data-value", &second.reference).await;
    assert!(!journey.window.shows("connect-client-secret").await, "the secret was asked for again");

    journey.window.click_with("recent-item", "data-value", &first.reference).await;
    journey.window.see_with("link-id", "data-value", &first.link_id).await;
    journey.window.see_state("waiting").await;
    journey.window.see_gone("stale").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_in_no_file_of_the_data_folder() {
    let journey = Journey::start(Setup::default()).await;
    journey.connect_with("a-wrong-secret-typed-first").await;
    journey.window.see_with("error", "data-code", "credentials_refused").await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    let journey = journey.restarted().await;
    journey.window.open_link(&link.link_id).await;

    let files = files_below(&journey.desktop.data_dir());
    assert!(files.len() > 1, "the app wrote nothing below LINKDESK_DATA_DIR: {files:?}");
    for secret in [journey.shop.client_secret.as_str(), "a-wrong-secret-typed-first"] {
        for form in written_forms(secret) {
            for file in &files {
                // A socket or a file that went meanwhile holds nothing.
                let Ok(bytes) = fs::read(file) else { continue };
                let holds = bytes.windows(form.len()).any(|window| window == form);
                assert!(!holds, "{} holds a secret", file.display());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_custom_environment_shows_its_host_and_so_does_the_title() {
    let journey = Journey::connected(Setup::default()).await;
    let host = journey.shop.host();
    let ribbon = journey.window.see("environment-ribbon").await;
    assert!(ribbon.text.to_uppercase().contains("CUSTOM") && ribbon.text.contains(&host), "{}", ribbon.text);
    journey.desktop.see_title(&host).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_data_needs_no_credentials_and_says_what_it_is() {
    let journey = Journey::start(Setup { keychain: Keychain::Missing, ..Setup::default() }).await;
    journey.window.click("sample-data").await;
    let ribbon = journey.window.see("environment-ribbon").await;
    assert!(ribbon.text.to_uppercase().contains("SAMPLE DATA"), "{}", ribbon.text);
    journey.desktop.see_title("SAMPLE DATA").await;
    journey.window.see("find-input").await;
    assert!(journey.shop.requests().await.is_empty(), "sample data has no business with the Custom host");
}

/// The bytes in which a text may stand in a file.
fn written_forms(text: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(),
    ];
    // Base64 of a longer text that holds it looks different at each of the three ways it may fall into groups.
    for skipped in 0..3 {
        forms.push(base64(&text.as_bytes()[skipped..]));
    }
    forms
}

/// Base64 of the whole groups of three; the rest would depend on what follows.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks_exact(3).map(|group| u32::from_be_bytes([0, group[0], group[1], group[2]]));
    groups.flat_map(|bits| [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift & 63) as usize])).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
