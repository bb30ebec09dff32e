//! `sandbox --port N --dialect reference|guide|both --client-id X --client-secret Y`: runs the stand-in alone until it
//! is interrupted, and prints where it listens and a few links to start with.

use sandbox::{CLIENT_ID, CLIENT_SECRET, DialectSetting, Options, Sandbox, shop};
use std::collections::HashSet;
use std::process::ExitCode;

const USAGE: &str = "\
usage: sandbox [--port N] [--dialect reference|guide|both] [--client-id ID] [--client-secret SECRET]

  --port N            the loopback port; 0, the default, takes a free one
  --dialect D         the routes and field names to serve; the default is both
  --client-id ID      the only client id that gets a token; default:
                      6b1f0c52-3d84-4c1e-9a57-2f6d0e8b4a93
  --client-secret S   the secret that goes with it; default: sandbox-secret";

#[tokio::main]
async fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the sandbox cannot run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> std::io::Result<()> {
    let (dialect, client_id) = (options.dialect, options.client_id.clone());
    let sandbox = Sandbox::start(options).await?;
    println!("Sandbox listening on {}", sandbox.url());
    println!("  dialect    {}", dialect.word());
    println!("  client id  {client_id}");
    println!(
        "  control    {}/_sandbox/ (catalogue, links, faults, requests, ledger, settings, reset)",
        sandbox.url()
    );
    println!();
    println!("  {:<20} {:<14} {:<32} order", "state", "reference", "link");
    let mut told = HashSet::new();
    for entry in shop::catalogue().iter().filter(|entry| told.insert(entry.state_word)) {
        println!(
            "  {:<20} {:<14} {:<32} {}",
            entry.state_word, entry.reference, entry.link_id, entry.order_id
        );
    }
    told_to_stop().await?;
    sandbox.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        port: 0,
        dialect: DialectSetting::Both,
        client_id: CLIENT_ID.into(),
        client_secret: CLIENT_SECRET.into(),
        now: None,
    };
    while let Some(name) = words.next() {
        let value = words.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--port" => options.port = value.parse().map_err(|_| format!("{value} is no port"))?,
            "--dialect" => {
                options.dialect =
                    DialectSetting::from_word(&value).ok_or_else(|| format!("{value} is no dialect"))?;
            }
            "--client-id" => options.client_id = value,
            "--client-secret" => options.client_secret = value,
            _ => return Err(format!("{name} is no option")),
        }
    }
    Ok(options)
}
