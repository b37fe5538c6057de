//! Tests of a rollup's text.

use domain::{Answer, Score, csi};
use wire::dimension::Dimension;

use super::*;
use crate::rollups::{counts::Counts, dims::KEPT_RATED_MAX};
use crate::store::stored_response::Metadata;

fn rollup(kind: Kind, responses: &[(usize, i64, bool)]) -> Rollup {
    let mut cells = Cells::default();
    for (cell, value, has_comment) in responses {
        let answer = Answer::Score(Score::new(kind, *value).unwrap());
        cells.add(*cell, &answer, *has_comment);
    }
    Rollup { as_of: Instant::from_unix_ms(1_795_316_400_123), cells, dims: Dims::default() }
}

#[track_caller]
fn reads_back(kind: Kind, responses: &[(usize, i64, bool)]) {
    let rollup = rollup(kind, responses);
    assert_eq!(Rollup::decode(&rollup.encode(kind.into()), kind.into(), &[]), Some(rollup));
}

#[test]
fn the_text_is_the_one_under_which_a_year_is_already_stored() {
    let stored = rollup(Kind::Nps, &[(4, 10, true), (4, 10, false), (40, 0, false)]);
    assert_eq!(stored.encode(Kind::Nps.into()), "10x_lapWeq1240m21Z1101");
}

#[test]
fn every_kind_reads_back_from_empty_to_full() {
    for kind in Kind::ALL {
        reads_back(kind, &[]);
        reads_back(kind, &[(95, i64::from(kind.scale().max), true)]);
        let all: Vec<(usize, i64, bool)> = (0..96)
            .flat_map(|cell| {
                let values = kind.scale().values().map(i64::from);
                values.flat_map(move |value| [(cell, value, true), (cell, value, false)])
            })
            .collect();
        reads_back(kind, &all);
    }
}

#[test]
fn large_counts_read_back() {
    let mut counts = Counts::default();
    counts.add_count(10, u32::MAX);
    counts.add_comments(u32::MAX);
    let mut cells = Cells::default();
    assert!(cells.push(0, counts));
    let rollup = Rollup { as_of: Instant::from_unix_ms(0), cells, dims: Dims::default() };
    assert_eq!(
        Rollup::decode(&rollup.encode(Kind::Nps.into()), Kind::Nps.into(), &[]),
        Some(rollup)
    );
}

#[test]
fn a_text_that_breaks_off_or_goes_on_is_no_rollup() {
    let text = rollup(Kind::Ces, &[(4, 7, true), (40, 1, false)]).encode(Kind::Ces.into());
    for end in 0..text.len() {
        assert_eq!(Rollup::decode(&text[..end], Kind::Ces.into(), &[]), None, "{end}");
    }
    assert_eq!(Rollup::decode(&format!("{text}0"), Kind::Ces.into(), &[]), None);
    assert_eq!(Rollup::decode(&text, Kind::Csat.into(), &[]), None);
}

#[test]
fn other_texts_are_no_rollups() {
    for text in ["", "0", "1", "100", "1000!", "1001", "2000", "1é", "1001zzzzzzzzzzzzzzzzz"] {
        assert_eq!(Rollup::decode(text, Kind::Nps.into(), &[]), None, "{text}");
    }
    // A cell beyond the day: a gap of 96, then one response.
    assert_eq!(Rollup::decode("1001W3101", Kind::Nps.into(), &[]), None);
}

fn names<const N: usize>(names: [&str; N]) -> [DimensionName; N] {
    names.map(|name| DimensionName::parse(name).unwrap())
}

fn with_dims() -> Rollup {
    let mut rollup = rollup(Kind::Nps, &[(4, 10, true), (4, 10, false), (40, 0, false)]);
    rollup.dims = Dims::of(&names(["lang", "page"]));
    let json = [r#"{"s":10,"l":"vi","p":"/ấm"}"#, r#"{"s":10,"l":"vi"}"#, r#"{"s":0}"#];
    for json in json {
        let response = Metadata::decode(json).unwrap();
        rollup.dims.add(&response.answer_on(Kind::Nps.into()).unwrap(), &response);
    }
    rollup
}

#[test]
fn dimensions_stand_behind_a_line_break_and_only_those_wanted_are_read() {
    let rollup = with_dims();
    let text = rollup.encode(Kind::Nps.into());
    let cells = "10x_lapWeq1240m21Z1101";
    let dims = "24langC1010012vi0G24pageG1G110015/ấm0G1";
    assert_eq!(text, format!("{cells}\n{dims}"));
    assert_eq!(
        Rollup::decode(&text, Kind::Nps.into(), &names(["page", "lang"])),
        Some(rollup.clone())
    );
    let page = Rollup::decode(&text, Kind::Nps.into(), &names(["page", "plan"])).unwrap().dims;
    let name = Dimension::Page.into();
    assert_eq!((page.iter().count(), page.get(&name)), (1, rollup.dims.get(&name)));
    assert!(!page.has_all(&names(["page", "plan"])));
    let plain = Rollup::decode(&text, Kind::Nps.into(), &[]).unwrap();
    assert!(plain.dims.is_empty() && plain.cells == rollup.cells);
}

#[test]
fn reasons_are_counted_apart_from_an_attribute_of_that_name_in_an_older_rollup() {
    let [attribute, reason] = names(["season", "reason"]);
    let mut rollup = rollup(Kind::Nps, &[(4, 10, false), (4, 9, false), (4, 8, false)]);
    rollup.dims = Dims::of(&[attribute]);
    let older = rollup.encode(Kind::Nps.into()).replace("season", "reason");
    let read = Rollup::decode(&older, Kind::Nps.into(), core::slice::from_ref(&reason)).unwrap();
    assert!(!read.dims.has_all(core::slice::from_ref(&reason)));
    rollup.dims = Dims::of(core::slice::from_ref(&reason));
    for json in [r#"{"s":10}"#, r#"{"s":9,"r":""}"#, r#"{"s":8,"r":"price,staff"}"#] {
        let response = Metadata::decode(json).unwrap();
        rollup.dims.add(&response.answer_on(Kind::Nps.into()).unwrap(), &response);
    }
    let text = rollup.encode(Kind::Nps.into());
    assert!(text.ends_with("17+reasonS0G100300815price0415staff041"), "{text}");
    assert_eq!(Rollup::decode(&text, Kind::Nps.into(), &[reason]), Some(rollup));
}

#[test]
fn dimensions_that_break_off_are_not_there_but_the_cells_are() {
    let rollup = with_dims();
    let text = rollup.encode(Kind::Nps.into());
    let first = text.find('\n').unwrap();
    for end in (first..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let read = Rollup::decode(&text[..end], Kind::Nps.into(), &names(["page"])).unwrap();
        assert!(read.dims.is_empty() && read.cells == rollup.cells, "{end}");
    }
    let longer = Rollup::decode(&format!("{text}0"), Kind::Nps.into(), &names(["page"])).unwrap();
    assert!(longer.dims.is_empty());
}

/// Attributes of three weights, and a rollup of answers to them: by cell, ratings and comments.
fn of_ratings(answers: &[(usize, [Option<i64>; 3], bool)]) -> (Metric, Rollup) {
    let attributes = csi::Attributes::weighted(csi::Points::Ten, &[2, 1, 4]).unwrap();
    let mut rollup = rollup(Kind::Nps, &[]);
    for (cell, ratings, has_comment) in answers {
        let answers = csi::Answers::new(attributes, ratings).unwrap();
        rollup.cells.add(*cell, &Answer::Csi(answers), *has_comment);
    }
    (Metric::Csi(attributes), rollup)
}

#[test]
fn ratings_read_back_with_the_sums_of_their_indices() {
    for answers in [
        &[][..],
        &[(4, [Some(10), None, Some(1)], true), (4, [None, Some(3), None], false)],
        &[(0, [Some(1), Some(10), Some(10)], false), (95, [None, None, Some(7)], true)],
    ] {
        let (metric, rollup) = of_ratings(answers);
        let text = rollup.encode(metric);
        assert_eq!(Rollup::decode(&text, metric, &[]), Some(rollup));
        for end in 0..text.len() {
            assert_eq!(Rollup::decode(&text[..end], metric, &[]), None, "{end}");
        }
    }
    let (metric, rollup) = of_ratings(&[(4, [Some(10), None, Some(1)], true)]);
    // Of a weight of 6, two times 9 steps: 18, and 324.
    assert_eq!(rollup.encode(metric), "13A3214x_lapWeq1141108100101161IaA");
}

#[test]
fn a_rollup_of_other_attributes_or_of_a_score_is_none() {
    let (metric, rollup) = of_ratings(&[(4, [Some(5), Some(4), Some(5)], true)]);
    let text = rollup.encode(metric);
    for (points, weights) in [
        (csi::Points::Ten, &[2, 1, 3][..]),
        (csi::Points::Ten, &[2, 1]),
        (csi::Points::Five, &[2, 1, 4]),
    ] {
        let other = Metric::Csi(csi::Attributes::weighted(points, weights).unwrap());
        assert_eq!(Rollup::decode(&text, other, &[]), None, "{weights:?}");
    }
    assert_eq!(Rollup::decode(&text, Kind::Nps.into(), &[]), None);
}

#[test]
fn ratings_by_dimension_read_back_and_a_day_keeps_fifty_values_of_them_apart() {
    let (metric, mut rollup) = of_ratings(&[]);
    let names = names(["page", "lang"]);
    rollup.dims = Dims::of(&names);
    for n in 0..160 {
        let page = if n < 100 { n % 50 } else { n };
        let json = format!(r#"{{"g":"{}a-","c":1,"p":"/{page}"}}"#, 1 + n % 9);
        let response = Metadata::decode(&json).unwrap();
        rollup.dims.add(&response.answer_on(metric).unwrap(), &response);
    }
    rollup.dims.keep_most_frequent();
    let pages = rollup.dims.get(&names[0]).unwrap();
    assert_eq!((pages.values.len(), pages.rest.responses()), (KEPT_RATED_MAX, 60));
    assert!(pages.values.values().all(|counts| counts.responses() == 2));
    assert_eq!((pages.rest.comments(), pages.none.responses()), (60, 0));
    let text = rollup.encode(metric);
    assert_eq!(Rollup::decode(&text, metric, &names), Some(rollup));
}

#[test]
fn a_flood_of_values_of_ratings_is_counted_in_little_memory() {
    let (metric, mut rollup) = of_ratings(&[]);
    let names = names(["page"]);
    rollup.dims = Dims::of(&names);
    for n in 0..3_000 {
        let json = format!(r#"{{"g":"{}a-","p":"/{n}"}}"#, 1 + n % 9);
        let response = Metadata::decode(&json).unwrap();
        rollup.dims.add(&response.answer_on(metric).unwrap(), &response);
    }
    let pages = rollup.dims.get(&names[0]).unwrap();
    assert_eq!((pages.values.len(), pages.rest.responses()), (500, 2_500));
}
