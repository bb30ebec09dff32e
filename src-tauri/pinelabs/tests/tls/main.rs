//! The client against servers that it must not trust: it closes before it sends a secret. A trusted server runs beside each of them, so
//! that only one thing differs.
//!
//! Linux only: there a process can replace the certificate authorities of the system.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "the stand-ins are test code too, outside of test functions")]

mod authority;
mod caller;
mod handshakes;
mod leaving;
mod proxy;
mod redirects;
mod server;
