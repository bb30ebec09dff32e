//! The start options of a shop. `main` parses command lines; `settings` change at run time.

/// The client id of a sandbox that is started without one. Pine Labs' own are UUIDs, and some clients insist on that.
pub const CLIENT_ID: &str = "6b1f0c52-3d84-4c1e-9a57-2f6d0e8b4a93";
/// The secret that goes with it.
pub const CLIENT_SECRET: &str = "sandbox-secret";

/// Which of Pine Labs' two documented sets of routes and field names the server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialectSetting {
    /// The official API reference: `/paymentlink/ref/…`, `/notify`, `/refunds/{order_id}`.
    Reference,
    /// The guide pages: `/paymentlink/merchant-reference/…`, `/resend`, `/orders/{order_id}/refund`.
    Guide,
    /// Every route of both.
    Both,
}

impl DialectSetting {
    pub(crate) fn serves_reference(self) -> bool {
        self != Self::Guide
    }

    pub(crate) fn serves_guide(self) -> bool {
        self != Self::Reference
    }

    /// The word used on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Guide => "guide",
            Self::Both => "both",
        }
    }

    /// The setting for a command-line word, `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Reference, Self::Guide, Self::Both].into_iter().find(|dialect| dialect.word() == word)
    }
}

/// Everything a shop needs to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The loopback port of the server; 0 picks a free one. A shop in process has none.
    pub port: u16,
    /// The routes and field names to serve.
    pub dialect: DialectSetting,
    /// The client id that gets a token; a control route can add more.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: String,
    /// When the shop's clock starts; `None` starts it at the real time. Tokens always expire by real time, because the caller
    /// compares their expiry with its own clock.
    pub now: Option<jiff::Timestamp>,
}
