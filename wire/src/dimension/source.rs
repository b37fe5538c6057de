//! Source of a response: the channel by which its visitor got the question.

use core::fmt;

/// Declares the sources: the enum, the list of all in order, and their words.
macro_rules! sources {
    ($($(#[$about:meta])+ $name:ident = $word:literal),+ $(,)?) => {
        /// The way on which a visitor came to the question.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Source { $($(#[$about])+ $name),+ }

        impl Source {
            /// Every source.
            pub const ALL: [Source; [$($word),+].len()] = [$(Source::$name),+];

            /// Returns the source's word in JSON and queries.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Source::$name => $word),+ }
            }
        }
    };
}

sources! {
    /// The popup above a page.
    Popup = "popup",
    /// The card in an element of a page.
    Inline = "inline",
    /// A link to the hosted page.
    Link = "link",
    /// A link in an e-mail.
    Email = "email",
    /// A QR code.
    Qr = "qr",
    /// A screen in a public place that resets itself.
    Kiosk = "kiosk",
    /// A file of another service.
    Import = "import",
}

impl Source {
    /// Reads a source's word.
    ///
    /// ```
    /// use wire::dimension::Source;
    /// assert_eq!(Source::parse("qr"), Some(Source::Qr));
    /// assert_eq!(Source::parse("QR"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
