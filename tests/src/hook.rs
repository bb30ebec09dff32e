//! What one element of the page's contract showed at a moment: its words, its attributes, its amount.

use std::collections::BTreeMap;

use serde_json::Value;

/// What one hook showed at the moment it was looked at.
#[derive(Debug, Clone)]
pub struct Hook {
    pub text: String,
    attributes: BTreeMap<String, String>,
}

impl Hook {
    pub(crate) fn from_page(value: &Value) -> Self {
        let attributes = value["attributes"].as_object().into_iter().flatten();
        Self {
            text: value["text"].as_str().unwrap_or_default().to_owned(),
            attributes: attributes
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
        }
    }

    /// An attribute's value, empty where there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The amount it carries, in minor units.
    pub fn minor(&self) -> i64 {
        let minor = self.attribute("data-minor");
        minor
            .parse()
            .unwrap_or_else(|_| panic!("data-minor is no whole number: {minor:?} on {:?}", self.text))
    }
}
