//! Refunds a part of a paid link, and looks the refund up where its outcome is unknown.
//!
//! `cargo run --example refund -- INV-2025-00456 5000` (the amount in paise)

use std::env;
use std::error::Error;

use pinelabs::{
    Client, Credentials, IdempotencyKey, Money, Reference, RefundMatch, RefundRequest, WriteError,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(reference), Some(paise)) = (arguments.next(), arguments.next()) else {
        return Err("usage: refund REFERENCE PAISE".into());
    };
    let keys = Credentials::new(env::var("PINELABS_CLIENT_ID")?, env::var("PINELABS_CLIENT_SECRET")?);
    let client = Client::builder(env::var("PINELABS_BASE_URL")?, keys).build()?;

    let link = client.links().by_reference(&Reference::new(reference)?).await?.value;
    let order_id = link.order_id.ok_or("nobody has paid yet")?;
    let refund =
        RefundRequest { reference: Reference::generate("refund"), amount: Money::inr(paise.parse()?) };
    let key = IdempotencyKey::generate();
    // Store the reference and the key here, before the call.

    let order = match client.refunds().create(&order_id, &refund, &key).await {
        Ok(answer) => answer.value,
        // The money may have moved. Look it up under the same reference, and never send it again blindly. Absent is no proof either:
        // the request may still be under way, so a real program asks again for some minutes before a person decides.
        Err(WriteError::Unknown(unknown)) => {
            println!("unknown ({unknown}), looking it up");
            client.orders().by_reference(&refund.reference).await?.value
        }
        // Refused, not sent, or rate limited: certainly nothing was done.
        Err(error) => return Err(error.into()),
    };
    match refund.found_in(&order_id, &order) {
        RefundMatch::Ours => {
            let status = order.status.map_or("not told".to_owned(), |status| status.to_string());
            println!("{}: {}, status {status}", refund.reference, refund.amount);
            Ok(())
        }
        // Another computer used the reference: show both amounts to a person.
        RefundMatch::OtherAmount(other) => Err(format!("{other} under this reference").into()),
        RefundMatch::AmountNotTold | RefundMatch::NotOurs => Err("something else has this reference".into()),
    }
}
