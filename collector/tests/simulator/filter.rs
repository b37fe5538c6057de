//! Filters of an owner's questions, and what passes them by the response's own fields.

use serde_json::Value;

use crate::dice::Dice;

/// Values that are asked for, by dimension; an empty one stands for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter(Vec<(&'static str, &'static str)>);

const VALUES: [(&str, &[&str]); 9] = [
    ("touchpoint", &["", "checkout", "support"]),
    ("page", &["", "/p/0", "/p/1", "/p/3"]),
    ("lang", &["", "en", "vi"]),
    ("device", &["", "phone", "tablet"]),
    ("version", &["", "1", "2"]),
    ("wording", &["", "1", "2"]),
    ("source", &["", "popup", "inline"]),
    ("plan", &["", "free", "pro"]),
    ("reason", &["", "price", "delivery"]),
];

impl Filter {
    /// One that some owner may ask for: mostly of one dimension, that rollups may know.
    pub(crate) fn any(dice: &Dice) -> Filter {
        let mut asked = Vec::new();
        for _ in 0..if dice.happens(600) { 1 } else { 2 } {
            let (name, values) = dice.pick(&VALUES);
            for _ in 0..1 + dice.below(2) {
                asked.push((*name, *dice.pick(values)));
            }
        }
        Filter(asked)
    }

    pub(crate) fn query(&self) -> String {
        let one = |(name, value): &(&str, &str)| format!("&filter[{name}]={value}");
        self.0.iter().map(one).collect()
    }

    /// True if a response with these fields passes.
    pub(crate) fn passes(&self, fields: &Value) -> bool {
        self.0.iter().all(|(name, _)| {
            let mut asked = self.0.iter().filter(|(other, _)| other == name);
            let values = if *name == "reason" {
                picked(fields).filter(|picked| !picked.is_empty())
            } else {
                value_of(fields, name).map(|value| vec![value])
            };
            let values = values.unwrap_or_else(|| vec![String::new()]);
            asked.any(|(_, asked)| values.iter().any(|value| value == asked))
        })
    }
}

/// The reasons that were picked; `None` if the visitor was not asked.
pub(crate) fn picked(fields: &Value) -> Option<Vec<String>> {
    let ids = fields["reasons"].as_array()?;
    Some(ids.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The value of a dimension.
pub(crate) fn value_of(fields: &Value, dim: &str) -> Option<String> {
    let value = if dim == "plan" { &fields["attributes"]["plan"] } else { &fields[dim] };
    match value {
        Value::Number(number) => Some(number.to_string()),
        value => value.as_str().map(str::to_owned),
    }
}
