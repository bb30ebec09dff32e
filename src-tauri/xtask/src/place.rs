//! Where things stand: the checkout, the target folder, the tools beside it. It looks, and makes nothing but folders.
//!
//! Building is kept in `target/` unless a cache folder exists: the one named by `LINKDESK_TARGET_CACHE`, or
//! `linkdesk-build` in the user's cache folder. `CARGO_TARGET_DIR`, where it is set, wins over both.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
    /// Whether `target` may be shared with other checkouts.
    pub shared: bool,
}

impl Place {
    pub fn find() -> Self {
        let root = checkout(Path::new(env!("CARGO_MANIFEST_DIR")));
        let chosen = choose_target(&root, |name| env::var_os(name), Path::is_dir);
        Self { shared: chosen.shared, target: chosen.target, root }
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A binary of this workspace, as a debug build leaves it.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Programs that are needed to build or test, and that are nobody's business outside this checkout.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub fn tauri_driver(&self) -> PathBuf {
        self.tools().join("bin").join(format!("tauri-driver{}", env::consts::EXE_SUFFIX))
    }
}

fn checkout(manifest_dir: &Path) -> PathBuf {
    manifest_dir.ancestors().nth(2).unwrap_or(manifest_dir).to_path_buf()
}

struct Target {
    target: PathBuf,
    shared: bool,
}

fn choose_target(
    root: &Path,
    variable: impl Fn(&str) -> Option<OsString>,
    is_folder: impl Fn(&Path) -> bool,
) -> Target {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(named) = set("CARGO_TARGET_DIR") {
        return Target { target: root.join(named), shared: false };
    }
    let of_the_user =
        || set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).map(|c| c.join("linkdesk-build"));
    let cache = set("LINKDESK_TARGET_CACHE").or_else(of_the_user).filter(|folder| is_folder(folder));
    match cache {
        Some(folder) => Target { target: folder.join("target"), shared: true },
        None => Target { target: root.join("target"), shared: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], folders: &[&str]) -> (PathBuf, bool) {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        let is_folder = |path: &Path| folders.iter().any(|folder| Path::new(folder) == path);
        let Target { target, shared } = choose_target(Path::new("/shop/linkdesk"), variable, is_folder);
        (target, shared)
    }

    #[test]
    fn without_a_cache_building_stays_in_the_checkout() {
        assert_eq!(chosen(&[("HOME", "/home/asha")], &[]), (PathBuf::from("/shop/linkdesk/target"), false));
    }

    #[test]
    fn a_cache_folder_of_the_user_is_used_once_it_exists() {
        let expected = (PathBuf::from("/home/asha/.cache/linkdesk-build/target"), true);
        assert_eq!(chosen(&[("HOME", "/home/asha")], &["/home/asha/.cache/linkdesk-build"]), expected);
        let expected = (PathBuf::from("/fast/linkdesk-build/target"), true);
        let variables = [("HOME", "/home/asha"), ("XDG_CACHE_HOME", "/fast")];
        assert_eq!(chosen(&variables, &["/fast/linkdesk-build"]), expected);
    }

    #[test]
    fn a_named_cache_wins_over_the_users_and_is_ignored_while_it_does_not_exist() {
        let variables = [("HOME", "/home/asha"), ("LINKDESK_TARGET_CACHE", "/fast/here")];
        let both = ["/home/asha/.cache/linkdesk-build", "/fast/here"];
        assert_eq!(chosen(&variables, &both), (PathBuf::from("/fast/here/target"), true));
        assert_eq!(chosen(&variables, &both[..1]), (PathBuf::from("/shop/linkdesk/target"), false));
    }

    #[test]
    fn cargos_own_variable_wins_over_every_cache() {
        let variables = [("CARGO_TARGET_DIR", "elsewhere"), ("LINKDESK_TARGET_CACHE", "/fast/here")];
        assert_eq!(chosen(&variables, &["/fast/here"]), (PathBuf::from("/shop/linkdesk/elsewhere"), false));
    }

    #[test]
    fn the_checkout_is_two_folders_above_this_package() {
        assert_eq!(checkout(Path::new("/shop/linkdesk/src-tauri/xtask")), Path::new("/shop/linkdesk"));
    }
}
