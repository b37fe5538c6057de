//! The built-in wording of the three standard questions. Each language is one file of struct
//! literals: a missing text is a build error.

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

/// Everything that is said in one language. `{product}` stands for the site's product.
#[derive(Debug)]
pub struct Texts {
    /// The language, as a BCP 47 tag in lower case.
    pub lang: &'static str,
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
pub const FALLBACK: &Texts = &en::TEXTS;

/// Every built-in language.
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

/// The texts of exactly that language tag, in lower case, or of another tag for the same words.
#[must_use]
pub fn of(lang: &str) -> Option<&'static Texts> {
    let lang = same_words(lang);
    ALL.into_iter().find(|texts| texts.lang == lang)
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
mod tests {
    use super::*;

    fn all_of(texts: &Texts) -> Vec<&'static str> {
        let frame = &texts.frame;
        let mut all = vec![frame.send, frame.skip, frame.close, frame.comment_hint];
        all.extend([frame.out_of, frame.too_long, frame.why, frame.why_text, frame.privacy]);
        all.push(frame.new_tab);
        for kind in Kind::ALL {
            let question = texts.question(kind);
            all.extend([question.question, question.low, question.high]);
            all.extend(question.follow_up);
            all.extend(question.thanks);
        }
        all
    }

    #[test]
    fn each_text_is_one_that_an_owner_could_have_written() {
        for texts in ALL {
            for text in all_of(texts) {
                assert!(!text.is_empty() && text.trim() == text, "{text:?}");
                assert!(text.chars().count() <= 120, "{text}");
                assert!(!text.contains(char::is_control), "{text}");
                // Composed letters: a base letter and a mark would look different in some fonts.
                assert!(!text.contains(|c| ('\u{0300}'..='\u{036f}').contains(&c)), "{text}");
            }
        }
    }

    #[test]
    fn each_question_names_the_product_and_each_answer_its_place() {
        for texts in ALL {
            for kind in Kind::ALL {
                assert!(texts.question(kind).question.contains("{product}"), "{kind:?}");
            }
            assert!(texts.frame.out_of.contains("{score}"));
            assert!(texts.frame.out_of.contains("{max}"));
            assert!(texts.frame.why_text.contains("{product}"));
        }
    }

    #[test]
    fn what_is_spoken_is_put_together_by_each_scripts_own_comma() {
        for texts in ALL {
            let expected = match texts.lang {
                "ar" => "، ",
                "ja" => "、",
                "zh-hans" | "zh-hant" => "，",
                // Thai has spaces in the place of commas.
                "th" => " ",
                _ => ", ",
            };
            assert_eq!(texts.frame.comma, expected, "{}", texts.lang);
            let is_in_brackets = |(open, close)| {
                texts.frame.new_tab.starts_with(open) && texts.frame.new_tab.ends_with(close)
            };
            assert!([('(', ')'), ('（', '）')].into_iter().any(is_in_brackets), "{}", texts.lang);
        }
    }

    #[test]
    fn no_translation_was_left_in_another_language() {
        let mut shared = Vec::new();
        for (place, one) in ALL.iter().enumerate() {
            for other in &ALL[place + 1..] {
                let others = all_of(other);
                let same = all_of(one).into_iter().filter(|text| others.contains(text));
                shared.extend(same.map(|text| (one.lang, other.lang, text)));
            }
        }
        // Spanish and Portuguese have these two in common by right.
        let by_right = [("es", "pt-br", "Enviar"), ("es", "pt-br", "{score} de {max}")];
        assert_eq!(shared, by_right);
    }

    #[test]
    fn the_twenty_languages_are_there_each_by_its_own_tag() {
        let tags = "en vi fr de es pt-br it nl pl tr ru ar he hi th id ja ko zh-hans zh-hant";
        assert_eq!(ALL.map(|texts| texts.lang), *tags.split(' ').collect::<Vec<_>>());
        for texts in ALL {
            assert_eq!(of(texts.lang).map(|found| found.lang), Some(texts.lang));
        }
    }

    #[test]
    fn a_tag_for_the_same_words_finds_them() {
        #[track_caller]
        fn finds(tag: &str, lang: Option<&str>) {
            assert_eq!(of(tag).map(|texts| texts.lang), lang, "{tag}");
        }
        for tag in ["zh", "zh-cn", "zh-sg", "zh-hans"] {
            finds(tag, Some("zh-hans"));
        }
        for tag in ["zh-tw", "zh-hk", "zh-mo", "zh-hant", "zh-hant-tw", "zh-hant-hk"] {
            finds(tag, Some("zh-hant"));
        }
        finds("pt", Some("pt-br"));
        finds("iw", Some("he"));
        finds("in", Some("id"));
        for tag in ["", "xx", "fi", "en-gb", "zh-xx", "ZH"] {
            finds(tag, None);
        }
    }
}
