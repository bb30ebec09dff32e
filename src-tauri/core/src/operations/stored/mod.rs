//! The stored form of operations, versioned on its own. It uses the engine's and Pine Labs' types only to convert them:
//! whatever changes there, every later version can read a row.
//!
//! A body has its version in `v`; without it, the version is 0, which has the fields of version 1. A new field, word or state
//! needs a new version: an earlier program then sets the row aside, instead of writing it back without what it does not know. A
//! test checks the fields of version 1 against a list. So an unknown field can be ignored: nothing can depend on it.

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

/// Why a conversion between body and operation failed.
#[derive(Debug, thiserror::Error)]
pub enum ShapeError {
    #[error("the row has version {0}, and this program knows up to {VERSION}")]
    Newer(u32),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A value that its field does not allow.
    #[error("{field}: {why}")]
    Value { field: &'static str, why: String },
}

pub fn write(operation: &Operation) -> Result<String, ShapeError> {
    Ok(serde_json::to_string(&OperationV1::try_from(operation)?)?)
}

/// The row holds number and revision outside the body.
pub fn read(body: &str) -> Result<Operation, ShapeError> {
    match serde_json::from_str::<OperationV1>(body) {
        Ok(shape) if shape.v <= VERSION => shape.try_into(),
        Ok(shape) => Err(ShapeError::Newer(shape.v)),
        Err(error) => Err(newer(body).map_or(ShapeError::Json(error), ShapeError::Newer)),
    }
}

/// The version of a body with unknown fields.
fn newer(body: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    let head = serde_json::from_str::<Head>(body).ok()?;
    (head.v > VERSION).then_some(head.v)
}
