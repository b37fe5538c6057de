//! The built-in wording of the three standard questions, in each of its versions. Each language is
//! one file of struct literals: a missing text is a build error.
//!
//! A language's `TEXTS` are those of the newest wording. What an earlier one said otherwise stands
//! beside them, and nowhere twice. Texts of a wording that was released never change.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod he;
mod hi;
mod id;
mod it;
mod ja;
mod ko;
mod nl;
mod pl;
mod pt_br;
mod ru;
mod th;
mod tr;
mod vi;
mod zh_hans;
mod zh_hant;

use domain::Kind;
use wire::wording::Wording;

/// Everything that is said in one language. `{product}` stands for the site's product.
#[derive(Debug)]
pub struct Texts {
    /// The language, as a BCP 47 tag in lower case.
    pub lang: &'static str,
    /// The language's own name for itself, for owners who choose it.
    pub name: &'static str,
    /// Net Promoter Score.
    pub nps: Question,
    /// Customer Effort Score.
    pub ces: Question,
    /// Customer satisfaction.
    pub csat: Question,
    /// The frame around them.
    pub frame: Frame,
}

/// The words of one question. Groups come in the order of [`Kind::groups`]: low, middle, high.
#[derive(Debug)]
pub struct Question {
    /// The question itself.
    pub question: &'static str,
    /// The scale's low end.
    pub low: &'static str,
    /// The scale's high end.
    pub high: &'static str,
    /// The comment step's question, by group.
    pub follow_up: [&'static str; 3],
    /// The last step's words, by group.
    pub thanks: [&'static str; 3],
}

/// The words of the popup's frame; see [`wire::form::Words`].
#[derive(Debug)]
pub struct Frame {
    /// The button that sends the comment.
    pub send: &'static str,
    /// The button that ends without a comment.
    pub skip: &'static str,
    /// The name of the closing button.
    pub close: &'static str,
    /// The hint in the empty comment field.
    pub comment_hint: &'static str,
    /// The name of one answer: with `{score}` and `{max}`.
    pub out_of: &'static str,
    /// The separator between the name of an answer and its end of the scale: `, `.
    pub comma: &'static str,
    /// The message when a comment has reached its limit.
    pub too_long: &'static str,
    /// The button beside the given answer that leads back to the question.
    pub change: &'static str,
    /// The message when the visitor would leave a comment behind that has not been sent.
    pub unsent: &'static str,
    /// The line that opens the explanation why somebody is asked.
    pub why: &'static str,
    /// The explanation why somebody is asked, and what becomes of the response: with `{product}`.
    pub why_text: &'static str,
    /// The name of the link to the owner's privacy notice.
    pub privacy: &'static str,
    /// The addition to the name of a link that opens in a new tab. Spoken, not seen.
    pub new_tab: &'static str,
}

/// The language of last resort.
pub const FALLBACK: &str = en::TEXTS.lang;

/// Every built-in language, in the newest wording.
pub const ALL: [&Texts; 20] = [
    &en::TEXTS,
    &vi::TEXTS,
    &fr::TEXTS,
    &de::TEXTS,
    &es::TEXTS,
    &pt_br::TEXTS,
    &it::TEXTS,
    &nl::TEXTS,
    &pl::TEXTS,
    &tr::TEXTS,
    &ru::TEXTS,
    &ar::TEXTS,
    &he::TEXTS,
    &hi::TEXTS,
    &th::TEXTS,
    &id::TEXTS,
    &ja::TEXTS,
    &ko::TEXTS,
    &zh_hans::TEXTS,
    &zh_hant::TEXTS,
];

/// Codes of the built-in languages, in the order of [`ALL`]; without their texts.
#[allow(clippy::indexing_slicing, reason = "at compile time, where a wrong index is an error")]
pub const CODES: [&str; ALL.len()] = {
    let mut codes = [""; ALL.len()];
    let mut i = 0;
    while i < codes.len() {
        codes[i] = ALL[i].lang;
        i += 1;
    }
    codes
};

/// The languages in which the first wording differs from the newest.
const FIRST: [&Texts; 18] = [
    &vi::FIRST,
    &fr::FIRST,
    &de::FIRST,
    &es::FIRST,
    &pt_br::FIRST,
    &it::FIRST,
    &nl::FIRST,
    &pl::FIRST,
    &tr::FIRST,
    &ru::FIRST,
    &ar::FIRST,
    &he::FIRST,
    &hi::FIRST,
    &th::FIRST,
    &id::FIRST,
    &ja::FIRST,
    &ko::FIRST,
    &zh_hant::FIRST,
];

/// The texts of the language of last resort.
#[must_use]
pub fn fallback(wording: Wording) -> &'static Texts {
    of(FALLBACK, wording).unwrap_or(&en::TEXTS)
}

/// The texts of exactly that language tag, in lower case, or of another tag for the same words.
#[must_use]
pub fn of(lang: &str, wording: Wording) -> Option<&'static Texts> {
    let lang = same_words(lang);
    let of_then: &[&Texts] = match wording {
        Wording::First => &FIRST,
        Wording::Second => &[],
    };
    of_then.iter().chain(&ALL).find(|texts| texts.lang == lang).copied()
}

/// The built-in tag for a language that is there, under that tag or another one for the same words.
#[must_use]
pub fn built_in(lang: &str) -> Option<&'static str> {
    of(lang, Wording::NEWEST).map(|texts| texts.lang)
}

/// The built-in tag for one that names its words otherwise: by region instead of script, without
/// the region of which we have them, or by a code since withdrawn.
fn same_words(lang: &str) -> &str {
    match lang {
        "iw" => "he",
        "in" => "id",
        "pt" => "pt-br",
        "zh" | "zh-cn" | "zh-sg" => "zh-hans",
        "zh-tw" | "zh-hk" | "zh-mo" | "zh-hant-tw" | "zh-hant-hk" | "zh-hant-mo" => "zh-hant",
        other => other,
    }
}

impl Texts {
    /// The words of a kind's question.
    #[must_use]
    pub const fn question(&self, kind: Kind) -> &Question {
        match kind {
            Kind::Nps => &self.nps,
            Kind::Ces => &self.ces,
            Kind::Csat => &self.csat,
        }
    }
}

#[cfg(test)]
mod tests;
