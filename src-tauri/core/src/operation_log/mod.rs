//! What the ledger tells of the operations of this computer: those that are not finished, those of this run, every one of them with its
//! steps, as a table for the books, and the one that a link's page shows. Asks nobody and sends nothing.

mod activity;
pub mod export;
mod log;
mod page_operations;

pub use self::{
    activity::{Activity, ActivityQuery, Entry},
    log::{OperationLog, OperationLogError},
    page_operations::PageOperations,
};
