//! What was learnt of an account's server and must not be forgotten: the orders that belong to a link, and whether the
//! look-up by reference has ever found a refund.

use super::{Ledger, LedgerError};

impl Ledger {
    /// Keeps an order of a link. Whether the parts of a part payment share one order is not documented.
    pub fn keep_link_order(&self, account: &str, link: &str, order: &str) -> Result<(), LedgerError> {
        let known = self.orders_of_link(account, link)?;
        if known.iter().any(|known| known == order) {
            return Ok(());
        }
        self.write(|transaction| {
            transaction
                .execute("INSERT OR IGNORE INTO link_orders VALUES (?1, ?2, ?3)", [account, link, order])
                .map(|_| ())
        })
    }

    pub fn orders_of_link(&self, account: &str, link: &str) -> Result<Vec<String>, LedgerError> {
        self.read(|connection| {
            let mut found = connection.prepare_cached(
                "SELECT order_id FROM link_orders WHERE account = ?1 AND link_id = ?2 ORDER BY order_id",
            )?;
            found.query_map([account, link], |row| row.get(0))?.collect()
        })
    }

    /// A look-up by reference has found a refund of this account, at `at` in milliseconds.
    pub fn keep_refund_found(&self, account: &str, at: i64) -> Result<(), LedgerError> {
        self.write(|transaction| {
            transaction
                .execute("INSERT OR IGNORE INTO refund_finders VALUES (?1, ?2)", (account, at))
                .map(|_| ())
        })
    }

    pub fn refund_was_found(&self, account: &str) -> Result<bool, LedgerError> {
        self.read(|connection| {
            connection.prepare_cached("SELECT 1 FROM refund_finders WHERE account = ?1")?.exists([account])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_and_a_finder_are_remembered_by_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path());
        ledger.keep_link_order("a", "pl-1", "v1-2").unwrap();
        ledger.keep_link_order("a", "pl-1", "v1-1").unwrap();
        ledger.keep_link_order("a", "pl-1", "v1-2").unwrap();
        assert!(!ledger.refund_was_found("a").unwrap());
        ledger.keep_refund_found("a", 1).unwrap();
        ledger.keep_refund_found("a", 2).unwrap();
        drop(ledger);
        let ledger = Ledger::open(folder.path());
        assert_eq!(ledger.orders_of_link("a", "pl-1").unwrap(), ["v1-1", "v1-2"]);
        assert!(ledger.orders_of_link("b", "pl-1").unwrap().is_empty());
        assert!(ledger.refund_was_found("a").unwrap() && !ledger.refund_was_found("b").unwrap());
    }
}
