//! What is known about an account's server and must not be lost: its host, the orders of each link, the taken names, and
//! whether a look-up by reference has ever found a refund or a link.

use rusqlite::{OptionalExtension, params};

use super::{Ledger, LedgerError};

/// Selects account `?1` and all other accounts known to have the same host.
macro_rules! same_host {
    () => {
        "SELECT ?1 UNION SELECT other.account FROM hosts AS own JOIN hosts AS other ON other.host = own.host
         WHERE own.account = ?1"
    };
}
pub(super) use same_host;

impl Ledger {
    /// Stores an order of a link. It is undocumented whether the parts of a part payment share one order.
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

    /// A look-up by reference has found a link of this account, at `at` in milliseconds.
    pub fn keep_link_found(&self, account: &str, at: i64) -> Result<(), LedgerError> {
        if self.link_was_found(account)? {
            return Ok(());
        }
        self.write(|transaction| {
            transaction
                .execute("INSERT OR IGNORE INTO link_finders VALUES (?1, ?2)", (account, at))
                .map(|_| ())
        })
    }

    pub fn link_was_found(&self, account: &str) -> Result<bool, LedgerError> {
        self.read(|connection| {
            connection.prepare_cached("SELECT 1 FROM link_finders WHERE account = ?1")?.exists([account])
        })
    }

    /// Stores the account's host. Accounts of one host share their orders.
    pub fn keep_host(&self, account: &str, host: &str) -> Result<(), LedgerError> {
        if self.host_of(account)?.as_deref() == Some(host) {
            return Ok(());
        }
        self.write(|transaction| {
            transaction.execute("INSERT OR REPLACE INTO hosts VALUES (?1, ?2)", [account, host]).map(|_| ())
        })
    }

    pub fn host_of(&self, account: &str) -> Result<Option<String>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT host FROM hosts WHERE account = ?1")?
                .query_row([account], |row| row.get(0))
                .optional()
        })
    }

    /// The server says that this name is taken, whoever took it.
    pub fn keep_name_taken(&self, account: &str, name: &str, at: i64) -> Result<(), LedgerError> {
        if self.names_taken(account, name, i64::MAX)?.iter().any(|known| known == name) {
            return Ok(());
        }
        self.write(|transaction| {
            transaction
                .execute("INSERT OR IGNORE INTO names_taken VALUES (?1, ?2, ?3)", (account, name, at))
                .map(|_| ())
        })
    }

    /// The names with this prefix that were reported taken before `until`, at the account's host, or for the account alone if
    /// its host is unknown.
    pub fn names_taken(&self, account: &str, prefix: &str, until: i64) -> Result<Vec<String>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(concat!(
                    "SELECT DISTINCT name FROM names_taken
                     WHERE account IN (",
                    same_host!(),
                    ") AND substr(name, 1, length(?2)) = ?2 AND at <= ?3 ORDER BY name"
                ))?
                .query_map(params![account, prefix, until], |row| row.get(0))?
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_a_look_up_has_found_is_remembered_by_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path());
        assert!(!ledger.link_was_found("a").unwrap());
        ledger.keep_link_found("a", 1).unwrap();
        ledger.keep_link_found("a", 2).unwrap();
        drop(ledger);
        let ledger = Ledger::open(folder.path());
        assert!(ledger.link_was_found("a").unwrap() && !ledger.link_was_found("b").unwrap());
        // A found link says nothing about refunds.
        assert!(!ledger.refund_was_found("a").unwrap());
    }

    #[test]
    fn what_is_known_already_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path());
        let keep = || {
            ledger.keep_host("a", "pay.example")?;
            ledger.keep_name_taken("a", "rf-v1-1", 1)?;
            ledger.keep_link_found("a", 1)
        };
        keep().unwrap();
        ledger.mark_damaged();
        keep().unwrap();
        assert!(ledger.keep_host("a", "other.example").is_err());
        assert_eq!(ledger.host_of("a").unwrap().as_deref(), Some("pay.example"));
    }

    #[test]
    fn a_name_is_taken_for_every_account_of_its_host_and_where_none_is_known_for_the_account_alone() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path());
        ledger.keep_name_taken("a", "rf-v1-1", 1).unwrap();
        ledger.keep_name_taken("a", "rf-v1-1", 2).unwrap();
        ledger.keep_name_taken("b", "rf-v1-2", 3).unwrap();
        ledger.keep_name_taken("b", "rf-v2-1", 3).unwrap();
        ledger.keep_name_taken("c", "rf-v1-3", 3).unwrap();
        let taken = |account| ledger.names_taken(account, "rf-v1-", i64::MAX).unwrap();
        assert_eq!((taken("a"), taken("b")), (vec!["rf-v1-1".to_owned()], vec!["rf-v1-2".to_owned()]));
        for (account, host) in [("a", "pay.example"), ("b", "pay.example"), ("c", "other.example")] {
            ledger.keep_host(account, host).unwrap();
        }
        drop(ledger);
        let ledger = Ledger::open(folder.path());
        let taken = |account, prefix| ledger.names_taken(account, prefix, i64::MAX).unwrap();
        assert_eq!(taken("a", "rf-v1-"), ["rf-v1-1", "rf-v1-2"]);
        assert_eq!(taken("a", "rf-v1-"), taken("b", "rf-v1-"));
        assert_eq!(taken("c", "rf-v1-"), ["rf-v1-3"]);
        // `_` and `%` in a prefix are no wildcards.
        assert!(taken("a", "rf_v1-").is_empty() && taken("a", "rf-v1-%").is_empty());
        ledger.keep_host("b", "other.example").unwrap();
        assert_eq!(ledger.names_taken("a", "rf-v1-", i64::MAX).unwrap(), ["rf-v1-1"]);
    }

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
