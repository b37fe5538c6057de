//! Texts, put together and taken apart. Plain values.
//!
//! The standard library does the same by code that is made for every type and pattern; README.md has
//! what that costs a visitor.

/// Returns the texts, one behind the other.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Returns the texts before and behind the first such sign, which is one of ASCII.
pub(crate) fn split_at_first(text: &str, sign: u8) -> Option<(&str, &str)> {
    split_at(text, text.bytes().position(|byte| byte == sign)?)
}

/// Returns the texts before and behind the last such sign, which is one of ASCII.
pub(crate) fn split_at_last(text: &str, sign: u8) -> Option<(&str, &str)> {
    split_at(text, text.bytes().rposition(|byte| byte == sign)?)
}

/// Returns the texts before and behind a sign of ASCII.
fn split_at(text: &str, place: usize) -> Option<(&str, &str)> {
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Returns a number in decimal digits.
pub(crate) fn digits(mut number: u64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for number in [0, 7, 9, 10, 100, 1_001, 2_000, 1_795_316_400_123, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }

    #[test]
    fn texts_are_joined_and_split_as_the_standard_library_does_it() {
        for text in ["", ",", "a", "a,b", ",a,b,", "ấ,,ầ"] {
            assert_eq!(split_at_first(text, b','), text.split_once(','));
            assert_eq!(split_at_last(text, b','), text.rsplit_once(','));
            assert_eq!(joined(&[text, "ấ", "", text]), [text, "ấ", "", text].concat());
        }
    }
}
