//! Finds the routes of a path, with the names in it.
//!
//! In: which path fits which template, and where the names stand. Not in: the routes (`table`), and
//! running them (`router`).

use super::{
    names::Names,
    table::{ROUTES, Route},
};
use crate::{
    api::{cors::Audience, http::Method},
    store::error::Error,
};

/// Routes of one path: one or several, which differ in their methods.
#[derive(Debug)]
pub(super) struct Place<'a> {
    first: &'static Route,
    path: &'a str,
}

/// Returns the routes of that path, whatever the names in it are; `None` when there are none.
pub(super) fn place(path: &str) -> Option<Place<'_>> {
    let first = ROUTES.iter().find(|route| fits(route.path, path))?;
    Some(Place { first, path })
}

impl Place<'_> {
    /// Returns the path with names in braces.
    pub(super) const fn template(&self) -> &'static str {
        self.first.path
    }

    pub(super) const fn audience(&self) -> Audience {
        self.first.audience
    }

    /// Returns the route of that method; that of `GET` for `HEAD`.
    pub(super) fn route(&self, method: Method) -> Option<&'static Route> {
        let method = if method == Method::Head { Method::Get } else { method };
        self.routes().find(|route| route.method == method)
    }

    /// Returns the methods of the path, as the header `Allow` has them.
    pub(super) fn allow(&self) -> String {
        let mut allow = String::new();
        for method in [Method::Get, Method::Head, Method::Post, Method::Put, Method::Delete] {
            if self.route(method).is_some() {
                allow.push_str(method.as_str());
                allow.push_str(", ");
            }
        }
        allow + Method::Options.as_str()
    }

    /// Reads the names in the path.
    ///
    /// # Errors
    /// A text that can't be a name counts as an unknown one.
    pub(super) fn names(&self) -> Result<Names, Error> {
        let mut names = Names::default();
        for (wanted, segment) in self.first.path.split('/').zip(self.path.split('/')) {
            if let Some((name, end)) = name_and_end(wanted) {
                names.read(name, segment.strip_suffix(end).unwrap_or(segment))?;
            }
        }
        Ok(names)
    }

    fn routes(&self) -> impl Iterator<Item = &'static Route> {
        ROUTES.iter().filter(|route| route.path == self.first.path)
    }
}

/// True if a path fits that template. A name may be any text.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut segments) = (template.split('/'), path.split('/'));
    loop {
        let fits = match (wanted.next(), segments.next()) {
            (None, None) => return true,
            (Some(wanted), Some(segment)) => match name_and_end(wanted) {
                Some((_, end)) => segment.ends_with(end),
                None => wanted == segment,
            },
            _ => false,
        };
        if !fits {
            return false;
        }
    }
}

/// Returns the name in a template's segment, and the text behind it: `{site}.js`.
fn name_and_end(segment: &str) -> Option<(&str, &str)> {
    segment.strip_prefix('{')?.split_once('}')
}
