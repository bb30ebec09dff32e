//! What a person asks of operations: a dialog opened and confirmed, an operation taken back, looked up, sent again, judged or put
//! away. How it is done is in `operations`.

mod error;
mod requests;

pub use self::{
    error::OperationRequestError,
    requests::{OperationRequests, PreparedIntent},
};
