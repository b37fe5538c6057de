//! Telephone numbers in running text: groups of digits, the separators between them, and the words
//! before them.

use core::ops::Range;

/// Digits in a row.
struct Group {
    /// The digits, as ASCII.
    digits: String,
    range: Range<usize>,
}

/// Groups that may be one number: `+`, groups, and no more than a separator between two.
struct Run {
    start: usize,
    has_plus: bool,
    groups: Vec<Group>,
}

/// Words behind which any seven digits are a telephone's.
const PHONE_WORDS: [&str; 21] = [
    "tel",
    "tél",
    "phone",
    "telephone",
    "téléphone",
    "telefon",
    "teléfono",
    "mobile",
    "cell",
    "fax",
    "call",
    "hotline",
    "whatsapp",
    "viber",
    "zalo",
    "sđt",
    "sdt",
    "đt",
    "thoại",
    "thoai",
    "gọi",
];
/// Words behind which digits are the number of something else.
const OTHER_WORDS: [&str; 16] = [
    "mã",
    "đơn",
    "đơn hàng",
    "mã số",
    "hóa đơn",
    "order",
    "order no",
    "order number",
    "invoice",
    "ticket",
    "no",
    "n",
    "№",
    "commande",
    "facture",
    "bestellung",
];
/// Words and signs before digits that make them money.
const CURRENCIES: [&str; 10] = ["đ", "₫", "vnd", "vnđ", "đồng", "€", "$", "%", "usd", "eur"];
/// Number of characters before a number in which the words are looked for.
const LOOK_BACK: usize = 24;

/// Returns the positions of telephone numbers within a part of a text, in order.
pub(super) fn find(text: &[char], within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let Some(run) = run(text, at, within.end) else {
            at += 1;
            continue;
        };
        let (is_phone, end) = decide(text, &run);
        if is_phone {
            found.push(run.start..end);
        }
        at = end.max(at + 1);
        // What is joined to digits by more than a space belongs to them: no number begins there.
        while !is_phone && at < within.end && is_tight(text.get(at)) && is_digit(text.get(at + 1)) {
            at += 1;
            while at < within.end && is_digit(text.get(at)) {
                at += 1;
            }
        }
    }
    found
}

/// Returns true if a run is a telephone number, and the end of the number, or of what the run is
/// instead.
fn decide(text: &[char], run: &Run) -> (bool, usize) {
    let first_end = run.groups.first().map_or(run.start + 1, |group| group.range.end);
    if let Some(end) = date_end(text, run) {
        return (false, end);
    }
    let before = Before::of(text, run.start);
    if !run.has_plus && before == Before::Other {
        return (false, first_end);
    }
    let n_groups = n_groups(text, run, before == Before::Phone);
    let end = n_groups.and_then(|n| Some(run.groups.get(n.checked_sub(1)?)?.range.end));
    match end {
        Some(end) if run.has_plus || !is_money(text, end) => (true, end),
        _ => (false, first_end),
    }
}

/// Number of groups of a run that make a telephone number.
fn n_groups(text: &[char], run: &Run, is_behind_phone_word: bool) -> Option<usize> {
    let lengths: Vec<usize> = run.groups.iter().map(|group| group.digits.len()).collect();
    let totals: Vec<usize> = lengths
        .iter()
        .scan(0, |total, n| {
            *total += n;
            Some(*total)
        })
        .collect();
    let digits: String = run.groups.iter().map(|group| group.digits.as_str()).collect();
    let longest = |range: Range<usize>| totals.iter().rposition(|n| range.contains(n));
    let exactly = |wanted: usize| totals.iter().position(|n| *n == wanted);
    let starts = |pattern: &[&str]| -> bool {
        let mut digits = digits.chars();
        pattern.iter().all(|any_of| digits.next().is_some_and(|digit| any_of.contains(digit)))
    };
    let is_shaped = |shape: &[usize]| lengths.starts_with(shape);
    let last = if run.has_plus {
        longest(7..16)
    } else if starts(&["0", "0", "123456789"]) {
        longest(10..18)
    } else if starts(&["0", "123456789"]) {
        let is_decimal = lengths.first() == Some(&1) && lengths.len() == 2 && {
            let end = run.groups.first().map_or(0, |group| group.range.end);
            text.get(end) == Some(&'.')
        };
        let national = || [10, 11, 9, 12].into_iter().find_map(exactly);
        if is_decimal { None } else { national() }
    } else if starts(&["23456789"]) && is_shaped(&[3, 3, 4]) {
        Some(2)
    } else if starts(&["1", "23456789"]) && is_shaped(&[1, 3, 3, 4]) {
        Some(3)
    } else if starts(&["8", "4", "35789"])
        || (starts(&["1", "3456789"]) && (is_shaped(&[11]) || is_shaped(&[3, 4, 4])))
    {
        exactly(11)
    } else if starts(&["6789"]) && is_shaped(&[5, 5]) {
        Some(1)
    } else {
        None
    };
    let last = last.or_else(|| if is_behind_phone_word { longest(7..16) } else { None });
    last.map(|last| last + 1)
}

/// Evidence of the words before a number.
#[derive(PartialEq)]
enum Before {
    Phone,
    Other,
    Nothing,
}

impl Before {
    fn of(text: &[char], start: usize) -> Before {
        let first = start.saturating_sub(LOOK_BACK);
        let back = text.get(first..start).unwrap_or_default();
        let back: String = back.iter().flat_map(|c| c.to_lowercase()).collect();
        let words = back.trim_end_matches([' ', ':', '.', '°', 'º', '\u{a0}']);
        let is_attached = back.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '#');
        let is_joined = back
            .strip_suffix(['-', '/'])
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_alphabetic()));
        let ends_with = |word: &&str| {
            let rest = words.strip_suffix(*word);
            rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        };
        if PHONE_WORDS.iter().any(ends_with) {
            Before::Phone
        } else if is_attached || is_joined || OTHER_WORDS.iter().any(ends_with) {
            Before::Other
        } else {
            Before::Nothing
        }
    }
}

/// True if money stands at that place.
fn is_money(text: &[char], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let rest: String = rest.iter().take(6).flat_map(|c| c.to_lowercase()).collect();
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    CURRENCIES.iter().any(|currency| {
        let behind = rest.strip_prefix(currency);
        behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
    })
}

/// Returns the end of the date that a run begins with: `25/11/2026`, `2026-11-25`, `1.2.26`.
fn date_end(text: &[char], run: &Run) -> Option<usize> {
    let [day, month, year, rest @ ..] = run.groups.as_slice() else { return None };
    let mark = text.get(day.range.end)?;
    let is_marked = matches!(mark, '.' | '-' | '/')
        && month.range.start == day.range.end + 1
        && year.range.start == month.range.end + 1
        && text.get(month.range.end) == Some(mark);
    let is_followed = rest.first().is_some_and(|next| {
        next.range.start == year.range.end + 1 && text.get(year.range.end) == Some(mark)
    });
    let lengths = [day.digits.len(), month.digits.len(), year.digits.len()];
    let is_dated = matches!(lengths, [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]);
    (!run.has_plus && is_marked && !is_followed && is_dated).then_some(year.range.end)
}

/// The run that begins at that very place.
fn run(text: &[char], start: usize, end: usize) -> Option<Run> {
    let mut at = start;
    let opens = |at: usize| matches!(text.get(at), Some('(' | '（'));
    if opens(at) {
        at += 1;
    }
    let has_plus = matches!(text.get(at), Some('+' | '＋'));
    if has_plus {
        at += 1;
    }
    if opens(at) && at == start + 1 && has_plus {
        at += 1;
    }
    let mut groups: Vec<Group> = Vec::new();
    loop {
        let group = group(text, at, end)?;
        let n_digits = group.digits.len();
        let after = group.range.end;
        groups.push(group);
        match separator(text, after, n_digits) {
            Some(next) if next < end && is_digit(text.get(next)) => at = next,
            _ => return Some(Run { start, has_plus, groups }),
        }
    }
}

fn group(text: &[char], start: usize, end: usize) -> Option<Group> {
    let rest = text.get(start..end)?;
    let digits: String = rest.iter().map_while(|c| digit(*c)).collect();
    let n_digits = digits.len();
    (n_digits > 0).then_some(Group { digits, range: start..start + n_digits })
}

/// Returns the start of the next group: behind one separator, or a few around a parenthesis or a
/// dash.
fn separator(text: &[char], at: usize, n_digits: usize) -> Option<usize> {
    let is =
        |offset: usize, test: fn(char) -> bool| text.get(at + offset).is_some_and(|c| test(*c));
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}');
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2013}');
    let is_open = |c: char| matches!(c, '(' | '（');
    let is_close = |c: char| matches!(c, ')' | '）');
    let is_mark = |c: char| matches!(c, '.' | '/');
    if is(0, is_space) && is(1, is_dash) && is(2, is_space) {
        // Between short groups alone: behind a whole number it is a dash in a sentence.
        return (n_digits <= 4).then_some(at + 3);
    }
    let mut next = at;
    if is(next - at, is_space) {
        next += 1;
    }
    if is(next - at, is_open) {
        return Some(next + 1);
    }
    if next > at {
        return Some(next);
    }
    if is(0, is_close) {
        let and_more = is(1, is_space) || is(1, is_dash);
        return Some(at + 1 + usize::from(and_more));
    }
    (is(0, is_dash) || (is(0, is_mark) && n_digits < 9)).then_some(at + 1)
}

/// True if a mark joins what stands on both its sides.
fn is_tight(c: Option<&char>) -> bool {
    matches!(c, Some('.' | ',' | '-' | '/' | '_'))
}

fn is_digit(c: Option<&char>) -> bool {
    c.is_some_and(|c| digit(*c).is_some())
}

/// A decimal digit of the scripts that telephone numbers are written in, as ASCII.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 7] =
        ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    let code = u32::from(c);
    let value = ZEROS
        .iter()
        .find_map(|zero| code.checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}
