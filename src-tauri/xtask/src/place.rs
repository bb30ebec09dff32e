//! Where things stand: the checkout, the target folder, the tools beside it. It looks and makes nothing.
//!
//! What is built stands where cargo puts it unless a cache folder exists: the one named by `LINKDESK_TARGET_CACHE`, or
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
        match cache(|name| env::var_os(name), Path::is_dir) {
            Some(cache) => Self { target: cache.join("target"), shared: true, root },
            None => Self { target: own_target().unwrap_or_else(|| root.join("target")), shared: false, root },
        }
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A binary of this workspace, as a debug build leaves it.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A binary of this workspace, or the folder of the packages, as a release build leaves it.
    pub fn released(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// Programs that are needed to build or test, and that are nobody's business outside this checkout.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub fn tool(&self, name: &str) -> PathBuf {
        self.tools().join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

fn checkout(manifest_dir: &Path) -> PathBuf {
    manifest_dir.ancestors().nth(2).unwrap_or(manifest_dir).to_path_buf()
}

/// Where cargo put this very program, whichever setting of the person's told it to.
fn own_target() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.parent()?.parent()?.to_path_buf())
}

fn cache(variable: impl Fn(&str) -> Option<OsString>, is_folder: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if set("CARGO_TARGET_DIR").is_some() {
        return None;
    }
    let of_the_user = || set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    set("LINKDESK_TARGET_CACHE")
        .or_else(|| Some(of_the_user()?.join("linkdesk-build")))
        .filter(|folder| is_folder(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], folders: &[&str]) -> Option<PathBuf> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        cache(variable, |path| folders.iter().any(|folder| Path::new(folder) == path))
    }

    #[test]
    fn without_a_cache_folder_building_stays_where_cargo_put_it() {
        assert_eq!(chosen(&[("HOME", "/home/asha")], &[]), None);
        assert_eq!(chosen(&[], &["/home/asha/.cache/linkdesk-build"]), None);
    }

    #[test]
    fn a_cache_folder_of_the_user_is_used_once_it_exists() {
        let home = ("HOME", "/home/asha");
        let expected = Some(PathBuf::from("/home/asha/.cache/linkdesk-build"));
        assert_eq!(chosen(&[home], &["/home/asha/.cache/linkdesk-build"]), expected);
        let expected = Some(PathBuf::from("/fast/linkdesk-build"));
        assert_eq!(chosen(&[home, ("XDG_CACHE_HOME", "/fast")], &["/fast/linkdesk-build"]), expected);
    }

    #[test]
    fn a_named_cache_wins_over_the_users_and_is_ignored_while_it_does_not_exist() {
        let variables = [("HOME", "/home/asha"), ("LINKDESK_TARGET_CACHE", "/fast/here")];
        let both = ["/home/asha/.cache/linkdesk-build", "/fast/here"];
        assert_eq!(chosen(&variables, &both), Some(PathBuf::from("/fast/here")));
        assert_eq!(chosen(&variables, &both[..1]), None);
    }

    #[test]
    fn cargos_own_variable_wins_over_every_cache() {
        let variables = [("CARGO_TARGET_DIR", "elsewhere"), ("LINKDESK_TARGET_CACHE", "/fast/here")];
        assert_eq!(chosen(&variables, &["/fast/here"]), None);
    }

    #[test]
    fn the_checkout_is_two_folders_above_this_package() {
        assert_eq!(checkout(Path::new("/shop/linkdesk/src-tauri/xtask")), Path::new("/shop/linkdesk"));
    }
}
