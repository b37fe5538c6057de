//! Names that the store is asked for, as an isolate remembers them.

use domain::{SiteId, SurveyId};

use crate::store::keys::KeyId;

/// A name that the store is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// A site's.
    Site(SiteId),
    /// A survey's of a site.
    Survey(SiteId, SurveyId),
    /// A key's.
    Key(KeyId),
}

/// All names of a sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// All sites.
    Sites,
    /// A site's surveys.
    Surveys(SiteId),
    /// A site's keys.
    Keys(SiteId),
    /// The keys of all sites.
    AllKeys,
}
