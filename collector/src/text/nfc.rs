//! One form for texts that are compared. A keyboard may write `ệ` as one character or as three, and
//! both are the same letter. In Unicode's normalization form C (NFC) both become the same text.
//!
//! **In scope:** how filters and names of visitors are compared by it.
//! **Out of scope:** the form itself ([`wire::dimension::composed`]); comments in the store, which
//! stay as they were sent.

use wire::dimension::composed;

/// Returns a text as searches compare it: in lower case, and in NFC.
#[must_use]
pub fn searched(text: &str) -> String {
    composed(&text.to_lowercase()).into_owned()
}

/// True if two texts differ in their form at the most.
#[must_use]
pub fn is_same(a: &str, b: &str) -> bool {
    a == b || composed(a) == composed(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vietnamese, as a Mac's keyboard may write it.
    const DECOMPOSED: &str = "Thie\u{302}\u{301}u ngu\u{31b}\u{300}a";
    const COMPOSED: &str = "Thiếu ngừa";

    #[test]
    fn the_same_letters_in_two_forms_are_the_same_text() {
        assert_ne!(DECOMPOSED, COMPOSED);
        assert!(is_same(DECOMPOSED, COMPOSED) && !is_same(DECOMPOSED, "Thieu ngua"));
        assert_eq!(searched(DECOMPOSED), "thiếu ngừa");
        assert_eq!(searched("ĐẸP"), searched("đe\u{323}p"));
    }
}
