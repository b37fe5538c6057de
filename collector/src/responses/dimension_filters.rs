//! Filters by dimension, as requests ask for them: `filter[touchpoint]=checkout`.
//!
//! **In scope:** reading the filters, and telling which responses they take. If a request names one
//! dimension several times, a response must have any of its values; if it names several dimensions,
//! a response must pass all of them.
//! **Out of scope:** how a summary counts the responses that they take ([`crate::rollups`]); the
//! other conditions on a list of responses ([`crate::responses::filter`]).
//!
//! Values are compared as an owner sees them: a request can ask for a value just as a breakdown or
//! an export shows it.

use std::{borrow::Cow, collections::BTreeMap};

use wire::{
    dimension::{self, Dimension, DimensionName, Source, composed},
    fields::OneOf,
    problem::FieldError,
    reason,
    response::{self, Device},
    wording::Wording,
};

use crate::text::{
    plain_text::neutralised,
    query::{FILTER, Query},
};

/// The most values of all filters of a request. Each response is compared with each of them.
const VALUES_MAX: usize = 20;

/// The longest value, in bytes: room for any page that a release has kept.
const VALUE_MAX_BYTES: usize = 400;

/// Filters that a response has to pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(Vec<Filter>);

/// The values of one dimension that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    name: DimensionName,
    /// The values, as they are shown. An empty one stands for responses without a value.
    values: Vec<String>,
    /// Further texts under which the same values are stored.
    kept_as: Vec<String>,
}

impl Filters {
    /// Reads the filters of a request about a survey that declares these attributes.
    ///
    /// # Errors
    /// Each wrong parameter, with the values that are allowed there.
    pub fn read(query: &Query<'_>, attributes: &[String]) -> Result<Filters, Vec<FieldError>> {
        let known = DimensionName::filters(attributes);
        let (mut filters, mut errors) = (Filters::default(), Vec::new());
        let mut n_values = 0_usize;
        for (parameter, value) in query.iter() {
            let Some(rest) = parameter.strip_prefix(FILTER) else { continue };
            let name = rest.strip_suffix(']').unwrap_or_default();
            let Some(name) = known.iter().find(|known| known.as_str() == name) else {
                errors.push(unknown(parameter, name, &known));
                continue;
            };
            n_values += 1;
            match read_value(name, value) {
                Ok(shown) => filters.add(name, shown, value),
                Err(allowed) => errors.push(FieldError {
                    pointer: format!("?{parameter}"),
                    detail: "is not allowed".to_owned(),
                    allowed: format!("{allowed}, or nothing for responses without a value"),
                }),
            }
        }
        if n_values > VALUES_MAX {
            errors.push(FieldError {
                pointer: "?filter".to_owned(),
                detail: format!("is there {n_values} times"),
                allowed: format!("at most {VALUES_MAX} values of all dimensions together"),
            });
        }
        if errors.is_empty() { Ok(filters) } else { Err(errors) }
    }

    fn add(&mut self, name: &DimensionName, value: String, as_sent: &str) {
        let position = self.0.iter().position(|filter| filter.name == *name);
        let position = position.unwrap_or_else(|| {
            let (values, kept_as) = (Vec::new(), Vec::new());
            self.0.push(Filter { name: name.clone(), values, kept_as });
            self.0.len() - 1
        });
        let Some(filter) = self.0.get_mut(position) else { return };
        // A value that is longer than a label may be is stored in a shorter form.
        let is_label = matches!(
            name,
            DimensionName::Common(Dimension::Touchpoint) | DimensionName::Attribute(_)
        );
        let kept = is_label.then(|| dimension::label(as_sent)).filter(|kept| *kept != value);
        filter.kept_as.extend(kept);
        if !filter.values.contains(&value) {
            filter.values.push(value);
        }
    }

    /// True if every response passes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the dimension by whose counts alone the responses that pass can be told; `None` if
    /// there is none. Of reasons, a response may have several: counts tell those with one of them,
    /// not those with one of two, nor those without any.
    #[must_use]
    pub fn only(&self) -> Option<&DimensionName> {
        let is_told = |filter: &Filter| {
            let is_one = matches!(filter.values.as_slice(), [value] if !value.is_empty());
            filter.name != DimensionName::Reason || is_one
        };
        match self.0.as_slice() {
            [filter] if is_told(filter) => Some(&filter.name),
            _ => None,
        }
    }

    /// True if a response with these labels passes.
    pub fn take<'l>(&self, label: impl Fn(&DimensionName) -> Option<Cow<'l, str>>) -> bool {
        self.0.iter().all(|filter| filter.takes(label(&filter.name).as_deref()))
    }

    /// True if a value of that dimension passes the dimension's filter. `None` stands for a
    /// response without a value.
    #[must_use]
    pub fn take_value(&self, name: &DimensionName, value: Option<&str>) -> bool {
        self.0.iter().filter(|filter| filter.name == *name).all(|filter| filter.takes(value))
    }

    /// Returns the values that were asked for, by dimension.
    #[must_use]
    pub fn asked(&self) -> BTreeMap<String, Vec<String>> {
        self.0.iter().map(|filter| (filter.name.to_string(), filter.values.clone())).collect()
    }
}

impl Filter {
    fn takes(&self, value: Option<&str>) -> bool {
        let has = |values: &[String], text: &str| values.iter().any(|value| value == text);
        if self.name == DimensionName::Reason {
            let mut picked = reason::ids(value.unwrap_or_default()).peekable();
            let has_none = picked.peek().is_none() && has(&self.values, "");
            return has_none || picked.any(|id| has(&self.values, id));
        }
        match value {
            // An address may leave an empty page. It counts as no value, as it shows nothing
            // either.
            None | Some("") => has(&self.values, ""),
            Some(value) => {
                has(&self.values, value)
                    || has(&self.kept_as, value)
                    || matches!(shown(value), Cow::Owned(shown) if has(&self.values, &shown))
            }
        }
    }
}

/// Returns a value as an owner sees it, with its letters composed.
fn shown(value: &str) -> Cow<'_, str> {
    match composed(value) {
        Cow::Borrowed(value) => neutralised(value),
        Cow::Owned(value) => Cow::Owned(neutralised(&value).into_owned()),
    }
}

/// Reads a value into the form in which it is compared. For a wrong value, the error says what is
/// allowed.
fn read_value(name: &DimensionName, value: &str) -> Result<String, String> {
    if value.is_empty() {
        return Ok(String::new());
    }
    match name {
        DimensionName::Common(Dimension::Lang) => {
            response::lang(value).ok_or_else(|| "a language tag, such as vi or pt-BR".to_owned())
        }
        DimensionName::Common(Dimension::Device) => match Device::parse(value) {
            Some(device) => Ok(device.as_str().to_owned()),
            None => Err(OneOf(&Device::ALL.map(Device::as_str)).to_string()),
        },
        DimensionName::Common(Dimension::Source) => match Source::parse(value) {
            Some(source) => Ok(source.as_str().to_owned()),
            None => Err(OneOf(&Source::ALL.map(Source::as_str)).to_string()),
        },
        DimensionName::Reason => {
            reason::is_id(value).then(|| value.to_owned()).ok_or_else(reason::id_allowed)
        }
        DimensionName::Common(Dimension::Version) => {
            let is_plain = value.bytes().all(|byte| byte.is_ascii_digit());
            let version = value.parse::<u32>().ok().filter(|version| is_plain && *version > 0);
            version
                .map(|version| version.to_string())
                .ok_or_else(|| format!("a whole number from 1 to {}", u32::MAX))
        }
        DimensionName::Common(Dimension::Wording) => {
            let number = value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse());
            let wording = number.and_then(Result::ok).and_then(Wording::from_number);
            wording.map(|wording| wording.to_string()).ok_or_else(Wording::allowed)
        }
        DimensionName::Common(Dimension::Touchpoint | Dimension::Page)
        | DimensionName::Attribute(_) => {
            let fits = value.len() <= VALUE_MAX_BYTES;
            fits.then(|| shown(value).into_owned())
                .ok_or_else(|| format!("a text of at most {VALUE_MAX_BYTES} bytes"))
        }
    }
}

fn unknown(parameter: &str, name: &str, known: &[DimensionName]) -> FieldError {
    let detail = if name.is_empty() {
        "names no dimension".to_owned()
    } else {
        format!("{name} is not a dimension, nor an attribute that the survey declares")
    };
    let allowed: Vec<String> = known.iter().map(|name| format!("{FILTER}{name}]")).collect();
    FieldError { pointer: format!("?{parameter}"), detail, allowed: allowed.join(", ") }
}
