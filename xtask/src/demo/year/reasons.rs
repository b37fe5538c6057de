//! The reasons that the shop's visitors pick under their NPS, since its second version lists them.
//!
//! In: which reasons go with a touchpoint. Not in: scores, and words of their own.

use serde_json::{Value, json};

/// The first version of the NPS survey that lists reasons.
const FIRST_VERSION: usize = 2;
/// The lowest score of promoters, whom the shop asks for no reasons.
const PROMOTER: u8 = 9;

type Picked = &'static [&'static str];

const FROM_THE_ORDER: [Picked; 7] = [
    &["delivery"],
    &["delivery", "service"],
    &["delivery"],
    &["quality"],
    &[],
    &["delivery", "price"],
    &["price"],
];
const FROM_THE_PRODUCT: [Picked; 7] = [
    &["price"],
    &["quality"],
    &["price", "quality"],
    &[],
    &["price"],
    &["selection"],
    &["delivery"],
];
const FROM_ELSEWHERE: [Picked; 7] =
    [&["price"], &["delivery"], &[], &["service"], &["selection"], &["price", "delivery"], &[]];

/// Returns a response's fields `reasons` and `reasons_asked`; `null` for one that it does not have.
/// `turn`, from 0 to 1, chooses among what visitors pick at a touchpoint.
pub(super) fn fields(
    (survey, version): (&str, usize),
    touchpoint: &str,
    score: u8,
    turn: f64,
) -> [Value; 2] {
    if survey != "nps" || version < FIRST_VERSION {
        return [Value::Null, Value::Null];
    }
    if score >= PROMOTER {
        return [Value::Null, json!(false)];
    }
    let all = match touchpoint {
        "order-mail" => FROM_THE_ORDER,
        "product" => FROM_THE_PRODUCT,
        _ => FROM_ELSEWHERE,
    };
    #[expect(clippy::cast_sign_loss, reason = "a turn is never below 0")]
    let place = (turn * all.len() as f64) as usize;
    [json!(all.get(place).copied().unwrap_or_default()), Value::Null]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_asked_of_those_below_promoters_since_the_second_version() {
        let null = Value::Null;
        assert_eq!(fields(("nps", 1), "home", 3, 0.0), [null.clone(), null.clone()]);
        assert_eq!(fields(("ces", 2), "home", 3, 0.0), [null.clone(), null.clone()]);
        assert_eq!(fields(("nps", 2), "home", 9, 0.0), [null.clone(), json!(false)]);
        assert_eq!(fields(("nps", 2), "order-mail", 8, 0.0), [json!(["delivery"]), null.clone()]);
        assert_eq!(fields(("nps", 2), "product", 0, 0.99), [json!(["delivery"]), null]);
    }
}
