//! The odd shapes that a link, an order or a refund always has. Links with oddities are for tests and only in the server; the
//! product's sample shop has none.

use serde_json::Value;

/// Shapes, each for one field or for its default field.
#[cfg(feature = "server")]
pub(crate) type Oddities = &'static [(crate::shape::Shape, Option<&'static str>)];

#[cfg(feature = "server")]
pub(crate) const NO_ODDITIES: Oddities = &[];

#[cfg(feature = "server")]
pub(crate) fn apply(oddities: Oddities, body: &mut Value) {
    for (shape, field) in oddities {
        shape.give(body, *field);
    }
}

#[cfg(not(feature = "server"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oddities;

#[cfg(not(feature = "server"))]
pub(crate) const NO_ODDITIES: Oddities = Oddities;

#[cfg(not(feature = "server"))]
pub(crate) fn apply(_: Oddities, _: &mut Value) {}
