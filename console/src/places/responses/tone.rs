//! The colour and the shape of a score's group, and its name.

use crate::texts::common;

/// Returns the class of a group: `low`, `mid` or `high`.
#[must_use]
pub(crate) fn class(group: &str) -> &'static str {
    match group {
        "detractor" | "hard" | "unsatisfied" => "low",
        "passive" | "neutral" => "mid",
        _ => "high",
    }
}

/// Returns the groups of a kind from the low end, as the API calls them.
#[must_use]
pub(crate) fn groups(kind: &str) -> [&'static str; 3] {
    match kind {
        "nps" => ["detractor", "passive", "promoter"],
        "ces" => ["hard", "neutral", "easy"],
        _ => ["unsatisfied", "neutral", "satisfied"],
    }
}

/// Returns the groups' names, in the same order.
#[must_use]
pub(crate) fn names(kind: &str, texts: &common::Texts) -> [&'static str; 3] {
    match kind {
        "nps" => texts.nps_groups,
        "ces" => texts.ces_groups,
        _ => texts.csat_groups,
    }
}

/// Returns a group's name.
#[must_use]
pub(crate) fn name(kind: &str, group: &str, texts: &common::Texts) -> String {
    let at = groups(kind).into_iter().position(|name| name == group);
    at.and_then(|at| names(kind, texts).get(at).copied()).unwrap_or(group).to_owned()
}

/// Returns the highest score of a kind.
#[must_use]
pub(crate) fn most(kind: &str) -> u8 {
    match kind {
        "nps" => 10,
        "ces" => 7,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;

    #[test]
    fn each_group_has_the_colour_of_its_place() {
        for kind in ["nps", "ces", "csat"] {
            assert_eq!(groups(kind).map(class), ["low", "mid", "high"], "{kind}");
        }
    }

    #[test]
    fn groups_are_named_in_each_language() {
        let name = |lang: Lang| name("nps", "detractor", &lang.texts().common);
        assert_eq!(name(Lang::En), "Detractors");
        assert_eq!(name(Lang::Vi), "Không ủng hộ");
    }
}
