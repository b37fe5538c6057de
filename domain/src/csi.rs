//! Customer satisfaction index: what a survey asks about, one respondent's answers, the tally of all
//! answers, and figures of it.
//!
//! Each attribute of what is offered (speed, price, staff, …) is rated from 1 to 5 or from 1 to 10.
//! A rating `x` counts as `100 · (x − 1) / (highest − 1)` points, so every attribute lies on 0 to
//! 100. A respondent's *index* is the mean of the attributes that they rated, by the attributes'
//! weights, if these carry at least half of the weight. The *customer satisfaction index* is the
//! mean of the respondents' indices: high is good.
//!
//! An attribute's *drag* is its share of the weight times what its mean lacks to 100. If nobody
//! leaves anything out, the index would rise by so many points if everybody gave the highest rating.
//!
//! Not in: attributes' names and texts; surveys of one score ([`Kind`](crate::Kind)); what both have in
//! common ([`Metric`](crate::Metric)).
//!
//! Sources: Hill, Roche and Allen 2007, *Customer Satisfaction: The Customer Experience Through the
//! Customer's Eyes* (an index as the weighted mean of attributes); Fornell, Johnson, Anderson, Cha
//! and Bryant 1996, *Journal of Marketing* 60, 7-18 (the scaling to 0 to 100).

mod answers;
mod attributes;
mod figures;
mod parts;
mod tally;

pub use answers::{Answers, InvalidAnswers};
pub use attributes::{
    ATTRIBUTES_MAX, ATTRIBUTES_MIN, Attributes, InvalidAttributes, Points, WEIGHT_SUM_MAX,
};
pub use figures::Drag;
pub use parts::{InvalidParts, Parts};
pub use tally::{OtherAttributes, Sums, Tally};
