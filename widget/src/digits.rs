//! Numbers as text. Plain values.

/// Returns a number in decimal digits, without the standard library's formatting, which is made for
/// every type and format and takes ten times the bytes.
pub(crate) fn digits(mut number: u32) -> String {
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
        for number in [0, 7, 9, 10, 100, 1_001, 2_000, u32::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }
}
