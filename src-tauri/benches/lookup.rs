//! What a look-up costs when the page asks for it through the command, above the time that the server takes by itself; and
//! how many tokens a thousand look-ups fetch when the token has just ended. `cargo xtask bench lookup` runs it.
//!
//! The command is asked through the app's own access list, without a window. The server is the sandbox on loopback, and
//! its own time is that of the same three reads, of link, order and the name of the order's next refund, by a plain client that keeps its connection.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use linkdesk::without_window::{app, ask, window};
use sandbox::{DialectSetting, Options, Sandbox, shop::known};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// Each way this often, in turns.
const TURNS: usize = 2000;

/// Turns before it counts: connections are opened, caches filled.
const WARM: usize = 200;

const AT_ONCE: usize = 1000;

/// What the command may cost above the server, at the median.
const LIMIT: Duration = Duration::from_micros(500);

const CLIENT_ID: &str = "7e1c2d3b-0000-4000-8000-5a5a5a5a5a5a";
const CLIENT_SECRET: &str = "bench-of-an-invented-shop";

fn main() -> ExitCode {
    let (server, runtime) = (runtime(), runtime());
    let options = Options {
        port: 0,
        dialect: DialectSetting::Both,
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        now: None,
    };
    let sandbox = server.block_on(Sandbox::start(options)).expect("a loopback port");
    let shop = Shop { url: sandbox.url(), http: reqwest::Client::new(), runtime };
    let link = shop.paid_link();

    let folder = tempfile::tempdir().expect("a folder for the app");
    let app = app(folder.path(), Some(sandbox.url()));
    let page = window(&app, "main");
    let account = ask(
        &page,
        "connect",
        json!({ "request": {
            "accountId": null, "name": "Bench", "environment": "custom",
            "defaultName": "My shop", "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET, "keep": "session",
        } }),
    );
    let account = account.expect("the sandbox takes these keys")["id"].clone();
    let request = json!({ "request": { "accountId": account, "linkId": link.id } });
    let through_command = || {
        let answer = ask(&page, "open_link", request.clone()).expect("the link can be read");
        assert!(answer["stale"].is_null(), "an answer of before: {answer}");
    };

    let token = shop.token();
    let (mut plain, mut command) = (Vec::with_capacity(TURNS), Vec::with_capacity(TURNS));
    for turn in 0..WARM + TURNS {
        let (by_server, by_command) = (timed(|| shop.read(&link, &token)), timed(through_command));
        if turn >= WARM {
            plain.push(by_server);
            command.push(by_command);
        }
    }
    let (plain, command) = (Figures::of(plain), Figures::of(command));
    println!("look-up of link and order, n = {TURNS} each, in turns, microseconds");
    println!("  the server's own time   {plain}");
    println!("  through the command     {command}");
    let above = command.median.saturating_sub(plain.median);
    println!("  above the server        {} at the median, at most {}", above.as_micros(), LIMIT.as_micros());

    let before = shop.last_request();
    shop.control("POST", "token/expire");
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            std::thread::Builder::new()
                .stack_size(512 * 1024)
                .spawn_scoped(scope, through_command)
                .expect("a thread for each look-up");
        }
    });
    let fetched = shop.tokens_fetched_since(before);
    println!(
        "{AT_ONCE} look-ups at once when the token has ended: {fetched} token request, exactly 1 wanted"
    );
    if above <= LIMIT && fetched == 1 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

struct Link {
    id: String,
    order: String,
}

/// The sandbox, as a plain client sees it.
struct Shop {
    url: String,
    http: reqwest::Client,
    runtime: Runtime,
}

impl Shop {
    /// The three reads that the command makes too. Nothing stands under the name of the next refund: that is its answer.
    fn read(&self, link: &Link, token: &str) {
        let reads = [
            format!("paymentlink/{}", link.id),
            format!("orders/{}", link.order),
            format!("orders/reference/rf-{}-1", link.order),
        ];
        for path in reads {
            let asked = self.http.get(format!("{}/api/pay/v1/{path}", self.url)).bearer_auth(token).send();
            let body = self.runtime.block_on(async { asked.await?.bytes().await });
            assert!(!body.expect("the sandbox answers").is_empty());
        }
    }

    fn token(&self) -> String {
        let keys = json!({
            "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "client_credentials",
        });
        let asked = self.http.post(format!("{}/api/auth/v1/token", self.url)).json(&keys).send();
        self.answer(asked)["access_token"].as_str().expect("a token").to_owned()
    }

    fn paid_link(&self) -> Link {
        let catalogue = self.control("GET", "catalogue");
        let links = catalogue["links"].as_array().expect("the catalogue lists links");
        let link = links.iter().find(|link| link["reference"] == known::PAID_BY_CARD).expect("a paid link");
        let text = |field: &str| link[field].as_str().expect("an id").to_owned();
        Link { id: text("link_id"), order: text("order_id") }
    }

    /// The requests that the sandbox still knows: the latest ones.
    fn requests(&self) -> Vec<Value> {
        let mut journal = self.control("GET", "requests");
        serde_json::from_value(journal["requests"].take()).expect("the journal lists requests")
    }

    fn last_request(&self) -> u64 {
        self.requests().last().map_or(0, number)
    }

    /// Of everything that came after a request; fails where the sandbox has forgotten a part of it.
    fn tokens_fetched_since(&self, last: u64) -> usize {
        let requests = self.requests();
        assert!(requests.first().map_or(0, number) <= last + 1, "the sandbox has forgotten requests");
        let of_token = |path: &str| path.ends_with("/token");
        let later = requests.iter().filter(|request| number(request) > last);
        later.filter(|request| request["path"].as_str().is_some_and(of_token)).count()
    }

    fn control(&self, method: &str, route: &str) -> Value {
        let method = method.parse().expect("a method");
        self.answer(self.http.request(method, format!("{}/_sandbox/{route}", self.url)).send())
    }

    fn answer(&self, asked: impl Future<Output = reqwest::Result<reqwest::Response>>) -> Value {
        let answer = async { asked.await?.error_for_status()?.json().await };
        self.runtime.block_on(answer).expect("the sandbox answers")
    }
}

fn number(request: &Value) -> u64 {
    request["number"].as_u64().expect("every request has a number")
}

/// What a row of times comes to.
struct Figures {
    median: Duration,
    quartiles: (Duration, Duration),
    slowest_of_hundred: Duration,
}

impl Figures {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        Self { median: at(50), quartiles: (at(25), at(75)), slowest_of_hundred: at(99) }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (low, high) = self.quartiles;
        let [median, low, high, slow] =
            [self.median, low, high, self.slowest_of_hundred].map(|time| time.as_micros());
        write!(f, "median {median:>5}   quartiles {low} to {high}   99 of 100 within {slow}")
    }
}
