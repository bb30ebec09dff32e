//! The examples of the client: each runs to success against a sandbox on a free port of loopback.

use std::process::{Command, Output};

use sandbox::shop::known;
use sandbox::{DialectSetting, Options, Sandbox};
use tokio::runtime::Runtime;

const LOOK_UP: &str = env!("CARGO_BIN_EXE_look_up_a_link");
const CREATE: &str = env!("CARGO_BIN_EXE_create_a_link");
const REFUND: &str = env!("CARGO_BIN_EXE_refund");
const CAPTURE: &str = env!("CARGO_BIN_EXE_capture");

struct Server {
    runtime: Runtime,
    sandbox: Sandbox,
}

impl Server {
    fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime starts");
        let options = Options {
            port: 0,
            dialect: DialectSetting::Both,
            client_id: "example-client".to_owned(),
            client_secret: "example-secret".to_owned(),
            now: None,
        };
        let sandbox = runtime.block_on(Sandbox::start(options)).expect("a port of loopback is free");
        Self { runtime, sandbox }
    }

    fn run(&self, example: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(example);
        command.args(arguments).env("PINELABS_BASE_URL", self.sandbox.url());
        command.env("PINELABS_CLIENT_ID", "example-client").env("PINELABS_CLIENT_SECRET", "example-secret");
        command.output().expect("the example starts")
    }

    /// What a successful run has printed.
    fn printed(&self, example: &str, arguments: &[&str]) -> String {
        let output = self.run(example, arguments);
        assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("an example prints text")
    }

    fn lose_the_next_answer(&self, path: &str) {
        let fault = serde_json::json!({ "match": { "path_contains": path }, "kind": "lost_after_commit" });
        let url = format!("{}/_sandbox/faults", self.sandbox.url());
        let added =
            self.runtime.block_on(async { reqwest::Client::new().post(url).json(&fault).send().await });
        assert!(added.expect("the sandbox answers").status().is_success());
    }
}

#[test]
fn a_link_is_looked_up() {
    let server = Server::start();
    let printed = server.printed(LOOK_UP, &[known::PAID]);
    assert!(printed.contains("status: PROCESSED") && printed.contains("captured: ₹"), "{printed}");
    assert!(!server.run(LOOK_UP, &["INV-NOBODY"]).status.success());
}

#[test]
fn a_link_is_created() {
    let server = Server::start();
    let printed = server.printed(CREATE, &["125000", "asha@example.com"]);
    assert!(printed.starts_with("link-") && printed.contains("https://"), "{printed}");
}

#[test]
fn a_refund_is_made_and_found_again_when_its_answer_is_lost() {
    let server = Server::start();
    let printed = server.printed(REFUND, &[known::PAID, "5000"]);
    assert!(printed.contains("₹50.00, status CREATED"), "{printed}");
    server.lose_the_next_answer("/refunds/");
    let printed = server.printed(REFUND, &[known::PAID, "6000"]);
    assert!(printed.contains("looking it up") && printed.contains("₹60.00, status CREATED"), "{printed}");
}

#[test]
fn held_money_is_captured_also_when_the_answer_is_lost() {
    let server = Server::start();
    server.lose_the_next_answer("/capture");
    let printed = server.printed(CAPTURE, &[known::HELD, "10000"]);
    assert!(printed.contains("reading the order") && printed.contains("captured: ₹100.00"), "{printed}");
}
