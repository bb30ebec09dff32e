//! The ledger's input and output: a row of the table of operations, its steps, filters, and sums.

/// One operation. See the first migration for what each column is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Optimistic locking: the update applies only if the row still has this revision.
    pub revision: i64,
    pub id: String,
    pub account: String,
    pub kind: &'static str,
    pub link_id: String,
    pub order_id: Option<String>,
    pub reference: Option<String>,
    pub minor: Option<i64>,
    pub currency: Option<String>,
    pub summand: Option<Summand>,
    /// The text that a search matches, in lower case.
    pub searched: String,
    pub outcome: &'static str,
    pub is_open: bool,
    /// Something still needs a look-up or a decision.
    pub is_unfinished: bool,
    pub confirmed_at: i64,
    pub body: String,
}

/// A sum on the Activity page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    Captured,
    Refunded,
    /// Nobody knows yet whether this money moved.
    Checking,
}

impl Sum {
    pub const ALL: [Self; 3] = [Self::Captured, Self::Refunded, Self::Checking];

    pub fn name(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::Checking => "checking",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sum| sum.name() == name)
    }
}

/// The sum that an operation counts towards, with its amount: minor units and a currency. Without an amount the sum is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summand {
    pub sum: Sum,
    pub amount: Option<(i64, String)>,
}

/// A row as read: number, revision and body; the other columns derive from the body. The reference is included in case the body
/// is unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub number: i64,
    pub revision: i64,
    /// Empty if it is not text.
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

/// Selects operations. An absent field matches all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub account: String,
    pub from: Option<i64>,
    /// Exclusive.
    pub until: Option<i64>,
    /// With a higher number than this.
    pub after_number: Option<i64>,
    pub kind: Option<String>,
    /// In lower case.
    pub text: Option<String>,
}

/// One page of the operations that match a filter.
#[derive(Debug, Clone, Default)]
pub struct PageQuery {
    pub filter: Filter,
    pub outcome: Option<&'static str>,
    /// Absent for the first page.
    pub before: Option<Position>,
    pub limit: usize,
}

/// The position of an operation in the list, newest first: the last one of a page is the key of the next page (keyset paging).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Milliseconds.
    pub confirmed_at: i64,
    pub number: i64,
}

/// A page, with the sums over all operations that match its filter, whatever their outcome, all read from one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRows {
    pub rows: Vec<Kept>,
    pub groups: Vec<Group>,
    /// The left-out numbers that match the filter.
    pub left_out: Vec<i64>,
}

/// Operations with the same outcome, sum and currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub outcome: String,
    pub sum: Option<Sum>,
    pub count: usize,
    /// Minor units. `None` if one of them has no amount.
    pub amount: Option<(i128, String)>,
}
