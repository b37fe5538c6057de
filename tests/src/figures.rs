//! Analysis of measured values: growth with a size, and charts as SVG.
//!
//! In: arithmetic and drawing, for both benches. Not in: measuring, and the choice of charts.
//! Written by hand: some rectangles and lines need no library. A chart has no background of its
//! own, and its colours can be read on white and on black.

mod bars;
mod curves;
mod fit;
mod svg;

pub use bars::{Bar, Bars, Group};
pub use curves::{Curves, Series};
pub use fit::Fit;
pub use svg::thousands;
