//! `cargo xtask package`: the deb and the rpm, made by Tauri's bundler, and the proof that they hold what they should.
//! What goes into them is said in `tauri.conf.json`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::packages::Purpose;
use crate::place::Place;
use crate::step::{Done, Failure, Step, timed};
use crate::tauri_cli::tauri;
use crate::{cache, setup, sizes, tasks};

/// The glibc of Debian 12, the oldest system that the packages are made for.
const GLIBC: Version = (2, 36);

const DEBIANS: [&str; 2] = ["libwebkit2gtk-4.1-0", "libgtk-3-0"];

/// What both packages put onto the system, besides the licences.
const INSTALLED: [&str; 6] = [
    "usr/bin/linkdesk",
    "usr/share/applications/Linkdesk.desktop",
    "usr/share/icons/hicolor/32x32/apps/linkdesk.png",
    "usr/share/icons/hicolor/128x128/apps/linkdesk.png",
    "usr/share/icons/hicolor/256x256@2/apps/linkdesk.png",
    "usr/share/icons/hicolor/scalable/apps/linkdesk.svg",
];

type Version = (u32, u32);

pub fn package(place: &Place, try_it: bool) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("A deb and an rpm can only be made on Linux.".into());
    }
    let _held = cache::hold(place)?;
    timed("Setup", || setup::setup(place, Purpose::Package))?;
    timed("UI build", || tasks::ui_build(place))?;
    sizes::check_ui(place)?;
    timed("Packages", || bundle(place))?;
    sizes::check_binary(place)?;
    check_no_server(place)?;
    let (deb, rpm) = (made(place, "deb")?, made(place, "rpm")?);
    timed("What is in the deb", || check_deb(place, &deb))?;
    timed("What is in the rpm", || check_rpm(place, &rpm))?;
    say_oldest_system(place);
    if try_it {
        timed("Debian 12, bare", || try_deb(place, &deb))?;
    }
    println!("\nMade {}\n     {}", deb.display(), rpm.display());
    Ok(())
}

/// Tauri's own build, not plain cargo: it leaves out of the program what the capability grants to nobody.
fn bundle(place: &Place) -> Done {
    let old = place.released("bundle");
    if old.exists() {
        fs::remove_dir_all(&old).map_err(|error| format!("{} cannot be removed: {error}", old.display()))?;
    }
    let step = tauri(place, &place.root.join("src-tauri"))?.args([
        "build",
        "--ci",
        "--bundles",
        "deb,rpm",
        "--no-binary-patching",
        "--",
        "--locked",
    ]);
    tasks::sharing(place, step).run()
}

fn made(place: &Place, kind: &str) -> Result<PathBuf, Failure> {
    let folder = place.released("bundle").join(kind);
    let files = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    files
        .filter(|path| path.is_file())
        .find(|path| path.extension().is_some_and(|ending| ending == kind))
        .ok_or_else(|| format!("There is no {kind} in {}.", folder.display()))
}

fn check_deb(place: &Place, deb: &Path) -> Done {
    let open = place.released("bundle").join("opened");
    Step::new(&place.root, "dpkg-deb").args(["--extract"]).args([deb, &open]).run()?;
    let licences =
        ["copyright", "LICENSE-MIT", "LICENSE-APACHE"].map(|name| format!("usr/share/doc/linkdesk/{name}"));
    let missing = missing(&licences, |path| open.join(path).is_file());
    if !missing.is_empty() {
        return Err(format!("The deb lacks {}.", missing.join(", ")));
    }
    Step::new(&place.root, "desktop-file-validate")
        .args([open.join("usr/share/applications/Linkdesk.desktop")])
        .run()?;
    let needs =
        Step::new(&place.root, "dpkg-deb").args(["--field".as_ref(), deb.as_os_str(), "Depends".as_ref()]);
    let needs = needs.read().unwrap_or_default();
    match DEBIANS.iter().find(|name| !needs.split([',', ' ', '\n']).any(|need| need == **name)) {
        Some(name) => Err(format!("The deb does not say that it needs {name}: {}", needs.trim())),
        None => Ok(()),
    }
}

fn check_rpm(place: &Place, rpm: &Path) -> Done {
    let listed = Step::new(&place.root, "rpm").args(["--query", "--list", "--package"]).args([rpm]);
    let listed = listed.read().ok_or_else(|| format!("rpm cannot read {}.", rpm.display()))?;
    let licences =
        ["LICENSE-MIT", "LICENSE-APACHE"].map(|name| format!("usr/share/licenses/linkdesk/{name}"));
    let missing = missing(&licences, |path| listed.lines().any(|line| line.strip_prefix('/') == Some(path)));
    if missing.is_empty() { Ok(()) } else { Err(format!("The rpm lacks {}.", missing.join(", "))) }
}

fn missing(licences: &[String], is_there: impl Fn(&str) -> bool) -> Vec<&str> {
    let all = INSTALLED.into_iter().chain(licences.iter().map(String::as_str));
    all.filter(|path| !is_there(path)).collect()
}

/// The sample shop answers in process: nothing of the sandbox's server may be in what ships.
fn check_no_server(place: &Place) -> Done {
    let read =
        |path: &Path| fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    let program = read(&place.released("linkdesk"))?;
    let markers = read(&place.root.join("src-tauri/sandbox/not-in-product.txt"))?;
    match held(&program, &String::from_utf8_lossy(&markers)) {
        None => Ok(()),
        Some(marker) => Err(format!("The release binary holds a part of the sandbox's server: {marker}")),
    }
}

/// The first line of `markers` that stands in `program`.
fn held<'a>(program: &[u8], markers: &'a str) -> Option<&'a str> {
    let lines = markers.lines().filter(|marker| !marker.is_empty());
    lines.into_iter().find(|marker| program.windows(marker.len()).any(|bytes| bytes == marker.as_bytes()))
}

/// A binary asks for the glibc that it was built with, so one from a newer system may not start on an older one.
fn say_oldest_system(place: &Place) {
    let symbols =
        Step::new(&place.root, "objdump").args(["-T".as_ref(), place.released("linkdesk").as_os_str()]);
    let Some((major, minor)) = symbols.read().as_deref().and_then(newest_glibc) else { return };
    println!("\n  The binary needs glibc {major}.{minor} or newer; Debian 12 has {}.{}.", GLIBC.0, GLIBC.1);
    if (major, minor) > GLIBC {
        println!("  These packages do not start on Debian 12: make them on Debian 12 for that.");
    }
}

fn newest_glibc(symbols: &str) -> Option<Version> {
    let asked = symbols.split("GLIBC_").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let mut parts = rest[..end].split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    });
    asked.max()
}

/// Installs the deb into a bare Debian 12 and starts it there. mmdebstrap makes that system as any user, and leaves
/// nothing of it behind.
fn try_deb(place: &Place, deb: &Path) -> Done {
    let script = place.root.join("src-tauri/packaging/try.sh");
    let mut hook = std::ffi::OsString::from("--customize-hook=");
    hook.push(script);
    Step::new(&place.root, "mmdebstrap")
        .args(["--variant=minbase", "--format=null"])
        .args([hook])
        .args(["bookworm", "/dev/null"])
        .variable("LINKDESK_DEB", deb)
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_glibc_is_found_by_number_and_not_by_letter() {
        let symbols = "DF *UND* (GLIBC_2.2.5) free\nDF *UND* (GLIBC_2.34) dlsym\nDF *UND* (GLIBC_2.4) x\n";
        assert_eq!(newest_glibc(symbols), Some((2, 34)));
        assert_eq!(newest_glibc("no symbols"), None);
    }

    #[test]
    fn a_part_of_the_server_in_the_program_is_named() {
        let markers = "/_sandbox/\nlost_after_commit\n";
        assert_eq!(held(b"\0\x7fELF lost_after_commit\0", markers), Some("lost_after_commit"));
        assert_eq!(held(b"\0\x7fELF lost\0", markers), None);
    }

    #[test]
    fn what_a_package_lacks_is_named() {
        let licences = ["usr/share/doc/linkdesk/copyright".to_owned()];
        assert_eq!(missing(&licences, |_| true), Vec::<&str>::new());
        assert_eq!(missing(&licences, |path| !path.ends_with("copyright")), [&licences[0]]);
        assert_eq!(missing(&licences, |path| path != INSTALLED[5]), [INSTALLED[5]]);
    }
}
