//! The place that a path names.

use super::{BASE, decoded, encoded};

/// A place of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The start: where one's only site is, or the choice of one.
    Home,
    /// Signing in.
    SignIn,
    /// All sites, for the operator.
    Sites,
    /// A new site, for the operator.
    NewSite,
    /// All surveys of a site.
    Overview {
        /// The site's name.
        site: String,
    },
    /// The results of one survey.
    Survey {
        /// The site's name.
        site: String,
        /// The survey's name.
        survey: String,
    },
    /// People's comments.
    Responses {
        /// The site's name.
        site: String,
    },
    /// The ways to ask.
    Ask {
        /// The site's name.
        site: String,
    },
    /// Site, origins, keys.
    Settings {
        /// The site's name.
        site: String,
    },
    /// None that the console has.
    Unknown,
}

impl Place {
    /// Reads a path such as `/console/shop/surveys/nps`.
    #[must_use]
    pub fn parse(path: &str) -> Place {
        let Some(rest) = path.strip_prefix(BASE) else { return Place::Unknown };
        let parts: Vec<String> =
            rest.split('/').filter(|part| !part.is_empty()).map(|p| decoded(p, false)).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            [] | ["index.html"] => Place::Home,
            ["sign-in"] => Place::SignIn,
            // Two parts: one alone may be the name of a site.
            ["sites", "all"] => Place::Sites,
            ["sites", "new"] => Place::NewSite,
            [site] => Place::Overview { site: (*site).to_owned() },
            [site, "surveys"] => Place::Overview { site: (*site).to_owned() },
            [site, "surveys", survey] => {
                Place::Survey { site: (*site).to_owned(), survey: (*survey).to_owned() }
            }
            [site, "responses"] => Place::Responses { site: (*site).to_owned() },
            [site, "ask"] => Place::Ask { site: (*site).to_owned() },
            [site, "settings"] => Place::Settings { site: (*site).to_owned() },
            _ => Place::Unknown,
        }
    }

    /// Returns its path.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Place::Home | Place::Unknown => format!("{BASE}/"),
            Place::SignIn => format!("{BASE}/sign-in"),
            Place::Sites => format!("{BASE}/sites/all"),
            Place::NewSite => format!("{BASE}/sites/new"),
            Place::Overview { site } => format!("{BASE}/{}/", encoded(site)),
            Place::Survey { site, survey } => {
                format!("{BASE}/{}/surveys/{}", encoded(site), encoded(survey))
            }
            Place::Responses { site } => format!("{BASE}/{}/responses", encoded(site)),
            Place::Ask { site } => format!("{BASE}/{}/ask", encoded(site)),
            Place::Settings { site } => format!("{BASE}/{}/settings", encoded(site)),
        }
    }

    /// Returns the site that it belongs to.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        match self {
            Place::Home | Place::SignIn | Place::Sites | Place::NewSite | Place::Unknown => None,
            Place::Overview { site }
            | Place::Survey { site, .. }
            | Place::Responses { site }
            | Place::Ask { site }
            | Place::Settings { site } => Some(site),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the place that comes after another one: the compiler asks for a new one.
    fn after(place: &Place) -> Option<Place> {
        let site = "trà-sen".to_owned();
        match place {
            Place::Home => Some(Place::SignIn),
            Place::SignIn => Some(Place::Sites),
            Place::Sites => Some(Place::NewSite),
            Place::NewSite => Some(Place::Overview { site }),
            Place::Overview { .. } => Some(Place::Survey { site, survey: "a/b".to_owned() }),
            Place::Survey { .. } => Some(Place::Responses { site }),
            Place::Responses { .. } => Some(Place::Ask { site }),
            Place::Ask { .. } => Some(Place::Settings { site }),
            Place::Settings { .. } | Place::Unknown => None,
        }
    }

    #[test]
    fn places_are_read_as_they_are_written() {
        for place in std::iter::successors(Some(Place::Home), after) {
            assert_eq!(Place::parse(&place.path()), place);
        }
    }

    #[test]
    fn a_path_may_end_with_or_without_a_slash() {
        let overview = Place::Overview { site: "shop".to_owned() };
        assert_eq!(Place::parse("/console/sites").site(), Some("sites"), "a site may be called so");
        for path in ["/console/shop", "/console/shop/", "/console/shop/surveys"] {
            assert_eq!(Place::parse(path), overview);
        }
        assert_eq!(Place::parse("/console"), Place::Home);
        assert_eq!(Place::parse("/console/index.html"), Place::Home);
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in ["/", "/preview/a/b", "/console/shop/cases", "/console/a/surveys/b/c"] {
            assert_eq!(Place::parse(path), Place::Unknown, "{path}");
        }
    }
}
