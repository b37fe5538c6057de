//! The id of one response: a UUID version 7, made by the visitor's browser.

use core::fmt;

use crate::Instant;

/// A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits.
///
/// A response's storage key follows from its id alone, so a repeated request overwrites itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseId(u128);

/// Error: a text is not a version 7 UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAResponseId;

const MS_BITS: u32 = 48;
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl ResponseId {
    /// Makes an id of that time. `random` gives the 74 random bits; its other bits are ignored.
    /// Times before 1970 count as 1970, times after the year 10889 as its end.
    ///
    /// ```
    /// # use domain::{Instant, ResponseId};
    /// let id = ResponseId::new(Instant::from_unix_ms(1_645_557_742_000), u128::MAX);
    /// assert_eq!(id.to_string(), "017f22e2-79b0-7fff-bfff-ffffffffffff");
    /// assert_eq!(id.instant().unix_ms(), 1_645_557_742_000);
    /// ```
    #[must_use]
    pub fn new(now: Instant, random: u128) -> ResponseId {
        let ms = now.unix_ms().clamp(0, (1 << MS_BITS) - 1) as u128;
        let version_and_variant = (0x7 << 76) | (0b10 << 62);
        let random_bits = (0xfff << 64) | ((1 << 62) - 1);
        ResponseId((ms << 80) | version_and_variant | (random & random_bits))
    }

    /// Reads an id written as `017f22e2-79b0-7cc3-98c4-dc0c0c07398f`; capitals are read, too.
    ///
    /// # Errors
    /// [`NotAResponseId`] for another form, version or variant.
    pub fn parse(text: &str) -> Result<ResponseId, NotAResponseId> {
        if text.len() != 36 {
            return Err(NotAResponseId);
        }
        let mut bits: u128 = 0;
        for (position, byte) in text.bytes().enumerate() {
            if HYPHENS.contains(&position) {
                if byte != b'-' {
                    return Err(NotAResponseId);
                }
                continue;
            }
            let digit = (byte as char).to_digit(16).ok_or(NotAResponseId)?;
            bits = (bits << 4) | u128::from(digit);
        }
        let version_7 = (bits >> 76) & 0xf == 7;
        let rfc_variant = (bits >> 62) & 0b11 == 0b10;
        if version_7 && rfc_variant { Ok(ResponseId(bits)) } else { Err(NotAResponseId) }
    }

    /// Returns the id as [`ResponseId::parse`] reads it. Like `to_string`, without the formatting
    /// machinery, which every visitor would have to download.
    #[must_use]
    pub fn to_text(self) -> String {
        let mut text = String::with_capacity(36);
        // Byte by byte: WASM has no shifts of 128 bits.
        for (place, byte) in self.0.to_be_bytes().into_iter().enumerate() {
            if [4, 6, 8, 10].contains(&place) {
                text.push('-');
            }
            text.extend(char::from_digit(u32::from(byte >> 4), 16));
            text.extend(char::from_digit(u32::from(byte & 0xf), 16));
        }
        text
    }

    /// Returns all 128 bits: ids sort as these numbers do, and as their texts.
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// Returns the time at which the browser made this id, by its (corrected) clock.
    #[must_use]
    pub const fn instant(self) -> Instant {
        Instant::from_unix_ms((self.0 >> 80) as i64)
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl fmt::Debug for ResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NotAResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a UUID version 7, such as 017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }
}

impl std::error::Error for NotAResponseId {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z.
    const RFC_EXAMPLE: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    #[test]
    fn the_rfc_example_is_read_with_its_time() {
        let id = ResponseId::parse(RFC_EXAMPLE).unwrap();
        assert_eq!(id.instant().unix_ms(), 1_645_557_742_000);
        assert_eq!(id.to_string(), RFC_EXAMPLE);
        assert_eq!(ResponseId::parse(&RFC_EXAMPLE.to_uppercase()), Ok(id));
    }

    #[test]
    fn a_new_id_reads_back_whatever_the_random_bits() {
        for random in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let id = ResponseId::new(Instant::from_unix_ms(1_795_316_400_123), random);
            assert_eq!(ResponseId::parse(&id.to_string()), Ok(id));
            assert_eq!(id.instant().unix_ms(), 1_795_316_400_123);
        }
    }

    #[test]
    fn other_versions_variants_and_spellings_are_refused() {
        for text in [
            "",
            "017f22e279b07cc398c4dc0c0c07398f",
            "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
            "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
            "017f22e2x79b0-7cc3-98c4-dc0c0c07398f",
        ] {
            assert_eq!(ResponseId::parse(text), Err(NotAResponseId), "{text}");
        }
    }
}
