//! Analysis of measured values: growth with a size, and charts as SVG.
//!
//! In: arithmetic and drawing, for both benches. Not in: measuring, and the choice of charts.
//!
//! The SVG is written without a library, because it has only rectangles and lines. A chart has no
//! background, and its colours are legible on white and on black.

mod bars;
mod curves;
mod fit;
mod svg;

pub use bars::{Bar, Bars, Group};
pub use curves::{Curves, Series};
pub use fit::Fit;
pub use svg::thousands;
