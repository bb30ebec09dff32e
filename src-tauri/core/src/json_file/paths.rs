//! What to start with: the file, else its copy, else nothing; damaged files are moved aside, and unreadable ones stay
//! untouched.

use std::path::{Path, PathBuf};

use super::{
    IoCause, Schema, Trouble, disk,
    envelope::{self, Content, Values},
};

/// The paths of a file and its companions, and which of them stay untouched.
pub struct Paths {
    pub file: PathBuf,
    pub copy: PathBuf,
    /// The file of a save in progress.
    pub staging: PathBuf,
    pub left_alone: bool,
    pub copy_left_alone: bool,
}

/// What to start with.
pub struct Start {
    pub values: Values,
    pub damage: Option<Trouble>,
    /// The file or its copy on disk differs from the values to start with.
    pub stale: bool,
}

/// What was found at a path.
enum Found {
    Whole(Values),
    /// Without a checksum: to be saved again with one.
    Plain(Values),
    Nothing,
    Broken,
    Unread(IoCause),
}

impl Paths {
    pub fn new(folder: &Path, schema: &Schema) -> Self {
        let file = folder.join(schema.file);
        Self {
            copy: file.with_extension("last-good.json"),
            staging: file.with_extension("new.json"),
            file,
            left_alone: false,
            copy_left_alone: false,
        }
    }

    pub fn start(&mut self, schema: &Schema) -> Start {
        let file = Found::at(&self.file, schema);
        match file {
            Found::Whole(values) => {
                let copy = disk::read(&self.copy);
                self.copy_left_alone = copy.is_err();
                let whole = envelope::seal(&values).ok();
                Start { stale: copy.is_ok_and(|copy| copy != whole), values, damage: None }
            }
            Found::Plain(values) => {
                self.copy_left_alone = disk::read(&self.copy).is_err();
                Start { stale: true, values, damage: None }
            }
            Found::Nothing | Found::Broken | Found::Unread(_) => self.start_from_copy(&file, schema),
        }
    }

    fn start_from_copy(&mut self, file: &Found, schema: &Schema) -> Start {
        let copy = Found::at(&self.copy, schema);
        let unread = match (file, &copy) {
            (Found::Unread(why), _) => Some((&self.file, *why)),
            // The copy may be intact: it is not overwritten because the file is damaged or missing.
            (_, Found::Unread(why)) => Some((&self.copy, *why)),
            _ => None,
        };
        let unread = unread.map(|(path, why)| Trouble::Unread { path: path.clone(), why });
        let broken = [
            matches!(file, Found::Broken).then(|| self.file.clone()),
            matches!(copy, Found::Broken).then(|| self.copy.clone()),
        ];
        let copied = match copy {
            Found::Whole(values) | Found::Plain(values) => Some(values),
            Found::Nothing | Found::Broken | Found::Unread(_) => None,
        };
        if unread.is_some() {
            return self.leave_alone(copied, unread);
        }
        let mut aside = Vec::new();
        for path in broken.into_iter().flatten() {
            match disk::move_aside(&path, &today()) {
                Ok(kept_at) => aside.push(kept_at),
                Err(error) => {
                    let why = IoCause::of(&error);
                    return self.leave_alone(copied, Some(Trouble::Unread { path, why }));
                }
            }
        }
        let restored = copied.is_some();
        let damage = aside
            .into_iter()
            .next()
            .map(|kept_at| if restored { Trouble::Restored { kept_at } } else { Trouble::Lost { kept_at } });
        if restored && damage.is_none() {
            tracing::warn!(file = schema.file, "the file was gone; its copy is in its place");
        }
        Start { values: copied.unwrap_or_default(), damage, stale: restored }
    }

    fn leave_alone(&mut self, values: Option<Values>, damage: Option<Trouble>) -> Start {
        self.left_alone = true;
        Start { values: values.unwrap_or_default(), damage, stale: false }
    }
}

impl Found {
    fn at(path: &Path, schema: &Schema) -> Self {
        let bytes = match disk::read(path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Self::Nothing,
            Err(error) => return Self::Unread(IoCause::of(&error)),
        };
        match envelope::open(&bytes) {
            Content::Whole(values) if (schema.validate)(&values) => Self::Whole(values),
            Content::Plain(values) if schema.may_be_plain(&values) => Self::Plain(values),
            Content::Newer => Self::Unread(IoCause::Newer),
            Content::Whole(_) | Content::Plain(_) | Content::Broken => Self::Broken,
        }
    }
}

/// A date for a file name that a person may look for.
fn today() -> String {
    jiff::Zoned::now().date().to_string()
}
