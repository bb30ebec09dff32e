//! A server on loopback with a script for each connection. It records every byte that it receives.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use rustls::ServerConnection;

use crate::authority::Identity;

/// What the server does with one connection.
pub enum Meeting {
    /// Handshake, one request, this answer.
    Answer(Identity, String),
    /// The same, after this future, which starts with the first byte of the client.
    After(Box<dyn FnOnce() + Send>, Identity, String),
    /// Half of its part of the handshake; then it closes the connection.
    Half(Identity),
    /// Answers these bytes to the first bytes of the client.
    Bytes(Vec<u8>),
}

/// All bytes of one connection.
pub struct Seen {
    pub wire: Vec<u8>,
    /// The decrypted content, without the handshake.
    pub plain: Vec<u8>,
}

pub struct Server {
    pub port: u16,
    listener: TcpListener,
    seen: Receiver<Seen>,
    expected: usize,
}

impl Server {
    /// Runs these scripts in order, one for each connection, and accepts no more.
    pub fn start(meetings: Vec<Meeting>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let expected = meetings.len();
        let (tell, seen) = mpsc::channel();
        let accepting = listener.try_clone().unwrap();
        thread::spawn(move || {
            for meeting in meetings {
                let (stream, _) = accepting.accept().unwrap();
                tell.send(meet(meeting, stream)).unwrap();
            }
        });
        Self { port, listener, seen, expected }
    }

    /// The bytes of each connection, after the client has closed. There were no other connections.
    pub fn seen(self) -> Vec<Seen> {
        let next = || self.seen.recv_timeout(Duration::from_secs(5)).expect("a connection that never came");
        let seen = (0..self.expected).map(|_| next()).collect();
        self.listener.set_nonblocking(true).unwrap();
        let more = self.listener.accept().map(|(_, from)| from);
        assert!(matches!(&more, Err(error) if error.kind() == io::ErrorKind::WouldBlock), "{more:?}");
        seen
    }
}

/// A JSON answer.
pub fn json(body: &str) -> String {
    answer("200 OK", "content-type: application/json", body)
}

/// A redirect.
pub fn redirect(status: u16, to: &str) -> String {
    answer(&format!("{status} Elsewhere"), &format!("location: {to}"), "")
}

fn answer(status: &str, header: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{header}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// A connection that records what was read from it.
struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.read.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

fn meet(meeting: Meeting, stream: TcpStream) -> Seen {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut wire = Wire { stream, read: Vec::new() };
    let mut plain = Vec::new();
    // An error at the end of the connection does not matter.
    let _ = match meeting {
        Meeting::Answer(identity, answer) => converse(&mut wire, identity, &answer, &mut plain),
        Meeting::After(first, identity, answer) => {
            wire.stream.peek(&mut [0]).unwrap();
            first();
            converse(&mut wire, identity, &answer, &mut plain)
        }
        Meeting::Half(identity) => say_half(&mut wire, identity),
        Meeting::Bytes(bytes) => say(&mut wire, &bytes),
    };
    Seen { wire: wire.read, plain }
}

fn converse(wire: &mut Wire, identity: Identity, answer: &str, plain: &mut Vec<u8>) -> io::Result<()> {
    let mut tls = ServerConnection::new(identity).map_err(io::Error::other)?;
    let mut answered = false;
    loop {
        while tls.wants_write() {
            tls.write_tls(&mut wire.stream)?;
        }
        if tls.read_tls(wire)? == 0 {
            return Ok(());
        }
        let state = tls.process_new_packets().map_err(io::Error::other)?;
        let start = plain.len();
        plain.resize(start + state.plaintext_bytes_to_read(), 0);
        tls.reader().read_exact(&mut plain[start..])?;
        if !answered && is_whole(plain) {
            answered = true;
            tls.writer().write_all(answer.as_bytes())?;
            tls.send_close_notify();
        }
    }
}

fn say_half(wire: &mut Wire, identity: Identity) -> io::Result<()> {
    let mut tls = ServerConnection::new(identity).map_err(io::Error::other)?;
    while !tls.wants_write() {
        if tls.read_tls(wire)? == 0 {
            return Ok(());
        }
        tls.process_new_packets().map_err(io::Error::other)?;
    }
    let mut flight = Vec::new();
    while tls.wants_write() {
        tls.write_tls(&mut flight)?;
    }
    wire.stream.write_all(&flight[..flight.len() / 2])?;
    hang_up(wire)
}

fn say(wire: &mut Wire, bytes: &[u8]) -> io::Result<()> {
    // It reads the first record whole: closing over unread bytes would reset the connection and drop the last bytes sent.
    let mut header = [0; 5];
    wire.read_exact(&mut header)?;
    let mut hello = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    wire.read_exact(&mut hello)?;
    wire.stream.write_all(bytes)?;
    hang_up(wire)
}

/// Sends no more, and reads until the client closes.
fn hang_up(wire: &mut Wire) -> io::Result<()> {
    wire.stream.shutdown(std::net::Shutdown::Write)?;
    io::copy(wire, &mut io::sink()).map(drop)
}

/// Whether the request has arrived with its whole body.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
