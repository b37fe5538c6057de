//! Story of the shop's year: its questions and their places, the usual distribution of the answers,
//! and the events that changed it.
//!
//! In: surveys, touchpoints, releases, seasons. Not in: single responses, words.

use super::calendar::Day;

/// Number of days that the story covers before its last.
pub(crate) const DAYS: i64 = 365;
/// Number of days, before the last one, since the new checkout, which doesn't work on phones.
pub(super) const BAD_RELEASE: i64 = 34;
/// Number of days, before the last one, since help and returns got better.
pub(super) const GOOD_RELEASE: i64 = 31;

/// A survey in the story.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) name: &'static str,
    /// Its lowest score.
    pub(super) lowest: u8,
    /// Distribution of its scores, in percent from the lowest on.
    pub(super) scores: &'static [f64],
    /// The first score of the middle group, and that of the upper one.
    pub(super) groups: (u8, u8),
    /// The number of its responses in a year.
    pub(super) a_year: f64,
    pub(super) touchpoints: &'static [Touchpoint],
    /// Ages of its versions on the last day, in days; the first version is included.
    pub(super) versions: &'static [i64],
}

/// A touchpoint: a moment at which visitors are asked.
#[derive(Debug)]
pub(super) struct Touchpoint {
    pub(super) name: &'static str,
    pub(super) weight: f64,
    /// Amount by which its answers are better than the average, in logits.
    pub(super) better: f64,
    /// Topic of the comments.
    pub(super) topic: &'static str,
    /// Its pages in English; those in Vietnamese are the same below `/vi`.
    pub(super) pages: &'static [&'static str],
}

const fn touchpoint(
    name: &'static str,
    weight: f64,
    better: f64,
    topic: &'static str,
    pages: &'static [&'static str],
) -> Touchpoint {
    Touchpoint { name, weight, better, topic, pages }
}

pub(super) const SURVEYS: [Survey; 3] = [
    Survey {
        name: "nps",
        lowest: 0,
        scores: &[2.0, 1.0, 1.5, 1.5, 2.0, 4.0, 5.0, 11.0, 18.0, 22.0, 32.0],
        groups: (7, 9),
        a_year: 2_500.0,
        touchpoints: &[
            touchpoint("home", 0.3, -0.15, "shop", &["/", "/index.html"]),
            touchpoint("product", 0.4, 0.15, "shop", &["/product.html"]),
            touchpoint("tea-journal", 0.15, 0.3, "shop", &["/journal/scenting.html"]),
            touchpoint("order-mail", 0.15, -0.3, "shop", &["/orders/thanks.html"]),
        ],
        versions: &[DAYS - 1, 180],
    },
    Survey {
        name: "ces",
        lowest: 1,
        scores: &[3.0, 5.0, 8.0, 13.0, 22.0, 28.0, 21.0],
        groups: (4, 5),
        a_year: 1_600.0,
        touchpoints: &[
            touchpoint("support-chat", 0.3, 0.4, "support", &["/support-answered.html"]),
            touchpoint("support-mail", 0.3, -0.4, "support", &["/support-answered.html"]),
            touchpoint("support-phone", 0.15, 0.0, "support", &["/support-called.html"]),
            touchpoint("returns", 0.25, -0.9, "returns", &["/orders/return.html"]),
        ],
        versions: &[DAYS - 1, GOOD_RELEASE],
    },
    Survey {
        name: "csat",
        lowest: 1,
        scores: &[4.0, 5.0, 9.0, 32.0, 50.0],
        groups: (3, 4),
        a_year: 1_900.0,
        touchpoints: &[
            touchpoint("checkout", 0.52, 0.3, "checkout", &["/checkout-done.html"]),
            touchpoint("delivery", 0.26, 0.0, "delivery", &["/orders/arrived.html"]),
            touchpoint("gift-order", 0.13, 0.4, "gift", &["/checkout-done.html"]),
            touchpoint("subscription", 0.09, 0.3, "subscription", &["/club/box.html"]),
        ],
        versions: &[DAYS - 1, 200, BAD_RELEASE],
    },
];

/// Visitor and place of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visitor {
    pub(super) lang: &'static str,
    pub(super) device: &'static str,
    /// Value of the attribute `customer`.
    pub(super) customer: Option<&'static str>,
}

/// Languages, devices and customers with their weights.
pub(super) const LANGS: [(&str, f64); 2] = [("vi", 0.68), ("en", 0.32)];
pub(super) const DEVICES: [(&str, f64); 3] = [("phone", 0.65), ("desktop", 0.28), ("tablet", 0.07)];
pub(super) const CUSTOMERS: [(Option<&str>, f64); 4] =
    [(Some("new"), 0.4), (Some("returning"), 0.42), (Some("tea-club"), 0.13), (None, 0.05)];

/// True for a visitor for whom the new checkout doesn't work.
pub(super) fn is_broken(
    touchpoint: &Touchpoint,
    visitor: Visitor,
    (day, last): (Day, Day),
) -> bool {
    touchpoint.name == "checkout" && visitor.device == "phone" && day >= last.plus(-BAD_RELEASE)
}

/// Returns the sum of all effects on an answer, in logits; a positive sum makes it better than
/// usual.
pub(super) fn better(touchpoint: &Touchpoint, visitor: Visitor, (day, last): (Day, Day)) -> f64 {
    let of_release = match touchpoint.name {
        "checkout" if day >= last.plus(-BAD_RELEASE) => {
            if visitor.device == "phone" {
                -2.3
            } else {
                -0.7
            }
        }
        "returns" if day >= last.plus(-GOOD_RELEASE) => 1.5,
        "support-mail" if day >= last.plus(-GOOD_RELEASE) => 1.1,
        "support-chat" | "support-phone" if day >= last.plus(-GOOD_RELEASE) => 0.4,
        _ => 0.0,
    };
    let is_before_tet = matches!(day.to_tet(), Some(1..=18));
    let of_season = match touchpoint.name {
        "delivery" if is_before_tet => -0.7,
        "order-mail" if is_before_tet => -0.5,
        "support-chat" | "support-mail" | "support-phone" if is_before_tet => -0.4,
        "support-chat" | "support-mail" if day.is_weekend() => -0.25,
        "product" | "tea-journal" if day.is_lotus_season() => 0.4,
        _ => 0.0,
    };
    let of_visitor = match visitor.customer {
        Some("tea-club") => 0.4,
        Some("new") => -0.15,
        _ => 0.0,
    };
    // The teas themselves got better, slowly, until three months ago.
    #[expect(clippy::cast_precision_loss, reason = "a few hundred days")]
    let passed = (last.0 - day.0).clamp(90, DAYS) as f64;
    let of_time = if touchpoint.topic == "shop" { -0.4 * (passed - 90.0) / 275.0 } else { 0.0 };
    touchpoint.better + of_release + of_season + of_visitor + of_time
}
