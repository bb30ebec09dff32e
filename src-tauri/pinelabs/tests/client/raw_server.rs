//! A server of raw bytes, for broken connections.

use std::sync::{Arc, Mutex};

use pinelabs::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{TOKEN_PATH, builder};

/// What a raw server does after reading a whole request.
pub enum Reply {
    Bytes(Vec<u8>),
    /// Closes the connection without an answer.
    HangUp,
    /// Closes the connection and accepts no more.
    HangUpForGood,
    /// Sends nothing and keeps the connection open.
    Silence,
}

/// A server of raw bytes with one request a connection. It answers token requests by itself.
pub struct RawServer {
    pub uri: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    pub async fn start(mut reply: impl FnMut(usize, &str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                if request.contains(TOKEN_PATH) {
                    let token = http(200, r#"{"access_token":"token-1","expires_in":3600}"#);
                    stream.write_all(&token).await.unwrap();
                    continue;
                }
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request.clone());
                    seen.len()
                };
                match reply(number, &request) {
                    Reply::Bytes(bytes) => stream.write_all(&bytes).await.unwrap(),
                    Reply::HangUp => {}
                    Reply::HangUpForGood => return,
                    Reply::Silence => silent.push(stream),
                }
            }
        });
        Self { uri, requests }
    }

    pub fn client(&self) -> Client {
        builder(&self.uri).build().unwrap()
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub fn http(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

pub async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            let length = length.map_or(0, |length| length.parse::<usize>().unwrap());
            if bytes.len() >= end + 4 + length {
                return String::from_utf8_lossy(&bytes).into_owned();
            }
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    }
}
