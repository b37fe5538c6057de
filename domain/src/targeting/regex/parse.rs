//! Parser of patterns. In: the characters of the subset. Not in: the check that matching stays
//! cheap.

use core::fmt::Write;

use super::{Fault, Item, RegexError, Set};

/// Greatest count in a repetition: no address part that people count is longer.
const COUNT_MAX: u32 = 50;

/// Characters that mean themselves without a `\`, besides letters and digits.
const PLAIN: &str = "/_%-~,:;=&@!'\"#<>`";

/// Returns the items, each with the position at which it begins, and the pattern for the loader.
pub(super) fn parse(text: &str) -> Result<(Vec<(usize, Item)>, String), RegexError> {
    let mut parser = Parser { signs: text.chars().collect(), at: 0, written: String::new() };
    let mut items = Vec::new();
    while let Some(sign) = parser.next() {
        let at = parser.at;
        match sign {
            '(' => {
                items.push((at, parser.choice()?));
                if parser.repetition()?.is_some() {
                    return Err(RegexError { at: parser.at, fault: Fault::Repeated });
                }
            }
            sign if is_escaped_by_browsers(sign) => {
                let bytes = parser.literal(sign)?;
                items.extend(bytes.into_iter().map(|byte| (at, once(Set::one(byte)))));
                // The sign is several characters by now, and a repetition would apply to the last
                // one.
                if parser.repetition()?.is_some() {
                    return Err(RegexError { at: parser.at, fault: Fault::Repeated });
                }
            }
            sign => {
                let set = parser.set(sign)?;
                let (min, max) = parser.repetition()?.unwrap_or((1, Some(1)));
                items.push((at, Item::Repeat { set, min, max }));
            }
        }
    }
    Ok((items, parser.written))
}

struct Parser {
    signs: Vec<char>,
    /// Number of characters read, which is the position of the last one.
    at: usize,
    written: String,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += 1;
        Some(sign)
    }

    fn takes(&mut self, sign: char) -> bool {
        let is_there = self.peek() == Some(sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn fault<T>(&self, fault: Fault) -> Result<T, RegexError> {
        Err(RegexError { at: self.at, fault })
    }

    /// Reads one character, or a set.
    fn set(&mut self, sign: char) -> Result<Set, RegexError> {
        match sign {
            '.' => {
                self.written.push('.');
                Ok(Set::ALL)
            }
            '[' => self.class(),
            '\\' if matches!(self.peek(), Some('d' | 'w')) => Ok(self.shorthand()),
            sign => {
                let bytes = self.literal(sign)?;
                Ok(bytes.iter().fold(Set(0), |set, byte| set.and(Set::one(*byte))))
            }
        }
    }

    /// Reads `\d` or `\w`, behind its `\`.
    fn shorthand(&mut self) -> Set {
        let digits = Set::range(b'0', b'9');
        let word = digits.and(Set::range(b'a', b'z')).and(Set::range(b'A', b'Z'));
        let is_digit = self.next() == Some('d');
        self.written.push_str(if is_digit { "\\d" } else { "\\w" });
        if is_digit { digits } else { word.and(Set::one(b'_')) }
    }

    /// Reads a character that stands for itself, as browsers write it in addresses.
    fn literal(&mut self, sign: char) -> Result<Vec<u8>, RegexError> {
        let sign = match sign {
            '\\' => match self.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => escaped,
                _ => return self.fault(Fault::Sign),
            },
            plain if plain.is_ascii_alphanumeric() || PLAIN.contains(plain) => plain,
            other if is_escaped_by_browsers(other) => other,
            _ => return self.fault(Fault::Sign),
        };
        if !is_escaped_by_browsers(sign) {
            return Ok(vec![self.write(sign)]);
        }
        let before = self.written.len();
        for byte in sign.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a text can't fail.
            let _ = write!(self.written, "%{byte:02X}");
        }
        Ok(self.written.bytes().skip(before).collect())
    }

    /// Writes a character that stands for itself; returns its byte.
    fn write(&mut self, sign: char) -> u8 {
        if !sign.is_ascii_alphanumeric() && !PLAIN.contains(sign) {
            self.written.push('\\');
        }
        self.written.push(sign);
        // The callers check that it is ASCII.
        sign as u8
    }

    /// Reads a set in brackets, behind its `[`.
    fn class(&mut self) -> Result<Set, RegexError> {
        let open_at = self.at;
        self.written.push('[');
        let is_negated = self.takes('^');
        if is_negated {
            self.written.push('^');
        }
        let mut set = Set(0);
        while !self.takes(']') {
            if self.peek() == Some('\\') && matches!(self.signs.get(self.at + 1), Some('d' | 'w')) {
                self.at += 1;
                set = set.and(self.shorthand());
                continue;
            }
            let Some(from) = self.class_sign()? else {
                return Err(RegexError { at: open_at, fault: Fault::Open });
            };
            let is_range = self.peek() == Some('-')
                && self.signs.get(self.at + 1).is_some_and(|sign| *sign != ']');
            if !is_range {
                set = set.and(Set::one(from));
                continue;
            }
            self.at += 1;
            self.written.push('-');
            let to = self.class_sign()?.unwrap_or_default();
            if !(from.is_ascii_alphanumeric() && to.is_ascii_alphanumeric() && from <= to) {
                return self.fault(Fault::Class);
            }
            set = set.and(Set::range(from, to));
        }
        if set == Set(0) {
            return self.fault(Fault::Class);
        }
        self.written.push(']');
        Ok(if is_negated { set.without() } else { set })
    }

    fn class_sign(&mut self) -> Result<Option<u8>, RegexError> {
        let Some(sign) = self.next() else { return Ok(None) };
        let sign = if sign == '\\' {
            self.next().filter(char::is_ascii_punctuation)
        } else {
            Some(sign).filter(|sign| sign.is_ascii_graphic() && !matches!(sign, '[' | '^'))
        };
        let Some(sign) = sign else { return self.fault(Fault::Class) };
        // Between others, a bare `-` would make a range.
        if sign == '-' {
            self.written.push('\\');
        }
        Ok(Some(self.write(sign)))
    }

    /// Reads texts in brackets, behind their `(`.
    fn choice(&mut self) -> Result<Item, RegexError> {
        let open_at = self.at;
        self.written.push('(');
        let (mut texts, mut text) = (Vec::new(), Vec::new());
        loop {
            let Some(sign) = self.next() else {
                return Err(RegexError { at: open_at, fault: Fault::Open });
            };
            if matches!(sign, '|' | ')') {
                self.written.push(sign);
                texts.push(core::mem::take(&mut text));
                if sign == ')' {
                    break;
                }
            } else if sign == '\\' && matches!(self.peek(), Some('d' | 'w')) {
                return self.fault(Fault::Choice);
            } else {
                text.extend(
                    self.literal(sign)
                        .map_err(|error| RegexError { fault: Fault::Choice, ..error })?,
                );
            }
        }
        if texts.len() < 2 || texts.iter().any(Vec::is_empty) {
            return Err(RegexError { at: open_at, fault: Fault::Choice });
        }
        let begins_with_another = texts.iter().enumerate().any(|(index, text)| {
            let others = texts.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().any(|(_, other)| text.starts_with(other))
        });
        if begins_with_another {
            return Err(RegexError { at: open_at, fault: Fault::Prefix });
        }
        Ok(Item::Choice(texts))
    }

    /// Reads the repetition of the item before, if there is one.
    fn repetition(&mut self) -> Result<Option<(u32, Option<u32>)>, RegexError> {
        let Some(sign @ ('?' | '*' | '+' | '{')) = self.peek() else { return Ok(None) };
        self.at += 1;
        let (min, max) = match sign {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => self.counts()?,
        };
        if matches!(self.peek(), Some('?' | '*' | '+' | '{')) {
            self.at += 1;
            return self.fault(Fault::Repeated);
        }
        match (min, max) {
            (0, None) => self.written.push('*'),
            (1, None) => self.written.push('+'),
            (min, max) => {
                // Writing to a text can't fail.
                let _ = match max {
                    None => write!(self.written, "{{{min},}}"),
                    Some(max) if max == min => write!(self.written, "{{{min}}}"),
                    Some(max) => write!(self.written, "{{{min},{max}}}"),
                };
            }
        }
        Ok(Some((min, max)))
    }

    /// Reads `{2}`, `{2,}`, `{2,4}`, behind the `{`.
    fn counts(&mut self) -> Result<(u32, Option<u32>), RegexError> {
        let min = self.count()?;
        let max = match self.next() {
            Some('}') => return Ok((min, Some(min))),
            Some(',') if self.takes('}') => return Ok((min, None)),
            Some(',') => self.count()?,
            _ => return self.fault(Fault::Count),
        };
        if self.takes('}') && min <= max { Ok((min, Some(max))) } else { self.fault(Fault::Count) }
    }

    fn count(&mut self) -> Result<u32, RegexError> {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            self.at += 1;
            digits.push(digit);
        }
        match digits.parse() {
            Ok(count) if count <= COUNT_MAX => Ok(count),
            _ => self.fault(Fault::Count),
        }
    }
}

const fn once(set: Set) -> Item {
    Item::Repeat { set, min: 1, max: Some(1) }
}

/// True if browsers write a character with `%` in addresses.
const fn is_escaped_by_browsers(sign: char) -> bool {
    !sign.is_ascii() || sign == ' '
}
