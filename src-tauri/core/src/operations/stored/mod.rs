//! The shapes in which operations stand in the ledger, each of a version of its own. They know the engine's types and Pine Labs'
//! only to convert them: whatever is renamed or added there, a row that was written once is read by every later version.
//!
//! A body says its version in `v`. One without it is of version 0, which has the fields of version 1. A field, word or state that
//! is added is a new version: an earlier program then sets the row aside, and never writes it back without what it does not know.
//! A test holds the fields of version 1 to a list. A field that is not known is ignored for that reason: nothing can hang on it.

mod customer;
mod new_link;
mod operation;
mod precondition;
mod state;
mod values;

use serde::Deserialize;

use self::operation::OperationV1;
use super::operation::Operation;

/// The version that this program writes.
pub const VERSION: u32 = 1;

/// Why a body is not an operation, or an operation no body.
#[derive(Debug, thiserror::Error)]
pub enum ShapeError {
    #[error("it is of version {0}, and this program knows {VERSION}")]
    Newer(u32),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A value that is not what its field is for.
    #[error("{field}: {why}")]
    Value { field: &'static str, why: String },
}

pub fn write(operation: &Operation) -> Result<String, ShapeError> {
    Ok(serde_json::to_string(&OperationV1::try_from(operation)?)?)
}

/// The number and the revision stand beside the body.
pub fn read(body: &str) -> Result<Operation, ShapeError> {
    match serde_json::from_str::<OperationV1>(body) {
        Ok(shape) if shape.v <= VERSION => shape.try_into(),
        Ok(shape) => Err(ShapeError::Newer(shape.v)),
        Err(error) => Err(newer(body).map_or(ShapeError::Json(error), ShapeError::Newer)),
    }
}

/// The version of a body whose other fields are not known.
fn newer(body: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    let head = serde_json::from_str::<Head>(body).ok()?;
    (head.v > VERSION).then_some(head.v)
}
