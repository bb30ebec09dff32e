//! Faults on request: which request they hit, and whether that request is still processed. `distort` says what is sent instead
//! of its answer.

use crate::answer::Refusal;
use crate::bearer::TOKEN_PATH;
use crate::shape::Shape;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    LostAfterCommit,
    LostBefore,
    ErrorAfterCommit,
    ErrorBefore,
    RateLimited,
    RateLimitedAfterCommit,
    Slow,
    Late,
    Garbage,
    GarbageAfterCommit,
    Html,
    HtmlAfterCommit,
    Redirect,
    RedirectAfterCommit,
    Empty,
    EmptyAfterCommit,
    Truncated,
    Mangled,
    ExpiredToken,
    DuplicateRequestAfterCommit,
    #[serde(rename = "error_object_200")]
    ErrorObject200,
    #[serde(rename = "error_object_200_after_commit")]
    ErrorObject200AfterCommit,
}

impl Kind {
    /// Whether the request is processed all the same, before anything is sent.
    pub(super) fn commits(self) -> bool {
        matches!(
            self,
            Self::LostAfterCommit
                | Self::ErrorAfterCommit
                | Self::RateLimitedAfterCommit
                | Self::Slow
                | Self::GarbageAfterCommit
                | Self::HtmlAfterCommit
                | Self::RedirectAfterCommit
                | Self::EmptyAfterCommit
                | Self::Truncated
                | Self::Mangled
                | Self::DuplicateRequestAfterCommit
                | Self::ErrorObject200AfterCommit
        )
    }
}

/// The requests that a fault applies to. Without a path, every route but the token's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Target {
    method: Option<String>,
    path_contains: Option<String>,
}

impl Target {
    fn is_hit_by(&self, method: &str, path: &str) -> bool {
        let path_hit = match &self.path_contains {
            Some(part) => path.contains(part.as_str()),
            None => path != TOKEN_PATH,
        };
        path_hit && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    #[serde(default, rename = "match")]
    target: Target,
    pub(super) kind: Kind,
    /// How many requests it hits.
    #[serde(default = "once")]
    times: u32,
    /// How many matching requests it lets pass first.
    #[serde(default)]
    after: u32,
    /// For the error kinds: 502 after, 503 before, by default.
    pub(super) status: Option<u16>,
    /// For the error kinds: the API code; an empty one produces the gateway's body, which has none.
    pub(super) code: Option<String>,
    /// For the error kinds: the whole body, in place of the usual one.
    pub(super) body: Option<Value>,
    /// For the rate limits, in seconds.
    pub(super) retry_after: Option<u64>,
    /// For the rate limits: whether `Retry-After` is an HTTP date.
    #[serde(default)]
    pub(super) as_date: bool,
    /// For `mangled`: the shape of the answer.
    pub(super) shape: Option<Shape>,
    /// For `mangled`: the field, in place of the usual one, such as `product_details.0.product_amount`.
    pub(super) field: Option<String>,
    /// For `mangled`: the bytes to write at `field`.
    pub(super) raw: Option<String>,
    /// For `slow` and `late`.
    delay_ms: Option<u64>,
}

fn once() -> u32 {
    1
}

/// The faults waiting for their request, oldest first.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn waiting(&self) -> &[Fault] {
        &self.0
    }

    /// Takes the fault of this request. A request counts for the first matching fault only.
    pub(super) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|fault| fault.target.is_hit_by(method, path))?;
        let fault = &mut self.0[index];
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        let taken = fault.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.0.remove(index);
        }
        Some(taken)
    }
}

impl Fault {
    pub(super) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms.unwrap_or(1000))
    }

    /// Rejects a fault that would change nothing: it is a mistake of the test.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.kind == Kind::Mangled && self.shape.is_none() && (self.raw.is_none() || self.field.is_none())
        {
            return Err(Refusal::invalid("shape", "mangled needs a shape, or raw with a field"));
        }
        Ok(())
    }
}
