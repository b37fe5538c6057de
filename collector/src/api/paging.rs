//! `?cursor=&limit=` of lists. A cursor is the name of the last item on the page. It stays valid
//! whatever is made or deleted meanwhile, and nobody can forge one that reads elsewhere.

use std::collections::BTreeSet;

use wire::{
    limits::{PAGE_ITEMS, PAGE_MAX_ITEMS},
    problem::FieldError,
};

use crate::{store::error::Error, text::query::Query};

/// The parameters that every list takes.
pub const PARAMETERS: [&str; 2] = ["cursor", "limit"];

/// Start of a page, and the number of items on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging<N> {
    /// The name after which it begins.
    pub after: Option<N>,
    /// The most items on it.
    pub limit: usize,
}

impl<N> Paging<N> {
    /// Reads the parameters. Others are refused.
    ///
    /// # Errors
    /// [`Error::Invalid`], naming the parameter.
    pub fn parse(
        query: &Query<'_>,
        parse_name: impl FnOnce(&str) -> Option<N>,
    ) -> Result<Paging<N>, Error> {
        query.only(&PARAMETERS)?;
        let after = match query.get("cursor") {
            Some(text) => Some(parse_name(text).ok_or_else(|| {
                invalid("?cursor", "what a page of this list gave as its next".to_owned())
            })?),
            None => None,
        };
        let limit = match query.get("limit") {
            Some(text) => {
                text.parse().ok().filter(|limit| (1..=PAGE_MAX_ITEMS).contains(limit)).ok_or_else(
                    || invalid("?limit", format!("a whole number from 1 to {PAGE_MAX_ITEMS}")),
                )?
            }
            None => PAGE_ITEMS,
        };
        Ok(Paging { after, limit })
    }
}

impl<N: Ord + ToString> Paging<N> {
    /// The names on the page, in order, and the cursor of the next one.
    #[must_use]
    pub fn cut(&self, names: BTreeSet<N>) -> (Vec<N>, Option<String>) {
        let mut rest = names
            .into_iter()
            .filter(|name| self.after.as_ref().is_none_or(|after| name > after))
            .peekable();
        let page: Vec<N> = rest.by_ref().take(self.limit).collect();
        let next = rest.peek().and_then(|_| page.last()).map(ToString::to_string);
        (page, next)
    }
}

fn invalid(pointer: &str, allowed: String) -> Error {
    let detail = "is not allowed".to_owned();
    Error::Invalid(vec![FieldError { pointer: pointer.to_owned(), detail, allowed }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cut(query: &str, page: &[u32], next: Option<&str>) {
        let paging = Paging::parse(&Query::parse(query), |text| text.parse().ok()).unwrap();
        assert_eq!(paging.cut((1..=5).collect()), (page.to_vec(), next.map(str::to_owned)));
    }

    #[test]
    fn pages_follow_one_another_without_a_gap_and_the_last_has_no_next() {
        cut("", &[1, 2, 3, 4, 5], None);
        cut("limit=2", &[1, 2], Some("2"));
        cut("limit=2&cursor=2", &[3, 4], Some("4"));
        cut("limit=2&cursor=4", &[5], None);
        cut("limit=5", &[1, 2, 3, 4, 5], None);
        cut("cursor=9", &[], None);
    }

    #[test]
    fn a_parameter_that_is_none_is_named() {
        for (query, pointer) in [
            ("cursor=x", "?cursor"),
            ("cursor=", "?cursor"),
            ("limit=0", "?limit"),
            ("limit=101", "?limit"),
            ("limit=-1", "?limit"),
            ("limit=1.5", "?limit"),
            ("limit=", "?limit"),
            ("page=2", "?page"),
        ] {
            let read = Paging::<u32>::parse(&Query::parse(query), |text| text.parse().ok());
            let Err(Error::Invalid(errors)) = read else { panic!("{query}") };
            assert_eq!(errors[0].pointer, pointer, "{query}");
        }
    }
}
