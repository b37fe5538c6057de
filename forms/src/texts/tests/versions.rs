//! Tests of the wording's versions: what the first one said, word for word, and what the second one
//! says in its place.

use super::{super::*, pinned};

/// Place of a text: question and field.
type Field = fn(&Texts) -> &'static str;

/// Texts that the second wording changed: language, place, before, after. Both are released: a row
/// never changes.
const CHANGED: &[(&str, Field, &str, &str)] = &[
    (
        "ja",
        |t| t.nps.question,
        "{product}を友人や同僚にどの程度お勧めしたいと思いますか？",
        "{product}を友人や同僚に勧める可能性はどのくらいありますか？",
    ),
    ("ja", |t| t.nps.low, "まったく勧めたくない", "可能性はまったくない"),
    ("ja", |t| t.nps.high, "ぜひ勧めたい", "可能性は非常に高い"),
    (
        "ko",
        |t| t.nps.question,
        "친구나 동료에게 {product} 이용을 추천하실 의향이 어느 정도이신가요?",
        "친구나 동료에게 {product} 이용을 추천하실 가능성은 얼마나 되나요?",
    ),
    ("ko", |t| t.nps.low, "전혀 추천하지 않음", "가능성 전혀 없음"),
    ("ko", |t| t.nps.high, "적극 추천함", "가능성 매우 높음"),
    (
        "ko",
        |t| t.nps.thanks[2],
        "감사합니다! {product}에 좋은 점수를 주셔서 기쁩니다.",
        "감사합니다! {product}에 만족하신다니 기쁩니다.",
    ),
    ("th", |t| t.nps.low, "ไม่แนะนำอย่างแน่นอน", "ไม่มีแนวโน้มเลย"),
    ("th", |t| t.nps.high, "แนะนำอย่างแน่นอน", "มีแนวโน้มมากที่สุด"),
    (
        "th",
        |t| t.ces.question,
        "การติดต่อหรือทำรายการกับ {product} ในครั้งนี้ง่ายหรือยากเพียงใด",
        "คุณจัดการเรื่องที่ต้องการกับ {product} ในครั้งนี้ได้ง่ายหรือยากเพียงใด",
    ),
    ("ru", |t| t.nps.low, "Точно не порекомендую", "Совсем не вероятно"),
    ("ru", |t| t.nps.high, "Точно порекомендую", "Крайне вероятно"),
    ("ru", |t| t.csat.low, "Совсем не довольны", "Очень недовольны"),
    ("ru", |t| t.csat.high, "Полностью довольны", "Очень довольны"),
    ("de", |t| t.nps.low, "Sehr unwahrscheinlich", "Überhaupt nicht wahrscheinlich"),
    ("de", |t| t.nps.high, "Sehr wahrscheinlich", "Äußerst wahrscheinlich"),
    ("nl", |t| t.nps.low, "Zeer onwaarschijnlijk", "Helemaal niet waarschijnlijk"),
    ("nl", |t| t.nps.high, "Zeer waarschijnlijk", "Uiterst waarschijnlijk"),
    ("pl", |t| t.nps.low, "Bardzo mało prawdopodobne", "Zupełnie nieprawdopodobne"),
    ("pl", |t| t.nps.high, "Bardzo prawdopodobne", "Niezwykle prawdopodobne"),
    (
        "pl",
        |t| t.csat.question,
        "Jaki jest Państwa poziom zadowolenia z marki {product}?",
        "Jak bardzo są Państwo zadowoleni z marki {product}?",
    ),
    ("pl", |t| t.csat.low, "Bardzo niski", "Bardzo niezadowoleni"),
    ("pl", |t| t.csat.high, "Bardzo wysoki", "Bardzo zadowoleni"),
    (
        "pl",
        |t| t.frame.why_text,
        "Odpowiedź trafi do marki {product} i pomoże nam działać lepiej. Udział jest dobrowolny.",
        "Odpowiedź trafi do zespołu {product} i pomoże nam działać lepiej. Udział jest dobrowolny.",
    ),
    ("tr", |t| t.nps.low, "Çok düşük", "Hiç olası değil"),
    ("tr", |t| t.nps.high, "Çok yüksek", "Son derece olası"),
    ("zh-hant", |t| t.nps.low, "非常不可能", "完全不可能"),
    ("zh-hant", |t| t.nps.high, "非常有可能", "極有可能"),
    ("id", |t| t.nps.low, "Sangat tidak mungkin", "Sama sekali tidak mungkin"),
    ("es", |t| t.nps.high, "Muy probable", "Extremadamente probable"),
    (
        "es",
        |t| t.csat.question,
        "¿Cuál es su grado de satisfacción con {product}?",
        "¿Cómo valora su experiencia con {product}?",
    ),
    ("es", |t| t.csat.low, "Muy bajo", "Muy insatisfactoria"),
    ("es", |t| t.csat.high, "Muy alto", "Muy satisfactoria"),
    ("ar", |t| t.nps.high, "محتمل جدًا", "محتمل للغاية"),
    ("ar", |t| t.csat.question, "ما مستوى رضاك عن {product}؟", "ما مدى رضاك عن {product}؟"),
    ("ar", |t| t.csat.low, "منخفض جدًا", "استياء شديد"),
    ("ar", |t| t.csat.high, "مرتفع جدًا", "رضا كبير"),
    ("he", |t| t.nps.high, "סביר מאוד", "סביר ביותר"),
    ("he", |t| t.csat.low, "לא מרוצים בכלל", "מאוד לא מרוצים"),
    (
        "it",
        |t| t.csat.question,
        "Qual è il suo livello di soddisfazione riguardo a {product}?",
        "Come valuta la sua esperienza con {product}?",
    ),
    ("it", |t| t.csat.low, "Molto basso", "Molto insoddisfacente"),
    ("it", |t| t.csat.high, "Molto alto", "Molto soddisfacente"),
    ("it", |t| t.frame.why, "Perché vedo questa domanda?", "Perché vedo questo?"),
    ("it", |t| t.frame.privacy, "Informativa sulla privacy", "Informativa privacy"),
    (
        "pt-br",
        |t| t.csat.question,
        "Qual é o seu nível de satisfação com {product}?",
        "Como você avalia a sua experiência com {product}?",
    ),
    ("pt-br", |t| t.csat.low, "Muito baixo", "Muito insatisfatória"),
    ("pt-br", |t| t.csat.high, "Muito alto", "Muito satisfatória"),
    ("hi", |t| t.csat.question, "आप {product} से कितने संतुष्ट हैं?", "{product} से आपको कितनी संतुष्टि है?"),
    (
        "vi",
        |t| t.nps.question,
        "Bạn có sẵn lòng giới thiệu {product} cho bạn bè hoặc đồng nghiệp không?",
        "Khả năng bạn sẽ giới thiệu {product} cho bạn bè hoặc đồng nghiệp ở mức nào?",
    ),
    ("vi", |t| t.nps.low, "Chắc chắn không", "Hoàn toàn không có khả năng"),
    ("vi", |t| t.nps.high, "Chắc chắn có", "Khả năng cực kỳ cao"),
    (
        "vi",
        |t| t.ces.question,
        "Bạn thấy việc nhờ {product} hỗ trợ lần này có dễ dàng không?",
        "Với {product}, bạn thấy việc giải quyết vấn đề của mình dễ hay khó đến mức nào?",
    ),
    ("vi", |t| t.ces.low, "Rất khó khăn", "Rất khó"),
    ("vi", |t| t.ces.high, "Rất dễ dàng", "Rất dễ"),
    (
        "vi",
        |t| t.ces.follow_up[1],
        "Theo bạn, khâu nào nên đơn giản hơn?",
        "Điều gì có thể giúp việc này dễ hơn?",
    ),
    (
        "vi",
        |t| t.frame.too_long,
        "Bạn đã viết đến giới hạn độ dài.",
        "Bình luận đã đạt độ dài tối đa.",
    ),
    (
        "vi",
        |t| t.frame.why_text,
        "Câu trả lời của bạn được gửi đến {product} để chúng tôi phục vụ tốt hơn. Bạn có thể không trả lời.",
        "Câu trả lời của bạn được gửi đến {product} để chúng tôi phục vụ tốt hơn. Bạn không bắt buộc phải trả lời.",
    ),
    (
        "fr",
        |t| t.csat.question,
        "Quel est votre niveau de satisfaction concernant {product}\u{a0}?",
        "Comment jugez-vous votre expérience avec {product}\u{202f}?",
    ),
    ("fr", |t| t.csat.low, "Très faible", "Très insatisfaisante"),
    ("fr", |t| t.csat.high, "Très élevé", "Très satisfaisante"),
];

/// FNV-1a over every text of every language: a text that changes by a letter gives another number.
fn digest(wording: Wording) -> u64 {
    let texts = ALL.into_iter().filter_map(|texts| of(texts.lang, wording)).flat_map(pinned);
    texts.flat_map(|text| text.bytes().chain([b'\n'])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn a_wording_that_was_released_never_changes() {
    for (wording, released) in
        [(Wording::First, 0x0a9a_f968_a298_572b), (Wording::Second, 0xa637_c693_338b_df41)]
    {
        assert_eq!(digest(wording), released, "{wording}");
    }
}

#[test]
fn each_wording_says_what_it_said_and_what_changed_is_listed() {
    for (lang, field, before, after) in CHANGED {
        let says = |wording| of(lang, wording).map(field);
        assert_eq!((says(Wording::First), says(Wording::Second)), (Some(*before), Some(*after)));
    }
    for texts in ALL {
        let first = pinned(of(texts.lang, Wording::First).unwrap());
        let differ = first.iter().zip(pinned(texts)).filter(|(then, now)| {
            // In French, the space before a mark became a narrow one everywhere.
            then.replace('\u{a0}', "\u{202f}") != *now
        });
        let listed = CHANGED.iter().filter(|(lang, ..)| *lang == texts.lang);
        assert_eq!(differ.count(), listed.count(), "{}", texts.lang);
    }
}

#[test]
fn french_has_the_narrow_space_since_the_second_wording() {
    let texts = |wording| pinned(of("fr", wording).unwrap()).concat();
    let spaces = |text: &str, space: char| text.matches(space).count();
    let (first, second) = (texts(Wording::First), texts(Wording::Second));
    assert_eq!((spaces(&first, '\u{a0}'), spaces(&first, '\u{202f}')), (17, 0));
    assert_eq!((spaces(&second, '\u{a0}'), spaces(&second, '\u{202f}')), (0, 17));
}

#[test]
fn english_and_simplified_chinese_are_the_same_in_both() {
    for lang in ["en", "zh-hans"] {
        assert!(core::ptr::eq(
            of(lang, Wording::First).unwrap(),
            of(lang, Wording::Second).unwrap()
        ));
    }
}
