//! Dimensions: what figures are broken down by, the labels of a response, and their texts as they
//! are kept: one text for what is the same, and never one for what differs.
//!
//! **In scope:** names and labels; of their texts touchpoints, values of attributes, the page's
//! path: letters composed (Unicode's NFC), escapes decoded, cutting.
//! **Out of scope:** which texts are refused (`fields`, `response`), and what a reader's screen shows
//! of a text (the collector's `plain_text`).

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

/// The sign between a text that was cut and its hash.
const CUT: char = '~';
/// The hash's letters. 80 bits: of a million texts, no two have the same, and nobody finds a text
/// with the hash of another one.
const HASH_LETTERS: usize = 16;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// The text with its letters composed (NFC): `é` is one character, however it was typed. Most texts
/// are composed already: they are not copied.
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

/// A touchpoint or a value of an attribute, composed. One of signs that take two bytes in JSON may
/// not fit, nor one that composing made longer: it is cut.
#[must_use]
pub fn label(text: &str) -> String {
    fitted(composed(text), LABEL_MAX_BYTES)
}

/// The page of an address: its path, decoded and composed, and its route when that stands in the
/// fragment (`#/…`, `#!/…`). Query and other fragments may hold secrets and are dropped. A long one
/// is cut.
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

/// A part of an address with its letters decoded.
///
/// Escapes of signs stay as they are: `%2F`, `%3F` and `%23` would be read as `/`, `?` and `#`, and
/// two paths would become one. So do those that are no UTF-8, and those of characters that nobody
/// sees or that turn others round. What comes unescaped, from no browser, stays so.
fn decoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    // Behind an escape that stays no mark is decoded: composed with its last letter, it would break it.
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
            // What is no whole escape comes sign by sign.
            is_behind_escape =
                character == '%' || is_behind_escape && character.is_ascii_hexdigit();
        }
    }
    out
}

/// The character whose whole escape a text begins with, and the escape's length.
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

/// True if a decoded sign and a stray `%` before it would be read as an escape that was none.
fn would_make_an_escape(out: &str, character: char) -> bool {
    let mut last = out.chars().rev();
    let (last, before) = (last.next(), last.next());
    character.is_ascii_hexdigit()
        && (last == Some('%')
            || before == Some('%') && last.is_some_and(|sign| sign.is_ascii_hexdigit()))
}

fn escape(out: &mut String, character: char) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a text can't fail.
        let _ = write!(out, "%{byte:02X}");
    }
}

/// True if a character of a path is shown as itself: letters, marks, digits and signs of any
/// script, and a space, which an address holds only as an escape. Of ASCII only what means the same
/// either way (RFC 3986, 2.3).
fn is_letter(character: char) -> bool {
    match character {
        ' ' | '-' | '.' | '_' | '~' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        // Joiners, which living scripts need.
        '\u{200c}' | ZERO_WIDTH_JOINER => true,
        _ if character.is_control() || character.is_whitespace() => false,
        // Format characters, fillers, what stands for nothing, what everybody may give a meaning.
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

/// The text, when it takes no more than `max_bytes` in JSON; else its first letters, [`CUT`] and a
/// hash of all of it. Counted as JSON, so that what a key's metadata holds always fits.
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

/// True if a text begins with what readers take for a letter, behind two characters: no mark on the
/// one before, no second half of a joined one, nothing inside the escapes of a character.
fn begins_letter(before: [Option<char>; 2], text: &str) -> bool {
    let [second_last, last] = before;
    let Some(character) = text.chars().next() else { return false };
    let is_in_escape = character.is_ascii_hexdigit() && [second_last, last].contains(&Some('%'))
        || character == '%'
            && matches!(text.as_bytes().get(1), Some(b'8' | b'9' | b'A' | b'B' | b'a' | b'b'));
    // Vowels of Thai and Lao that are written behind their consonant, and skins of emoji.
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
