//! Creates a payment link, and prints its URL.
//!
//! `cargo run --example create_a_link -- 125000 asha@example.com` (the amount in paise)

use std::env;
use std::error::Error;

use pinelabs::{
    Client, Credentials, Customer, IdempotencyKey, LinkCreated, Money, NewLink, Reference, WriteError,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(paise), Some(email)) = (arguments.next(), arguments.next()) else {
        return Err("usage: create_a_link PAISE EMAIL".into());
    };
    let keys = Credentials::new(env::var("PINELABS_CLIENT_ID")?, env::var("PINELABS_CLIENT_SECRET")?);
    let client = Client::builder(env::var("PINELABS_BASE_URL")?, keys).build()?;

    let customer = Customer { email_id: Some(email), ..Customer::default() };
    let new = NewLink { customer, ..NewLink::new(Money::inr(paise.parse()?), Reference::generate("link")) };
    // Store `new` and the key before the call: an unknown outcome is looked up by the reference.
    let link = match client.links().create(&new, &IdempotencyKey::generate()).await {
        Ok(answer) => match answer.value {
            LinkCreated::Created { link } => link,
            LinkCreated::AlreadyExists { .. } => return Err("the reference already has a link".into()),
        },
        // The link may exist. Look it up, and never create it again under a new reference.
        Err(WriteError::Unknown(_)) => {
            let found = client.links().by_reference(&new.reference).await?.value;
            if !new.may_be(&found) {
                return Err("the reference has another link".into());
            }
            found
        }
        Err(error) => return Err(error.into()),
    };
    println!("{}: {}", new.reference, link.payment_link.ok_or("the answer has no URL")?);
    Ok(())
}
