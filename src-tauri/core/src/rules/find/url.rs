//! The URL that a customer was sent, wherever it was copied from.

use super::MAX_URL_CHARS;

/// Characters that end a URL, however it is wrapped.
const ENDS: &[char] = &['<', '>', '"', '“', '”', '«', '»', '|', '`', '{', '}', '\\', '^'];

/// Characters that may end a URL or be part of it.
const END_WITHIN: &[char] = &[',', ';', '(', ')', '[', ']', '\'', '*', '!'];

/// More URLs than this are not nested in another one.
const MAX_INNER: usize = 2;

/// The most closing characters to strip one by one.
const MAX_CLOSING: usize = 8;

/// What a sentence may put after a URL.
const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*', '_', '~', '।', '…', '-'];

/// The first URL in a word: from its scheme to the next scheme that is not nested in it, or all of `host.tld/path`.
pub fn url_in(word: &str) -> Option<&str> {
    let mut schemes = schemes_of(word).peekable();
    if schemes.peek().is_none() {
        let bare = no_longer(super::shapes::peeled(word));
        let bare = bare.split(ENDS).next().unwrap_or(bare);
        return is_host_and_path(bare).then_some(bare);
    }
    schemes.find_map(|at| {
        let url = no_longer(word.get(at..)?);
        let url = url.split(ENDS).next().unwrap_or(url);
        let mut inner = schemes_of(url).skip(1).enumerate();
        let next = inner.find(|(nth, at)| *nth >= MAX_INNER || !url[..*at].ends_with('='));
        let url = &url[..next.map_or(url.len(), |(_, at)| at)];
        let rest = url.split_once("://")?.1;
        (rest.contains('.') || rest.to_ascii_lowercase().starts_with("localhost")).then_some(url)
    })
}

/// Cuts it above the maximum length.
fn no_longer(url: &str) -> &str {
    &url[..url.floor_char_boundary(MAX_URL_CHARS + 4)]
}

/// Where an unknown URL may end: before a separator, a bracket, a mark or a character that no URL has; first within its query
/// or fragment, then anywhere.
pub fn ends_within(address: &str) -> [usize; 2] {
    let added = address.find(['?', '#']).unwrap_or(address.len());
    let is_end = |sign: char| !sign.is_ascii() || END_WITHIN.contains(&sign);
    let after = |from: usize| address[from..].find(is_end).map_or(address.len(), |at| from + at);
    [after(added), after(0).min(before_inner(address).len())]
}

/// A URL without the one nested in it.
pub fn before_inner(address: &str) -> &str {
    &address[..schemes_of(address).find(|at| *at > 0).unwrap_or(address.len())]
}

/// Where each scheme starts.
fn schemes_of(word: &str) -> impl Iterator<Item = usize> {
    word.match_indices("://").filter_map(|(end, _)| {
        ["https", "http"].into_iter().find_map(|scheme| {
            let at = end.checked_sub(scheme.len())?;
            word.get(at..end)?.eq_ignore_ascii_case(scheme).then_some(at)
        })
    })
}

/// A URL pasted without its scheme. `Rs.500/-` and `25.11/26` are none.
fn is_host_and_path(text: &str) -> bool {
    let Some((host, path)) = text.split_once('/') else { return false };
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let is_label =
        |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    let labels = host.split('.').collect::<Vec<_>>();
    let last = labels.last().copied().unwrap_or_default();
    let is_name = last.len() > 1 && last.chars().all(|sign| sign.is_ascii_alphabetic());
    let is_number = labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok());
    !path.is_empty()
        && labels.len() > 1
        && labels.iter().all(|label| is_label(label))
        && (is_name || is_number)
}

/// Whether text that looks like a URL without a scheme may be the shop's own reference: `Bill.No/183`.
pub fn may_be_a_reference(url: &str) -> bool {
    let Some((host, path)) = url.split_once('/').filter(|_| !url.contains("://")) else { return false };
    let labels = host.split('.').collect::<Vec<_>>();
    let is_spoken = labels.last().is_some_and(|last| last.contains(|sign: char| sign.is_ascii_uppercase()));
    let is_counted = path.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '/' | '-'));
    is_spoken || labels.len() == 2 && is_counted
}

/// Whether a URL belongs to a link seen before. Ignores the scheme, the host's letter case, `www.`, the default port, an extra
/// slash, escapes and the end of a sentence, and additions to a URL without its own query or fragment.
pub fn same_url(seen: &str, given: &str) -> bool {
    !Given::of(given).alike(std::iter::once(((), seen))).is_empty()
}

/// A URL to compare with many others.
pub struct Given {
    /// As it is, and with ever less of the characters that may only end a sentence.
    trimmed: Vec<Parts>,
    /// The same without a query: closing characters are then at the end of the path.
    without_query: Vec<Parts>,
}

impl Given {
    pub fn of(given: &str) -> Self {
        let trimmed = closed_before(given).map(Parts::of).collect::<Vec<_>>();
        let without_query = |form: &Parts| {
            let paths = closed_before(&form.path).skip(1).map(|path| path.trim_end_matches('/').to_owned());
            let host = &form.host;
            let of = |path| Parts { host: host.clone(), path, query: Vec::new(), fragment: String::new() };
            paths.map(of).collect()
        };
        Self { without_query: trimmed.last().map(without_query).unwrap_or_default(), trimmed }
    }

    /// The similar URLs that need the least cut off; an exact match alone, if there is one.
    pub fn alike<'a, T>(&self, seen: impl Iterator<Item = (T, &'a str)>) -> Vec<T> {
        let mut near = self.near(seen);
        let exact = |form: &Parts| near.iter().position(|(_, seen)| seen == form);
        if let Some(exact) = self.trimmed.iter().find_map(exact) {
            return vec![near.swap_remove(exact).0];
        }
        for form in self.trimmed.iter().chain(&self.without_query) {
            if near.iter().any(|(_, seen)| seen.is_met_by(form)) {
                near.retain(|(_, seen)| seen.is_met_by(form));
                return near.into_iter().map(|(seen, _)| seen).collect();
            }
        }
        Vec::new()
    }

    /// Whether it is among them, with at most the end of a sentence added.
    pub fn is_among<'a>(&self, seen: impl Iterator<Item = &'a str>) -> bool {
        let near = self.near(seen.map(|url| (url, url)));
        near.iter().any(|(_, seen)| self.trimmed.contains(seen))
    }

    /// Filters by host first: that excludes most.
    fn near<'a, T>(&self, seen: impl Iterator<Item = (T, &'a str)>) -> Vec<(T, Parts)> {
        let mut hosts = self.trimmed.iter().map(|form| form.host.as_str()).collect::<Vec<_>>();
        hosts.dedup();
        let has_host = |url: &str| {
            let host = host_of(url);
            hosts.iter().any(|given| given.eq_ignore_ascii_case(host))
        };
        seen.filter(|(_, url)| has_host(url)).map(|(seen, url)| (seen, Parts::of(url))).collect()
    }
}

/// A text, and its forms with one closing character less each time.
fn closed_before(text: &str) -> impl Iterator<Item = &str> {
    let all = text.trim_end_matches(CLOSING);
    let some = std::iter::successors(Some(text), |text| text.strip_suffix(CLOSING)).take(MAX_CLOSING);
    some.take_while(move |text| text.len() > all.len()).chain(std::iter::once(all))
}

/// The normalised host of a URL, in its own letter case.
pub fn host_of(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let host = host.trim_end_matches('.');
    match host.get(..4) {
        Some(www) if www.eq_ignore_ascii_case("www.") => &host[4..],
        _ => host,
    }
}

#[derive(PartialEq, Eq)]
struct Parts {
    host: String,
    path: String,
    query: Vec<String>,
    fragment: String,
}

impl Parts {
    fn of(url: &str) -> Self {
        let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (bare, fragment) = bare.split_once('#').unwrap_or((bare, ""));
        let (bare, query) = bare.split_once('?').unwrap_or((bare, ""));
        let (_, path) = bare.split_once('/').unwrap_or((bare, ""));
        let segments = path.split('/').filter(|segment| !segment.is_empty()).map(unescaped);
        Self {
            host: host_of(url).to_ascii_lowercase(),
            path: segments.collect::<Vec<_>>().join("/"),
            query: query.split('&').filter(|pair| !pair.is_empty()).map(unescaped).collect(),
            fragment: unescaped(fragment),
        }
    }

    fn is_met_by(&self, given: &Self) -> bool {
        self.host == given.host
            && self.path == given.path
            && self.query.iter().all(|pair| given.query.contains(pair))
            && (self.fragment.is_empty() || self.fragment == given.fragment)
    }
}

/// Decodes percent escapes; anything else stays as it is.
pub fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (Some(code), Some(next)) = (code, after.get(2..)) {
            bytes.push(code);
            rest = next;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
