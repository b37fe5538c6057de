//! Tests of the built-in wording.

use super::*;

mod versions;

/// The texts of every language in every wording.
fn all() -> impl Iterator<Item = &'static Texts> {
    let of_each = |lang| Wording::ALL.into_iter().filter_map(move |wording| of(lang, wording));
    ALL.into_iter().flat_map(move |texts| of_each(texts.lang))
}

/// The texts that the digests of released wordings are of.
fn pinned(texts: &Texts) -> Vec<&'static str> {
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

/// The same, and the words that came later: they are the same in each wording.
fn all_of(texts: &Texts) -> Vec<&'static str> {
    [pinned(texts), vec![texts.frame.change, texts.frame.unsent]].concat()
}

#[test]
fn each_text_is_one_that_an_owner_could_have_written() {
    for texts in all() {
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
    for texts in all() {
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
    for texts in all() {
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
    // Spanish and Portuguese have two in common by right, and the two scripts of Chinese one.
    let by_right = [
        ("es", "pt-br", "Enviar"),
        ("es", "pt-br", "{score} de {max}"),
        ("zh-hans", "zh-hant", "完全不可能"),
    ];
    assert_eq!(shared, by_right);
}

#[test]
fn the_twenty_languages_are_there_each_by_its_own_tag() {
    let tags = "en vi fr de es pt-br it nl pl tr ru ar he hi th id ja ko zh-hans zh-hant";
    assert_eq!(ALL.map(|texts| texts.lang), *tags.split(' ').collect::<Vec<_>>());
    for texts in ALL {
        for wording in Wording::ALL {
            assert_eq!(of(texts.lang, wording).map(|found| found.lang), Some(texts.lang));
        }
    }
}

#[test]
fn a_tag_for_the_same_words_finds_them() {
    #[track_caller]
    fn finds(tag: &str, lang: Option<&str>) {
        assert_eq!(built_in(tag), lang, "{tag}");
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
