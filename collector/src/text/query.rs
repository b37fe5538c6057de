//! Reading the parameters after `?`.

use std::borrow::Cow;

use wire::problem::FieldError;

/// Beginning of the parameters that filter by a dimension, `filter[page]`; as a known parameter it
/// stands for all of them.
pub const FILTER: &str = "filter[";

/// The parameters of one request, unescaped.
#[derive(Debug)]
pub struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// Reads the text after `?`. No text is wrong.
    #[must_use]
    pub fn parse(query: &'a str) -> Query<'a> {
        Query(form_urlencoded::parse(query.as_bytes()).collect())
    }

    /// Returns the first parameter of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_ref())
    }

    /// Reads a parameter that is true or false; without it, false.
    ///
    /// # Errors
    /// The parameter, with what is allowed.
    pub fn flag(&self, name: &str) -> Result<bool, FieldError> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(FieldError {
                pointer: format!("?{name}"),
                detail: "is not allowed".to_owned(),
                allowed: "true or false".to_owned(),
            }),
        }
    }

    /// Returns all parameters: names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// Returns every parameter of that name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_ref())
    }

    /// Refuses parameters that mean nothing here, and those given twice: a parameter that was meant
    /// to narrow a reply must not be ignored.
    ///
    /// # Errors
    /// Each of them.
    pub fn only(&self, known: &[&str]) -> Result<(), Vec<FieldError>> {
        self.only_or_several(known, &[])
    }

    /// Refuses parameters as [`Query::only`] does, but `repeatable` ones may be there several
    /// times.
    ///
    /// # Errors
    /// Each refused parameter.
    pub fn only_or_several(
        &self,
        known: &[&str],
        repeatable: &[&str],
    ) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        for (position, (name, _)) in self.0.iter().enumerate() {
            // The reader of the filters checks the dimensions.
            if name.starts_with(FILTER) && known.contains(&FILTER) {
                continue;
            }
            let detail = if !known.contains(&name.as_ref()) {
                "is not a parameter"
            } else if repeatable.contains(&name.as_ref()) {
                continue;
            } else if self.0.iter().take(position).any(|(other, _)| other == name) {
                "is there twice"
            } else {
                continue;
            };
            errors.push(FieldError {
                pointer: format!("?{name}"),
                detail: detail.to_owned(),
                allowed: format!(
                    "one of {}, once each",
                    known.join(", ").replace(FILTER, "filter[a dimension]")
                ),
            });
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_unescaped_and_the_first_of_a_name_is_taken() {
        let query = Query::parse("tz=Asia%2FHo_Chi_Minh&from=2026-11-01&from=x&&%ff=%zz");
        assert_eq!(query.get("tz"), Some("Asia/Ho_Chi_Minh"));
        assert_eq!(query.get("from"), Some("2026-11-01"));
        assert_eq!(query.get("to"), None);
        assert_eq!(query.all("from").collect::<Vec<_>>(), ["2026-11-01", "x"]);
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        let Err(errors) = Query::parse("a=1&b=2&a=3&c=4&c=5").only_or_several(&["a", "c"], &["c"])
        else {
            panic!("accepted");
        };
        let found: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(found, ["?b", "?a"]);
    }

    #[test]
    fn filters_are_refused_where_nothing_is_filtered() {
        let query = Query::parse("filter[page]=/a&filter%5Bpage%5D=/b");
        assert!(query.only(&["from", FILTER]).is_ok());
        let Err(errors) = query.only(&["from"]) else { panic!("accepted") };
        assert_eq!(errors.len(), 2);
        let Err(errors) = Query::parse("filters=1").only(&["from", FILTER]) else {
            panic!("accepted")
        };
        assert_eq!(errors[0].allowed, "one of from, filter[a dimension], once each");
    }
}
