//! Makes visitors' text harmless on its way out: a reader's screen shows it as it was written, and
//! no character of it acts.
//!
//! **In scope:** one function for comments, touchpoints, pages, attributes and respondents, used by
//! every output: JSON, CSV, webhooks.
//! **Out of scope:** the store, which keeps text as it was sent; formulas of spreadsheets, and
//! escapes of JSON or HTML: each format handles these, after this.

use std::borrow::Cow;

/// Replacement for a character that must not act. It is visible: a reader sees that something was
/// there, and the texts on both its sides stay apart.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Returns the text without characters that act on the program that shows it.
///
/// | character | becomes |
/// |---|---|
/// | line feed, tabulator | itself |
/// | carriage return (with the line feed behind it), U+0085, U+2028, U+2029 | a line feed |
/// | other control characters (Unicode's `Cc`: C0, DEL, C1) | U+FFFD |
/// | bidirectional embeddings and overrides (U+202A–U+202E), isolates (U+2066–U+2069) | U+FFFD |
/// | deprecated format controls (U+206A–U+206F) | U+FFFD |
///
/// Marks and joiners that living scripts need stay: U+200C–U+200F, U+061C. A second call changes
/// nothing more.
#[must_use]
pub fn neutralised(text: &str) -> Cow<'_, str> {
    // Most texts have no such character, and are not copied.
    let Some(first) = text.find(acts) else { return Cow::Borrowed(text) };
    let (untouched, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len().saturating_add(8));
    out.push_str(untouched);
    let mut characters = rest.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            _ if acts(character) => out.push(REPLACEMENT),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// True if a character does more than appear.
fn acts(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => true,
        _ => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(neutralised(text), expected, "{text:?}");
        assert_eq!(neutralised(expected), expected, "a second time changes it");
    }

    #[test]
    fn text_of_any_living_script_stays_as_it_is_and_is_not_copied() {
        for text in [
            "",
            "Giao hàng chậm, nhưng đóng gói đẹp.",
            "Très bien !\n\t– merci",
            "می‌خواهم",
            "שלום\u{200f}!",
            "مرحبا\u{61c} 123",
            "क्‍ष",
            "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️",
            "=1+1, <b>&amp;",
            "\u{fffd}",
        ] {
            becomes(text, text);
            assert!(matches!(neutralised(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn nothing_turns_the_order_of_what_stands_around_it() {
        becomes("a\u{202e}gpj.exe", "a\u{fffd}gpj.exe");
        for bidi in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            becomes(&format!("x{bidi}y{bidi}"), "x\u{fffd}y\u{fffd}");
        }
        for deprecated in '\u{206a}'..='\u{206f}' {
            becomes(&deprecated.to_string(), "\u{fffd}");
        }
    }

    #[test]
    fn nothing_drives_a_terminal_and_nothing_is_joined() {
        becomes("\u{1b}[31mred\u{7}", "\u{fffd}[31mred\u{fffd}");
        becomes("ja\0va\u{7f}script\u{9b}", "ja\u{fffd}va\u{fffd}script\u{fffd}");
        let mut controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
        let is_left = |control: char| neutralised(&control.to_string()).contains(control);
        assert!(controls.all(|control| is_left(control) == matches!(control, '\n' | '\t')));
    }

    #[test]
    fn a_line_ends_in_one_way() {
        becomes("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g", "a\nb\nc\nd\ne\nf\ng");
        becomes("\r\r\n\n", "\n\n\n");
    }
}
