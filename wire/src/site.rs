//! A site, as its owner describes it, and the keys to it.

use domain::targeting::Consent;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{
    fields::{Fields, Unreadable, label, parse_object},
    limits::{LABEL_MAX_BYTES, ORIGIN_MAX_BYTES},
    wording::Wording,
};

mod draft;

pub use draft::SiteDraft;

/// A site's definition by its owner: the body of `PUT /v1/sites/{site}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "StoredSiteDefinition")
)]
pub struct SiteDefinition {
    /// The product's or the shop's name, as visitors know it; stands in the questions.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::label"))]
    pub product: String,
    /// The language used when a visitor's own is not at hand.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::lang"))]
    pub lang: String,
    /// The version of the built-in wording in which visitors are asked. A site that was stored
    /// before wording had versions stays on the first: its trends go on undisturbed.
    #[serde(default = "first_wording")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::wording"))]
    pub wording: Wording,
    /// Origins that may send responses, exactly as browsers write them (`https://shop.example`, and
    /// for the web view of an app `capacitor://localhost`). Empty: any.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::origins"))]
    pub origins: Vec<String>,
    /// Addresses of collectors that had this site before (`https://hearby.old.example`): responses
    /// that still wait for one of them in a visitor's browser come here instead. Nothing else says
    /// that a site has moved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::collectors"))]
    pub former_collectors: Vec<String>,
    /// Days between any two surveys shown to one visitor; 0 for no pause.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::pause_days"))]
    pub pause_between_surveys_days: u32,
    /// `always`, or `after-consent`: nothing is stored or sent before the page passes on the
    /// consent.
    #[serde(serialize_with = "write_consent", deserialize_with = "read_consent")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::consent"))]
    pub consent: Consent,
    /// True if a visitor's Global Privacy Control signal counts as "do not ask".
    pub honour_gpc: bool,
    /// Days after which responses are deleted by themselves, counted from the end of the day (UTC)
    /// on which they were given; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::retention_days"))]
    pub retention_days: Option<u32>,
    /// True if e-mail addresses and telephone numbers in comments are replaced before anything is
    /// stored.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub scrub_comments: bool,
    /// The owner's privacy notice, to which the popup links; `https` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::link"))]
    pub privacy_url: Option<String>,
}

/// A site as the collector shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Site"))]
pub struct SiteResource {
    /// The site's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub site: String,
    /// The owner's definition.
    pub definition: SiteDefinition,
}

/// The body of `POST /v1/sites/{site}/keys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    /// The owner's name for this key.
    pub name: String,
    /// The key's rights.
    pub scope: KeyScope,
}

/// The rights of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeyScope {
    /// Read summaries, responses and definitions.
    Read,
    /// Also change and delete them.
    Write,
}

/// A key, as it is listed: never the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Key"))]
pub struct KeyResource {
    /// The key's id.
    pub id: String,
    /// The owner's name for it.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::label"))]
    pub name: String,
    /// The key's rights.
    pub scope: KeyScope,
    /// Time at which it was made (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub created_at: String,
}

/// A new key; the only time that it is shown.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyCreated {
    /// The key's id, in lists and for its removal.
    pub id: String,
    /// The owner's name for it.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::label"))]
    pub name: String,
    /// The key's rights.
    pub scope: KeyScope,
    /// The secret, to be sent as `Authorization: Bearer …`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::key_secret"))]
    pub key: String,
}

impl core::fmt::Debug for KeyCreated {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeyCreated {{ id: {:?}, key: REDACTED }}", self.id)
    }
}

impl SiteDefinition {
    /// Reads a new site's body. It gets the newest wording, unless it names one.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field.
    pub fn parse(body: &[u8]) -> Result<SiteDefinition, Unreadable> {
        SiteDraft::parse(body).map(SiteDraft::of_new_site)
    }

    /// Reads a stored definition, maybe of an earlier release. One without a wording belongs to a
    /// site that has the first.
    ///
    /// # Errors
    /// As [`SiteDefinition::parse`].
    pub fn parse_kept(body: &[u8]) -> Result<SiteDefinition, Unreadable> {
        SiteDraft::parse(body).map(|draft| draft.with_wording(first_wording()))
    }
}

impl KeyRequest {
    /// Reads a request for a key.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field.
    pub fn parse(body: &[u8]) -> Result<KeyRequest, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(&["name", "scope"]);
        let name = fields.needed_text(
            "name",
            &format!("1 to {LABEL_MAX_BYTES} bytes without control characters"),
            |text| label(text, LABEL_MAX_BYTES),
        );
        let scope = fields.needed_text("scope", "read or write", |text| match text {
            "read" => Some(KeyScope::Read),
            "write" => Some(KeyScope::Write),
            _ => None,
        });
        let request = name.zip(scope).map(|(name, scope)| KeyRequest { name, scope });
        fields.finish(request)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn write_consent<S: Serializer>(consent: &Consent, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(consent.as_str())
}

const fn first_wording() -> Wording {
    Wording::First
}

fn read_consent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Consent, D::Error> {
    let word = String::deserialize(deserializer)?;
    Consent::parse(&word).ok_or_else(|| D::Error::custom("not a consent mode"))
}

/// Reads an origin as browsers write it: `scheme://host[:port]` in lower case, without a default
/// port, and nothing behind it. Browsers never send any other text, so listing one would exclude
/// every page; it is refused here.
///
/// Pages of an app in a web view have the app's own scheme (`capacitor://localhost`), and pages of
/// an extension have the browser's. Such a scheme has no default port.
fn origin(text: &str) -> Option<String> {
    let (rest, default_port) = match text.split_once("://")? {
        ("https", rest) => (rest, Some(443)),
        ("http", rest) => (rest, Some(80)),
        (scheme, rest) if is_app_scheme(scheme) => (rest, None),
        _ => return None,
    };
    let (host, port) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (address, behind) = rest.split_once(']')?;
            address.parse::<core::net::Ipv6Addr>().ok().filter(|ip| ip.to_string() == address)?;
            (None, behind)
        }
        None => {
            let end = rest.find(':').unwrap_or(rest.len());
            (rest.get(..end), rest.get(end..)?)
        }
    };
    let is_host = |host: &str| {
        !host.is_empty()
            && host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_'))
            && host.strip_suffix('.').unwrap_or(host).split('.').all(|label| !label.is_empty())
    };
    let is_port = |port: &str| {
        let number = port.parse::<u16>().ok();
        number.is_some_and(|n| n > 0 && Some(n) != default_port && n.to_string() == port)
    };
    let good = text.len() <= ORIGIN_MAX_BYTES
        && host.is_none_or(is_host)
        && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    good.then(|| text.to_owned())
}

/// True for a scheme of an app or an extension, whose pages send their origin. Pages of the
/// excluded schemes send `null`.
fn is_app_scheme(scheme: &str) -> bool {
    const WITHOUT_ORIGIN: [&str; 9] =
        ["about", "blob", "data", "file", "ftp", "javascript", "mailto", "ws", "wss"];
    scheme.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && scheme.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'))
        && !WITHOUT_ORIGIN.contains(&scheme)
}

/// Reads a collector's address as a tag has it before `/e/`: an origin, and a path behind a proxy.
fn collector(text: &str) -> Option<String> {
    let host = text.find("://")? + "://".len();
    let end = text.get(host..)?.find('/').map_or(text.len(), |length| host + length);
    let (before, path) = text.split_at_checked(end)?;
    let is_segment = |segment: &str| {
        let is_plain =
            |b| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~');
        !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain)
    };
    let mut segments = path.split('/').skip(1);
    let is_web = before.starts_with("https://") || before.starts_with("http://");
    let good = is_web && text.len() <= ORIGIN_MAX_BYTES && segments.all(is_segment);
    origin(before).filter(|_| good).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests;
