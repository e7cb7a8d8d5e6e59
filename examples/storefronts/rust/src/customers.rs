//! The customers who can sign in.

use serde_json::{Map, Value};
use visitorseal::{Error, Visitor};

/// The customers, each with the key that signs them in.
pub type Customers = Vec<(String, Visitor)>;

/// Reads the customers that all storefronts share.
pub fn read() -> Result<Customers, Box<dyn std::error::Error>> {
    let customers: Vec<Map<String, Value>> = serde_json::from_str(include_str!("../../customers.json"))?;
    let read = |mut customer: Map<String, Value>| {
        let key = customer.remove("key").and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default();
        Ok((key, Visitor::from_object(customer)?))
    };
    Ok(customers.into_iter().map(read).collect::<Result<_, Error>>()?)
}
