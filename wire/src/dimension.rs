//! Dimensions, by which figures are broken down, and labels, a response's values of them. Before
//! the collector stores a label, it normalizes the text: spellings of the same text become equal,
//! and different texts stay different.
//!
//! **In scope:** names of dimensions; labels; the normalization of touchpoints, values of
//! attributes and the page's path: composition (Unicode's NFC), decoding of percent escapes,
//! cutting.
//! **Out of scope:** the texts that are refused (`fields`, `response`), and the display of a text
//! on a reader's screen (the collector's `plain_text`).

mod labels;
mod name;
mod source;

use core::fmt::Write;
use std::borrow::Cow;

use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

pub use labels::Labels;
pub use name::{AttributeName, Dimension, DimensionName, taken};
pub use source::Source;

use crate::limits::{LABEL_MAX_BYTES, PAGE_MAX_BYTES};

/// Separator between a text that was cut and the text's hash.
const CUT: char = '~';
/// Number of letters of the hash. They hold 80 bits: a million texts have no collision, and nobody
/// can construct a text with the hash of another one.
const HASH_LETTERS: usize = 16;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Returns the text in NFC: `é` is one character, however it was typed. A text that is in NFC
/// already, as most are, is not copied.
///
/// ```
/// assert_eq!(wire::dimension::composed("e\u{301}"), "é");
/// ```
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Returns a touchpoint or a value of an attribute as it is stored. The parser has checked its
/// length, but characters that JSON escapes, and composition, can make it longer; then it is cut.
#[must_use]
pub fn label(text: &str) -> String {
    fitted(composed(text), LABEL_MAX_BYTES)
}

/// Returns the page of an address as it is stored: the path, and the route if the fragment is one
/// (`#/…`, `#!/…`), both decoded and composed. Query and other fragments are dropped, because they
/// may hold secrets. A long page is cut.
///
/// ```
/// use wire::dimension::page;
/// assert_eq!(page("/%E0%B8%AA%E0%B8%B5?utm_source=mail#top"), "/สี");
/// assert_eq!(page("/app#/orders?id=7"), "/app#/orders");
/// ```
#[must_use]
pub fn page(address: &str) -> String {
    let (before, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = before.split('?').next().unwrap_or_default();
    let mut page = decoded(path);
    if fragment.strip_prefix('!').unwrap_or(fragment).starts_with('/') {
        page.push('#');
        page.push_str(&decoded(fragment.split('?').next().unwrap_or_default()));
    }
    fitted(composed(&page), PAGE_MAX_BYTES)
}

/// Decodes the percent escapes of letters in a part of an address.
///
/// Escapes of ASCII punctuation stay: decoded, `%2F`, `%3F` and `%23` would be read as `/`, `?` and
/// `#`, and two paths would become one. Escapes that are not UTF-8 stay, too, and so do those of
/// invisible characters and of characters that reverse the direction of text. Characters that come
/// unescaped, which no browser sends, stay unescaped.
fn decoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    // Behind an escape that stays, no combining mark is decoded: NFC would compose it with the
    // escape's last letter and break the escape.
    let mut is_behind_escape = false;
    while let Some(next) = rest.chars().next() {
        let escaped = escaped_char(rest);
        let (character, length) = escaped.unwrap_or((next, next.len_utf8()));
        let (taken, behind) = rest.split_at(length);
        rest = behind;
        let stays =
            escaped.is_some() && (!is_letter(character) || would_make_an_escape(&out, character));
        if stays {
            out.push_str(taken);
            is_behind_escape = true;
        } else if is_behind_escape && is_combining_mark(character) {
            escape(&mut out, character);
        } else {
            out.push(character);
            // An incomplete escape is read one character at a time.
            is_behind_escape =
                character == '%' || is_behind_escape && character.is_ascii_hexdigit();
        }
    }
    out
}

/// Returns the character whose complete escape begins the text, and the length of that escape.
fn escaped_char(text: &str) -> Option<(char, usize)> {
    let byte_at = |at: usize| {
        let escape = text.as_bytes().get(at..at + 3)?;
        let [b'%', high, low] = escape else { return None };
        let digit = |sign: u8| char::from(sign).to_digit(16);
        u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
    };
    let first = byte_at(0)?;
    let n_bytes = match first {
        0x00..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = (0..n_bytes).map_while(|n| byte_at(n * 3)).collect();
    let character = core::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((character, n_bytes * 3))
}

/// True if a decoded character, behind a stray `%`, would look like an escape that was not there.
fn would_make_an_escape(out: &str, character: char) -> bool {
    let mut last = out.chars().rev();
    let (last, before) = (last.next(), last.next());
    character.is_ascii_hexdigit()
        && (last == Some('%')
            || before == Some('%') && last.is_some_and(|sign| sign.is_ascii_hexdigit()))
}

fn escape(out: &mut String, character: char) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a `String` can't fail.
        let _ = write!(out, "%{byte:02X}");
    }
}

/// True if the escape of a character in a path is decoded: for letters, marks, digits and signs of
/// any script, and for a space, which an address holds only as an escape. Of ASCII, besides the
/// space, only the characters that mean the same with and without an escape (RFC 3986, 2.3).
fn is_letter(character: char) -> bool {
    match character {
        ' ' | '-' | '.' | '_' | '~' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        // Joiners, which scripts in use today need.
        '\u{200c}' | ZERO_WIDTH_JOINER => true,
        _ if character.is_control() || character.is_whitespace() => false,
        // Format characters, fillers, noncharacters, private use.
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' => false,
        '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{180e}' => false,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' => false,
        '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' => false,
        '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' => false,
        '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => false,
        '\u{e0000}'.. => false,
        _ => u32::from(character) & 0xfffe != 0xfffe,
    }
}

/// Returns the text if it takes at most `max_bytes` in JSON; else its first letters, [`CUT`] and a
/// hash of the whole text. The limit counts bytes of JSON, so that labels always fit into a key's
/// metadata.
fn fitted(text: Cow<'_, str>, max_bytes: usize) -> String {
    if text.chars().map(bytes_in_json).sum::<usize>() <= max_bytes {
        return text.into_owned();
    }
    let mut left = max_bytes.saturating_sub(HASH_LETTERS + CUT.len_utf8());
    let mut end = 0;
    let mut before = [None; 2];
    for (at, character) in text.char_indices() {
        if begins_letter(before, text.get(at..).unwrap_or_default()) {
            end = at;
        }
        match left.checked_sub(bytes_in_json(character)) {
            Some(rest) => left = rest,
            None => break,
        }
        before = [before[1], Some(character)];
    }
    let kept = text.get(..end).unwrap_or_default();
    format!("{kept}{CUT}{}", hash(&text))
}

const fn bytes_in_json(character: char) -> usize {
    match character {
        '"' | '\\' => 2,
        _ => character.len_utf8(),
    }
}

/// True if the text may be cut here, where `before` holds the two characters in front: not before a
/// combining mark or the second half of a joined letter, and not within the escapes of a character.
fn begins_letter(before: [Option<char>; 2], text: &str) -> bool {
    let [second_last, last] = before;
    let Some(character) = text.chars().next() else { return false };
    let is_in_escape = character.is_ascii_hexdigit() && [second_last, last].contains(&Some('%'))
        || character == '%'
            && matches!(text.as_bytes().get(1), Some(b'8' | b'9' | b'A' | b'B' | b'a' | b'b'));
    // Vowels of Thai and Lao that are written behind their consonant, and skin tones of emoji.
    let is_second_half = matches!(character, '\u{e33}' | '\u{eb3}' | '\u{1f3fb}'..='\u{1f3ff}')
        || [Some(character), last].contains(&Some(ZERO_WIDTH_JOINER));
    !is_in_escape && !is_second_half && !is_combining_mark(character)
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut bits = digest.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let mut letters = String::with_capacity(HASH_LETTERS);
    for _ in 0..HASH_LETTERS {
        let five = bits.by_ref().take(5).fold(0, |five, bit| five << 1 | bit);
        letters.push(ALPHABET.get(usize::from(five)).copied().map_or(CUT, char::from));
    }
    letters
}

#[cfg(test)]
mod tests;
