//! The session's cookie: its name by the address that was asked, reading it, setting it, clearing it.
//!
//! In: names and attributes. Not in: what its value says (`claims`).

use core::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::bound::SESSION_MS;

/// Name of the cookie at an address.
///
/// On https it begins with `__Host-`: browsers take such a cookie only from this very host, for all
/// its paths, so that no neighbour can put one beside it. On a machine's own http addresses WebKit
/// drops secure cookies, so there it has no such protection; and as cookies ignore ports, the port
/// is in its name. No session can begin on any other plain address: its secret would go over the
/// network in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieName {
    name: String,
    is_secure: bool,
}

impl CookieName {
    /// Returns the name at an origin such as `https://hearby.example.com`; `None` if no session can
    /// begin there.
    #[must_use]
    pub fn at(origin: &str) -> Option<CookieName> {
        match origin.split_once("://")? {
            ("https", _) => Some(CookieName { name: "__Host-hearby".to_owned(), is_secure: true }),
            ("http", host) => {
                let port = loopback_port(host)?;
                Some(CookieName { name: format!("hearby-{port}"), is_secure: false })
            }
            _ => None,
        }
    }
}

impl fmt::Display for CookieName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns `Set-Cookie` with a session in it, for as long as a session lasts.
#[must_use]
pub fn set(name: &CookieName, token: &str) -> String {
    with_attributes(name, token, SESSION_MS / 1_000)
}

/// Returns `Set-Cookie` that takes a session out of this browser.
#[must_use]
pub fn cleared(name: &CookieName) -> String {
    with_attributes(name, "", 0)
}

fn with_attributes(name: &CookieName, value: &str, max_age_seconds: i64) -> String {
    let secure = if name.is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// Returns the values of the cookies of that name, in their order.
///
/// It takes off only the spaces that a browser puts there, and splits cookies only at a semicolon.
/// A neighbour may set a cookie that looks like ours behind a comma, or behind another sort of
/// space, and a browser would not apply the rules of `__Host-` to it.
pub(super) fn values<'a>(header: &'a str, name: &'a CookieName) -> impl Iterator<Item = &'a str> {
    header.split(';').filter_map(|pair| {
        let (found, value) = pair.trim_matches([' ', '\t']).split_once('=')?;
        (found == name.name).then_some(value)
    })
}

/// Returns the port of a host that is this machine itself: `127.0.0.1:8787`, `localhost`,
/// `[::1]:80`.
fn loopback_port(host: &str) -> Option<u16> {
    let (name, port) = match host.rsplit_once(':') {
        // The last colon of an address of IPv6 without a port stands within the brackets.
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()?),
        _ => (host, 80),
    };
    let name = name.to_ascii_lowercase();
    let in_brackets = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_loopback = name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || in_brackets.is_some_and(|name| {
            name.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
        });
    is_loopback.then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn name(origin: &str) -> CookieName {
        CookieName::at(origin).unwrap_or_else(|| panic!("{origin} has none"))
    }

    #[test]
    fn https_and_this_machine_have_a_cookie_and_no_other_address_has() {
        for (origin, expected) in [
            ("https://hearby.example.com", "__Host-hearby"),
            ("https://127.0.0.1:8787", "__Host-hearby"),
            ("http://127.0.0.1:8787", "hearby-8787"),
            ("http://127.9.9.9:1", "hearby-1"),
            ("http://localhost", "hearby-80"),
            ("http://LocalHost:8787", "hearby-8787"),
            ("http://hearby.localhost:8787", "hearby-8787"),
            ("http://[::1]:8787", "hearby-8787"),
            ("http://[::1]", "hearby-80"),
        ] {
            assert_eq!(name(origin).to_string(), expected, "{origin}");
        }
        for origin in [
            "",
            "hearby.example.com",
            "ftp://127.0.0.1",
            "http://hearby.example.com",
            "http://192.168.1.7:8787",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com:8787",
            "http://notlocalhost",
            "http://[::2]:8787",
            "http://127.0.0.1:x",
            "http://127.0.0.1:65536",
        ] {
            assert_eq!(CookieName::at(origin), None, "{origin}");
        }
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_no_script_reads_it() {
        assert_eq!(
            set(&name("https://a.b"), "x.y"),
            "__Host-hearby=x.y; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            set(&name("http://127.0.0.1:8787"), "x.y"),
            "hearby-8787=x.y; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            cleared(&name("https://a.b")),
            "__Host-hearby=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"
        );
    }

    #[test]
    fn a_cookie_is_found_by_its_very_name_among_others() {
        let https = name("https://a.b");
        let found =
            |header: &str| -> Vec<String> { values(header, &https).map(str::to_owned).collect() };
        assert_eq!(found("a=1; __Host-hearby=x.y; b=2"), ["x.y"]);
        assert_eq!(found("__Host-hearby=x;__Host-hearby=y"), ["x", "y"]);
        for header in [
            "",
            "__Host-hearby",
            "__host-hearby=x",
            "__Host-hearby2=x",
            "x__Host-hearby=x",
            // What a neighbour's cookie could be made to look like.
            "a=1,__Host-hearby=x",
            "a=1\u{a0}; \u{a0}__Host-hearby=x",
            "\u{85}__Host-hearby=x",
            "\u{2000}__Host-hearby=x",
            "__Host-hearby\u{a0}=x",
            "__Host-hearby =x",
            "==__Host-hearby=x",
        ] {
            assert_eq!(found(header), [""; 0], "{header:?}");
        }
    }
}
