//! Limits on the number of requests: the names by which they are counted, and the kinds of limit.
//!
//! The numbers stand in `wrangler.toml`, where the bindings are. Cloudflare's limiter counts at each
//! of its locations for itself and is generous on purpose: it keeps floods out, it is no exact
//! account. A binding that isn't there limits nothing, and neither does one that fails.

use std::net::{IpAddr, Ipv6Addr};

use domain::SiteId;

use crate::{
    context::{Context, Runtime},
    http::Request,
    problem::Error,
};

/// One limit, each a binding of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Responses of one address, and forms for it.
    Visitor,
    /// The same of a wide network of IPv6: see [`wide_network`].
    Network,
    /// Writes of one address beyond the first of each response.
    Writes,
    /// Responses of one site, and its forms.
    Site,
    /// Guesses of the operator's token from one address.
    WrongKeys,
    /// Names that are not there, asked for from one address.
    Unknown,
}

/// Kinds of visitors' requests; each is counted separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// `POST /v1/responses`.
    Responses,
    /// `GET /v1/form/…`.
    Forms,
    /// Writes that a response takes beyond its first.
    Writes,
}

impl Limit {
    /// The binding's name.
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

impl Counted {
    const fn as_str(self) -> &'static str {
        match self {
            Counted::Responses => "responses",
            Counted::Forms => "forms",
            Counted::Writes => "writes",
        }
    }
}

/// Counts a visitor's request by its address. One that comes without (not through Cloudflare) isn't
/// counted: all of these would be one visitor.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn visitor<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    counted: Counted,
) -> Result<(), Error> {
    let Some(address) = request.headers.address else { return Ok(()) };
    check(context, Limit::Visitor, counted, &network(address)).await?;
    wide(context, counted, address).await
}

/// Counts the writes that a response takes beyond its first, which its request was counted for: by
/// its address and by its site. The limiter counts calls, so it is called for each. A response that
/// costs its owner thirteen writes is so taken thirteen times less often than one that costs one.
///
/// # Errors
/// [`Error::RateLimited`]; nothing must have been written by then.
pub async fn writes<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    n: u32,
) -> Result<(), Error> {
    for _ in 0..n {
        if let Some(address) = request.headers.address {
            check(context, Limit::Writes, Counted::Writes, &network(address)).await?;
            wide(context, Counted::Writes, address).await?;
        }
        check(context, Limit::Site, Counted::Writes, site.as_str()).await?;
    }
    Ok(())
}

/// Counts by the wide network of an address of IPv6.
async fn wide<S, R: Runtime>(
    context: &Context<'_, S, R>,
    counted: Counted,
    address: IpAddr,
) -> Result<(), Error> {
    match address.to_canonical() {
        IpAddr::V4(_) => Ok(()),
        IpAddr::V6(_) => check(context, Limit::Network, counted, &wide_network(address)).await,
    }
}

/// Counts a request by the site that it is for.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn site<S, R: Runtime>(
    context: &Context<'_, S, R>,
    counted: Counted,
    site: &SiteId,
) -> Result<(), Error> {
    check(context, Limit::Site, counted, site.as_str()).await
}

async fn check<S, R: Runtime>(
    context: &Context<'_, S, R>,
    limit: Limit,
    counted: Counted,
    who: &str,
) -> Result<(), Error> {
    let name = format!("{}:{who}", counted.as_str());
    if context.runtime.is_within(limit, &name).await { Ok(()) } else { Err(Error::RateLimited) }
}

/// Whose address it is: a subscriber of IPv6 has a /64 and picks addresses from it at will.
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

/// Whose address it may be at the most: some providers give a customer of IPv6 a /48, which is
/// 65,536 times a /64. For what honest visitors hardly ever do.
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
        let settings = include_str!("../wrangler.toml");
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
        let period = format!("period = {} }}", crate::problem::LIMIT_PERIOD_SECONDS);
        assert_eq!(settings.matches("period =").count(), limits.len());
        assert_eq!(settings.matches(&period).count(), limits.len());
    }
}
