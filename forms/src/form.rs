//! The form of a survey: its texts in the visitor's language, with the product's name in them.

use domain::{Group, Kind};
use wire::{
    form::{Button, Form, Words},
    site::SiteDefinition,
    survey::{ALL_GROUPS, SurveyDefinition, SurveyKind, TextOverrides},
};

use crate::{
    label::label_in,
    look, ratings, reasons,
    texts::{self, Texts},
};

/// The primary languages whose usual script runs from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// Makes a survey's form in the language nearest to `wanted`: a language tag in any case, or a
/// locale as servers write it (`fr_FR`, `pt_BR.UTF-8`).
///
/// A language counts as there when it is built in or the owner has written texts for it. Chosen is
/// the first that is there of: the tag itself, its primary language (`pt` of `pt-br`), the site's
/// language and its primary one, English. The owner's texts for the tag come before those for its
/// primary language, and both before the built-in ones; what none of them has is said in the
/// site's language, or else in English.
///
/// ```
/// use wire::{site::SiteDefinition, survey::SurveyDefinition};
///
/// let site = SiteDefinition::parse(br#"{"product":"Lotus Tea","lang":"de"}"#).unwrap();
/// let survey = br#"{"kind":"nps","texts":{"fi":{"question":"Suositteletko?"}}}"#;
/// let survey = SurveyDefinition::parse(survey).unwrap();
/// let form = forms::form(&site, &survey, 4, "fi-FI");
/// assert_eq!((form.version, form.question.as_str()), (4, "Suositteletko?"));
/// // Not built in, so what the owner left out is said in the site's language.
/// assert_eq!((form.lang.as_str(), form.words.send.as_str()), ("fi", "Senden"));
/// ```
#[must_use]
pub fn form(
    site: &SiteDefinition,
    definition: &SurveyDefinition,
    version: u32,
    wanted: &str,
) -> Form {
    let lang = choose(site, definition, &tag(wanted));
    let built_in = [lang.as_str(), site.lang.as_str()]
        .into_iter()
        .flat_map(|tag| [tag, primary(tag)])
        .find_map(|tag| texts::of(tag, site.wording))
        .unwrap_or_else(|| texts::fallback(site.wording));
    let sources = Sources {
        overrides: [definition.texts.get(&lang), definition.texts.get(primary(&lang))],
        built_in,
        kind: &definition.kind,
        product: &site.product,
    };
    let langs = [&lang, primary(&lang), &site.lang, primary(&site.lang), texts::FALLBACK];
    Form {
        version,
        wording: site.wording,
        kind: definition.kind.as_str().to_owned(),
        dir: if RIGHT_TO_LEFT.contains(&primary(&lang)) { "rtl" } else { "ltr" }.to_owned(),
        question: sources.text(|texts| texts.question.as_ref(), sources.built_in().question),
        low: sources.text(|texts| texts.low.as_ref(), sources.built_in().low),
        high: sources.text(|texts| texts.high.as_ref(), sources.built_in().high),
        ratings: ratings::of(definition, &langs),
        style: definition.style.as_str().to_owned(),
        follow_up: sources.by_group(|texts| &texts.follow_up, sources.built_in().follow_up),
        thanks: sources.by_group(|texts| &texts.thanks, sources.built_in().thanks),
        reasons: reasons::by_group(definition, &langs),
        thanks_button: buttons(definition, &langs),
        privacy_url: site.privacy_url.clone(),
        words: words(&sources),
        theme: look::theme(&definition.theme),
        lang,
    }
}

/// Languages in which a survey's form can be had: the built-in ones, then the owner's own.
///
/// ```
/// let survey = forms::check(br#"{"kind":"nps","texts":{"fi":{"low":"l"},"vi":{"low":"l"}}}"#);
/// let survey = survey.unwrap();
/// let languages: Vec<&str> = forms::languages(&survey).collect();
/// assert_eq!((languages[0], languages[20], languages.len()), ("en", "fi", 21));
/// ```
pub fn languages(definition: &SurveyDefinition) -> impl Iterator<Item = &str> {
    let own = definition.texts.keys().map(String::as_str);
    let own = own.filter(|tag| texts::built_in(tag).is_none());
    texts::ALL.into_iter().map(|texts| texts.lang).chain(own)
}

/// Returns a language's own name for itself; its tag, if it isn't a built-in one.
///
/// ```
/// assert_eq!((forms::name_of("vi"), forms::name_of("fi")), ("Tiếng Việt", "fi"));
/// ```
#[must_use]
pub fn name_of(tag: &str) -> &str {
    texts::of(tag, wire::wording::Wording::NEWEST).map_or(tag, |texts| texts.name)
}

/// Sources of the words of one form: the owner's texts, the built-in ones.
struct Sources<'a> {
    /// The owner's texts, the nearest language first.
    overrides: [Option<&'a TextOverrides>; 2],
    built_in: &'static Texts,
    kind: &'a SurveyKind,
    product: &'a str,
}

impl Sources<'_> {
    fn built_in(&self) -> &'static texts::Question {
        // An index asks how satisfied somebody is with each attribute, as CSAT does of the whole.
        self.built_in.question(self.kind.of_score().unwrap_or(Kind::Csat))
    }

    fn text(
        &self,
        pick: impl for<'t> Fn(&'t TextOverrides) -> Option<&'t String>,
        built_in: &str,
    ) -> String {
        let own = self.overrides.iter().flatten().find_map(|texts| pick(texts));
        own.map_or(built_in, String::as_str).replace("{product}", self.product)
    }

    fn by_group(
        &self,
        pick: impl for<'t> Fn(&'t TextOverrides) -> &'t std::collections::BTreeMap<String, String>,
        built_in: [&str; 3],
    ) -> [String; 3] {
        let [low_text, middle_text, high_text] = built_in;
        let in_groups = match self.kind.of_score().map(|kind| kind.groups().map(Group::as_str)) {
            Some([low, middle, high]) => {
                [(low, low_text), (middle, middle_text), (high, high_text)]
            }
            // No group to word it for: what CSAT says in the middle praises nobody for nothing.
            None => [(ALL_GROUPS, middle_text); 3],
        };
        in_groups.map(|(group, text)| self.text(|texts| pick(texts).get(group), text))
    }
}

fn choose(site: &SiteDefinition, survey: &SurveyDefinition, wanted: &str) -> String {
    [wanted, primary(wanted), &site.lang, primary(&site.lang)]
        .into_iter()
        .find_map(|tag| {
            let own = survey.texts.contains_key(tag).then_some(tag);
            // By the built-in tag (`zh-hant` for `zh-tw`), so that its texts by the owner apply.
            own.or_else(|| texts::built_in(tag))
        })
        .unwrap_or(texts::FALLBACK)
        .to_owned()
}

/// A locale or tag → the tag in small letters: `pt-br` of `pt_BR.UTF-8`.
fn tag(locale: &str) -> String {
    let tag = locale.trim().split(['.', '@']).next().unwrap_or(locale);
    tag.to_ascii_lowercase().replace('_', "-")
}

/// The primary language of a tag: `pt` of `pt-br`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The buttons under the thanks, by group; none at all where no group has one.
fn buttons(survey: &SurveyDefinition, langs: &[&str]) -> Vec<Option<Button>> {
    let groups = survey.kind.of_score().map(|kind| kind.groups().map(Group::as_str));
    let buttons = groups.unwrap_or([ALL_GROUPS; 3]).map(|group| {
        let button = survey.thanks_button.get(group)?;
        // A label in another language is better than thanks that lead nowhere.
        let label = label_in(&button.label, langs)?.to_owned();
        Some(Button { label, url: button.url.clone() })
    });
    if buttons.iter().all(Option::is_none) { Vec::new() } else { buttons.into() }
}

fn words(sources: &Sources<'_>) -> Words {
    let frame = &sources.built_in.frame;
    Words {
        send: frame.send.to_owned(),
        skip: frame.skip.to_owned(),
        close: frame.close.to_owned(),
        comment_hint: frame.comment_hint.to_owned(),
        out_of: frame.out_of.to_owned(),
        comma: frame.comma.to_owned(),
        too_long: frame.too_long.to_owned(),
        change: frame.change.to_owned(),
        unsent: frame.unsent.to_owned(),
        why: frame.why.to_owned(),
        why_text: sources.text(|texts| texts.why.as_ref(), frame.why_text),
        privacy: frame.privacy.to_owned(),
        new_tab: frame.new_tab.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(site: &str, survey: &str, wanted: &str) -> Form {
        let site = SiteDefinition::parse(site.as_bytes()).unwrap();
        let definition = SurveyDefinition::parse(survey.as_bytes()).unwrap();
        super::form(&site, &definition, 3, wanted)
    }

    #[track_caller]
    fn chooses(site_lang: &str, texts: &str, wanted: &str, lang: &str, send: &str) {
        let site = format!(r#"{{"product":"Trà Sen","lang":"{site_lang}"}}"#);
        let survey = format!(r#"{{"kind":"nps","texts":{texts}}}"#);
        let form = form(&site, &survey, wanted);
        assert_eq!((form.lang.as_str(), form.words.send.as_str()), (lang, send));
    }

    #[test]
    fn the_nearest_language_is_chosen() {
        chooses("en", "{}", "vi", "vi", "Gửi");
        chooses("en", "{}", "VI-vn", "vi", "Gửi");
        chooses("vi", "{}", "fi", "vi", "Gửi");
        chooses("vi", "{}", "", "vi", "Gửi");
        chooses("fi", "{}", "sv", "en", "Send");
        chooses("vi-vn", "{}", "xx", "vi", "Gửi");
        chooses("vi", r#"{"fi":{"question":"Q"}}"#, "fi-FI", "fi", "Gửi");
        chooses("vi", r#"{"fr":{"question":"Q"}}"#, "fr-CA", "fr", "Envoyer");
        chooses("en", r#"{"sv-fi":{"question":"Q"}}"#, "sv-FI", "sv-fi", "Send");
        chooses("en", r#"{"sv-fi":{"question":"Q"}}"#, "sv", "en", "Send");
        chooses("en", "{}", "pt-PT", "pt-br", "Enviar");
        chooses("en", r#"{"pt-pt":{"question":"Q"}}"#, "pt-PT", "pt-pt", "Enviar");
        chooses("en", "{}", "zh-CN", "zh-hans", "提交");
        chooses("en", "{}", "zh-Hans-HK", "zh-hans", "提交");
        chooses("en", "{}", "zh-HK", "zh-hant", "送出");
        chooses("zh-TW", "{}", "fi", "zh-hant", "送出");
    }

    #[test]
    fn the_owners_texts_come_first_and_the_nearest_of_them_before_others() {
        let survey = r#"{"kind":"nps","texts":{
            "vi-vn":{"low":"riêng"},
            "vi":{"low":"chung","high":"cao","thanks":{"promoter":"Cảm ơn từ {product}"}}}}"#;
        let form = form(r#"{"product":"Trà Sen"}"#, survey, "vi-VN");
        assert_eq!((form.low.as_str(), form.high.as_str()), ("riêng", "cao"));
        assert_eq!(form.thanks[2], "Cảm ơn từ Trà Sen");
        assert_eq!(form.thanks[1], "Cảm ơn bạn đã góp ý.");
        assert!(form.question.contains("giới thiệu Trà Sen cho"), "{}", form.question);
    }

    #[test]
    fn each_kind_has_its_own_words_and_no_placeholder_of_the_product_is_left() {
        for kind in Kind::ALL {
            for lang in texts::ALL.map(|texts| texts.lang) {
                let survey = format!(r#"{{"kind":"{}"}}"#, kind.as_str());
                let form = form(r#"{"product":"A {product} B"}"#, &survey, lang);
                assert_eq!((form.version, form.kind.as_str()), (3, kind.as_str()));
                assert!(form.question.contains("A {product} B"), "{}", form.question);
                let texts = [&form.question, &form.low, &form.high];
                let texts = texts.into_iter().chain(&form.follow_up).chain(&form.thanks);
                let texts = texts.chain([&form.words.why_text]);
                for text in texts {
                    assert!(!text.replace("A {product} B", "").contains('{'), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_owners_texts_for_a_built_in_language_apply_to_each_tag_for_it() {
        let survey = r#"{"kind":"nps","texts":{"zh-hant":{"low":"低"},"pt-br":{"low":"B"}}}"#;
        let low = |lang: &str| form(r#"{"product":"P"}"#, survey, lang).low;
        assert_eq!((low("zh-TW").as_str(), low("pt").as_str()), ("低", "B"));
    }

    #[test]
    fn a_locale_finds_the_language_of_its_tag() {
        let low = |lang: &str| form(r#"{"product":"P"}"#, r#"{"kind":"nps"}"#, lang).low;
        let cases = [
            ("fr_FR", "fr-fr"),
            ("pt_BR", "pt-br"),
            ("zh_Hant_TW", "zh-hant-tw"),
            ("zh_TW.UTF-8", "zh-tw"),
            ("de_DE@euro", "de-de"),
            (" vi_VN ", "vi"),
        ];
        for (locale, tag) in cases {
            assert_eq!(low(locale), low(tag), "{locale}");
            assert_ne!(low(locale), low("en"), "{locale}");
        }
        assert_eq!(low("_"), low("en"));
    }

    #[test]
    fn a_language_written_from_right_to_left_says_so() {
        let dir = |lang: &str| {
            let survey = r#"{"kind":"csat","texts":{"ur":{"low":"l"}}}"#;
            form(r#"{"product":"P"}"#, survey, lang).dir
        };
        for lang in ["ar", "ar-EG", "he", "he-IL", "iw", "ur"] {
            assert_eq!(dir(lang), "rtl", "{lang}");
        }
        for lang in ["en", "fr", "zh-TW", "fa"] {
            assert_eq!(dir(lang), "ltr", "{lang}");
        }
    }

    #[test]
    fn a_group_with_a_button_has_it_in_the_nearest_language() {
        let survey = r#"{"kind":"nps","thanks_button":{
            "promoter":{"url":"https://a.example/r","label":{"vi":"Đánh giá","pt-br":"Avalie","en":"Review us"}},
            "detractor":{"url":"https://a.example/t","label":{"ja":"相談する"}}}}"#;
        let labels = |site_lang: &str, lang: &str| {
            let site = format!(r#"{{"product":"P","lang":"{site_lang}"}}"#);
            let buttons = form(&site, survey, lang).thanks_button;
            assert_eq!(buttons.len(), 3);
            buttons.into_iter().map(|b| b.map_or(String::new(), |b| b.label)).collect::<Vec<_>>()
        };
        assert_eq!(labels("en", "vi-VN"), ["相談する", "", "Đánh giá"]);
        assert_eq!(labels("en", "pt"), ["相談する", "", "Avalie"]);
        assert_eq!(labels("vi", "fr"), ["相談する", "", "Đánh giá"]);
        assert_eq!(labels("de", "fr"), ["相談する", "", "Review us"]);
        assert!(form(r#"{"product":"P"}"#, r#"{"kind":"nps"}"#, "en").thanks_button.is_empty());
    }

    #[test]
    fn why_somebody_is_asked_is_told_by_the_owner_or_else_by_us() {
        let own = r#"{"kind":"nps","texts":{"en":{"why":"{product} asks each guest once."}}}"#;
        let site = r#"{"product":"P","privacy_url":"https://p.example/privacy"}"#;
        let english = form(site, own, "en");
        assert_eq!(english.words.why_text, "P asks each guest once.");
        assert_eq!(english.privacy_url.as_deref(), Some("https://p.example/privacy"));
        assert!(form(site, own, "de").words.why_text.starts_with("Ihre Antwort geht an P"));
    }
}
