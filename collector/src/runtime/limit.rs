//! Limits on the number of requests: the bindings, and the networks by which addresses are counted.
//!
//! The numbers stand in `wrangler.toml`, where the bindings are. Cloudflare's limiter counts at each
//! of its locations for itself and is generous on purpose: it keeps floods out, it is no exact
//! account. A binding that isn't there limits nothing, and neither does one that fails.

use std::net::{IpAddr, Ipv6Addr};

/// The period of every limit in `wrangler.toml`, in seconds: the binding doesn't tell when it
/// begins anew.
pub const LIMIT_PERIOD_SECONDS: u32 = 60;

/// One limit, each a binding of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Responses of one address, and forms for it.
    Visitor,
    /// Responses and forms of a wide network of IPv6: see [`wide_network`].
    Network,
    /// Writes of one address beyond the first of each response.
    Writes,
    /// Responses of one site, and its forms.
    Site,
    /// Guesses of the operator's token from one address.
    WrongKeys,
    /// Unknown names that one address asks for.
    Unknown,
}

impl Limit {
    /// Returns the binding's name.
    #[must_use]
    pub const fn binding(self) -> &'static str {
        match self {
            Limit::Visitor => "LIMIT_VISITOR",
            Limit::Network => "LIMIT_NETWORK",
            Limit::Writes => "LIMIT_WRITES",
            Limit::Site => "LIMIT_SITE",
            Limit::WrongKeys => "LIMIT_WRONG_KEYS",
            Limit::Unknown => "LIMIT_UNKNOWN",
        }
    }
}

/// Returns the network of the subscriber who has an address: a subscriber of IPv6 has a /64 and
/// picks addresses from it at will.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Returns the largest network that one subscriber may have: some providers give a customer of IPv6
/// a /48, which is 65,536 times a /64. Use it for requests that honest visitors hardly ever make.
#[must_use]
pub fn wide_network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_of(address: &str, expected: &str) {
        assert_eq!(network(address.parse().unwrap()), expected, "{address}");
    }

    #[test]
    fn an_address_counts_alone_and_those_of_one_subscriber_together() {
        is_of("203.0.113.7", "203.0.113.7");
        is_of("::ffff:203.0.113.7", "203.0.113.7");
        is_of("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64");
        is_of("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64");
        is_of("2001:db8:1:3::1", "2001:db8:1:3::/64");
        is_of("::1", "::/64");
    }

    #[test]
    fn a_customer_of_many_subscribers_networks_counts_once_where_it_is_asked_for() {
        let wide = |address: &str| wide_network(address.parse().unwrap());
        assert_eq!(wide("2001:db8:1:2::3"), "2001:db8:1::/48");
        assert_eq!(wide("2001:db8:1:ffff::3"), "2001:db8:1::/48");
        assert_eq!(wide("::ffff:203.0.113.7"), "203.0.113.7");
    }

    #[test]
    fn every_limit_has_its_binding_in_the_deployments_settings() {
        let settings = include_str!("../../wrangler.toml");
        let limits = [
            Limit::Visitor,
            Limit::Network,
            Limit::Writes,
            Limit::Site,
            Limit::WrongKeys,
            Limit::Unknown,
        ];
        for limit in limits {
            let name = format!("[[ratelimits]]\nname = \"{}\"\n", limit.binding());
            assert!(settings.contains(&name), "{name}");
        }
        let period = format!("period = {} }}", crate::runtime::limit::LIMIT_PERIOD_SECONDS);
        assert_eq!(settings.matches("period =").count(), limits.len());
        assert_eq!(settings.matches(&period).count(), limits.len());
    }
}
