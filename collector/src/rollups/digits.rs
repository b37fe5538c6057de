//! Digits of 6 bits, of which rollups' texts are made, and the numbers and texts in them.

const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const MORE: u64 = 32;

/// Values of [`DIGITS`] by byte; 64 for any other byte.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut value = 0;
    while value < 64 {
        #[expect(clippy::indexing_slicing, reason = "both are in range; checked when compiled")]
        {
            values[DIGITS[value] as usize] = value as u8;
        }
        value += 1;
    }
    values
};

/// Text that is left to read.
pub(super) struct Digits<'a>(pub &'a [u8]);

impl<'a> Digits<'a> {
    /// Reads one digit; `None` at the end, or for any other byte.
    pub(super) fn digit(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        let value = *VALUES.get(usize::from(*first))?;
        (value < 64).then_some(u64::from(value))
    }

    /// Reads a number.
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        // 12 digits of 5 bits: more than any time or count, and never beyond 64 bits.
        for shift in (0..60).step_by(5) {
            let digit = self.digit()?;
            number |= (digit & (MORE - 1)) << shift;
            if digit < MORE {
                return Some(number);
            }
        }
        None
    }

    /// Reads a text behind its length.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.bytes()?).ok()
    }

    /// Reads a number, and returns as many bytes.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}

/// Writes a text behind its length.
pub(super) fn push_text(text: &mut String, pushed: &str) {
    push_number(text, pushed.len() as u64);
    text.push_str(pushed);
}

/// Writes a number.
pub(super) fn push_number(text: &mut String, mut number: u64) {
    while number >= MORE {
        push_digit(text, (number & (MORE - 1)) | MORE);
        number >>= 5;
    }
    push_digit(text, number);
}

/// Writes one digit.
pub(super) fn push_digit(text: &mut String, value: u64) {
    let digit = usize::try_from(value).ok().and_then(|value| DIGITS.get(value));
    text.push(char::from(digit.copied().unwrap_or(b'!')));
}
