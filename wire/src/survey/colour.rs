//! Colours as an owner writes them, and the contrast between them.
//!
//! In: reading, writing, mixing, contrast. Not in: the contrast that each use needs (`look`).

use core::fmt;

use serde::{Deserialize, Serialize};

/// An opaque colour, `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

/// Error for a text that is not a colour of the form `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAColour;

impl Colour {
    /// White.
    pub const WHITE: Colour = Colour([255; 3]);
    /// Black.
    pub const BLACK: Colour = Colour([0; 3]);

    /// Makes a colour of its red, green and blue parts.
    #[must_use]
    pub const fn of(red: u8, green: u8, blue: u8) -> Colour {
        Colour([red, green, blue])
    }

    /// Reads `#rrggbb`, in either case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |range| u8::from_str_radix(digits.get(range)?, 16).ok();
        Some(Colour([part(0..2)?, part(2..4)?, part(4..6)?]))
    }

    /// Returns the contrast ratio, from 1 to 21 (WCAG 2.2, "contrast ratio").
    #[must_use]
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > two { one / two } else { two / one }
    }

    /// True if its contrast with white is higher than that with black.
    #[must_use]
    pub fn is_dark(self) -> bool {
        self.contrast(Colour::WHITE) > self.contrast(Colour::BLACK)
    }

    /// Mixes this colour with `percent` percent of another one.
    #[must_use]
    pub fn mixed(self, percent: u8, other: Colour) -> Colour {
        let (Colour([r, g, b]), Colour([other_r, other_g, other_b])) = (self, other);
        let percent = u32::from(percent.min(100));
        let mix = |one: u8, two: u8| {
            let sum = u32::from(one) * (100 - percent) + u32::from(two) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Colour([mix(r, other_r), mix(g, other_g), mix(b, other_b)])
    }

    /// Returns the relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Colour([r, g, b]) = self;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl fmt::Display for NotAColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a colour as #rrggbb")
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.to_string()
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Colour, NotAColour> {
        Colour::parse(&text).ok_or(NotAColour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_runs_from_one_to_twenty_one_in_either_order() {
        for colour in [Colour::WHITE, Colour::BLACK, Colour::of(79, 70, 229)] {
            assert!((colour.contrast(colour) - 1.0).abs() < 1e-9);
        }
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        assert!((Colour::WHITE.contrast(Colour::BLACK) - 21.0).abs() < 1e-9);
        // The lightest grey that WCAG allows for text on white.
        assert!((Colour::of(0x76, 0x76, 0x76).contrast(Colour::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_reads_back_as_it_is_written() {
        assert_eq!(Colour::parse("#0A7f5a").unwrap().to_string(), "#0a7f5a");
        for text in ["", "#", "red", "#fff", "#12345", "#1234567", "#12345g", "1234567", "#ééé"]
        {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_mixture_begins_with_one_and_ends_with_the_other() {
        let mixed = |percent| Colour::WHITE.mixed(percent, Colour::BLACK);
        assert_eq!(
            [mixed(0), mixed(100), mixed(255)],
            [Colour::WHITE, Colour::BLACK, Colour::BLACK]
        );
        assert_eq!(mixed(40), Colour::of(153, 153, 153));
    }
}
