//! Laws of comparisons, plans and targets, tried on random tallies.
#![expect(clippy::unwrap_used, reason = "a broken law shall fail the test")]

use domain::{
    Change, Comparison, Confidence, Figure, Kind, Power, SMALL_SAMPLE_BELOW, Score, ScoreRange,
    ScoreStep, Tally, Target, TargetVerdict, Verdict,
};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::{collection, prop_assert, prop_assert_eq, proptest, sample};

proptest! {
    #[test]
    fn a_drag_is_what_the_score_of_all_has_by_the_part(
        parts in kinds().prop_flat_map(parts), confidence in confidences()
    ) {
        let compared = compared(&parts, confidence);
        prop_assert_eq!(compared.len(), parts.len());
        for (at, one) in compared.iter().enumerate() {
            let all = without(&parts, None);
            let rest = without(&parts, Some(at));
            let score = |tally| Figure::score(tally, confidence).map(|figure| figure.value);
            prop_assert_eq!(one.drag.is_none(), rest.is_empty() || parts[at].is_empty());
            prop_assert_eq!(one.difference.is_none(), one.drag.is_none());
            let Some(drag) = one.drag else {
                prop_assert_eq!((one.verdict, one.p_value), (Verdict::None, None));
                continue;
            };
            let expected = score(&all).unwrap() - score(&rest).unwrap();
            prop_assert!((drag.value - expected).abs() < 1e-8, "{} {}", drag.value, expected);
            let difference = one.difference.unwrap();
            let (own, others) = (parts[at].responses() as f64, rest.responses() as f64);
            let share = own / (own + others);
            prop_assert!((drag.value - share * difference.value).abs() < 1e-8);
            for gap in [drag, difference] {
                let Some(interval) = gap.interval else { continue };
                prop_assert!(interval.contains(gap.value), "{:?}", gap);
            }
        }
    }

    #[test]
    fn verdict_interval_and_p_value_agree(
        parts in kinds().prop_flat_map(parts), confidence in confidences()
    ) {
        for (at, one) in compared(&parts, confidence).iter().enumerate() {
            let n = parts[at].responses().min(without(&parts, Some(at)).responses());
            prop_assert_eq!(one.p_value.is_some(), n >= SMALL_SAMPLE_BELOW);
            prop_assert_eq!(one.rounded().verdict, one.verdict);
            let Some(p_value) = one.p_value else {
                prop_assert!(matches!(one.verdict, Verdict::TooFew | Verdict::None));
                continue;
            };
            let is_told = matches!(one.verdict, Verdict::Better | Verdict::Worse);
            prop_assert!((0.0..=1.0).contains(&p_value));
            prop_assert_eq!(is_told, p_value <= confidence.error());
            // As shown, too.
            let shown = one.rounded().p_value.unwrap();
            prop_assert_eq!(is_told, shown <= confidence.error(), "{} {}", p_value, shown);
            prop_assert!((1e-6..=1.0).contains(&shown));
            let difference = one.difference.unwrap();
            let interval = difference.interval.unwrap();
            prop_assert_eq!(is_told, !interval.contains(0.0), "{:?}", one);
            prop_assert_eq!(one.verdict == Verdict::Better, is_told && difference.value > 0.0);
            let drag = one.drag.unwrap().interval.unwrap();
            prop_assert_eq!(is_told, !drag.contains(0.0), "{:?}", one);
        }
    }

    /// Two parts are one question, and its answer is that of two periods.
    #[test]
    fn two_parts_are_compared_as_two_periods_are(
        (a, b) in kinds().prop_flat_map(|kind| (tallies(kind), tallies(kind))),
        confidence in confidences()
    ) {
        let compared = compared(&[a.clone(), b.clone()], confidence);
        let change = Change::between(&a, &b, confidence).unwrap();
        prop_assert_eq!(compared[0].verdict, Verdict::of(change.as_ref(), true));
        let (Some(change), Some(found)) = (change, compared[0].difference) else { return Ok(()) };
        prop_assert_eq!((found.value, found.interval), (change.value, change.interval));
        prop_assert_eq!(compared[0].p_value, compared[1].p_value);
    }

    #[test]
    fn a_part_without_responses_changes_nothing_for_the_others(
        parts in kinds().prop_flat_map(parts), confidence in confidences()
    ) {
        let before = compared(&parts, confidence);
        let mut more = parts.clone();
        more.push(Tally::new(parts[0].kind()));
        let after = compared(&more, confidence);
        prop_assert_eq!(&after[..parts.len()], &before[..]);
        prop_assert_eq!(after.last().unwrap().verdict, Verdict::None);
    }

    #[test]
    fn a_smaller_change_takes_no_fewer_responses(
        tally in kinds().prop_flat_map(tallies), confidence in confidences(),
        mut steps in collection::vec(1..100_u32, 2)
    ) {
        steps.sort_unstable();
        let kind = tally.kind();
        let ScoreRange { min, max, .. } = ScoreRange::of(kind);
        // Up to half of the range: so far away there always is a score.
        let step = |percent: u32| {
            let points = (f64::from(max - min) * f64::from(percent) / 200.0 * 10.0).round() / 10.0;
            ScoreStep::new(kind, points.max(0.1)).unwrap()
        };
        let needed = |percent| Power::to_tell(step(percent), &tally, confidence);
        let (Some(less), Some(more)) = (needed(steps[1]), needed(steps[0])) else {
            prop_assert!(tally.is_empty());
            return Ok(());
        };
        prop_assert!(less.responses_needed <= more.responses_needed);
        for power in [less, more] {
            prop_assert!(power.responses_needed >= 10);
            let short = power.responses_needed.saturating_sub(tally.responses());
            prop_assert_eq!(power.more_responses, short);
        }
    }

    #[test]
    fn a_target_is_reached_or_missed_only_where_the_interval_says_so(
        tally in kinds().prop_flat_map(tallies), confidence in confidences(), percent in 0..=100_u32
    ) {
        let ScoreRange { min, max, .. } = ScoreRange::of(tally.kind());
        let score = f64::from(min) + f64::from(max - min) * f64::from(percent) / 100.0;
        let target = Target::new(tally.kind(), (score * 10.0).round() / 10.0).unwrap();
        let verdict = target.verdict(&tally, confidence, true);
        let more = target.more_responses(&tally, confidence);
        prop_assert!(more.is_none() || verdict == TargetVerdict::Open);
        prop_assert!(more.is_none_or(|more| more >= 10));
        let Some(figure) = Figure::score(&tally, confidence) else {
            prop_assert_eq!(verdict, TargetVerdict::None);
            return Ok(());
        };
        match verdict {
            TargetVerdict::Reached => prop_assert!(figure.value >= target.score()),
            TargetVerdict::Missed => prop_assert!(figure.value < target.score()),
            TargetVerdict::Open => {
                prop_assert!(figure.interval.unwrap().contains(target.score()));
            }
            _ => prop_assert!(tally.responses() < SMALL_SAMPLE_BELOW),
        }
    }
}

#[test]
fn nothing_and_one_part_are_compared_with_nothing() {
    assert_eq!(Comparison::of_parts(&[], Confidence::default()), Ok(Vec::new()));
    let mut tally = Tally::new(Kind::Nps);
    tally.add_count(Score::new(Kind::Nps, 9).unwrap(), 500).unwrap();
    let one = compared(&[tally.clone()], Confidence::default());
    assert_eq!((one[0].verdict, one[0].drag, one[0].p_value), (Verdict::None, None, None));
    let other = Tally::new(Kind::Ces);
    assert!(Comparison::of_parts(&[&tally, &other], Confidence::default()).is_err());
}

fn compared(parts: &[Tally], confidence: Confidence) -> Vec<Comparison> {
    Comparison::of_parts(&parts.iter().collect::<Vec<_>>(), confidence).unwrap()
}

/// Adds up all parts but one.
fn without(parts: &[Tally], left_out: Option<usize>) -> Tally {
    let mut sum = Tally::new(parts.first().unwrap().kind());
    for (_, part) in parts.iter().enumerate().filter(|(at, _)| Some(*at) != left_out) {
        sum.merge(part).unwrap();
    }
    sum
}

fn kinds() -> impl Strategy<Value = Kind> {
    sample::select(&Kind::ALL[..])
}

fn confidences() -> impl Strategy<Value = Confidence> {
    sample::select(&Confidence::ALL[..])
}

fn parts(kind: Kind) -> impl Strategy<Value = Vec<Tally>> {
    collection::vec(tallies(kind), 1..9)
}

fn tallies(kind: Kind) -> impl Strategy<Value = Tally> {
    let counts =
        prop_oneof![4 => Just(0_u64), 4 => 0..10_u64, 2 => 0..100_u64, 1 => 0..100_000_u64];
    collection::vec(counts, kind.scale().len()).prop_map(move |counts| {
        let mut tally = Tally::new(kind);
        for (value, count) in kind.scale().values().zip(counts) {
            tally.add_count(Score::new(kind, i64::from(value)).unwrap(), count).unwrap();
        }
        tally
    })
}
