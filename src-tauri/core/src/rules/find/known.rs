//! The links seen on this computer: they tell an id from an ordinary word, and give its exact spelling.

use super::{Choice, MAX_REFERENCE_CHARS, NotAnId, Query, shapes, url};

/// A link seen before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownLink {
    pub link_id: String,
    pub reference: Option<String>,
    pub url: Option<String>,
    pub orders: Vec<String>,
}

/// The links seen in an account, newest first.
#[derive(Debug, Clone, Default)]
pub struct Known(pub Vec<KnownLink>);

impl Known {
    /// The link with this URL: an exact match, or else the only similar one.
    pub fn with_url(&self, given: &str) -> Option<&KnownLink> {
        match self.like_url(given).as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The links that this URL may belong to, each once; an exact match alone, if there is one.
    pub fn like_url(&self, given: &str) -> Vec<&KnownLink> {
        let mut alike: Vec<&KnownLink> = Vec::new();
        for seen in url::Given::of(given).alike(self.urls()) {
            if !alike.iter().any(|other| other.link_id == seen.link_id) {
                alike.push(seen);
            }
        }
        alike
    }

    /// Whether exactly this URL was seen.
    pub fn is_url(&self, given: &str) -> bool {
        url::Given::of(given).is_among(self.urls().map(|(_, url)| url))
    }

    /// Whether links were seen on the host of this URL, or on that of its beginning.
    pub fn has_host(&self, given: &str) -> bool {
        let [_, end] = url::ends_within(given);
        let hosts = [url::host_of(given), url::host_of(&given[..end])];
        self.urls().any(|(_, url)| {
            let seen = url::host_of(url);
            hosts.iter().any(|host| host.eq_ignore_ascii_case(seen))
        })
    }

    fn urls(&self) -> impl Iterator<Item = (&KnownLink, &str)> {
        self.0.iter().filter_map(|seen| Some((seen, seen.url.as_deref()?)))
    }

    /// Whether a link with exactly this reference was seen.
    pub fn is_reference(&self, text: &str) -> bool {
        self.references().any(|known| known == text)
    }

    /// A reference in exact spelling, or in another letter case if it is more than a short word.
    pub fn has_reference(&self, text: &str) -> bool {
        let has_digit = text.contains(|sign: char| sign.is_ascii_digit());
        let long = text.chars().count() > 3;
        self.references().any(|known| {
            if known == text {
                has_digit || long
            } else {
                has_digit && long && known.eq_ignore_ascii_case(text)
            }
        })
    }

    pub fn has_order(&self, text: &str) -> bool {
        self.orders().any(|order| order == text)
    }

    /// The order that this payment id starts with.
    pub fn order_before(&self, text: &str) -> Option<String> {
        let before = |order: &&str| text.strip_prefix(*order).is_some_and(|rest| rest.starts_with('-'));
        self.orders().filter(before).max_by_key(|order| order.len()).map(str::to_owned)
    }

    /// The order of a split settlement: its id contains the end of the order's id.
    pub fn order_ending_as(&self, text: &str) -> Option<String> {
        let order = shapes::order_of_settlement(text)?;
        let end = order.strip_prefix("v1-")?;
        let mut ending = self.orders().filter(|known| known.ends_with(end));
        let first = ending.next()?;
        ending.all(|other| other == first).then(|| first.to_owned())
    }

    /// The link that a query leads to.
    pub fn link_of(&self, query: &Query) -> Option<&str> {
        if let Query::Url(given) = query {
            return self.with_url(given).map(|seen| seen.link_id.as_str());
        }
        let is = |seen: &&KnownLink| match query {
            Query::LinkId(id) => seen.link_id == *id,
            Query::OrderId(order) | Query::PaymentId { order, .. } => seen.orders.contains(order),
            Query::Reference(reference) => seen.reference.as_deref() == Some(reference),
            _ => false,
        };
        let of_order = || {
            let Query::Reference(reference) = query else { return None };
            let order = shapes::order_named_in(reference)?;
            self.0.iter().find(|seen| seen.orders.contains(&order))
        };
        self.0.iter().find(is).or_else(of_order).map(|seen| seen.link_id.as_str())
    }

    /// Known values that differ from the typed text only in letter case or separators.
    pub fn spelt_otherwise(&self, query: &Query, value: &str) -> Vec<Choice> {
        let mut choices = Vec::new();
        let mut offer = |query: Query, known: &str| {
            if known != value && !choices.iter().any(|choice: &Choice| choice.value == known) {
                choices.push(Choice { query, value: known.to_owned() });
            }
        };
        // A reference may start like an id.
        let offer_references = |offer: &mut dyn FnMut(Query, &str)| {
            for reference in self.alike(value) {
                offer(Query::Reference(reference.to_owned()), reference);
            }
        };
        match query {
            Query::LinkId(id) => {
                for seen in self.0.iter().filter(|seen| seen.link_id.eq_ignore_ascii_case(id)) {
                    offer(Query::LinkId(seen.link_id.clone()), &seen.link_id);
                }
                offer_references(&mut offer);
            }
            Query::OrderId(id) | Query::PaymentId { order: id, .. } => {
                for order in self.orders().filter(|order| order.eq_ignore_ascii_case(id) && order != id) {
                    offer(Query::OrderId(order.to_owned()), order);
                }
                offer_references(&mut offer);
            }
            Query::Url(given) if self.with_url(given).is_none() => {
                let [_, end] = url::ends_within(given);
                let alike = |url: &&str| {
                    let is =
                        |given: &str| url::same_url(&url.to_ascii_lowercase(), &given.to_ascii_lowercase());
                    is(given) || is(&given[..end])
                };
                for url in self.urls().map(|(_, url)| url).filter(alike) {
                    offer(Query::Url(url.to_owned()), url);
                }
                // `Bill.No/183` may be a URL or the shop's own reference.
                if !value.contains("://") {
                    offer_references(&mut offer);
                }
            }
            Query::Reference(_) | Query::NotAnId(NotAnId::Sign(_)) => offer_references(&mut offer),
            _ => {}
        }
        choices
    }

    pub fn has_alike(&self, text: &str) -> bool {
        self.alike(text).next().is_some()
    }

    fn alike(&self, text: &str) -> impl Iterator<Item = &str> {
        let wanted = squashed(text);
        self.references().filter(move |known| {
            !wanted.is_empty() && known.len() <= MAX_REFERENCE_CHARS && squashed(known) == wanted
        })
    }

    fn references(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|seen| seen.reference.as_deref())
    }

    fn orders(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|seen| seen.orders.iter().map(String::as_str))
    }
}

/// Letters and digits only, in lower case.
fn squashed(text: &str) -> String {
    let letters = shapes::plain(text);
    letters.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect()
}
