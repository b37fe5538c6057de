//! The collector's routes on the host: handlers over a store in memory.

// Always so in here; said for clippy, which then lets helpers unwrap.
#![cfg(test)]

mod backups;
mod busy_day;
mod comparisons;
mod console;
mod deletion;
mod described;
mod dimensions;
mod drafts;
mod erasure;
mod etags;
mod exports;
mod families;
mod figures;
mod filters;
mod floods;
mod forms;
mod garbage;
mod gates;
mod guards;
mod log;
mod moving;
mod older_build;
mod owners;
mod paging;
mod preview;
mod ratings;
mod reasons;
mod resources;
mod respondents;
mod responses;
mod restores;
mod session_attacks;
mod sessions;
mod states;
mod summary;
mod support;
mod tokens;
mod unknown;
mod visitors;
mod webhooks;
mod wording;
