//! The odd shapes that a link, an order or a refund has for good. The links that have some are for tests and come with the
//! server; the sample shop of the product has none.

use serde_json::Value;

/// Shapes, each for one field or for the usual one.
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
