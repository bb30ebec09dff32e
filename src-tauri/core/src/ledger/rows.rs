//! What the ledger takes and gives: a row of the table of operations, its steps, and which rows are asked for.

/// One operation. See the first migration for what each column is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The row as it was read: it is changed only if it still is that one.
    pub revision: i64,
    pub id: String,
    pub account: String,
    pub kind: &'static str,
    pub link_id: String,
    pub order_id: Option<String>,
    pub reference: Option<String>,
    pub minor: Option<i64>,
    pub currency: Option<String>,
    /// What a search finds it by, in lower case.
    pub searched: String,
    pub outcome: &'static str,
    pub is_open: bool,
    /// Something is still to be looked up, followed or decided.
    pub is_unfinished: bool,
    pub confirmed_at: i64,
    pub body: String,
}

/// What comes back: its number, its revision and the whole operation; the other columns are derived from it. The reference stands
/// for itself where the body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub number: i64,
    pub revision: i64,
    /// Empty where it is no text.
    pub body: String,
    pub reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: i64,
    pub outcome: String,
    pub request_id: Option<String>,
    pub by_person: bool,
}

/// Which operations a page shows. An absent part does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub account: String,
    pub from: Option<i64>,
    /// Exclusive.
    pub until: Option<i64>,
    /// Written down after the one of this number.
    pub after_number: Option<i64>,
    pub kind: Option<String>,
    /// In lower case.
    pub text: Option<String>,
}
