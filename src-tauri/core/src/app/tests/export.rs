//! The table for the books, as a file.

use std::{os::unix::fs::PermissionsExt, path::Path};

use super::Counter;
use crate::operation_log::{ActivityQuery, OperationLogError, export::words::tests::named_as_they_are};

#[tokio::test]
async fn an_export_is_its_owners_alone_and_whole_or_not_there() {
    let counter = Counter::open().await;
    let wanted = ActivityQuery { account: "a".into(), limit: 10, ..ActivityQuery::default() };
    let words = named_as_they_are();
    let path = counter.app.operation_log.export(&wanted, &words).await.unwrap();
    let folder = path.parent().unwrap();
    let rights = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((rights(&path), rights(folder)), (0o600, 0o700));
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("money_on_cancelled_link\r\n"));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);

    std::fs::remove_dir_all(folder).unwrap();
    std::fs::write(folder, "no folder").unwrap();
    let refused = counter.app.operation_log.export(&wanted, &words).await;
    assert!(matches!(refused, Err(OperationLogError::Export(_))), "{refused:?}");
}
