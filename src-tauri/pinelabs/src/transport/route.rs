//! The method and path of a call.

use http::Method;

/// A method and a path template with at most one segment in braces, which an id replaces. Logs have the template, never the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub method: Method,
    pub template: &'static str,
}

impl Route {
    pub const fn new(method: Method, template: &'static str) -> Self {
        Self { method, template }
    }

    pub const fn get(template: &'static str) -> Self {
        Self::new(Method::GET, template)
    }
}
