//! E-mail addresses in running text.

use core::ops::Range;

/// Returns the addresses' positions, in order.
pub(super) fn find(text: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.iter().enumerate() {
        let behind = found.last().map_or(0, |last| last.end);
        if matches!(character, '@' | '＠') && at >= behind {
            found.extend(around(text, behind, at));
        }
    }
    found
}

/// The address around an at sign that doesn't begin before `first`.
fn around(text: &[char], first: usize, at: usize) -> Option<Range<usize>> {
    let before = text.get(first..at)?;
    let is_latin = is_latin(before.last()?);
    let n_local = before.iter().rev().take_while(|c| is_local(c, is_latin)).count();
    let n_strip = before.iter().skip(before.len() - n_local).take_while(|c| is_mark(c)).count();
    if n_local == n_strip {
        return None;
    }
    let after = text.get(at + 1..)?;
    let n_domain = domain(after)?;
    Some(at - n_local + n_strip..at + 1 + n_domain)
}

/// Number of characters of the domain with which a text begins.
fn domain(text: &[char]) -> Option<usize> {
    let is_latin = is_latin(text.first()?);
    let mut end = 0;
    // The end of the last label that can be a top-level domain.
    let mut good = None;
    let mut n_labels = 0;
    loop {
        let rest = text.get(end..)?;
        let label: String = rest.iter().take_while(|c| is_in_label(c, is_latin)).collect();
        let n_label = label.chars().count();
        let bare = label.trim_end_matches('-');
        if bare.is_empty() || bare.starts_with('-') {
            return good;
        }
        n_labels += 1;
        let is_top = bare.starts_with("xn--")
            || (bare.chars().count() >= 2 && bare.chars().all(char::is_alphabetic));
        if n_labels >= 2 && is_top {
            good = Some(end + bare.chars().count());
        }
        end += n_label;
        if bare.len() != label.len() || !matches!(text.get(end), Some('.' | '．')) {
            return good;
        }
        end += 1;
    }
}

/// True if a character belongs to an address. In writing without spaces, other letters around a
/// Latin address do not.
fn is_letter(c: &char, is_latin_only: bool) -> bool {
    c.is_alphanumeric() && (!is_latin_only || is_latin(c))
}

fn is_latin(c: &char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

fn is_mark(c: &char) -> bool {
    matches!(c, '.' | '_' | '%' | '+' | '-')
}

fn is_local(c: &char, is_latin_only: bool) -> bool {
    is_letter(c, is_latin_only) || is_mark(c)
}

fn is_in_label(c: &char, is_latin_only: bool) -> bool {
    is_letter(c, is_latin_only) || *c == '-'
}
