//! All that the console says, in each of its languages.
//!
//! A place's texts are a struct of its own; a language that lacks one does not compile.

pub mod ask;
pub mod common;
pub mod labels;
pub mod new_site;
pub mod overview;
pub mod ratings;
pub mod reasons;
pub mod responses;
pub mod shell;
pub mod sign_in;
pub mod site_settings;
pub mod survey;
pub mod verdicts;

/// A language of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Tiếng Việt.
    Vi,
}

/// The texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// Words of several places.
    pub common: common::Texts,
    /// Names of dimensions and their values.
    pub labels: labels::Texts,
    /// The frame around the places.
    pub shell: shell::Texts,
    /// Signing in.
    pub sign_in: sign_in::Texts,
    /// A new site.
    pub new_site: new_site::Texts,
    /// Sentences about differences.
    pub verdicts: verdicts::Texts,
    /// The Overview.
    pub overview: overview::Texts,
    /// A survey's results.
    pub survey: survey::Texts,
    /// Ratings of a satisfaction index.
    pub ratings: ratings::Texts,
    /// Reasons under the score.
    pub reasons: reasons::Texts,
    /// The ways to ask.
    pub ask: ask::Texts,
    /// People's comments.
    pub responses: responses::Texts,
    /// The site, its origins, its keys.
    pub site_settings: site_settings::Texts,
}

static EN: Texts = Texts {
    common: common::EN,
    labels: labels::EN,
    shell: shell::EN,
    sign_in: sign_in::EN,
    new_site: new_site::EN,
    verdicts: verdicts::EN,
    overview: overview::EN,
    survey: survey::EN,
    ratings: ratings::EN,
    reasons: reasons::EN,
    ask: ask::EN,
    responses: responses::EN,
    site_settings: site_settings::EN,
};

static VI: Texts = Texts {
    common: common::VI,
    labels: labels::VI,
    shell: shell::VI,
    sign_in: sign_in::VI,
    new_site: new_site::VI,
    verdicts: verdicts::VI,
    overview: overview::VI,
    survey: survey::VI,
    ratings: ratings::VI,
    reasons: reasons::VI,
    ask: ask::VI,
    responses: responses::VI,
    site_settings: site_settings::VI,
};

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Vi];

    /// Returns its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            // Dates in the order of most of the world: 28 November.
            Lang::En => "en-GB",
            Lang::Vi => "vi",
        }
    }

    /// Returns the primary language of its tag: `en`, `vi`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Vi => "vi",
        }
    }

    /// Returns the direction of its script.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Lang::En | Lang::Vi => "ltr",
        }
    }

    /// Returns its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Vi => "Tiếng Việt",
        }
    }

    /// Returns the texts.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        match self {
            Lang::En => &EN,
            Lang::Vi => &VI,
        }
    }

    /// Returns the language of a tag such as `vi-VN`; `None` for one that the console has not.
    #[must_use]
    pub fn nearest(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Lang::En),
            "vi" => Some(Lang::Vi),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_language() {
        assert_eq!(Lang::nearest("vi-VN"), Some(Lang::Vi));
        assert_eq!(Lang::nearest("EN_us"), Some(Lang::En));
        assert_eq!(Lang::nearest("de"), None);
        for lang in Lang::ALL {
            assert_eq!(Lang::nearest(lang.tag()), Some(lang));
        }
    }
}
