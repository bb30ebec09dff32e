//! A proxy between the client and its server: its faults have errors of their own, nothing was sent then, and it receives no secret.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{any, env, thread};

use pinelabs::{Error, NetworkKind, ProxyFault, SystemClock, Timeouts, WriteError};

use crate::caller::{limited_refund, read_a_link, read_a_link_within, refund, secret_in};

/// Set in the process with the proxy in its environment.
const BEHIND: &str = "PINELABS_TEST_IS_BEHIND_A_PROXY";

/// Every variable that sets a proxy, or exceptions from it.
const VARIABLES: [&str; 8] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Runs the calling test in a process of its own with these variables.
fn where_the_environment_says<Test: Fn()>(variables: &[(&str, String)], test: Test) {
    if env::var_os(BEHIND).is_some() {
        return test();
    }
    let path = any::type_name::<Test>().trim_end_matches("::{{closure}}");
    let (_, name) = path.split_once("::").unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env(BEHIND, "1");
    for unset in VARIABLES {
        command.env_remove(unset);
    }
    let output = command.envs(variables.iter().map(|(name, value)| (name, value))).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{name}\n{said}\n{complained}");
}

/// A proxy on loopback. The requested host name decides what it does.
struct Proxy {
    address: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let hearing = Arc::clone(&hearing);
                thread::spawn(move || meet(stream, &hearing));
            }
        });
        Self { address, heard }
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

fn meet(mut stream: TcpStream, heard: &Mutex<Vec<u8>>) -> io::Result<()> {
    let mut asked = Vec::new();
    while !asked.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        asked.extend(byte);
    }
    heard.lock().unwrap().extend_from_slice(&asked);
    let text = String::from_utf8_lossy(&asked).into_owned();
    let host = text.strip_prefix("CONNECT ").and_then(|rest| rest.split('.').next()).unwrap_or_default();
    let answer = match host {
        "hangs-up" => String::new(),
        "silent" => {
            // Until the client gives up.
            return stream.read_to_end(&mut Vec::new()).map(drop);
        }
        "garbled" => "SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned(),
        "page" => "HTTP/1.1 302 Found\r\nlocation: http://login.example.com/\r\n\r\n<html></html>".to_owned(),
        status => {
            format!("HTTP/1.1 {status} As told\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n")
        }
    };
    stream.write_all(answer.as_bytes())?;
    stream.shutdown(std::net::Shutdown::Write)?;
    // It records the bytes through an open tunnel too.
    let mut more = Vec::new();
    let end = stream.read_to_end(&mut more).map(drop);
    heard.lock().unwrap().extend_from_slice(&more);
    end
}

fn base_url(host: &str) -> String {
    format!("https://{host}.example.com")
}

/// The fault of the proxy, if the error comes from the proxy.
fn fault(error: &Error) -> ProxyFault {
    let Error::Network { kind: NetworkKind::Proxy, .. } = error else { panic!("{error:?}") };
    let failed = error.proxy().unwrap();
    assert!(!failed.host.contains("a-name"), "the name for the proxy is told: {failed}");
    failed.fault
}

/// A read and both kinds of writes fail for this reason, and the writes are not sent.
fn fails_at_the_proxy(base_url: &str, expected: ProxyFault) {
    assert_eq!(fault(&read_a_link(base_url).unwrap_err()), expected, "{base_url}");
    for end in [refund(base_url), limited_refund(base_url, Arc::new(SystemClock))] {
        let WriteError::NotSent(error) = *end.unwrap_err() else { panic!("{base_url}: not proven unsent") };
        assert_eq!(fault(&error), expected, "{base_url}");
    }
}

#[test]
fn a_proxy_that_opens_no_way_is_named_and_nothing_was_sent() {
    let proxy = Proxy::start();
    let address = format!("http://a-name:a-password@{}", proxy.address);
    where_the_environment_says(&[("HTTPS_PROXY", address)], || {
        fails_at_the_proxy(&base_url("407"), ProxyFault::WantsSignIn);
        for host in ["403", "404", "429", "500", "502", "503", "504", "page", "garbled"] {
            fails_at_the_proxy(&base_url(host), ProxyFault::Refused);
        }
        fails_at_the_proxy(&base_url("hangs-up"), ProxyFault::HungUp);
    });
    let heard = proxy.heard();
    let heard =
        String::from_utf8_lossy(&heard).replace("proxy-authorization", "").replace("Proxy-Authorization", "");
    assert_eq!(secret_in(heard.as_bytes()), None);
}

#[test]
fn a_proxy_that_says_nothing_is_named() {
    let proxy = Proxy::start();
    where_the_environment_says(&[("ALL_PROXY", proxy.address.clone())], || {
        let timeouts = Timeouts { connect: Duration::from_millis(300), ..Timeouts::default() };
        let error = read_a_link_within(&base_url("silent"), timeouts).unwrap_err();
        assert_eq!(fault(&error), ProxyFault::Silent);
    });
}

#[test]
fn a_way_that_the_proxy_has_opened_and_that_fails_behind_it_is_not_the_proxys() {
    let proxy = Proxy::start();
    where_the_environment_says(&[("https_proxy", proxy.address.clone())], || {
        let error = read_a_link(&base_url("200")).unwrap_err();
        assert!(matches!(error, Error::Network { kind: NetworkKind::Tls, .. }), "{error:?}");
    });
    assert_eq!(secret_in(&proxy.heard()), None);
}

#[test]
fn a_proxy_that_cannot_be_reached_is_named() {
    where_the_environment_says(&[("HTTPS_PROXY", "http://127.0.0.1:9".to_owned())], || {
        fails_at_the_proxy(&base_url("any"), ProxyFault::Unreachable);
    });
}

#[test]
fn a_proxy_whose_name_nobody_knows_is_named_and_not_the_server() {
    where_the_environment_says(&[("HTTPS_PROXY", "http://proxy.invalid:3128".to_owned())], || {
        fails_at_the_proxy(&base_url("any"), ProxyFault::Unreachable);
    });
}

#[test]
fn a_proxy_that_is_asked_over_tls_and_does_not_speak_it_is_named() {
    let proxy = Proxy::start();
    where_the_environment_says(&[("HTTPS_PROXY", format!("https://{}", proxy.address))], || {
        let timeouts = Timeouts { connect: Duration::from_millis(300), ..Timeouts::default() };
        let error = read_a_link_within(&base_url("any"), timeouts).unwrap_err();
        assert!(matches!(fault(&error), ProxyFault::Unreachable | ProxyFault::Silent), "{error:?}");
    });
}

#[test]
fn a_socks_proxy_is_called_one() {
    where_the_environment_says(&[("ALL_PROXY", "socks5://127.0.0.1:9".to_owned())], || {
        fails_at_the_proxy(&base_url("any"), ProxyFault::Socks);
    });
}

#[test]
fn a_host_that_no_proxy_leads_to_is_asked_itself() {
    let variables = [("HTTPS_PROXY", "http://127.0.0.1:9".to_owned()), ("NO_PROXY", ".invalid".to_owned())];
    where_the_environment_says(&variables, || {
        let error = read_a_link("https://nowhere.invalid").unwrap_err();
        assert!(matches!(error, Error::Network { kind: NetworkKind::Dns, .. }), "{error:?}");
        // Loopback never goes through a proxy.
        let error = read_a_link("https://127.0.0.1:9").unwrap_err();
        assert!(matches!(error, Error::Network { kind: NetworkKind::ConnectionRefused, .. }), "{error:?}");
    });
}
