//! Links as Pine Labs tells them: finding one by whatever somebody has of it, reading it, and its last answer where nobody can be
//! asked. Moves no money.

mod error;
mod finder;
mod last_answers;
mod reader;
mod recent_link;

pub use self::{
    error::ReaderError,
    finder::{FindResult, Finder, Opened},
    reader::{LinkReading, Reader},
};
