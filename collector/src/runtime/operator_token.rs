//! The operator's token: the rules that the deployment's secret must meet before anything is
//! compared with it.
//!
//! In: its bounds, and the reason for each refusal. Not in: who may do what with it
//! ([`crate::api::auth`]), and how often it may be guessed ([`crate::api::guard`]).

use super::secret::{KEY_PREFIX, Secret};

/// The fewest characters of a token: 128 bits as hexadecimal text.
pub const TOKEN_MIN_CHARS: usize = 32;

/// The fewest different characters of a token. A random text of hexadecimal digits has fewer once in
/// 10^16 times.
const DIFFERENT_MIN: usize = 5;

/// Words of texts that stand in instructions until somebody puts a token there. No random text has
/// one.
const EXAMPLES: [&str; 10] = [
    "example",
    "changeme",
    "change-me",
    "change_me",
    "replace-",
    "placeholder",
    "your-",
    "your_",
    "long-random-text",
    "admin_token",
];

/// A token that nobody guesses.
#[derive(Clone, Debug)]
pub struct OperatorToken(Secret);

/// Reasons for which a deployment's token can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakToken {
    /// There is none.
    Absent,
    /// It has fewer than [`TOKEN_MIN_CHARS`] characters.
    Short,
    /// It is the text of an instruction, or has too few different characters.
    Example,
    /// It has the form of an owner's key, whose guesses are not counted.
    KeyForm,
    /// It has characters that no header carries as they are.
    NotPlain,
}

impl OperatorToken {
    /// Returns the token, unless it is a weak one. White space around it is not a part of it: no
    /// header could send that.
    ///
    /// # Errors
    /// The reason for which the secret is refused as a token.
    pub fn new(secret: Option<Secret>) -> Result<OperatorToken, WeakToken> {
        let secret = secret.ok_or(WeakToken::Absent)?;
        let token = secret.reveal().trim();
        let lower = token.to_ascii_lowercase();
        let mut different: Vec<char> = lower.chars().collect();
        different.sort_unstable();
        different.dedup();
        if token.is_empty() {
            Err(WeakToken::Absent)
        } else if token.chars().count() < TOKEN_MIN_CHARS {
            Err(WeakToken::Short)
        } else if !token.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            Err(WeakToken::NotPlain)
        } else if lower.starts_with(KEY_PREFIX) {
            Err(WeakToken::KeyForm)
        } else if different.len() < DIFFERENT_MIN
            || EXAMPLES.iter().any(|example| lower.contains(example))
        {
            Err(WeakToken::Example)
        } else {
            Ok(OperatorToken(Secret::new(token.to_owned())))
        }
    }

    /// The token itself, to bind a session to it.
    pub(crate) const fn secret(&self) -> &Secret {
        &self.0
    }

    /// True if that is the token. The time that this takes tells nothing about either.
    #[must_use]
    pub fn is(&self, token: &Secret) -> bool {
        self.0.is(token)
    }
}

impl WeakToken {
    /// Returns the reason, for the operator.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            WeakToken::Absent => "the secret ADMIN_TOKEN is not set",
            WeakToken::Short => "the secret ADMIN_TOKEN has fewer than 32 characters",
            WeakToken::Example => "the secret ADMIN_TOKEN is an example, not a random text",
            WeakToken::KeyForm => "the secret ADMIN_TOKEN begins with hbk_, as owners' keys do",
            WeakToken::NotPlain => {
                "the secret ADMIN_TOKEN has other characters than letters, digits and signs of ASCII"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(token: &str, expected: Result<(), WeakToken>) {
        let read = OperatorToken::new(Some(Secret::new(token.to_owned())));
        assert_eq!(read.map(|_| ()), expected, "{token}");
    }

    #[test]
    fn a_token_has_32_characters_that_nobody_guesses() {
        is("0123456789abcdef0123456789abcdef", Ok(()));
        is("0123456789abcdef0123456789abcde", Err(WeakToken::Short));
        is("correct horse battery staple and more", Ok(()));
        is("", Err(WeakToken::Absent));
        is(&" ".repeat(40), Err(WeakToken::Absent));
        is(&format!("{}0123456789abcdef", " ".repeat(20)), Err(WeakToken::Short));
        is(&"a".repeat(32), Err(WeakToken::Example));
        is(&"0101".repeat(16), Err(WeakToken::Example));
        is("change-me-change-me-change-me-change-me", Err(WeakToken::Example));
        is("put-a-LONG-random-text-of-32-characters-here", Err(WeakToken::Example));
        is(&format!("hbk_abcdefgh_{}", "abcd2345".repeat(4)), Err(WeakToken::KeyForm));
        is(&format!("HBK_{}", "abcd2345".repeat(4)), Err(WeakToken::KeyForm));
        is("mật-khẩu-rất-dài-của-người-điều-hành", Err(WeakToken::NotPlain));
        is("0123456789abcdef\n0123456789abcdef", Err(WeakToken::NotPlain));
        assert_eq!(OperatorToken::new(None).err(), Some(WeakToken::Absent));
    }

    #[test]
    fn a_line_end_that_a_shell_put_behind_the_token_is_not_a_part_of_it() {
        let text = "0123456789abcdef0123456789abcdef";
        let token = OperatorToken::new(Some(Secret::new(format!("{text}\n")))).unwrap();
        assert!(token.is(&Secret::new(text.to_owned())));
        assert_eq!(format!("{token:?}"), "OperatorToken(REDACTED)");
    }
}
