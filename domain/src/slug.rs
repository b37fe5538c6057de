//! Names used in URLs and storage keys.

use core::fmt;

/// Greatest length of a site's or survey's name, in bytes. Both, an hour and an id must fit into a
/// 512-byte storage key; 40 also keeps URLs readable.
pub const SLUG_MAX_BYTES: usize = 40;

/// Error: a text is not a name: see [`SiteId::parse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASlug;

impl fmt::Display for NotASlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "1 to {SLUG_MAX_BYTES} of a-z, 0-9 and -, starting and ending with a letter or digit"
        )
    }
}

impl std::error::Error for NotASlug {}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Reads a name: 1 to 40 of `a-z`, `0-9` and `-`, starting and ending with a letter or
            /// digit. It can't contain `:`, so it can't forge a storage key.
            ///
            /// # Errors
            /// [`NotASlug`] for every other text; its message says what is allowed.
            pub fn parse(text: &str) -> Result<$name, NotASlug> {
                if is_slug(text) { Ok($name(text.to_owned())) } else { Err(NotASlug) }
            }

            /// Returns the name's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug! {
    /// Name of a site, as in `/e/{site}.js`.
    SiteId
}
slug! {
    /// Name of a survey within its site.
    SurveyId
}
slug! {
    /// Name of a webhook within its site.
    WebhookId
}

fn is_slug(text: &str) -> bool {
    let alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.len() <= SLUG_MAX_BYTES
        && bytes.first().is_some_and(alphanumeric)
        && bytes.last().is_some_and(alphanumeric)
        && bytes.iter().all(|b| alphanumeric(b) || *b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_allowed_letters_are_read() {
        for text in ["a", "demo", "my-shop-2", "0", &"a".repeat(SLUG_MAX_BYTES)] {
            assert_eq!(SiteId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "-",
            "-a",
            "a-",
            "A",
            "a:b",
            "a b",
            "é",
            "a/b",
            "a.b",
            "a\0",
            &"a".repeat(SLUG_MAX_BYTES + 1),
        ] {
            assert_eq!(SurveyId::parse(text), Err(NotASlug), "{text:?}");
        }
    }
}
