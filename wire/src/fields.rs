//! Reads a JSON object field by field, and collects an error with its pointer for every bad field.

use core::fmt::{self, Display};

use serde_json::{Map, Value};

use crate::{problem::FieldError, wording::Wording};

/// The reason why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not JSON at all; with the parser's line and column.
    NotJson(String),
    /// JSON, but these fields are wrong. Never empty.
    Invalid(Vec<FieldError>),
}

/// Words that are allowed, as an error lists them: `one of phone, tablet, desktop`. Formatted only
/// for an error.
#[derive(Clone, Copy, Debug)]
pub struct OneOf<'w>(pub &'w [&'w str]);

/// An object that is being read. Each reader returns `None` for a missing or wrong field, and adds
/// a [`FieldError`] for a wrong one and for a missing one that is required.
#[derive(Debug)]
pub struct Fields<'a> {
    object: &'a Map<String, Value>,
    at: String,
    errors: Vec<FieldError>,
}

/// Parses a body that is a JSON object.
///
/// # Errors
/// [`Unreadable::NotJson`] for anything but JSON in UTF-8, [`Unreadable::Invalid`] when the top is
/// not an object.
pub fn parse_object(body: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => {
            Err(Unreadable::Invalid(vec![error("", &format!("is {}", name(&other)), "an object")]))
        }
        Err(error) => Err(Unreadable::NotJson(error.to_string())),
    }
}

impl<'a> Fields<'a> {
    /// Reads the object at the top of a body.
    #[must_use]
    pub fn new(object: &'a Map<String, Value>) -> Fields<'a> {
        Fields::at(object, String::new())
    }

    /// Reads an object that lies at `pointer` in the body.
    #[must_use]
    pub fn at(object: &'a Map<String, Value>, pointer: String) -> Fields<'a> {
        Fields { object, at: pointer, errors: Vec::new() }
    }

    /// Returns the pointer to a field of this object.
    #[must_use]
    pub fn pointer(&self, field: &str) -> String {
        format!("{}/{}", self.at, field.replace('~', "~0").replace('/', "~1"))
    }

    /// Returns the raw field; JSON `null` counts as absent.
    #[must_use]
    pub fn raw(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|value| !value.is_null())
    }

    /// Adds an error about a field.
    pub fn complain(&mut self, field: &str, detail: &str, allowed: &str) {
        let pointer = self.pointer(field);
        self.errors.push(error(&pointer, detail, allowed));
    }

    /// Adds an error about one item of a list.
    pub fn complain_item(&mut self, field: &str, index: usize, detail: &str, allowed: &str) {
        let pointer = format!("{}/{index}", self.pointer(field));
        self.errors.push(error(&pointer, detail, allowed));
    }

    /// Adds an error about this object as a whole.
    pub fn complain_whole(&mut self, detail: &str, allowed: &str) {
        self.errors.push(error(&self.at.clone(), detail, allowed));
    }

    /// Adds an error about every field whose name is not in `known`: a misspelt rule must not be
    /// ignored silently.
    pub fn only(&mut self, known: &[&str]) {
        let unknown: Vec<String> =
            self.object.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
        for field in unknown {
            self.complain(&field, "is not a field", &OneOf(known).to_string());
        }
    }

    /// Reads a text by `parse`. The allowed values are formatted only if they are needed.
    pub fn text<T>(
        &mut self,
        field: &str,
        allowed: impl Display,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let parsed = match self.raw(field)? {
            Value::String(text) => match parse(text) {
                Some(value) => return Some(value),
                None => "is not allowed".to_owned(),
            },
            other => format!("is {}", name(other)),
        };
        self.complain(field, &parsed, &allowed.to_string());
        None
    }

    /// Like [`Fields::text`], but the field must be there.
    pub fn needed_text<T>(
        &mut self,
        field: &str,
        allowed: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.needed(field, allowed)?;
        self.text(field, allowed, parse)
    }

    /// Returns the raw field, and adds an error if it is missing or null.
    pub fn needed(&mut self, field: &str, allowed: &str) -> Option<&'a Value> {
        let value = self.raw(field);
        if value.is_none() {
            let detail = if self.object.contains_key(field) { "is null" } else { "is missing" };
            self.complain(field, detail, allowed);
        }
        value
    }

    /// Reads a whole number of that range. 6.5, 9.0 and "9" are refused, never rounded.
    pub fn whole(
        &mut self,
        field: &str,
        range: core::ops::RangeInclusive<i64>,
        allowed: &str,
    ) -> Option<i64> {
        let value = self.raw(field)?;
        match value.as_i64() {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                let detail = match value {
                    Value::Number(number) => format!("is {number}"),
                    other => format!("is {}", name(other)),
                };
                self.complain(field, &detail, allowed);
                None
            }
        }
    }

    /// Reads a version of the built-in wording.
    pub fn wording(&mut self, field: &str) -> Option<Wording> {
        let range = 1..=i64::from(Wording::NEWEST.number());
        self.whole(field, range, &Wording::allowed()).and_then(Wording::from_number)
    }

    /// Reads `true` or `false`.
    pub fn flag(&mut self, field: &str) -> Option<bool> {
        match self.raw(field)? {
            Value::Bool(flag) => Some(*flag),
            other => {
                let detail = format!("is {}", name(other));
                self.complain(field, &detail, "true or false");
                None
            }
        }
    }

    /// Reads an object inside this one by `read`, and keeps its errors.
    pub fn object<T>(&mut self, field: &str, read: impl FnOnce(&mut Fields<'a>) -> T) -> Option<T> {
        match self.raw(field)? {
            Value::Object(object) => {
                let mut inner = Fields::at(object, self.pointer(field));
                let value = read(&mut inner);
                self.errors.append(&mut inner.errors);
                Some(value)
            }
            other => {
                let detail = format!("is {}", name(other));
                self.complain(field, &detail, "an object");
                None
            }
        }
    }

    /// Reads a list of at most `most` texts, each by `parse`.
    pub fn texts<T>(
        &mut self,
        field: &str,
        most: usize,
        allowed: impl Display,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.list(field, most, &allowed)?;
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item.as_str().and_then(&parse) {
                Some(value) => values.push(value),
                None => {
                    self.complain_item(field, index, "is not allowed", &allowed.to_string());
                }
            }
        }
        Some(values)
    }

    /// Returns the items of a list of at most `most`.
    pub fn list(&mut self, field: &str, most: usize, allowed: impl Display) -> Option<&'a [Value]> {
        match self.raw(field)? {
            Value::Array(items) if items.len() <= most => return Some(items),
            Value::Array(items) => {
                let detail = format!("has {} items", items.len());
                self.complain(field, &detail, &format!("at most {most} items"));
            }
            other => {
                let detail = format!("is {}", name(other));
                self.complain(field, &detail, &format!("a list, each item {allowed}"));
            }
        }
        None
    }

    /// Reads an object of a list by `read`, and keeps its errors.
    pub fn item<T>(
        &mut self,
        field: &str,
        index: usize,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let object = self.raw(field)?.get(index)?.as_object()?;
        let mut inner = Fields::at(object, format!("{}/{index}", self.pointer(field)));
        let value = read(&mut inner);
        self.errors.append(&mut inner.errors);
        Some(value)
    }

    /// Returns the fields' names, in the object's order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.object.keys().map(String::as_str)
    }

    /// Returns `value` if nothing was wrong.
    ///
    /// # Errors
    /// [`Unreadable::Invalid`] with all errors.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Unreadable> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(Unreadable::Invalid(self.errors)),
        }
    }
}

impl Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.0.join(", "))
    }
}

/// Returns a text of 1 to `max_bytes` bytes without control characters; `None` for any other.
#[must_use]
pub fn label(text: &str, max_bytes: usize) -> Option<String> {
    let good = !text.is_empty() && text.len() <= max_bytes && !text.contains(char::is_control);
    good.then(|| text.to_owned())
}

fn error(pointer: &str, detail: &str, allowed: &str) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        detail: detail.to_owned(),
        allowed: allowed.to_owned(),
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
