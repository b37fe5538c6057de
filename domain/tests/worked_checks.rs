//! Figures that anyone can check by hand, at every bound.
#![expect(clippy::unwrap_used, reason = "test")]

use domain::{Change, Confidence, Figure, Group, Interval, Kind, Note, Score, Tally};

#[test]
fn a_thousand_effort_scores_have_the_mean_of_the_textbook() {
    let ces = counted(Kind::Ces, &[80, 210, 140, 110, 160, 180, 120]);
    assert_eq!(ces.responses(), 1_000);
    assert_eq!(score(&ces).value, 4.08);
    let easy = Figure::group_percent(&ces, Group::Easy, Confidence::Percent95).unwrap();
    assert_eq!(easy.rounded().value, 46.0);
}

#[test]
fn seven_promoters_two_passives_and_one_detractor_score_60() {
    nps_is(&[1, 0, 0, 0, 0, 0, 0, 1, 1, 3, 4], 60.0);
}

#[test]
fn each_single_response_gives_its_groups_score() {
    for (value, nps) in [(0, -100.0), (6, -100.0), (7, 0.0), (8, 0.0), (9, 100.0), (10, 100.0)] {
        assert_eq!(score(&single(Kind::Nps, value)).value, nps, "{value}");
    }
    for value in 1..=7 {
        assert_eq!(score(&single(Kind::Ces, value)).value, f64::from(value));
        let easy = Figure::group_percent(&single(Kind::Ces, value), Group::Easy, P95).unwrap();
        assert_eq!(easy.value, if value >= 5 { 100.0 } else { 0.0 }, "{value}");
    }
    for value in 1..=5 {
        let expected = if value >= 4 { 100.0 } else { 0.0 };
        assert_eq!(score(&single(Kind::Csat, value)).value, expected, "{value}");
    }
}

#[test]
fn all_tens_reach_100_and_all_zeros_minus_100() {
    for n in [1, 2, 10, 1_000_000] {
        let tens = score(&of_one_score(Kind::Nps, 10, n));
        assert_eq!((tens.value, tens.interval.unwrap().high), (100.0, 100.0));
        let zeros = score(&of_one_score(Kind::Nps, 0, n));
        assert_eq!((zeros.value, zeros.interval.unwrap().low), (-100.0, -100.0));
    }
}

#[test]
fn one_nine_scores_100_with_a_wide_interval() {
    let nine = score(&single(Kind::Nps, 9));
    // n' = 4, p = 1.75/4, d = 0.75/4: 25 - 1.96·37.5 = -48.5; the other end, 98.5, is stretched.
    assert_eq!(nine.rounded().interval, Some(Interval { low: -48.5, high: 100.0 }));
}

#[test]
fn no_responses_give_no_figure() {
    for kind in Kind::ALL {
        let nobody = Tally::new(kind);
        assert_eq!(Figure::score(&nobody, P95), None);
        assert_eq!(Figure::mean(&nobody, P95), None);
        for group in kind.groups() {
            assert_eq!(Figure::group_percent(&nobody, group, P95), None);
        }
        assert_eq!(Change::between(&nobody, &single(kind, 5), P95), Ok(None));
        assert_eq!(Change::between(&single(kind, 5), &nobody, P95), Ok(None));
    }
}

#[test]
fn a_mean_has_an_interval_from_two_responses_on() {
    assert_eq!(score(&single(Kind::Ces, 4)).interval, None);
    // Mean 4.5, standard error 0.5, t = 12.7062 for one degree of freedom: clipped to the scale.
    let two = score(&counted(Kind::Ces, &[0, 0, 0, 1, 1, 0, 0]));
    assert_eq!(two.interval, Some(Interval { low: 1.0, high: 7.0 }));
    // 20 responses and 1.176 pseudo-answers at each end: mean 4.447, variance 1.1942 (of 22.352),
    // and t = 2.093024 of 19 degrees of freedom: 4.447 ± 0.484.
    let twenty = score(&counted(Kind::Ces, &[0, 0, 0, 10, 10, 0, 0]));
    assert_eq!(twenty.rounded().interval, Some(Interval { low: 3.96, high: 4.93 }));
}

#[test]
fn ten_responses_alike_do_not_make_a_mean_sure() {
    // 10 sevens, 1.176 pseudo-answers at 7 and 1.176 at 1: mean 6.429, standard error 0.5011, and
    // t = 2.262157 of 9 degrees of freedom: down to 5.30.
    let sevens = score(&of_one_score(Kind::Ces, 7, 10)).rounded();
    assert_eq!((sevens.value, sevens.interval), (7.0, Some(Interval { low: 5.3, high: 7.0 })));
    for confidence in Confidence::ALL {
        for n in [2, 3, 10, 1_000] {
            for (kind, value) in [(Kind::Ces, 1), (Kind::Ces, 4), (Kind::Ces, 7), (Kind::Csat, 5)] {
                let mean = Figure::mean(&of_one_score(kind, value, n), confidence).unwrap();
                let interval = mean.interval.unwrap();
                assert!(interval.low < interval.high, "{n} of {value}: {interval:?}");
                assert!(interval.contains(mean.value), "{n} of {value}: {interval:?}");
            }
        }
    }
    // When four in five of a hundred answer 7, ten sevens out of ten are no significant change.
    let change =
        change(&of_one_score(Kind::Ces, 7, 10), &counted(Kind::Ces, &[1, 0, 1, 1, 4, 13, 80]));
    assert_eq!((change.rounded().value, change.significant), (0.34, Some(false)));
}

#[test]
fn a_figure_of_fewer_than_ten_responses_says_so() {
    for kind in Kind::ALL {
        for (n, note) in [(1, Some(Note::SmallSample)), (9, Some(Note::SmallSample)), (10, None)] {
            let tally = of_one_score(kind, 5, n);
            assert_eq!(score(&tally).note, note);
            assert_eq!(Figure::mean(&tally, P95).unwrap().note, note);
            for group in kind.groups() {
                assert_eq!(Figure::group_percent(&tally, group, P95).unwrap().note, note);
            }
            assert_eq!(Figure::percent(0, n, P95).unwrap().note, note);
        }
    }
}

#[test]
fn shares_and_means_have_their_change_too() {
    let (now, before) = (
        counted(Kind::Ces, &[2, 0, 0, 0, 0, 18, 30]),
        counted(Kind::Ces, &[30, 0, 0, 0, 10, 0, 10]),
    );
    let easy = Change::of_group_percent(&now, &before, Group::Easy, P95).unwrap().unwrap();
    assert_eq!((easy.rounded().value, easy.significant), (56.0, Some(true)));
    assert_eq!(Change::of_mean(&now, &before, P95), Change::between(&now, &before, P95));
    assert_eq!(Change::of_group_percent(&now, &before, Group::Promoter, P95), Ok(None));
    let (now, before) =
        (counted(Kind::Csat, &[0, 0, 0, 0, 40]), counted(Kind::Csat, &[0, 0, 0, 40, 0]));
    let mean = Change::of_mean(&now, &before, P95).unwrap().unwrap();
    assert_eq!((mean.value, mean.significant), (1.0, Some(true)));
    assert!(Change::of_mean(&now, &single(Kind::Ces, 5), P95).is_err());
}

#[test]
fn a_response_rate_is_a_percentage_of_what_was_shown() {
    // Wilson's interval of 8 out of 10 is a textbook example: 49.0 to 94.3.
    let rate = Figure::percent(8, 10, P95).unwrap().rounded();
    assert_eq!((rate.value, rate.interval), (80.0, Some(Interval { low: 49.0, high: 94.3 })));
    assert_eq!(Figure::percent(0, 5, P95).unwrap().interval.unwrap().low, 0.0);
    assert_eq!(Figure::percent(5, 5, P95).unwrap().interval.unwrap().high, 100.0);
    assert_eq!(Figure::percent(0, 0, P95), None);
    assert_eq!(Figure::percent(6, 5, P95), None);
}

#[test]
fn newcombes_own_example_of_method_10_comes_out() {
    // Newcombe 1998, table II (a): 56/70 - 48/80, 0.0524 to 0.3339.
    let change =
        change(&counted(Kind::Csat, &[14, 0, 0, 0, 56]), &counted(Kind::Csat, &[32, 0, 0, 0, 48]));
    assert_eq!(change.significant, Some(true));
    let rounded = change.rounded();
    assert_eq!(rounded.value, 20.0);
    assert_eq!(rounded.interval, Some(Interval { low: 5.2, high: 33.4 }));
}

#[test]
fn ten_responses_on_both_sides_are_enough_for_a_verdict_and_nine_are_not() {
    for (kind, low, high) in [(Kind::Nps, 0, 10), (Kind::Ces, 1, 7), (Kind::Csat, 1, 5)] {
        for (n, m) in [(9, 10), (10, 9), (1, 1_000), (1, 1)] {
            let change = change(&of_one_score(kind, high, n), &of_one_score(kind, low, m));
            assert_eq!(change.significant, None);
            assert_eq!(change.note, Some(Note::SmallSample));
        }
        let opposite = change(&of_one_score(kind, high, 10), &of_one_score(kind, low, 10));
        assert_eq!((opposite.significant, opposite.note), (Some(true), None));
        let same = change(&of_one_score(kind, high, 10), &of_one_score(kind, high, 10));
        assert_eq!((same.significant, same.note), (Some(false), None));
        assert_eq!(same.value, 0.0);
    }
}

#[test]
fn scores_of_different_kinds_are_not_compared() {
    let ces = single(Kind::Ces, 5);
    let error = Change::between(&ces, &single(Kind::Csat, 5), P95).unwrap_err();
    assert_eq!((error.expected, error.found), (Kind::Ces, Kind::Csat));
}

const P95: Confidence = Confidence::Percent95;

#[track_caller]
fn nps_is(counts: &[u64], expected: f64) {
    assert_eq!(score(&counted(Kind::Nps, counts)).value, expected);
}

fn score(tally: &Tally) -> Figure {
    Figure::score(tally, P95).unwrap()
}

fn change(current: &Tally, previous: &Tally) -> Change {
    Change::between(current, previous, P95).unwrap().unwrap()
}

fn single(kind: Kind, value: u8) -> Tally {
    of_one_score(kind, value, 1)
}

fn of_one_score(kind: Kind, value: u8, count: u64) -> Tally {
    let mut tally = Tally::new(kind);
    tally.add_count(Score::new(kind, i64::from(value)).unwrap(), count).unwrap();
    tally
}

/// Makes a tally from counts from the lowest score to the highest.
fn counted(kind: Kind, counts: &[u64]) -> Tally {
    assert_eq!(counts.len(), kind.scale().len());
    let mut tally = Tally::new(kind);
    for (value, count) in kind.scale().values().zip(counts) {
        tally.merge(&of_one_score(kind, value, *count)).unwrap();
    }
    tally
}
