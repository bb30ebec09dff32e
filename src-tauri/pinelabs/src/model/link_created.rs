//! Whether a link is the one that was requested: the answer to a create call, and a look-up after it.

use jiff::{SignedDuration, Timestamp};

use crate::model::link::PaymentLink;
use crate::model::link_parts::Customer;
use crate::model::new_link::NewLink;
use crate::model::status::LinkStatus;
use crate::model::time::ApiTime;

impl NewLink {
    /// Whether `link` has another amount or another `pre_auth`. Then it is certainly not the requested link. A missing field
    /// never conflicts.
    pub fn conflicts_with(&self, link: &PaymentLink) -> bool {
        differs(Some(self.amount), link.amount) || differs(Some(self.pre_auth), link.pre_auth)
    }

    /// Whether `link` may be the requested link, in any status: no field that it repeats differs from the request.
    pub fn may_be(&self, link: &PaymentLink) -> bool {
        let contact = link.customer.as_ref();
        let end = link.expire_by.as_ref().and_then(ApiTime::at);
        // Some servers drop the seconds.
        let another_end = matches!((self.expire_by, end), (Some(asked), Some(said))
            if asked.duration_since(said).abs() >= SignedDuration::from_mins(1));
        let another = another_end
            || self.conflicts_with(link)
            || differs(Some(&self.reference), link.merchant_payment_link_reference.as_ref())
            || differs(self.description.as_deref(), link.description.as_deref())
            || contact.is_some_and(|contact| reaches_another(&self.customer, contact));
        !another
    }
}

/// The outcome of [`Links::create`](crate::Links::create).
///
/// Exhaustive on purpose: a caller has to treat the two differently.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkCreated {
    /// The requested link, as far as the answer shows.
    Created {
        /// The new link.
        link: PaymentLink,
    },
    /// The reference was used before: the server returned the older link and created nothing.
    AlreadyExists {
        /// The older link.
        link: PaymentLink,
    },
}

impl LinkCreated {
    /// Compares the answer with the request. `answered_at` is the server's time of the answer: a link that was created more than
    /// two minutes before it is not new.
    pub fn judge(asked: &NewLink, link: PaymentLink, answered_at: Option<Timestamp>) -> Self {
        if is_another(asked, &link) || is_older(&link, answered_at) {
            Self::AlreadyExists { link }
        } else {
            Self::Created { link }
        }
    }

    /// The link, new or older.
    pub fn link(&self) -> &PaymentLink {
        match self {
            Self::Created { link } | Self::AlreadyExists { link } => link,
        }
    }
}

fn is_another(asked: &NewLink, link: &PaymentLink) -> bool {
    !asked.may_be(link)
        || differs(Some(asked.amount), link.amount_due)
        || differs(Some(&LinkStatus::Created), link.status.as_ref())
}

fn is_older(link: &PaymentLink, answered_at: Option<Timestamp>) -> bool {
    let made = link.created_at.as_ref().and_then(ApiTime::at);
    matches!((made, answered_at), (Some(made), Some(answered))
        if answered.duration_since(made) > SignedDuration::from_mins(2))
}

/// Whether the answer has another e-mail address or mobile number than the request.
fn reaches_another(asked: &Customer, said: &Customer) -> bool {
    let another = |asked: &Option<String>, said: &Option<String>, same: fn(&str, &str) -> bool| matches!((asked, said), (Some(asked), Some(said)) if asked != said && !same(asked, said));
    another(&asked.email_id, &said.email_id, str::eq_ignore_ascii_case)
        || another(&asked.mobile_number, &said.mobile_number, same_number)
}

fn differs<T: PartialEq>(asked: Option<T>, said: Option<T>) -> bool {
    matches!((asked, said), (Some(asked), Some(said)) if asked != said)
}

/// Whether two mobile numbers can be the same: servers add or remove a country code or a leading zero.
fn same_number(asked: &str, said: &str) -> bool {
    let digits = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
        digits.trim_start_matches('0').to_owned()
    };
    let (asked, said) = (digits(asked), digits(said));
    asked.len().min(said.len()) >= 8 && (asked.ends_with(&said) || said.ends_with(&asked))
}
