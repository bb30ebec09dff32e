//! Finds a payment link by the merchant's own reference, and prints it with its order.
//!
//! `cargo run --example look_up_a_link -- INV-2025-00456`

use std::env;
use std::error::Error;

use pinelabs::{Client, Credentials, Reference};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let reference = Reference::new(env::args().nth(1).ok_or("usage: look_up_a_link REFERENCE")?)?;
    let keys = Credentials::new(env::var("PINELABS_CLIENT_ID")?, env::var("PINELABS_CLIENT_SECRET")?);
    let client = Client::builder(env::var("PINELABS_BASE_URL")?, keys).build()?;

    let link = match client.links().by_reference(&reference).await {
        Ok(read) => read.value,
        Err(error) if error.says_absent() => return Err("no link has this reference".into()),
        Err(error) => return Err(error.into()),
    };
    println!("status: {}", link.status.map_or("not told".to_owned(), |status| status.to_string()));
    println!("amount: {}", link.amount.map_or("not told".to_owned(), |amount| amount.to_string()));
    // PROCESSED can mean "held". Only the order says how much was captured.
    if let Some(order_id) = link.order_id {
        let order = client.orders().get(&order_id).await?.value;
        match order.captured() {
            Ok(captured) => println!("captured: {captured}"),
            Err(unclear) => println!("captured: not known, because {unclear}"),
        }
    }
    Ok(())
}
