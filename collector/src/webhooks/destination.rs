//! Allowed addresses of webhooks: none that only this machine or its network can reach.
//!
//! The address is read as a browser reads it (WHATWG URL), so that every spelling of an IP address
//! is the same one here: `2130706433`, `0x7f.1`, `127.1.` and `127.0.0.1`.
//!
//! The collector can't know to which address a name resolves: a Worker has no resolver. On
//! Cloudflare that is no way in: requests leave from Cloudflare's own network, which reaches only
//! public addresses. A workerd of one's own resolves names by itself. Its network's
//! `allow = ["public"]`, which is also the default, lets it connect to no other address.

use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};
use wire::problem::FieldError;

/// An address that the collector may call.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination(Url);

/// Text that describes the allowed addresses.
const ALLOWED: &str = "an https address of a public host, on port 443 or 1024 and above, \
                           without user name and password";

/// Returns the error for an address that the collector may not call, for the field where it stands.
#[must_use]
pub fn refusal(pointer: &str) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        detail: "is not allowed".to_owned(),
        allowed: ALLOWED.to_owned(),
    }
}

/// Ends of names that are not public: RFC 6761, RFC 6762, RFC 8375, RFC 9476 and custom.
const PRIVATE_ENDS: [&str; 10] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "lan",
    "home",
    "home.arpa",
    "localdomain",
];

const HTTPS_PORT: u16 = 443;
/// The first port that a webhook may use freely. Below it lie the well-known services, which a POST
/// may disturb.
const FIRST_FREE_PORT: u16 = 1_024;

impl Destination {
    /// Returns the address of that text, if the collector may call it. With `allow_private` it may
    /// also call plain HTTP, private addresses and names, and every port.
    #[must_use]
    pub fn parse(text: &str, allow_private: bool) -> Option<Destination> {
        // A URL parser drops these silently.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let scheme_is_good = url.scheme() == "https" || (allow_private && url.scheme() == "http");
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !scheme_is_good || has_user {
            return None;
        }
        let is_good = allow_private
            || url.host().is_some_and(|host| is_public(&host))
                && url.port_or_known_default().is_some_and(is_free_port);
        is_good.then_some(Destination(url))
    }

    /// Returns the address's text, without its fragment.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        url.into()
    }
}

impl core::fmt::Debug for Destination {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Destination(REDACTED)")
    }
}

const fn is_free_port(port: u16) -> bool {
    port == HTTPS_PORT || port >= FIRST_FREE_PORT
}

fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => is_public_name(name),
        Host::Ipv4(address) => is_public_v4(*address),
        Host::Ipv6(address) => is_public_v6(*address),
    }
}

/// True for a name with a dot in it that isn't known to be private. One trailing dot means nothing.
fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_private =
        |end: &str| name == end || name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    name.contains('.') && !name.ends_with('.') && !PRIVATE_ENDS.into_iter().any(is_private)
}

/// True for every address outside IANA's special-purpose registry (RFC 6890 and later), multicast
/// and reserved addresses.
const fn is_public_v4(address: Ipv4Addr) -> bool {
    let is_special = match address.octets() {
        // This network, private, loopback.
        [0 | 10 | 127, ..] => true,
        // Shared by carriers (RFC 6598).
        [100, 64..=127, ..] => true,
        // Link-local, where clouds answer with credentials (169.254.169.254).
        [169, 254, ..] => true,
        [172, 16..=31, ..] => true,
        // Protocol assignments, documentation, 6to4 relays, private.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [192, 168, ..] => true,
        // Benchmarks, documentation.
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !is_special
}

/// True for global unicast (2000::/3), except for addresses that stand for another address or for
/// nothing. All that hold an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) are out: nobody
/// needs them.
const fn is_public_v6(address: Ipv6Addr) -> bool {
    let is_special = match address.segments() {
        // Protocol assignments with Teredo and ORCHID (2001::/23), documentation, 6to4.
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x2002, ..] => true,
        // Documentation (RFC 9637).
        [0x3fff, 0..=0x0fff, ..] => true,
        [0x2000..=0x3fff, ..] => false,
        _ => true,
    };
    !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str) {
        assert_eq!(Destination::parse(text, false), None, "{text}");
    }

    #[track_caller]
    fn taken(text: &str, as_text: &str) {
        let taken = Destination::parse(text, false).map(|destination| destination.to_text());
        assert_eq!(taken.as_deref(), Some(as_text), "{text}");
    }

    #[test]
    fn a_public_https_address_is_taken_as_it_is() {
        taken("https://hooks.example.com/a?b=c", "https://hooks.example.com/a?b=c");
        taken("https://hooks.example.com:8443/#x", "https://hooks.example.com:8443/");
        taken("https://hooks.example.com:443/", "https://hooks.example.com/");
        taken("https://1.1.1.1/", "https://1.1.1.1/");
        taken("https://[2606:4700::1111]/", "https://[2606:4700::1111]/");
        taken("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/");
        taken("https://localhost.example.com/", "https://localhost.example.com/");
        taken("https://local.to/", "https://local.to/");
    }

    #[test]
    fn other_schemes_ports_users_and_stray_characters_are_refused() {
        for text in [
            "",
            "hooks.example.com",
            "//hooks.example.com",
            "http://hooks.example.com/",
            "ftp://hooks.example.com/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "https://",
            "https://user@hooks.example.com/",
            "https://user:pass@hooks.example.com/",
            "https://:pass@hooks.example.com/",
            "https://hooks.example.com:80/",
            "https://hooks.example.com:22/",
            "https://hooks.example.com:0/",
            "https://hooks.example.com:65536/",
            "https://hooks.example.com/\n",
            "https://hooks\t.example.com/",
            " https://hooks.example.com/",
            "https:\\\\hooks.example.com/",
        ] {
            refused(text);
        }
    }

    #[test]
    fn no_spelling_of_a_private_ipv4_address_passes() {
        for host in [
            "127.0.0.1",
            "127.0.0.1.",
            "127.1",
            "127.1.",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "127.255.255.254",
            "%31%32%37.0.0.1",
            "１２７.0.0.1",
            "127。0。0。1",
            "0.0.0.0",
            "0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "0251.0376.0251.0376",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "0xc0.168.257",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            refused(&format!("https://{host}/"));
        }
        for host in ["100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.1.0.1"] {
            taken(&format!("https://{host}/"), &format!("https://{host}/"));
        }
    }

    #[test]
    fn no_ipv6_address_passes_that_is_not_global_or_holds_another() {
        for host in [
            "::",
            "::1",
            "0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1",
            "::ffff:7f00:1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:7f00:1::",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff:1::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fe80::1%25eth0",
            "fe80::1%eth0",
            "fec0::1",
            "ff02::1",
        ] {
            refused(&format!("https://[{host}]/"));
        }
    }

    #[test]
    fn no_name_passes_that_only_a_private_network_knows() {
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "localhost..",
            "a.localhost",
            "a.b.localhost.",
            "printer.local",
            "metadata.google.internal",
            "metadata.google.internal.",
            "metadata",
            "router",
            "nas.lan",
            "x.home.arpa",
            "x.localdomain",
            "ｌocalhost",
            "loc%61lhost",
        ] {
            refused(&format!("https://{host}/"));
        }
    }

    #[test]
    fn an_operator_who_allows_it_gets_private_addresses_over_plain_http() {
        for text in ["http://127.0.0.1:9000/x", "http://localhost/", "https://[::1]:1/"] {
            assert!(Destination::parse(text, true).is_some(), "{text}");
        }
        for text in ["ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://[fe80::1%25eth0]/"] {
            assert!(Destination::parse(text, true).is_none(), "{text}");
        }
    }
}
