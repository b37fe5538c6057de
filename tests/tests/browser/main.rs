//! The popup, our own pages and the console in browsers: one module a subject, one program for all.
//!
//! One program, because its tests share browsers and collectors (see `hearby_tests::browser`), and
//! because the last tests of one subject run beside the first of the next.

mod accessibility;
mod answer;
mod axe;
mod card_on_pages;
mod consent;
mod console;
mod console_axe;
mod console_extremes;
mod console_figures;
mod console_new_site;
mod console_path;
mod console_ratings;
mod console_responses;
mod delivery;
mod first_frame;
mod frameworks;
mod gate;
mod hostile_page;
mod install;
mod keyboard;
mod leaving;
mod manners;
mod names;
mod own_pages;
mod owner_path;
mod pagehide;
mod pages_alike;
mod pictures;
mod places;
mod preview;
mod queue;
mod quick;
mod ratings;
mod readme;
mod real_pages;
mod reasons;
mod removal;
mod rules;
mod second_thoughts;
mod session;
mod strict_page;
mod thanks;
mod traps;
mod zoom;
