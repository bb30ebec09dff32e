//! The address a customer was sent, wherever it was copied from.

use super::MAX_URL_CHARS;

/// Signs that end an address, however it is wrapped.
const ENDS: &[char] = &['<', '>', '"', '“', '”', '«', '»', '|', '`', '{', '}', '\\', '^'];

/// What a sentence puts behind an address.
const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*', '_', '~', '।', '…', '-'];

/// The address in a word: from its scheme on, or all of `host.tld/path`.
pub fn url_in(word: &str) -> Option<&str> {
    let Some(at) = scheme_at(word) else {
        let bare = super::shapes::peeled(word);
        let bare = bare.split(ENDS).next().unwrap_or(bare);
        return is_host_and_path(bare).then_some(bare);
    };
    let url = word.get(at..)?;
    // Longer than any that is looked at.
    let url = &url[..url.floor_char_boundary(MAX_URL_CHARS + 4)];
    let url = url.split(ENDS).next().unwrap_or(url);
    let rest = url.split_once("://")?.1;
    (rest.contains('.') || rest.to_ascii_lowercase().starts_with("localhost")).then_some(url)
}

/// Where an address ends that is not known as a whole: before what links two of them, a bracket, or a sign that none has.
pub fn end_within(address: &str) -> usize {
    let is_end = |sign: char| !sign.is_ascii() || matches!(sign, ',' | ';' | '(' | ')' | '[' | ']');
    address.find(is_end).unwrap_or(address.len())
}

fn scheme_at(word: &str) -> Option<usize> {
    word.match_indices("://").find_map(|(end, _)| {
        ["https", "http"].into_iter().find_map(|scheme| {
            let at = end.checked_sub(scheme.len())?;
            word.get(at..end)?.eq_ignore_ascii_case(scheme).then_some(at)
        })
    })
}

/// Pasted without its scheme. `Rs.500/-` and `25.11/26` are none.
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

/// Whether an address is that of a link that was seen: scheme, letter case of the host, `www.`, the usual port, a slash too
/// many, escapes and a sentence's end make no difference, nor does what was added to an address that has no query or fragment of
/// its own.
pub fn same_url(seen: &str, given: &str) -> bool {
    Given::of(given).is_like(seen)
}

/// An address to look for among many.
pub struct Given {
    exact: Parts,
    trimmed: Parts,
    without_end: Parts,
}

impl Given {
    pub fn of(given: &str) -> Self {
        let trimmed = Parts::of(given.trim_end_matches(CLOSING));
        Self { exact: Parts::of(given), without_end: trimmed.without_end(), trimmed }
    }

    /// See [`same_url`].
    pub fn is_like(&self, seen: &str) -> bool {
        // Most of the many are told apart by their host alone.
        let host = host_of(seen);
        if ![&self.exact, &self.trimmed].iter().any(|given| given.host.eq_ignore_ascii_case(host)) {
            return false;
        }
        let seen = Parts::of(seen);
        [&self.exact, &self.trimmed, &self.without_end].into_iter().any(|given| seen.is_met_by(given))
    }

    /// With nothing added, left out or taken off its end.
    pub fn is(&self, seen: &str) -> bool {
        self.exact.host.eq_ignore_ascii_case(host_of(seen)) && self.exact == Parts::of(seen)
    }
}

/// The host of an address without what makes no difference, in the letters it is written in.
fn host_of(url: &str) -> &str {
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

    /// What closes a sentence may stand before a query that was added: it is gone from the path then.
    fn without_end(&self) -> Self {
        let path = self.path.trim_end_matches(CLOSING).trim_end_matches('/').to_owned();
        let host = self.host.clone();
        Self { host, path, query: Vec::new(), fragment: String::new() }
    }

    fn is_met_by(&self, given: &Self) -> bool {
        self.host == given.host
            && self.path == given.path
            && self.query.iter().all(|pair| given.query.contains(pair))
            && (self.fragment.is_empty() || self.fragment == given.fragment)
    }
}

/// The text with its escapes read; what is no escape stays as it is.
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
