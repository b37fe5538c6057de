//! A new site as somebody describes it: its name in addresses, what is sent, and the fields at fault.

use domain::{Kind, SLUG_MAX_BYTES, SiteId};
use serde_json::{Value, json};

use crate::api::Fault;

/// Delay of the first survey: time to arrive, short enough for the owner's first try.
const DELAY_MS: u32 = 10_000;

/// Contents of the form, but for the address, which the browser reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The product's name.
    pub product: String,
    /// The name in addresses, once somebody has chosen one.
    pub own_name: Option<String>,
    /// The language.
    pub lang: String,
    /// The first survey's kind.
    pub kind: Kind,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The product's name.
    Product,
    /// The address.
    Address,
    /// The name in addresses.
    Name,
    /// Another field, or none.
    Other,
}

/// A fault that the form finds or the collector tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// The product has no name.
    NoProduct,
    /// The address is none.
    NoAddress,
    /// The name has other characters, or is too long.
    BadName,
    /// Another site is called so.
    Taken,
    /// The collector's own words.
    Told(Field, Fault),
}

impl Mend {
    /// Returns the field at fault.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Mend::NoProduct => Field::Product,
            Mend::NoAddress => Field::Address,
            Mend::BadName | Mend::Taken => Field::Name,
            Mend::Told(field, _) => *field,
        }
    }

    /// Places a fault of the collector's at its field.
    #[must_use]
    pub fn told(fault: &Fault) -> Mend {
        let field = match fault.pointer.split('/').nth(1) {
            Some("product") => Field::Product,
            Some("origins") => Field::Address,
            _ => Field::Other,
        };
        Mend::Told(field, fault.clone())
    }
}

/// A site that can be made, with its first survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Its name in addresses.
    pub site: SiteId,
    /// Its definition.
    pub definition: Value,
    /// The survey's name.
    pub survey: &'static str,
    /// The survey's definition.
    pub first: Value,
}

impl Draft {
    /// Returns the name in addresses: the chosen one, else that of a host (`shop.example.com` →
    /// `shop-example`).
    fn name(&self, host: Option<&str>) -> String {
        let by_host = || host.map(name_of_host).unwrap_or_default();
        self.own_name.as_ref().map_or_else(by_host, |name| name.trim().to_owned())
    }

    /// Checks all fields. `page` is the browser's reading of the address: origin and host.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn checked(&self, page: Option<(&str, &str)>) -> Result<Made, Vec<Mend>> {
        let mut mends = Vec::new();
        let product = self.product.trim();
        if product.is_empty() {
            mends.push(Mend::NoProduct);
        }
        if page.is_none() {
            mends.push(Mend::NoAddress);
        }
        let name = self.name(page.map(|(_, host)| host));
        let site = SiteId::parse(&name).ok();
        if site.is_none() && (page.is_some() || self.own_name.is_some()) {
            mends.push(Mend::BadName);
        }
        match (site, page) {
            (Some(site), Some((origin, _))) if mends.is_empty() => Ok(Made {
                site,
                definition: json!({ "product": product, "origins": [origin], "lang": self.lang }),
                survey: self.kind.as_str(),
                first: json!({ "kind": self.kind.as_str(), "display": { "delay_ms": DELAY_MS } }),
            }),
            _ => Err(mends),
        }
    }
}

/// Adds the scheme that people leave out.
#[must_use]
pub fn with_scheme(address: &str) -> String {
    let address = address.trim();
    if address.contains("://") { address.to_owned() } else { format!("https://{address}") }
}

/// Makes a site's name of its host, as `deploy.mjs` does.
#[must_use]
pub fn name_of_host(host: &str) -> String {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let is_number = |label: &&str| label.bytes().all(|b| b.is_ascii_digit());
    let kept = match labels.as_slice() {
        [kept @ .., last] if !kept.is_empty() && !is_number(last) => kept,
        all => all,
    };
    let mut name = kept.join("-");
    name.retain(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    name.truncate(SLUG_MAX_BYTES);
    name.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            product: " Trà Sen ".to_owned(),
            own_name: None,
            lang: "vi".to_owned(),
            kind: Kind::Csat,
        }
    }

    const PAGE: Option<(&str, &str)> = Some(("https://trasen.example", "trasen.example"));

    #[test]
    fn a_host_gives_the_name_unless_somebody_chose_one() {
        for (host, name) in [
            ("shop.example.com", "shop-example"),
            ("www.trasen.vn", "trasen"),
            ("localhost", "localhost"),
            ("127.0.0.1", "127-0-0-1"),
            ("xn--tr-sen-8ta.vn", "xn--tr-sen-8ta"),
        ] {
            assert_eq!(draft().name(Some(host)), name);
        }
        let own = Draft { own_name: Some(" tea ".to_owned()), ..draft() };
        assert_eq!(own.name(Some("shop.example.com")), "tea");
        assert_eq!(draft().name(None), "");
        let long = format!("{}.example", "a-".repeat(40));
        assert!(SiteId::parse(&draft().name(Some(&long))).is_ok());
    }

    #[test]
    fn a_whole_form_is_a_site_with_its_first_survey() {
        let made = draft().checked(PAGE).unwrap();
        assert_eq!((made.site.as_str(), made.survey), ("trasen", "csat"));
        let definition = json!(
            {"product": "Trà Sen", "origins": ["https://trasen.example"], "lang": "vi"}
        );
        assert_eq!(made.definition, definition);
        assert!(wire::site::SiteDefinition::parse(made.definition.to_string().as_bytes()).is_ok());
        let first = made.first.to_string();
        assert!(wire::survey::SurveyDefinition::parse(first.as_bytes()).is_ok());
    }

    #[test]
    fn every_field_at_fault_is_named_at_once() {
        let empty = Draft { product: " ".to_owned(), ..draft() };
        assert_eq!(empty.checked(None), Err(vec![Mend::NoProduct, Mend::NoAddress]));
        let odd = Draft { own_name: Some("Trà Sen".to_owned()), ..draft() };
        assert_eq!(odd.checked(PAGE), Err(vec![Mend::BadName]));
        assert_eq!(odd.checked(None), Err(vec![Mend::NoAddress, Mend::BadName]));
    }

    #[test]
    fn a_fault_of_the_collector_stands_at_its_field() {
        let fault = |pointer: &str| Fault { pointer: pointer.to_owned(), ..Fault::default() };
        for (pointer, field) in [
            ("/product", Field::Product),
            ("/origins/0", Field::Address),
            ("/lang", Field::Other),
            ("", Field::Other),
        ] {
            assert_eq!(Mend::told(&fault(pointer)).field(), field);
        }
    }

    #[test]
    fn an_address_may_lack_its_scheme() {
        assert_eq!(with_scheme(" shop.example "), "https://shop.example");
        assert_eq!(with_scheme("http://localhost:3000/a"), "http://localhost:3000/a");
    }
}
