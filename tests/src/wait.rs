//! Waiting for what another process does: a condition that is asked again until a deadline, never a fixed pause.
//! What happens in the page is waited for in the page (`window`).

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How often a condition outside of the page is asked.
const EVERY: Duration = Duration::from_millis(20);

/// Asks until `condition` holds, and says what was waited for if it never does.
pub fn blocking_until(what: &str, within: Duration, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + within;
    // A channel on which nothing is ever said is a clock that can be interrupted by nobody.
    let (_keep, silence) = mpsc::channel::<()>();
    while !condition() {
        assert!(Instant::now() < deadline, "waited {within:?} for {what}, in vain");
        let _ = silence.recv_timeout(EVERY);
    }
}

/// The same for a condition that is a future, without holding up the runtime.
pub async fn until<F: Future<Output = bool>>(what: &str, within: Duration, mut condition: impl FnMut() -> F) {
    let deadline = Instant::now() + within;
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if condition().await {
            return;
        }
        assert!(Instant::now() < deadline, "waited {within:?} for {what}, in vain");
    }
}

/// Whether somebody listens on this loopback port.
pub fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}
