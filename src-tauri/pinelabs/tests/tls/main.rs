//! The client against servers that are not who they should be: it leaves before it has said anything worth
//! stealing. Beside them a good server, so that each refusal is for the one thing that is wrong.
//!
//! On Linux only, where the system's certificate authorities can be replaced for one process.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "the stand-ins are test code too, outside of test functions")]

mod authority;
mod caller;
mod handshakes;
mod leaving;
mod proxy;
mod redirects;
mod server;
