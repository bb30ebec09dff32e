//! Which system packages Linkdesk needs, why, and which of them are missing. On Debian and its relatives it installs
//! them with `apt-get`; elsewhere it only names them. It asks the package manager and never guesses from files.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};

use crate::place::Place;
use crate::step::{Done, Step};

/// What somebody is about to do; each includes what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Build the app and open it on a desktop.
    Build,
    /// Drive its window without a desktop: the journeys and the tour.
    Drive,
    /// Make the packages for other machines, look into them, and try the one for Debian.
    Package,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Package {
    /// The name in Debian and Ubuntu.
    name: &'static str,
    purpose: Purpose,
    why: &'static str,
}

const fn package(name: &'static str, purpose: Purpose, why: &'static str) -> Package {
    Package { name, purpose, why }
}

const PACKAGES: [Package; 15] = [
    package("build-essential", Purpose::Build, "C compiler and linker"),
    package("pkg-config", Purpose::Build, "finds the libraries below while building"),
    package("libwebkit2gtk-4.1-dev", Purpose::Build, "the web view that shows the app"),
    package("libgtk-3-dev", Purpose::Build, "the window around the web view"),
    package("librsvg2-common", Purpose::Build, "SVG icons inside GTK"),
    package("fonts-noto-core", Purpose::Build, "the rupee sign and Devanagari letters"),
    package("webkit2gtk-driver", Purpose::Drive, "WebDriver for the web view"),
    package("xvfb", Purpose::Drive, "a display where there is none"),
    package("dbus", Purpose::Drive, "a session bus of its own for the keychain"),
    package("gnome-keyring", Purpose::Drive, "a real Secret Service to keep credentials in"),
    package("strace", Purpose::Drive, "ends the program at any call, and fills its disk, in tests"),
    package("locales", Purpose::Drive, "the source of the en_IN.UTF-8 locale"),
    package("desktop-file-utils", Purpose::Package, "checks the entry for the desktop's menu"),
    package("rpm", Purpose::Package, "looks into the rpm"),
    package("mmdebstrap", Purpose::Package, "makes a bare Debian to try the deb in"),
];

/// Installs or names what is missing for `purpose`.
pub fn ensure(place: &Place, purpose: Purpose) -> Done {
    if !cfg!(target_os = "linux") {
        return ensure_elsewhere(purpose);
    }
    let root = &place.root;
    let names = needed(purpose).map(|package| package.name);
    let format = "--showformat=${Package} ${db:Status-Status}\\n";
    let asked = Step::new(root, "sh")
        .args(["-c", r#"command -v apt-get >/dev/null && { dpkg-query --show "$@"; true; }"#, "sh", format])
        .args(names);
    let Some(answer) = asked.read() else {
        return Err(format!(
            "This machine has no apt-get, so please install by hand:\n{}",
            in_debians_names(purpose)
        ));
    };
    let missing = missing(purpose, &answer);
    if missing.is_empty() {
        println!("  system packages: all {} are there", needed(purpose).count());
        return Ok(());
    }
    println!("  system packages that are missing and will be installed with apt-get:");
    for package in &missing {
        println!("    {:<24} {}", package.name, package.why);
    }
    // A list of one of the machine's other repositories may be out of reach; what is needed here may still be found.
    if let Err(failure) = as_root(place, ["apt-get", "update", "--quiet"]).run() {
        println!("  going on with the package lists as they are: {failure}");
    }
    as_root(place, ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "-qq"])
        .args(["--no-install-recommends", "--option", "DPkg::Lock::Timeout=300"])
        .args(missing.iter().map(|package| package.name))
        .run()
}

/// A command that needs to be root: as it stands for root, through sudo for everybody else.
pub fn as_root<const N: usize>(place: &Place, words: [&str; N]) -> Step {
    let is_root = Step::new(&place.root, "id").args(["-u"]).read().is_some_and(|id| id.trim() == "0");
    if is_root {
        return Step::new(&place.root, words[0]).args(&words[1..]);
    }
    // Nobody can type a password where there is no terminal: fail at once instead of waiting for one.
    let ask = if io::stdin().is_terminal() { &[][..] } else { &["--non-interactive"] };
    Step::new(&place.root, "sudo").args(ask).args(words).with_stdin()
}

fn needed(purpose: Purpose) -> impl Iterator<Item = &'static Package> {
    PACKAGES.iter().filter(move |package| package.purpose <= purpose)
}

/// `answer` has a line `name status` for each package that dpkg knows of; a name that it never heard of has none.
fn missing(purpose: Purpose, answer: &str) -> Vec<&'static Package> {
    let installed: BTreeSet<&str> =
        answer.lines().filter_map(|line| line.trim().strip_suffix(" installed")).collect();
    needed(purpose).filter(|package| !installed.contains(package.name)).collect()
}

fn in_debians_names(purpose: Purpose) -> String {
    let mut told = String::new();
    for package in needed(purpose) {
        told = told + "  " + package.name + ": " + package.why + "\n";
    }
    told + "These are Debian's names; https://tauri.app/start/prerequisites has other systems' for the libraries.\n\
            Once they are there, set LINKDESK_SKIP_PACKAGES=1 so that they are not looked for."
}

fn ensure_elsewhere(purpose: Purpose) -> Done {
    if purpose == Purpose::Drive {
        return Err("The window can only be driven on Linux; `cargo xtask run` opens the app here.".into());
    }
    println!(
        "  system packages: none are looked for here; Xcode's command line tools (macOS) or the Visual Studio"
    );
    println!("  build tools and WebView2 (Windows) have to be there");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(packages: &[&Package]) -> Vec<&'static str> {
        packages.iter().map(|package| package.name).collect()
    }

    fn all_installed(but: &str) -> String {
        let others = PACKAGES.iter().filter(|package| package.name != but);
        others.fold(String::new(), |answer, package| answer + package.name + " installed\n")
    }

    #[test]
    fn nothing_is_missing_when_everything_is_installed() {
        assert_eq!(names(&missing(Purpose::Drive, &all_installed(""))), Vec::<&str>::new());
    }

    #[test]
    fn a_package_that_dpkg_never_heard_of_is_missing() {
        assert_eq!(names(&missing(Purpose::Drive, &all_installed("xvfb"))), ["xvfb"]);
    }

    #[test]
    fn a_package_that_was_removed_is_missing_though_dpkg_still_knows_it() {
        let answer = all_installed("xvfb") + "xvfb config-files\n";
        assert_eq!(names(&missing(Purpose::Drive, &answer)), ["xvfb"]);
        let answer = all_installed("xvfb") + "xvfb not-installed\n";
        assert_eq!(names(&missing(Purpose::Drive, &answer)), ["xvfb"]);
    }

    #[test]
    fn a_package_of_two_architectures_is_there_once_one_of_them_is() {
        let answer = all_installed("dbus") + "dbus installed\ndbus not-installed\n";
        assert_eq!(names(&missing(Purpose::Drive, &answer)), Vec::<&str>::new());
    }

    #[test]
    fn opening_the_app_on_a_desktop_asks_for_no_test_tools() {
        let asked = names(&missing(Purpose::Build, ""));
        assert!(asked.contains(&"libwebkit2gtk-4.1-dev"));
        assert!(!asked.contains(&"xvfb"));
    }

    #[test]
    fn a_machine_without_apt_is_told_each_name_and_why() {
        let told = in_debians_names(Purpose::Package);
        assert!(PACKAGES.iter().all(|package| told.contains(package.name) && told.contains(package.why)));
    }
}
