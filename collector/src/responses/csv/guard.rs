//! Guards a text so that no spreadsheet runs a part of it as a formula.
//!
//! A spreadsheet may read a file with another separator than the one that it was written with: it
//! guesses the separator, or takes it from the machine's language. Then a cell can begin in the
//! middle of a text, quotes or not. So [`guarded`] puts an apostrophe before each sign that starts
//! a formula, *wherever* a cell may begin. [`unguarded`] takes exactly these apostrophes away.

use std::borrow::Cow;

/// Character that people type before a text to say "this is text".
const GUARD: char = '\'';

/// Returns a text that no spreadsheet takes for a formula, whole or in part.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    // Most texts have no such sign, and are not copied.
    if !text.contains(|c| is_sign(c) || is_break(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().saturating_add(4));
    let mut place = Place::Start;
    for character in text.chars() {
        if place.is_guarded_before(character) {
            out.push(GUARD);
        }
        out.push(character);
        place = place.after(character);
    }
    Cow::Owned(out)
}

/// Returns the text that was given to [`guarded`].
#[must_use]
pub fn unguarded(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut place = Place::Start;
    for character in cell.chars() {
        // The apostrophe right before such a sign is always one of ours.
        if place.is_guarded_before(character) && out.ends_with(GUARD) {
            out.pop();
        }
        out.push(character);
        place = place.after(character);
    }
    out
}

/// Place of a character in a text.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of the text, or behind characters that a reader of cells may skip there.
    Start,
    /// Behind a separator or the end of a line, or behind characters that may be skipped there.
    AfterBreak,
    /// Anywhere else: no cell begins here.
    Within,
}

impl Place {
    /// True if a spreadsheet may run a cell that begins here with this character.
    fn is_guarded_before(self, character: char) -> bool {
        match self {
            // A whole cell that begins with a tabulator or the end of a line is risky by itself:
            // some readers trim it and look at what follows.
            Place::Start => {
                is_sign(character) || (is_break(character) && character.is_whitespace())
            }
            Place::AfterBreak => is_sign(character),
            Place::Within => false,
        }
    }

    fn after(self, character: char) -> Place {
        if is_break(character) {
            Place::AfterBreak
        } else if is_skipped(character) {
            self
        } else {
            Place::Within
        }
    }
}

/// True for a character with which a formula begins, in every width that a spreadsheet may fold.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−'
    )
}

/// True for a character that ends a cell or a line in some way of reading the file.
fn is_break(character: char) -> bool {
    matches!(
        character,
        ',' | ';'
            | '|'
            | '\t'
            | '\n'
            | '\r'
            | '\u{b}'
            | '\u{c}'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

/// True for what a reader may drop at the start of a cell: quotes, blanks, and what nobody sees.
fn is_skipped(character: char) -> bool {
    matches!(character, '"' | GUARD)
        || character.is_whitespace()
        || character.is_control()
        || is_invisible(character)
}

/// True for Unicode's default ignorable code points.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, cell: &str) {
        assert_eq!(guarded(text), cell, "{text:?}");
        assert_eq!(unguarded(cell), text, "{cell:?}");
    }

    #[test]
    fn a_text_that_begins_a_formula_gets_an_apostrophe() {
        for sign in "=+-@＝＋－＠﹦﹢﹣﹫−".chars() {
            becomes(&format!("{sign}1"), &format!("'{sign}1"));
        }
        becomes("=HYPERLINK(\"//x\",\"y\")", "'=HYPERLINK(\"//x\",\"y\")");
        becomes("+84 90 123", "'+84 90 123");
        for start in ["\t", "\r", "\n", " \t"] {
            assert!(guarded(&format!("{start}1")).contains(GUARD), "{start:?}");
        }
        becomes("\t=1", "'\t'=1");
    }

    #[test]
    fn a_sign_is_guarded_behind_all_that_may_be_skipped() {
        for skipped in [
            " ",
            "   ",
            "\u{a0}",
            "\u{3000}",
            "\u{feff}",
            "\u{200b}",
            "\u{200f}",
            "\u{ad}",
            "\u{2060}",
            "\u{e0020}",
            "\"",
            "\" \"",
            "\u{7}",
        ] {
            becomes(&format!("{skipped}=1"), &format!("{skipped}'=1"));
            becomes(&format!("x;{skipped}=1"), &format!("x;{skipped}'=1"));
        }
    }

    #[test]
    fn a_sign_is_guarded_wherever_another_separator_would_begin_a_cell() {
        becomes("ok;=1+1", "ok;'=1+1");
        becomes("a\t=2+2", "a\t'=2+2");
        becomes("a\n=3+3", "a\n'=3+3");
        becomes("a\r\n@SUM(1)", "a\r\n'@SUM(1)");
        becomes("a,-1;+1|=1", "a,'-1;'+1|'=1");
        becomes("a;\"=1\"", "a;\"'=1\"");
        becomes("Gut:\n- billig\n- schnell", "Gut:\n'- billig\n'- schnell");
    }

    #[test]
    fn other_texts_stay_as_they_are_and_are_not_copied() {
        for text in ["", "Tốt", "a=b", "'tis", "''", "10 - 9", "1-2", "/a+b", "a@b.example"] {
            becomes(text, text);
        }
        for text in ["Nice; but slow", "a, b", "First.\n\nSecond.", "{\"plan\":\"-\",\"x\":\"=\"}"]
        {
            becomes(text, text);
        }
        assert!(matches!(guarded("Giao hàng chậm."), Cow::Borrowed(_)));
    }

    #[test]
    fn what_looks_guarded_already_is_guarded_again() {
        becomes("'=1", "''=1");
        becomes("'''- x", "'''- x".replace("'''", "''''").as_str());
        becomes("' =1", "' '=1");
        becomes("x;'=1", "x;''=1");
    }

    #[test]
    fn every_text_of_such_characters_comes_back() {
        const PARTS: [char; 10] = ['=', '＋', '\'', '"', ';', '\t', '\n', ' ', '\u{200b}', 'a'];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            let longer = |text: &String| PARTS.map(|part| format!("{text}{part}"));
            texts = texts.iter().flat_map(longer).collect();
            for text in &texts {
                assert_eq!(&unguarded(&guarded(text)), text);
            }
        }
    }
}
