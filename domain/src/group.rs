//! The groups that scores fall into, and their names. A group is declared here and nowhere else; which
//! kind has which, [`Kind::groups`](crate::Kind::groups) says.

/// Declares the groups: the enum, all of them in order, and their words.
macro_rules! groups {
    ($($(#[$about:meta])+ $name:ident = $word:literal),+ $(,)?) => {
        /// Part of its kind's scale into which a score falls. Bounds are inclusive.
        ///
        /// | kind | low | middle | high |
        /// |---|---|---|---|
        /// | NPS | detractor 0-6 | passive 7-8 | promoter 9-10 |
        /// | CES | hard 1-3 | neutral 4 | easy 5-7 |
        /// | CSAT | unsatisfied 1-2 | neutral 3 | satisfied 4-5 |
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Group { $($(#[$about])+ $name),+ }

        impl Group {
            /// Every group of every kind, in the order in which they are documented.
            pub const ALL: [Group; [$($word),+].len()] = [$(Group::$name),+];

            /// Returns the word for this group in JSON and text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Group::$name => $word),+ }
            }
        }
    };
}

groups! {
    /// NPS 0 to 6.
    Detractor = "detractor",
    /// NPS 7 or 8.
    Passive = "passive",
    /// NPS 9 or 10.
    Promoter = "promoter",
    /// CES 1 to 3.
    Hard = "hard",
    /// CES 4, CSAT 3.
    Neutral = "neutral",
    /// CES 5 to 7.
    Easy = "easy",
    /// CSAT 1 or 2.
    Unsatisfied = "unsatisfied",
    /// CSAT 4 or 5: the top two boxes.
    Satisfied = "satisfied",
}

impl Group {
    /// Returns the group of a word, or `None`.
    ///
    /// ```
    /// # use domain::Group;
    /// assert_eq!(Group::parse("easy"), Some(Group::Easy));
    /// assert_eq!(Group::parse("Easy"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn each_group_reads_back_by_its_word_and_belongs_to_a_kind() {
        for group in Group::ALL {
            assert_eq!(Group::parse(group.as_str()), Some(group));
            assert!(Kind::ALL.iter().any(|kind| kind.groups().contains(&group)), "{group:?}");
        }
    }
}
