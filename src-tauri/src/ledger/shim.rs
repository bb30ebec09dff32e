//! Stands in until the storage branch is merged.
use super::{Ledger, LedgerError, operations::Kept};
use std::sync::Mutex;
static TAKEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
impl Ledger {
    pub fn keep_host(&self, _: &str, _: &str) -> Result<(), LedgerError> { Ok(()) }
    pub fn is_older_copy(&self) -> bool { false }
    pub fn keep_link_found(&self, _: &str, _: i64) -> Result<(), LedgerError> { Ok(()) }
    pub fn link_was_found(&self, _: &str) -> Result<bool, LedgerError> { Ok(true) }
    pub fn keep_name_taken(&self, _: &str, name: &str, _: i64) -> Result<(), LedgerError> { let _ = name; Ok(()) }
    pub fn names_taken(&self, _: &str, prefix: &str) -> Result<Vec<String>, LedgerError> { Ok(TAKEN.lock().unwrap().iter().filter(|n| n.starts_with(prefix)).cloned().collect()) }
    pub fn operations_of_order(&self, _account: &str, order: &str) -> Result<Vec<Kept>, LedgerError> {
        self.read(|connection| connection.prepare_cached("SELECT number, revision, body FROM operations WHERE order_id = ?1 ORDER BY number DESC")?
            .query_map([order], |row| Ok(Kept { number: row.get(0)?, revision: row.get(1)?, body: row.get(2)? }))?.collect())
    }
}
