//! The few pictures: one path each, drawn with strokes on a 24 × 24 grid.

use leptos::{
    attr::custom::CustomAttribute,
    prelude::{ElementChild, IntoView},
    svg::{path, svg},
};

pub(super) const CROSS: &str = "M6 6l12 12M18 6L6 18";
pub(super) const CHECK: &str = "M5 12.5l4.5 4.5L19 7.5";
pub(super) const STAR: &str =
    "M12 2.8l2.8 5.8 6.4.9-4.6 4.5 1.1 6.4-5.7-3-5.7 3 1.1-6.4L2.800 9.500l6.400-.9z";

/// Five faces, from unhappy to happy: outline, eyes, mouth.
pub(super) const FACES: [&str; 5] = [
    "M12 2.500a9.500 9.500 0 1 0 .01 0zM8.500 9.700v.01M15.500 9.700v.01M7.800 17q4.200-5 8.400 0",
    "M12 2.500a9.500 9.500 0 1 0 .01 0zM8.500 9.700v.01M15.500 9.700v.01M8.500 16.200q3.500-2.400 7 0",
    "M12 2.500a9.500 9.500 0 1 0 .01 0zM8.500 9.700v.01M15.500 9.700v.01M8.500 15.500h7",
    "M12 2.500a9.500 9.500 0 1 0 .01 0zM8.500 9.700v.01M15.500 9.700v.01M8.500 14.600q3.500 2.600 7 0",
    "M12 2.500a9.500 9.500 0 1 0 .01 0zM8.500 9.700v.01M15.500 9.700v.01M7.500 13.800q4.500 6 9 0z",
];

/// A picture that means nothing by itself: what it stands on has a name.
pub(super) fn icon(lines: &'static str) -> impl IntoView {
    svg().attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child(path().attr("d", lines))
}
