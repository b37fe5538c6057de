//! The demo from its start to its end without anybody: what it prints is tried.
//!
//! In: starting it on free ports beside an unpacked archive, and asking each address. Not in: what a
//! browser shows there.

use std::path::Path;

use serde_json::Value;

use super::{Addresses, Running, api::Api, home::Home};
use crate::{
    cli,
    error::{Error, Result},
    paths::Paths,
    ports,
};

/// Fewest responses to one question in the last thirty days of the shop's year.
const FEWEST: u64 = 50;

/// Starts the demo with an unpacked archive in place of one that it lays out, opens each address that
/// it prints, and ends it.
///
/// # Errors
/// When it does not start, or an address has not what is said of it.
pub(crate) fn rehearse(paths: &Paths, unpacked: &Path) -> Result<()> {
    let options = cli::Demo { port: ports::free()?, demo_port: ports::free()?, reset: true };
    let mut running = Running::start(paths, &options, &Home::beside(unpacked), None)?;
    let (addresses, key) = (&running.addresses, &running.owner_key);
    for address in addresses_in(&running.told(), addresses) {
        let api = Api::new(addresses, key);
        let said = api.open(address)?;
        let holds = |is: bool, what: &str| {
            let fault = || Error::Unexpected(format!("{address} has no {what}:\n{said}"));
            if is { Ok(()) } else { Err(fault()) }
        };
        if address.ends_with("/summary") {
            let summary = serde_json::from_str::<Value>(&said).unwrap_or_default();
            let responses = summary.get("responses").and_then(Value::as_u64);
            holds(responses.is_some_and(|n| n >= FEWEST), "responses")?;
        } else {
            holds(said.contains("<!doctype html>") || said.contains("<!DOCTYPE html>"), "page")?;
        }
    }
    running.check()
}

/// Finds the addresses in a text, without what stands behind `#`.
fn addresses_in<'a>(told: &'a str, addresses: &Addresses) -> Vec<&'a str> {
    let words = told.split_whitespace();
    let is_ours =
        |word: &&str| word.starts_with(&addresses.collector) || word.starts_with(&addresses.shop);
    words.filter(is_ours).map(|word| word.split('#').next().unwrap_or(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::where_to_click;

    #[test]
    fn every_address_that_is_printed_is_tried() {
        let addresses = Addresses {
            collector: "http://127.0.0.1:9000".to_owned(),
            shop: "http://127.0.0.1:9001".to_owned(),
        };
        let told = where_to_click(&addresses, "hbk_x");
        let found = addresses_in(&told, &addresses);
        assert_eq!(found.len(), told.matches("http://").count());
        assert_eq!(found.first(), Some(&"http://127.0.0.1:9000/console/sign-in"));
    }
}
