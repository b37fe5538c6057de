//! Tests of what is kept of a response.

use wire::{
    limits::{
        ATTRIBUTE_NAME_MAX_BYTES, ATTRIBUTES_MAX, LABEL_MAX_BYTES, LANG_MAX_BYTES,
        PAGE_KEPT_MAX_BYTES, REASON_ID_MAX_BYTES,
    },
    response::Draft,
    survey::SurveyDefinition,
};

use domain::Kind;

use super::*;

const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

fn response(rest: &str) -> Response {
    let body = format!(r#"{{"id":"{ID}","site":"demo","survey":"nps"{rest}}}"#);
    Draft::parse(body.as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap()
}

/// Letters whose bytes differ in number from those of their JSON, or of their composed form.
const FILLERS: [&str; 9] = ["a", "ậ", "กี่", "😀", "\"", "\\", "\u{958}", "%E2%80%AE", "e\u{301}"];

/// A response with every dimension as long as it may be, made of one text.
fn longest(filler: &str) -> Response {
    let reasons = ["a", "b", "c"].map(|letter| letter.repeat(REASON_ID_MAX_BYTES));
    let newer = format!(r#","wording":2,"source":"inline","reasons":{reasons:?}"#);
    let body = longest_body(filler, &newer);
    Draft::parse(body.as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap()
}

/// The same as an earlier release kept it, which knew no sources, no wording and no reasons.
fn longest_kept(filler: &str) -> Response {
    Draft::parse_kept(longest_body(filler, "").as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap()
}

fn longest_body(filler: &str, newer: &str) -> String {
    let label = |bytes: usize| {
        let text = filler.repeat(bytes / filler.len());
        serde_json::to_string(&text).unwrap()
    };
    let attributes: Vec<String> = (0..ATTRIBUTES_MAX)
        .map(|n| {
            let name = format!("{}{n}", "a".repeat(ATTRIBUTE_NAME_MAX_BYTES - 1));
            format!(r#""{name}":{}"#, label(LABEL_MAX_BYTES))
        })
        .collect();
    let rest = format!(
        r#","score":10,"version":4294967295,"finished":false,"comment":"x","touchpoint":{},
           "page":{},"lang":"{}","device":"desktop"{newer},"attributes":{{{}}}"#,
        label(LABEL_MAX_BYTES),
        label(PAGE_KEPT_MAX_BYTES),
        "a".repeat(LANG_MAX_BYTES),
        attributes.join(",")
    );
    format!(r#"{{"id":"{ID}","site":"demo","survey":"nps"{rest}}}"#)
}

#[test]
fn a_response_has_the_text_under_which_a_year_of_responses_is_stored() {
    let full = response(
        r#","score":3,"version":2,"comment":"chậm","touchpoint":"checkout","page":"/done",
           "lang":"vi","device":"phone","respondent":"kh-7","attributes":{"plan":"pro"},
           "finished":false,"elapsed_ms":4100"#,
    );
    assert_eq!(
        StoredResponse::of(&full, Instant::from_unix_ms(5)).encode(),
        concat!(
            r#"{"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","version":2,"score":3,"#,
            r#""comment":"chậm","touchpoint":"checkout","page":"/done","lang":"vi","#,
            r#""device":"phone","respondent":"kh-7","attributes":{"plan":"pro"},"#,
            r#""finished":false,"elapsed_ms":4100,"received_ms":5}"#
        )
    );
    assert_eq!(
        Metadata::of(&full).encode(),
        concat!(
            r#"{"s":3,"c":1,"i":1,"v":2,"t":"checkout","p":"/done","l":"vi","d":"phone","#,
            r#""a":{"plan":"pro"}}"#
        )
    );
    let newer = response(r#","score":3,"wording":2,"source":"popup""#);
    assert_eq!(Metadata::of(&newer).encode(), r#"{"s":3,"w":2,"o":"popup"}"#);
    assert!(
        StoredResponse::of(&newer, Instant::from_unix_ms(5))
            .encode()
            .contains(r#""wording":2,"score":3,"source":"popup""#)
    );
    let least = response(r#","score":9"#);
    assert_eq!(Metadata::of(&least).encode(), r#"{"s":9}"#);
}

#[test]
fn what_an_earlier_release_called_complete_is_read_as_finished() {
    for (word, finished) in [("true", true), ("false", false)] {
        let text = format!(r#"{{"id":"{ID}","score":9,"complete":{word},"received_ms":5}}"#);
        let stored: StoredResponse<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!(stored.finished, finished);
    }
}

#[test]
fn both_say_the_same_of_each_dimension() {
    let full = response(
        r#","score":3,"touchpoint":"checkout","page":"/done","lang":"vi","device":"phone",
           "version":3,"wording":2,"source":"kiosk","attributes":{"plan":"pro"}"#,
    );
    let stored = StoredResponse::of(&full, Instant::from_unix_ms(5));
    let metadata = Metadata::of(&full);
    assert_eq!(Metadata::of_stored(stored.clone(), &Kind::Nps.into()), metadata);
    let names = Dimension::ALL.map(DimensionName::from).into_iter();
    for name in names.chain([DimensionName::parse("plan").unwrap()]) {
        assert!(metadata.get(&name).is_some(), "{name}");
        assert_eq!(metadata.get(&name), stored.labels().get(&name), "{name}");
        assert_eq!(metadata.get(&name), full.labels.get(&name), "{name}");
    }
}

#[test]
fn reasons_are_a_list_in_the_value_and_one_text_in_metadata() {
    for (told, value, metadata) in [
        ("", r#""score":3,"finished""#, r#"{"s":3}"#),
        (r#","reasons_asked":false"#, r#""reasons_asked":false,"#, r#"{"s":3,"r":"-"}"#),
        (r#","reasons":[]"#, r#""reasons":[],"#, r#"{"s":3,"r":""}"#),
        (
            r#","reasons":["staff","price"]"#,
            r#""reasons":["price","staff"],"#,
            r#"{"s":3,"r":"price,staff"}"#,
        ),
    ] {
        let response = response(&format!(r#","score":3{told}"#));
        let stored = StoredResponse::of(&response, Instant::from_unix_ms(0));
        assert!(stored.encode().contains(value), "{}", stored.encode());
        assert_eq!(Metadata::of(&response).encode(), metadata);
        assert_eq!(Metadata::of_stored(stored, &Kind::Nps.into()).encode(), metadata);
    }
}

#[test]
fn an_attribute_that_is_called_like_a_dimension_is_kept_and_counts_as_none() {
    let told = response(r#","score":3,"attributes":{"page":"about","source":"mail"}"#);
    let metadata = Metadata::of(&told);
    assert_eq!(metadata.get(&Dimension::Page.into()), None);
    assert_eq!(metadata.encode(), r#"{"s":3,"a":{"page":"about","source":"mail"}}"#);
}

#[test]
fn both_texts_read_back_as_they_were() {
    for filler in ["a", "ậ", "\"", "\\", "😀"] {
        let response = longest(filler);
        let stored = StoredResponse::of(&response, Instant::from_unix_ms(1_795_316_400_123));
        let text = stored.encode();
        assert_eq!(serde_json::from_str::<StoredResponse<'_>>(&text).unwrap(), stored);
        let metadata = Metadata::of(&response);
        let text = metadata.clone().encode();
        let read = Metadata::decode(&text).unwrap();
        assert_eq!(Metadata { page: None, ..read.clone() }, Metadata { page: None, ..metadata });
        let page = read.page.unwrap_or_default();
        assert!(response.labels.page.unwrap().starts_with(&*page));
    }
}

#[test]
fn the_longest_of_everything_fits_into_metadata_with_its_page_whole() {
    for filler in FILLERS {
        let response = longest(filler);
        let text = Metadata::of(&response).encode();
        // Room for what responses may say one day.
        assert!(text.len() <= METADATA_MAX_BYTES - 150, "{filler}: {}", text.len());
        let read = Metadata::decode(&text).unwrap();
        assert_eq!(read.page.map(Cow::into_owned), response.labels.page, "{filler}");
    }
}

#[test]
fn what_an_earlier_release_kept_still_fits_and_loses_its_page_only_when_it_must() {
    for (filler, page_is_whole) in
        [("a", true), ("ậ", true), ("😀", true), ("\"", false), ("\\", false)]
    {
        let response = longest_kept(filler);
        assert!(response.labels.page.as_ref().unwrap().len() > PAGE_KEPT_MAX_BYTES - 4);
        let text = Metadata::of(&response).encode();
        assert!(text.len() <= METADATA_MAX_BYTES, "{filler}: {}", text.len());
        let page = Metadata::decode(&text).unwrap().page.map(Cow::into_owned);
        assert_eq!(page == response.labels.page, page_is_whole, "{filler}");
    }
}

#[test]
fn what_is_no_metadata_is_none() {
    for text in ["", "{}", "null", r#"{"s":"9"}"#, r#"{"s":-1}"#, r#"{"s":300}"#] {
        assert_eq!(Metadata::decode(text), None, "{text}");
    }
    let eleven = Metadata::decode(r#"{"s":11}"#).unwrap();
    assert_eq!(eleven.answer_on(Kind::Nps.into()), None);
}

/// Ten attributes with ids of the greatest length, on ten points.
fn ten_attributes() -> SurveyKind {
    let one = |n: u8| {
        let id = format!("{}{n}", "a".repeat(REASON_ID_MAX_BYTES - 1));
        format!(r#"{{"id":"{id}","label":{{"en":"x"}},"weight":{}}}"#, 1 + n)
    };
    let list: Vec<String> = (0..10).map(one).collect();
    let body =
        format!(r#"{{"kind":"csi","scale":"1-10","rated_attributes":[{}]}}"#, list.join(","));
    SurveyDefinition::parse(body.as_bytes()).unwrap().kind
}

fn rated(
    kind: &SurveyKind,
    filler: &str,
    rest: &str,
    rating: impl Fn(usize) -> Option<u8>,
) -> Response {
    let ids = kind.rated().unwrap().ids().enumerate();
    let ratings = ids.filter_map(|(at, id)| Some(format!(r#""{id}":{}"#, rating(at)?)));
    let ratings = ratings.collect::<Vec<_>>().join(",");
    let body = longest_body(filler, rest).replace(r#","score":10"#, "");
    let body =
        body.replace(r#""survey":"nps""#, &format!(r#""survey":"csi","ratings":{{{ratings}}}"#));
    Draft::parse(body.as_bytes()).unwrap().on(kind).unwrap()
}

#[test]
fn the_longest_ratings_fit_into_metadata_with_the_longest_of_everything_else() {
    let kind = ten_attributes();
    let reasons = ["a", "b", "c"].map(|letter| letter.repeat(REASON_ID_MAX_BYTES));
    let newer = format!(r#","wording":2,"source":"inline","reasons":{reasons:?}"#);
    for filler in FILLERS {
        for leaves_out in 0..=10 {
            let rating = |at| (at != leaves_out).then_some(10);
            let response = rated(&kind, filler, &newer, rating);
            let text = Metadata::of(&response).encode();
            assert!(text.len() <= METADATA_MAX_BYTES, "{filler}: {}", text.len());
            let read = Metadata::decode(&text).unwrap();
            assert_eq!(read.page.as_deref(), response.labels.page.as_deref());
            let answers = response.ratings().unwrap().answers();
            assert_eq!(read.answer_on(kind.metric()), Some(Answer::Csi(answers)));
            // One attribute more is no answer to this survey.
            let ratings = read.ratings.as_ref().map(|text| Cow::Owned(format!("{text}1")));
            assert_eq!(Metadata { ratings, ..read }.answer_on(kind.metric()), None);
        }
    }
}

#[test]
fn ratings_stand_by_id_in_the_value_and_by_letter_in_metadata() {
    let kind = ten_attributes();
    let response = rated(&kind, "a", "", |at| [Some(10), None, Some(1)].get(at).copied().flatten());
    let stored = StoredResponse::of(&response, Instant::from_unix_ms(0));
    let text = stored.encode();
    assert!(
        text.contains(r#""version":4294967295,"ratings":{"aaaaaaaaaaa0":10,"aaaaaaaaaaa2":1},"#)
    );
    assert_eq!(StoredResponse::decode(&text).as_ref(), Some(&stored));
    let metadata = Metadata::of(&response).encode();
    assert!(metadata.starts_with(r#"{"g":"a-1-------","c":1"#), "{metadata}");
    assert_eq!(Metadata::of_stored(stored, &kind).encode(), metadata);
}
