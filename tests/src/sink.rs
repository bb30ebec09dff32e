//! A place on loopback where whatever leaks out of the page would arrive: it takes every connection and every datagram,
//! answers nothing, and counts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream, UdpSocket};

/// What arrived, a line for each connection or datagram with the first words of it.
type Arrived = Arc<Mutex<Vec<String>>>;

pub struct Sink {
    arrived: Arrived,
    ports: Vec<(IpAddr, u16)>,
}

impl Sink {
    /// On both loopback addresses, as far as the machine has them.
    pub async fn open() -> Self {
        let mut sink = Self { arrived: Arrived::default(), ports: Vec::new() };
        for address in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
            let Ok(listener) = TcpListener::bind((address, 0)).await else { continue };
            let port = listener.local_addr().expect("a bound port has a number").port();
            let datagrams = UdpSocket::bind((address, port)).await.expect("the same port for datagrams");
            tokio::spawn(take_connections(listener, Arc::clone(&sink.arrived)));
            tokio::spawn(take_datagrams(datagrams, Arc::clone(&sink.arrived)));
            sink.ports.push((address, port));
        }
        assert!(!sink.ports.is_empty(), "no loopback address at all");
        sink
    }

    /// Host and port of each address of it, by number and by name.
    pub fn hosts(&self) -> Vec<String> {
        let by_number = self.ports.iter().map(|(address, port)| match address {
            IpAddr::V4(address) => format!("{address}:{port}"),
            IpAddr::V6(address) => format!("[{address}]:{port}"),
        });
        by_number.chain(self.ports.iter().map(|(_, port)| format!("localhost:{port}"))).collect()
    }

    pub fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whatever was sent before this was called has arrived once it returns: a connection of our own comes last.
    pub async fn wait_until_quiet(&self) {
        for (address, port) in &self.ports {
            let before = self.arrived().len();
            drop(TcpStream::connect((*address, *port)).await.expect("the sink listens"));
            let came = async || self.arrived().len() > before;
            crate::wait::until("our own connection to arrive", std::time::Duration::from_secs(5), came).await;
        }
    }
}

async fn take_connections(listener: TcpListener, arrived: Arrived) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let place = note(&arrived, "a connection".to_owned());
        let arrived = Arc::clone(&arrived);
        tokio::spawn(async move {
            let mut start = [0; 256];
            if let Ok(count @ 1..) = stream.read(&mut start).await {
                let said = String::from_utf8_lossy(&start[..count]).into_owned();
                arrived.lock().unwrap_or_else(PoisonError::into_inner)[place] = said;
            }
        });
    }
}

async fn take_datagrams(socket: UdpSocket, arrived: Arrived) {
    let mut bytes = [0; 256];
    while let Ok(count) = socket.recv(&mut bytes).await {
        note(&arrived, format!("a datagram {:?}", String::from_utf8_lossy(&bytes[..count])));
    }
}

fn note(arrived: &Arrived, what: String) -> usize {
    let mut arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
    arrived.push(what);
    arrived.len() - 1
}
