//! Periods as owners ask for them, at the edges of days and zones.

use super::*;

/// 2026-11-22T03:00:00Z.
const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);

fn asked<'a>(from: &'a str, to: &'a str, tz: &'a str) -> Asked<'a> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    Asked { from: some(from), to: some(to), tz: some(tz) }
}

#[track_caller]
fn spans(from: &str, to: &str, tz: &str, start: &str, end: &str) {
    let period = Period::parse(asked(from, to, tz), NOW).unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
    let texts = |ms| Timestamp::from_millisecond(ms).unwrap().to_string();
    assert_eq!(texts(period.start.unix_ms()), texts(at(start)));
    assert_eq!(texts(period.end.unix_ms()), texts(at(end)));
}

#[track_caller]
fn refused(from: &str, to: &str, tz: &str, pointers: &[&str]) {
    let errors = Period::parse(asked(from, to, tz), NOW).unwrap_err();
    let found: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(found, pointers);
}

#[test]
fn days_are_those_of_the_time_zone() {
    let (a, b) = ("2026-11-01", "2026-11-02");
    spans(a, b, "", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z");
    spans(a, b, "Asia/Ho_Chi_Minh", "2026-10-31T17:00:00Z", "2026-11-01T17:00:00Z");
    spans(a, b, "+07:00", "2026-10-31T17:00:00Z", "2026-11-01T17:00:00Z");
    spans(a, b, " 07:00", "2026-10-31T17:00:00Z", "2026-11-01T17:00:00Z");
    spans(a, b, "Etc/GMT 7", "2026-11-01T07:00:00Z", "2026-11-02T07:00:00Z");
    spans(a, b, "-03:30", "2026-11-01T03:30:00Z", "2026-11-02T03:30:00Z");
    // The night in which New York's clocks go back has 25 hours.
    spans(a, b, "America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z");
    // Cuba kept its summer time in autumn 2026, which release 2026f of the rules was the first
    // to know.
    let (from, to) = ("2026-11-22T04:00:00Z", "2026-11-23T04:00:00Z");
    spans("2026-11-22", "2026-11-23", "America/Havana", from, to);
    // Where clocks skip midnight, the day starts at 01:00.
    spans(
        "2018-11-04",
        "2018-11-05",
        "America/Sao_Paulo",
        "2018-11-04T03:00:00Z",
        "2018-11-05T02:00:00Z",
    );
}

#[test]
fn instants_are_taken_as_they_are_and_rounded_up_to_milliseconds() {
    let exact = "2026-11-01T10:00:00+07:00";
    spans(
        exact,
        "2026-11-01T03:00:00.001Z",
        "Asia/Tokyo",
        "2026-11-01T03:00:00Z",
        "2026-11-01T03:00:00.001Z",
    );
    spans(
        "2026-11-01T03:00:00.0001Z",
        "2026-11-02",
        "",
        "2026-11-01T03:00:00.001Z",
        "2026-11-02T00:00:00Z",
    );
}

#[test]
fn a_plus_that_was_not_escaped_is_read_in_every_parameter_of_time() {
    let (start, end) = ("2026-10-31T17:00:00Z", "2026-11-01T17:00:00Z");
    for (from, to) in [
        ("2026-11-01T00:00:00 07:00", "2026-11-02T00:00:00 07:00"),
        ("2026-11-01T00:00:00.000 07:00", "2026-11-02T00:00:00.000 0700"),
        ("2026-11-01 00:00:00 07:00", "2026-11-02 00:00 07"),
        ("2026-11-01 00:00:00+07:00", "2026-11-01 17:00:00Z"),
    ] {
        spans(from, to, "", start, end);
        spans(&from.replace("00 07", "00+07"), to, "", start, end);
    }
    // What is no offset there is none here.
    refused("2026-11-01 07:00", "", "", &["?from"]);
    refused("2026-11-01T00:00:00 Z", "", "", &["?from"]);
    refused("2026-11-01T00:00:00 ", "", "", &["?from"]);
    refused("2026-11-01T00:00:00 Asia", "", "", &["?from"]);
    refused(" 2026-11-01", "", "", &["?from"]);
}

#[test]
fn an_instant_is_told_with_three_decimals_as_it_was_taken() {
    let told =
        |from: &str| Period::parse(asked(from, "2026-12-01T00:00:00+07:00", ""), NOW).unwrap();
    for (from, text) in [
        ("2026-11-01T03:00:00Z", "2026-11-01T03:00:00.000Z"),
        ("2026-11-01T10:00:00.4+07:00", "2026-11-01T03:00:00.400Z"),
        ("2026-11-01T03:00:00.0001Z", "2026-11-01T03:00:00.001Z"),
        ("2026-11-01", "2026-11-01"),
    ] {
        let period = told(from);
        assert_eq!((period.from.as_str(), period.to.as_str()), (text, "2026-11-30T17:00:00.000Z"));
        assert_eq!(told(text), period);
    }
}

#[test]
fn without_a_period_the_last_30_days_are_meant_today_included() {
    spans("", "", "", "2026-10-24T00:00:00Z", "2026-11-23T00:00:00Z");
    spans("", "", "Asia/Ho_Chi_Minh", "2026-10-23T17:00:00Z", "2026-11-22T17:00:00Z");
    spans("", "2026-03-01", "", "2026-01-30T00:00:00Z", "2026-03-01T00:00:00Z");
    let noon = "2026-03-01T12:00:00Z";
    spans("", noon, "", "2026-01-30T12:00:00Z", noon);
}

#[test]
fn the_reference_names_the_release_of_the_zone_rules() {
    let release = zone_rules();
    assert!(release >= "2026f", "{release}");
    let reference = include_str!("../../../../docs/summary.md");
    assert!(reference.contains(&format!("release `{release}` of the IANA database")), "{release}");
}

#[track_caller]
fn comes_after(from: &str, to: &str, tz: &str, previous: (&str, &str)) {
    let period = Period::parse(asked(from, to, tz), NOW).unwrap();
    let found = period.previous().unwrap();
    assert_eq!((found.from.as_str(), found.to.as_str()), previous);
    assert_eq!(found, Period::parse(asked(previous.0, previous.1, tz), NOW).unwrap());
    assert_eq!(found.end, period.start);
}

#[test]
fn the_previous_period_has_as_many_days_or_milliseconds() {
    comes_after("2026-11-01", "2026-11-08", "", ("2026-10-25", "2026-11-01"));
    // Seven days each, though a night of 25 hours is in the later.
    let new_york = "America/New_York";
    comes_after("2026-11-01", "2026-11-08", new_york, ("2026-10-25", "2026-11-01"));
    comes_after("2026-03-01", "2027-03-01", "", ("2025-03-01", "2026-03-01"));
    let (from, to) = ("2026-11-01T10:00:00.000Z", "2026-11-01T12:30:00.000Z");
    comes_after(from, to, new_york, ("2026-11-01T07:30:00.000Z", from));
    comes_after(
        "2026-11-01",
        "2026-11-01T18:00:00Z",
        "",
        ("2026-10-31T06:00:00.000Z", "2026-11-01"),
    );
    let first = Period::parse(asked("0001-01-01", "2026-11-01", ""), NOW).unwrap();
    assert_eq!(first.previous(), None);
}

#[track_caller]
fn whole_days(now: &str, from: &str, tz: &str, expected: (&str, &str)) {
    let now: Timestamp = now.parse().unwrap();
    let now = Instant::from_unix_ms(now.as_millisecond());
    let period = Period::parse_whole_days(asked(from, "", tz), now).unwrap();
    assert_eq!((period.from.as_str(), period.to.as_str()), expected);
    assert!(period.end <= now);
    let previous = period.previous().unwrap();
    assert_eq!(period.overlap(&previous), None);
    assert_eq!(period.overlap(&period), Some(expected));
}

#[test]
fn a_period_to_compare_ends_with_the_last_whole_day() {
    let (noon, hanoi) = ("2026-11-22T12:00:00Z", "Asia/Ho_Chi_Minh");
    whole_days(noon, "", "", ("2026-10-23", "2026-11-22"));
    whole_days(noon, "2026-11-01", "", ("2026-11-01", "2026-11-22"));
    // In Hanoi it is the 23rd from 17:00 UTC on.
    whole_days("2026-11-22T16:59:59Z", "", hanoi, ("2026-10-23", "2026-11-22"));
    whole_days("2026-11-22T17:00:00Z", "", hanoi, ("2026-10-24", "2026-11-23"));
    // An id may be five minutes ahead; the day is not.
    whole_days("2026-11-22T23:58:00Z", "", "", ("2026-10-23", "2026-11-22"));
    // The night in which clocks go back; and where midnight is skipped, the day starts at 01:00.
    let (new_york, sao_paulo) = ("America/New_York", "America/Sao_Paulo");
    whole_days("2026-11-02T04:59:00Z", "2026-10-31", new_york, ("2026-10-31", "2026-11-01"));
    whole_days("2026-11-02T05:00:00Z", "2026-10-31", new_york, ("2026-10-31", "2026-11-02"));
    whole_days("2018-11-04T03:00:00Z", "2018-11-01", sao_paulo, ("2018-11-01", "2018-11-04"));
    // Nothing of what was asked for is over.
    let error = Period::parse_whole_days(asked("2026-11-22", "", ""), NOW).unwrap_err();
    assert_eq!(error[0].pointer, "?to");
    assert!(error[0].detail.contains("2026-11-22"), "{error:?}");
    // What is asked for is taken as it is.
    let asked = asked("2026-11-20", "2026-11-23", "");
    assert_eq!(Period::parse_whole_days(asked, NOW), Period::parse(asked, NOW));
}

#[test]
fn what_two_periods_have_in_common_is_named() {
    let period = |from, to| Period::parse(asked(from, to, ""), NOW).unwrap();
    let november = period("2026-11-01", "2026-12-01");
    for (from, to, expected) in [
        ("2026-10-01", "2026-11-01", None),
        ("2026-12-01", "2026-12-02", None),
        ("2026-10-01", "2026-11-02", Some(("2026-11-01", "2026-11-02"))),
        (
            "2026-11-30T23:59:59.999Z",
            "2027-01-01",
            Some(("2026-11-30T23:59:59.999Z", "2026-12-01")),
        ),
        ("2026-11-10", "2026-11-11", Some(("2026-11-10", "2026-11-11"))),
        ("2026-01-01", "2027-01-01", Some(("2026-11-01", "2026-12-01"))),
        ("2026-11-01T00:00:00Z", "2026-12-01", Some(("2026-11-01", "2026-12-01"))),
    ] {
        let other = period(from, to);
        assert_eq!(november.overlap(&other), expected);
        assert_eq!(other.overlap(&november).is_some(), expected.is_some());
    }
}

#[test]
fn an_id_that_is_ahead_of_the_clock_across_midnight_is_in_today() {
    let before_midnight: Timestamp = "2026-11-22T23:58:00Z".parse().unwrap();
    let now = Instant::from_unix_ms(before_midnight.as_millisecond());
    let period = Period::parse(Asked::default(), now).unwrap();
    assert!(period.contains(now.plus_ms(ID_MAX_AHEAD_MS)));
}

#[test]
fn a_bad_parameter_is_named() {
    refused("yesterday", "", "", &["?from"]);
    refused("2026-02-30", "", "", &["?from"]);
    refused("2026-11-01T10:00:00", "", "", &["?from"]);
    refused("", "2026-13-01", "", &["?to"]);
    refused("2026-11-02", "2026-11-02", "", &["?to"]);
    refused("2026-11-02", "2026-11-01", "", &["?to"]);
    refused("2027-01-01", "", "", &["?to"]);
    refused("x", "y", "Mars/Olympus", &["?tz", "?from", "?to"]);
    refused("", "", "+25:00:00:00", &["?tz"]);
    refused("", "", "EST5EDT,M3.2.0,M11.1.0", &["?tz"]);
    refused("", "-999999-01-01", "", &["?to"]);
}

#[test]
fn the_ends_of_time_are_refused_or_read_but_never_crash() {
    for from in ["-009999-01-01T00:00:00Z", "0000-01-01", "0001-01-01", "9999-12-31"] {
        for to in ["", "0000-01-01", "9999-12-31", "9999-12-30T22:00:00.999999999Z"] {
            for tz in ["", "-25:59", "+25:59", "Pacific/Kiritimati"] {
                if let Ok(period) = Period::parse(asked(from, to, tz), NOW) {
                    assert!(period.start < period.end);
                }
            }
        }
    }
}

#[track_caller]
fn earlier(by: Earlier, from: &str, to: &str, tz: &str, expected: Option<(&str, &str)>) {
    let period = Period::parse(asked(from, to, tz), NOW).unwrap();
    let found = period.earlier(by);
    let texts = found.as_ref().map(|found| (found.from.as_str(), found.to.as_str()));
    assert_eq!(texts, expected);
    // Asked for by its own ends, it is the same.
    if let (Some(found), Some((from, to))) = (&found, expected) {
        assert_eq!(Period::parse(asked(from, to, tz), NOW).as_ref(), Ok(found));
    }
}

#[test]
fn a_month_or_a_year_earlier_is_that_of_the_calendar() {
    use Earlier::{Month, Year};
    let (hanoi, new_york) = ("Asia/Ho_Chi_Minh", "America/New_York");
    earlier(Month, "2026-10-01", "2026-11-01", hanoi, Some(("2026-09-01", "2026-10-01")));
    earlier(Month, "2026-03-01", "2026-04-01", hanoi, Some(("2026-02-01", "2026-03-01")));
    earlier(Month, "2026-01-01", "2026-02-01", hanoi, Some(("2025-12-01", "2026-01-01")));
    earlier(Year, "2026-10-01", "2026-11-01", hanoi, Some(("2025-10-01", "2025-11-01")));
    earlier(Year, "2024-02-01", "2024-03-01", hanoi, Some(("2023-02-01", "2023-03-01")));
    // Days that the other month lacks.
    earlier(Month, "2026-03-31", "2026-04-30", hanoi, Some(("2026-02-28", "2026-03-30")));
    earlier(Year, "2024-02-29", "2024-03-01", hanoi, Some(("2023-02-28", "2023-03-01")));
    earlier(Month, "2026-03-29", "2026-03-31", hanoi, Some(("2026-02-28", "2026-03-01")));
    // Instants keep their time of day where clocks have changed meanwhile.
    let (from, to) = ("2026-11-10T05:00:00.000Z", "2026-11-11T05:00:00.000Z");
    let october = ("2026-10-10T04:00:00.000Z", "2026-10-11T04:00:00.000Z");
    earlier(Month, from, to, new_york, Some(october));
    earlier(Year, "0001-01-01", "0001-02-01", "UTC", None);
}

/// The day before an end that the other month lacks must not be lost: it is in the period.
#[test]
fn a_period_that_ends_late_in_its_month_stands_beside_all_of_a_shorter_one() {
    use Earlier::{Month, Year};
    let hanoi = "Asia/Ho_Chi_Minh";
    // Thirty days of March: up to the 30th; and up to the 28th, of a leap year, too.
    earlier(Month, "2026-03-01", "2026-03-31", hanoi, Some(("2026-02-01", "2026-03-01")));
    earlier(Month, "2026-03-01", "2026-03-30", hanoi, Some(("2026-02-01", "2026-03-01")));
    earlier(Month, "2026-03-01", "2026-03-29", hanoi, Some(("2026-02-01", "2026-03-01")));
    earlier(Month, "2026-03-01", "2026-03-28", hanoi, Some(("2026-02-01", "2026-02-28")));
    earlier(Month, "2024-03-01", "2024-03-30", hanoi, Some(("2024-02-01", "2024-03-01")));
    earlier(Month, "2024-03-01", "2024-03-29", hanoi, Some(("2024-02-01", "2024-02-29")));
    earlier(Month, "2026-12-01", "2026-12-31", hanoi, Some(("2026-11-01", "2026-12-01")));
    earlier(Year, "2024-02-01", "2024-02-29", hanoi, Some(("2023-02-01", "2023-03-01")));
    earlier(Year, "2023-03-01", "2024-02-29", hanoi, Some(("2022-03-01", "2023-03-01")));
    earlier(Year, "2025-02-01", "2025-03-01", hanoi, Some(("2024-02-01", "2024-03-01")));
    // The 28th is in the period itself.
    earlier(Month, "2026-02-28", "2026-03-31", hanoi, Some(("2026-01-28", "2026-02-28")));
    earlier(Year, "2023-02-28", "2024-02-29", hanoi, Some(("2022-02-28", "2023-02-28")));
    // Longer than a month: refused as overlapping, whichever end it has.
    let long = Period::parse(asked("2026-02-01", "2026-03-31", hanoi), NOW).unwrap();
    assert!(long.overlap(&long.earlier(Month).unwrap()).is_some());
    // Instants: to the end of the other month's last day, by the zone's clocks.
    let (from, to) = ("2026-03-01T05:00:00.000Z", "2026-03-31T10:00:00.000Z");
    let february = ("2026-02-01T05:00:00.000Z", "2026-03-01");
    earlier(Month, from, to, "America/New_York", Some(february));
    // There it is the first of April already.
    let february = ("2026-02-01T05:00:00.000Z", "2026-02-28T10:00:00.000Z");
    earlier(Month, from, to, "Pacific/Kiritimati", Some(february));
}

#[test]
fn earlier_periods_follow_the_clocks_of_their_zone() {
    use Earlier::{Month, Year};
    let lengths = |by, from: &str, to: &str, tz: &str| {
        let period = Period::parse(asked(from, to, tz), NOW).unwrap();
        let earlier = period.earlier(by).unwrap();
        let hours = |one: &Period| (one.end.unix_ms() - one.start.unix_ms()) / 3_600_000;
        (hours(&period), hours(&earlier))
    };
    // March has 31 days less the hour that spring takes; November an hour more.
    let new_york = "America/New_York";
    assert_eq!(lengths(Month, "2026-03-01", "2026-04-01", new_york), (31 * 24 - 1, 28 * 24));
    assert_eq!(lengths(Month, "2026-12-01", "2027-01-01", new_york), (31 * 24, 30 * 24 + 1));
    // Clocks changed a week earlier the year before.
    assert_eq!(lengths(Year, "2026-03-08", "2026-03-09", new_york), (23, 24));
    assert_eq!(lengths(Year, "2024-01-01", "2025-01-01", new_york), (366 * 24, 365 * 24));
    // Samoa skipped 30 December 2011: a month of 30 days.
    assert_eq!(lengths(Month, "2012-01-01", "2012-02-01", "Pacific/Apia"), (31 * 24, 30 * 24));
    let skipped = Period::parse(asked("2012-01-30", "2012-01-31", "Pacific/Apia"), NOW).unwrap();
    assert_eq!(skipped.earlier(Month), None);
}
