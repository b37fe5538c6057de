//! Bytes as hexadecimal digits.

use core::fmt::Write as _;

/// Returns all bytes, two digits each, in lower case.
#[must_use]
pub fn of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        // Writing to a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Returns the first `n` bytes, or all if there are fewer.
#[must_use]
pub fn of_first(bytes: &[u8], n: usize) -> String {
    of(bytes.get(..n).unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_two_digits_and_no_more_are_asked_for_than_there_are() {
        assert_eq!(of(&[0, 10, 255]), "000aff");
        assert_eq!(of_first(&[0, 10, 255], 2), "000a");
        assert_eq!(of_first(&[1], 2), "01");
    }
}
