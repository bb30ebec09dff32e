//! Captures held money of a link with `pre_auth`. What is left of the hold goes back to the customer.
//!
//! `cargo run --example capture -- INV-2025-00456 30000` (the amount in paise)

use std::env;
use std::error::Error;

use pinelabs::{CaptureRequest, Client, Credentials, IdempotencyKey, Money, Reference, WriteError};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(reference), Some(paise)) = (arguments.next(), arguments.next()) else {
        return Err("usage: capture REFERENCE PAISE".into());
    };
    let keys = Credentials::new(env::var("PINELABS_CLIENT_ID")?, env::var("PINELABS_CLIENT_SECRET")?);
    let client = Client::builder(env::var("PINELABS_BASE_URL")?, keys).build()?;

    let link = client.links().by_reference(&Reference::new(reference)?).await?.value;
    let order_id = link.order_id.ok_or("nobody has paid yet")?;
    let request =
        CaptureRequest { reference: Reference::generate("capture"), amount: Money::inr(paise.parse()?) };
    // Store the reference and the key before the call.
    match client.orders().capture(&order_id, &request, &IdempotencyKey::generate()).await {
        Ok(_) => {}
        // It may be captured: the order says so.
        Err(WriteError::Unknown(unknown)) => println!("unknown ({unknown}), reading the order"),
        Err(error) => return Err(error.into()),
    }
    // Always compare: a server that does not know the field of the amount captures everything.
    let captured = client.orders().get(&order_id).await?.value.captured()?;
    println!("captured: {captured}");
    if captured == request.amount { Ok(()) } else { Err("another amount was captured".into()) }
}
