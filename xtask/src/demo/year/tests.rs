use std::collections::BTreeSet;

use super::*;

const DAY_MS: i64 = calendar::DAY_MS;

/// A year's responses, until an evening.
fn year(last: Day) -> Vec<Given> {
    responses(last, i64::MIN, last.start_ms() + DAY_MS * 3 / 4)
}

const LAST: Day = Day(20_786);

fn text<'a>(given: &'a Given, name: &str) -> &'a str {
    given.response[name].as_str().unwrap_or_default()
}

#[test]
fn a_year_has_about_six_thousand_responses_and_no_id_twice() {
    for last in (0..4).map(|season| LAST.plus(season * 91)) {
        let year = year(last);
        assert!((5_800..6_200).contains(&year.len()), "{}", year.len());
        let ids: BTreeSet<&str> = year.iter().map(|given| text(given, "id")).collect();
        assert_eq!(ids.len(), year.len());
        let first = year.iter().map(|given| given.received_ms).min().unwrap();
        assert!(Day::of(first) >= last.plus(-364) && Day::of(first) < last.plus(-360));
    }
}

#[test]
fn ids_are_of_their_moment_and_responses_come_soon_after() {
    for given in year(LAST) {
        let id = text(&given, "id").replace('-', "");
        let given_ms = i64::from_str_radix(&id[..12], 16).unwrap();
        assert!((2_000..60_000).contains(&(given.received_ms - given_ms)), "{id}");
        assert!(id.len() == 32 && &id[12..13] == "7" && "89ab".contains(&id[16..17]), "{id}");
    }
}

#[test]
fn the_same_day_gives_the_same_year_and_a_later_start_adds_to_it() {
    let noon = LAST.start_ms() + DAY_MS / 2;
    let once = responses(LAST, i64::MIN, noon);
    assert_eq!(once, responses(LAST, i64::MIN, noon));
    let later = noon + 9 * DAY_MS;
    let since = responses(LAST, noon, later);
    assert!((50..500).contains(&since.len()), "{}", since.len());
    assert_eq!([once, since].concat(), responses(LAST, i64::MIN, later));
    assert_eq!(responses(LAST, later, later), []);
}

#[test]
fn versions_begin_with_the_year_and_come_in_order() {
    for survey in surveys() {
        let times = versions_ms(survey, LAST);
        assert!(times.is_sorted() && times[0] == LAST.plus(-364).start_ms(), "{survey}");
        for given in year(LAST).iter().filter(|given| given.survey == survey) {
            let version = given.response["version"].as_u64().unwrap();
            // The day of the release counts as its own.
            let came = times.iter().filter(|ms| **ms <= given.received_ms).count();
            assert!(version.abs_diff(came as u64) <= 1 && version >= 1);
        }
    }
}

#[test]
fn many_comment_in_both_languages_and_the_same_words_are_rare() {
    let year = year(LAST);
    for lang in ["vi", "en"] {
        let comments: Vec<&str> = year
            .iter()
            .filter(|given| text(given, "lang") == lang)
            .map(|given| text(given, "comment"))
            .filter(|comment| !comment.is_empty())
            .collect();
        let distinct: BTreeSet<&str> = comments.iter().copied().collect();
        assert!(comments.len() > 300, "{lang}: {}", comments.len());
        assert!(distinct.len() > 250, "{lang}: {} of {}", distinct.len(), comments.len());
    }
}

#[test]
fn whatever_the_day_one_survey_is_worse_one_better_and_of_one_nothing_can_be_told() {
    for last in (0..20).map(|n| LAST.plus(n * 19)) {
        let year = year(last);
        let told = surveys().map(|survey| telling::change(&year, survey, last));
        assert!(telling::is_told(&year, last), "{last:?}: {:?}", told.collect::<Vec<_>>());
    }
}

#[test]
fn it_hurts_on_phones_at_the_checkout() {
    let year = year(LAST);
    let satisfied = |touchpoint: &str, device: &str| {
        let of_last = year.iter().filter(|given| {
            given.survey == "csat"
                && given.received_ms >= LAST.plus(-30).start_ms()
                && text(given, "touchpoint") == touchpoint
                && text(given, "device") == device
        });
        let scores: Vec<i64> =
            of_last.map(|given| given.response["score"].as_i64().unwrap()).collect();
        scores.iter().filter(|score| **score >= 4).count() * 100 / scores.len()
    };
    assert!(satisfied("checkout", "phone") < 50);
    assert!(satisfied("checkout", "desktop") > 55);
    assert!(satisfied("delivery", "phone") > 65);
}
