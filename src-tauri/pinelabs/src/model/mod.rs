//! The data of the API: what requests carry and what answers say.

pub(crate) mod capture;
pub(crate) mod captured;
pub(crate) mod clock;
pub(crate) mod currency;
pub(crate) mod field_error;
pub(crate) mod ids;
pub(crate) mod link;
pub(crate) mod link_created;
pub(crate) mod link_parts;
pub(crate) mod money;
pub(crate) mod new_link;
pub(crate) mod new_link_body;
pub(crate) mod order;
pub(crate) mod payment;
pub(crate) mod refund;
pub(crate) mod status;
pub(crate) mod time;
