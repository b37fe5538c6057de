//! Counting requests against the limits: which requests count, and under whose name.
//!
//! In: a visitor's address, a site, further writes. Not in: the limits themselves
//! ([`crate::runtime::limit`]).

use std::net::IpAddr;

use domain::SiteId;

use crate::{
    api::http::Request,
    runtime::{
        Runtime,
        limit::{Limit, network, wide_network},
    },
    store::{context::Context, error::Error},
};

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

impl Counted {
    const fn as_str(self) -> &'static str {
        match self {
            Counted::Responses => "responses",
            Counted::Forms => "forms",
            Counted::Writes => "writes",
        }
    }
}

/// Counts a visitor's request by its address. It does not count a request without an address (one
/// that did not come through Cloudflare): all of these would be one visitor.
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

/// Counts the writes that a response takes beyond its first, by its address and by its site. The
/// first write was counted with the request. The limiter counts calls, so it is called for each
/// write. So a response that costs its owner thirteen writes is taken thirteen times less often
/// than one that costs one.
///
/// # Errors
/// [`Error::RateLimited`]. The caller must not have written anything before.
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
