//! What measured values come to: how a value grows, and charts of it as SVG.
//!
//! In: arithmetic and drawing, for both benches. Not in: measuring, and what is drawn. Written by
//! hand: some rectangles and lines need no library. A chart has no ground of its own, and colours
//! that can be read on white and on black.

mod bars;
mod curves;
mod fit;
mod svg;

pub use bars::{Bar, Bars, Group};
pub use curves::{Curves, Series};
pub use fit::Fit;
pub use svg::thousands;
