//! Budget of one request, or of one run of the cron.
//!
//! The free plan gives an invocation 1,000 operations on the store and 10 ms of CPU. Work that a
//! request can't finish is not lost: the rollups that it has written stay, and the next request
//! continues from there.

/// Operations, lists and keys that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    operations: u32,
    lists: u32,
    keys: u32,
    hour_worth: u64,
}

/// Number of responses from which a closed hour gets a rollup of its own while its day goes on. A
/// write then saves each later summary half a page of a list.
const HOUR_WORTH: u64 = 500;

impl Budget {
    /// Budget of a summary: 60 pages of lists, and no further page after 20,000 keys (some 40 ms).
    pub const SUMMARY: Budget = Budget::new(900, 60, 20_000);

    /// Budget of a page of responses: no further list after 10,000 keys, and values for 5,000 of
    /// them at most. That many lists find a single id among any number of others.
    pub const PAGE: Budget = Budget::new(170, 120, 10_000);

    /// Budget of listing one piece of an export; its values take 500 operations more.
    pub const PIECE: Budget = Budget::new(400, 400, 200_000);

    /// Budget of listing one piece of an export with filters: each key has to be looked at, and the
    /// filters may take only some.
    pub const FILTERED_PIECE: Budget = Budget::new(400, 60, 20_000);

    /// Budget of the cron's deletion of `who:` keys of deleted responses, beside [`Budget::CRON`]
    /// and the budget of the gates.
    pub const TIDY: Budget = Budget::new(90, 5, 1_000);

    /// Budget of a request about one respondent.
    pub const RESPONDENT: Budget = Budget::new(900, 50, 50_000);

    /// Budget of one step of a purge that an owner asks for.
    pub const PURGE: Budget = Budget::new(900, 60, 20_000);

    /// Budget of the cron's steps of purges. Its 24 runs a day leave some of the thousand deletions
    /// of the free plan to webhooks, dirty marks and owners.
    pub const PURGE_BY_CRON: Budget = Budget::new(40, 20, 20_000);

    /// Budget of the cron's folding, which nobody waits for.
    pub const CRON: Budget = Budget::new(770, 400, 400_000);

    /// Makes a budget of a number of operations and of pages of lists among them. No further list
    /// is allowed once that many keys were listed.
    #[must_use]
    pub const fn new(operations: u32, lists: u32, keys: u32) -> Budget {
        Budget { operations, lists, keys, hour_worth: HOUR_WORTH }
    }

    /// Returns this budget, but with hours worth a rollup from that many responses on.
    #[must_use]
    pub const fn with_hour_worth(self, hour_worth: u64) -> Budget {
        Budget { hour_worth, ..self }
    }

    /// Number of responses from which an hour is worth a rollup.
    #[must_use]
    pub const fn hour_worth(&self) -> u64 {
        self.hour_worth
    }

    /// Takes a page of a list, if there is one left.
    #[must_use]
    pub fn take_list(&mut self) -> bool {
        if self.lists == 0 || self.keys == 0 || !self.take_operation() {
            return false;
        }
        self.lists -= 1;
        true
    }

    /// Accounts for the keys of a page.
    pub fn take_keys(&mut self, keys: usize) {
        self.keys = self.keys.saturating_sub(u32::try_from(keys).unwrap_or(u32::MAX));
    }

    /// Returns half of what is left, for a part of the work that must leave something for the rest.
    #[must_use]
    pub const fn half(self) -> Budget {
        let Budget { operations, lists, keys, hour_worth } = self;
        Budget { operations: operations / 2, lists: lists / 2, keys: keys / 2, hour_worth }
    }

    /// Accounts for the use of a part: it was `part`, and `left` is left of it.
    pub fn spend(&mut self, part: Budget, left: Budget) {
        self.operations = self.operations.saturating_sub(part.operations - left.operations);
        self.lists = self.lists.saturating_sub(part.lists - left.lists);
        self.keys = self.keys.saturating_sub(part.keys - left.keys);
    }

    /// Takes any operation, if there is one left.
    #[must_use]
    pub fn take_operation(&mut self) -> bool {
        let left = self.operations.checked_sub(1);
        self.operations = left.unwrap_or(0);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_is_left_once_operations_lists_or_keys_have_run_out() {
        let lists = |mut budget: Budget| (0..10).take_while(|_| budget.take_list()).count();
        assert_eq!(lists(Budget::new(9, 3, 1)), 3);
        assert_eq!(lists(Budget::new(2, 3, 1)), 2);
        assert_eq!(lists(Budget::new(9, 3, 0)), 0);
        let mut budget = Budget::new(9, 9, 1_500);
        budget.take_keys(1_000);
        assert!(budget.take_list());
        budget.take_keys(1_000);
        assert!(!budget.take_list());
        assert!(budget.take_operation());
    }

    #[test]
    fn a_part_leaves_half_and_what_it_has_not_used_comes_back() {
        let mut budget = Budget::new(9, 5, 1_001);
        let part = budget.half();
        let mut left = part;
        assert!(left.take_list() && left.take_list() && !left.take_list());
        left.take_keys(10_000);
        budget.spend(part, left);
        assert_eq!(budget, Budget::new(7, 3, 501));
    }
}
