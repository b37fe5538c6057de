//! Laws that hold for every tally, tried on random ones.
#![expect(clippy::unwrap_used, reason = "a broken law shall fail the test")]

use domain::{Change, Confidence, Figure, Group, Kind, Score, Tally};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::{collection, prop_assert, prop_assert_eq, proptest, sample};

proptest! {
    #[test]
    fn merging_is_commutative_and_associative(
        (a, b, c) in kinds().prop_flat_map(|kind| (tallies(kind), tallies(kind), tallies(kind)))
    ) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &Tally::new(a.kind())), a);
    }

    #[test]
    fn responses_count_the_same_one_by_one_in_any_order_and_split(
        (kind, values, at) in kinds().prop_flat_map(|kind| {
            (Just(kind), collection::vec(values(kind), 0..200), 0..200_usize)
        })
    ) {
        let whole = counted(kind, &values);
        let backwards: Vec<u8> = values.iter().rev().copied().collect();
        prop_assert_eq!(&counted(kind, &backwards), &whole);
        let (left, right) = values.split_at(at.min(values.len()));
        prop_assert_eq!(&merged(&counted(kind, left), &counted(kind, right)), &whole);
        prop_assert_eq!(whole.responses(), values.len() as u64);
    }

    #[test]
    fn nps_is_the_naive_count(values in collection::vec(values(Kind::Nps), 1..500)) {
        let promoters = values.iter().filter(|value| **value >= 9).count() as f64;
        let detractors = values.iter().filter(|value| **value <= 6).count() as f64;
        let naive = (promoters - detractors) / values.len() as f64 * 100.0;
        let nps = Figure::score(&counted(Kind::Nps, &values), Confidence::Percent95).unwrap();
        prop_assert!((nps.value - naive).abs() < 1e-9);
    }

    #[test]
    fn a_figure_lies_in_its_range_and_in_its_interval(
        tally in kinds().prop_flat_map(tallies), confidence in confidences()
    ) {
        let scale = tally.kind().scale();
        let points = (f64::from(scale.min), f64::from(scale.max));
        let range = match tally.kind() {
            Kind::Nps => (-100.0, 100.0),
            Kind::Ces => points,
            Kind::Csat => (0.0, 100.0),
        };
        within(Figure::score(&tally, confidence), tally.is_empty(), range);
        within(Figure::mean(&tally, confidence), tally.is_empty(), points);
        for group in tally.kind().groups() {
            let share = Figure::group_percent(&tally, group, confidence);
            within(share, tally.is_empty(), (0.0, 100.0));
        }
    }

    #[test]
    fn more_confidence_never_narrows_an_interval(tally in kinds().prop_flat_map(tallies)) {
        let widths = Confidence::ALL.map(|confidence| {
            let interval = Figure::score(&tally, confidence)?.interval?;
            Some(interval.high - interval.low)
        });
        prop_assert!(widths.is_sorted(), "{:?}", widths);
    }

    #[test]
    fn a_change_and_its_way_back_mirror_each_other(
        (now, before) in kinds().prop_flat_map(|kind| (tallies(kind), tallies(kind))),
        confidence in confidences()
    ) {
        let change = Change::between(&now, &before, confidence).unwrap();
        let back = Change::between(&before, &now, confidence).unwrap();
        prop_assert_eq!(change.is_none(), now.is_empty() || before.is_empty());
        let (Some(change), Some(back)) = (change, back) else { return Ok(()) };
        prop_assert_eq!(change.value, -back.value);
        prop_assert_eq!(change.significant, back.significant);
        prop_assert_eq!(change.note, back.note);
        if let (Some(there), Some(back)) = (change.interval, back.interval) {
            prop_assert!(there.contains(change.value));
            prop_assert!((there.low + back.high).abs() < 1e-9);
            prop_assert!((there.high + back.low).abs() < 1e-9);
        }
    }
}

#[track_caller]
fn within(figure: Option<Figure>, is_empty: bool, (min, max): (f64, f64)) {
    assert_eq!(figure.is_none(), is_empty);
    for figure in figure.into_iter().flat_map(|figure| [figure, figure.rounded()]) {
        assert!((min..=max).contains(&figure.value), "{figure:?}");
        if let Some(interval) = figure.interval {
            assert!(min <= interval.low && interval.high <= max, "{figure:?}");
            assert!(interval.contains(figure.value), "{figure:?}");
        }
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    sample::select(&Kind::ALL[..])
}

fn confidences() -> impl Strategy<Value = Confidence> {
    sample::select(&Confidence::ALL[..])
}

fn values(kind: Kind) -> impl Strategy<Value = u8> {
    kind.scale().min..=kind.scale().max
}

/// Returns tallies of any size, from none to more than counts can hold.
fn tallies(kind: Kind) -> impl Strategy<Value = Tally> {
    let counts = prop_oneof![
        4 => Just(0_u64), 4 => 0..10_u64, 2 => 0..100_000_u64, 1 => 0..=u64::MAX, 1 => Just(u64::MAX)
    ];
    collection::vec(counts, kind.scale().len()).prop_map(move |counts| {
        let mut tally = Tally::new(kind);
        for (value, count) in kind.scale().values().zip(counts) {
            tally.add_count(Score::new(kind, i64::from(value)).unwrap(), count).unwrap();
        }
        tally
    })
}

fn merged(a: &Tally, b: &Tally) -> Tally {
    let mut sum = a.clone();
    sum.merge(b).unwrap();
    sum
}

fn counted(kind: Kind, values: &[u8]) -> Tally {
    let mut tally = Tally::new(kind);
    for value in values {
        tally.add(Score::new(kind, i64::from(*value)).unwrap()).unwrap();
    }
    tally
}

#[test]
fn groups_of_other_kinds_have_no_share() {
    let tally = counted(Kind::Nps, &[9]);
    assert_eq!(Figure::group_percent(&tally, Group::Easy, Confidence::Percent95), None);
}
