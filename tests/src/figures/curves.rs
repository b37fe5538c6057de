//! A chart of growing values: points on two logarithmic axes, and the straight line through each
//! series.

use std::fmt::Write;

use super::{
    fit::Fit,
    svg::{COLOURS, FAINT, escaped, opening, thousands},
};

const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 56.0;
const LINE: f64 = 18.0;

/// The points of one series.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Name of the series.
    pub name: &'a str,
    /// (size, value), all greater than 0, by size.
    pub points: &'a [(f64, f64)],
}

/// A chart of some series.
#[derive(Clone, Copy, Debug)]
pub struct Curves<'a> {
    /// Title: the measured quantity.
    pub title: &'a str,
    /// Name of the sizes.
    pub x_name: &'a str,
    /// Name of the values, with their unit.
    pub y_name: &'a str,
    /// At most four series; the first is the main one.
    pub series: &'a [Series<'a>],
    /// An upper limit, and its name.
    pub bound: Option<(&'a str, f64)>,
}

/// An axis from one power of ten to another.
struct Axis {
    low: i32,
    high: i32,
    start: f64,
    end: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64> + Clone, start: f64, end: f64) -> Axis {
        let low = values.clone().fold(f64::INFINITY, f64::min).log10().floor() as i32;
        let high = values.fold(0.0, f64::max).log10().ceil() as i32;
        Axis { low, high: high.max(low + 1), start, end }
    }

    fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.low)) / f64::from(self.high - self.low);
        self.start + share * (self.end - self.start)
    }

    fn tens(&self) -> impl Iterator<Item = f64> {
        (self.low..=self.high).map(|power| 10_f64.powi(power))
    }
}

impl Curves<'_> {
    /// Returns the chart as SVG; `None` without points.
    #[must_use]
    pub fn svg(&self) -> Option<String> {
        let legend = LINE * self.series.len() as f64;
        let (top, height) = (TOP + legend, HEIGHT + legend);
        let floor = height - BOTTOM;
        let points = || self.series.iter().flat_map(|series| series.points);
        points().next()?;
        let bound = self.bound.map(|(_, value)| value);
        let x = Axis::over(points().map(|p| p.0), LEFT, WIDTH - RIGHT);
        let y = Axis::over(points().map(|p| p.1).chain(bound), floor, top);
        let mut out = opening(self.title, WIDTH, height);
        // Writing into a String can't fail.
        for value in x.tens() {
            let (at, label) = (x.place(value), floor + 20.0);
            let _ = writeln!(
                out,
                "<path d=\"M{at:.1} {top}V{floor}\" stroke=\"{FAINT}\"/>\
                 <text x=\"{at:.1}\" y=\"{label}\" text-anchor=\"middle\">{}</text>",
                thousands(value)
            );
        }
        for value in y.tens() {
            let (at, right, label) = (y.place(value), WIDTH - RIGHT, LEFT - 8.0);
            let _ = writeln!(
                out,
                "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"{FAINT}\"/>\
                 <text x=\"{label}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                at + 4.0,
                thousands(value)
            );
        }
        if let Some((name, value)) = self.bound {
            let (at, right) = (y.place(value), WIDTH - RIGHT);
            // The label is above its line. At the top it is below, because the name of the axis is
            // there.
            let label = if at - LINE > top { at - 6.0 } else { at + 16.0 };
            let _ = writeln!(
                out,
                "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#777\" stroke-dasharray=\"6 4\"/>\
                 <text x=\"{}\" y=\"{label:.1}\">{}</text>",
                LEFT + 8.0,
                escaped(name)
            );
        }
        for (n, (series, colour)) in self.series.iter().zip(COLOURS).enumerate() {
            let middle = TOP - 18.0 + LINE * n as f64;
            draw(&mut out, series, colour, &x, &y);
            let _ = writeln!(
                out,
                "<circle cx=\"22\" cy=\"{middle}\" r=\"5\" fill=\"{colour}\"/>\
                 <text x=\"34\" y=\"{}\">{}</text>",
                middle + 4.5,
                escaped(series.name)
            );
        }
        let (middle, bottom) = (f64::midpoint(LEFT, WIDTH - RIGHT), height - 12.0);
        let _ = writeln!(
            out,
            "<text x=\"{middle}\" y=\"{bottom}\" text-anchor=\"middle\">{}</text>\n\
             <text x=\"16\" y=\"{}\">{}</text>\n</svg>",
            escaped(self.x_name),
            top - 10.0,
            escaped(self.y_name)
        );
        Some(out)
    }
}

/// Draws the points of a series with the line through them.
fn draw(out: &mut String, series: &Series<'_>, colour: &str, x: &Axis, y: &Axis) {
    let ends = (series.points.first(), series.points.last());
    if let (Some(fit), (Some((from, _)), Some((to, _)))) = (Fit::of(series.points), ends) {
        let place = |size: f64| (x.place(size), y.place(fit.at(size)));
        let ((x1, y1), (x2, y2)) = (place(*from), place(*to));
        let _ = writeln!(
            out,
            "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"{colour}\" stroke-width=\"2\"/>"
        );
    }
    for (size, value) in series.points {
        let (cx, cy) = (x.place(*size), y.place(*value));
        let _ =
            writeln!(out, "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"4.5\" fill=\"{colour}\"/>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWING: &[(f64, f64)] = &[(1_000.0, 2.0), (10_000.0, 20.0), (100_000.0, 200.0)];

    fn chart<'a>(series: &'a [Series<'a>]) -> Curves<'a> {
        Curves { title: "Time", x_name: "answers", y_name: "ms", series, bound: None }
    }

    #[test]
    fn ten_times_as_much_is_always_as_far() {
        let axis = Axis::over([3.0, 4_000.0].into_iter(), 100.0, 500.0);
        assert_eq!((axis.low, axis.high), (0, 4));
        for (value, place) in [(1.0, 100.0), (10.0, 200.0), (1_000.0, 400.0), (10_000.0, 500.0)] {
            assert!((axis.place(value) - place).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn each_series_has_its_points_its_line_and_its_name() {
        let flat = [(1_000.0, 5.0), (100_000.0, 5.0)];
        let series =
            [Series { name: "lists", points: GROWING }, Series { name: "rollups", points: &flat }];
        let svg = chart(&series).svg().unwrap();
        let n_points = svg.matches("r=\"4.5\"").count();
        let n_lines = svg.matches("stroke-width=\"2\"").count();
        assert_eq!((n_points, n_lines), (5, 2));
        for text in [">lists<", ">rollups<", ">answers<", ">ms<", ">100,000<", ">Time<"] {
            assert!(svg.contains(text), "{text}\n{svg}");
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn a_bound_is_on_the_chart_even_when_nothing_comes_near() {
        let series = [Series { name: "lists", points: &[(10.0, 0.01)] }];
        let bounded = Curves { bound: Some(("10 ms of the free plan", 10.0)), ..chart(&series) };
        let svg = bounded.svg().unwrap();
        assert!(svg.contains("10 ms of the free plan"), "{svg}");
        assert!(svg.contains(">0.01<") && svg.contains(">10<"), "{svg}");
    }

    #[test]
    fn without_points_there_is_no_chart() {
        assert_eq!(chart(&[]).svg(), None);
        assert_eq!(chart(&[Series { name: "none", points: &[] }]).svg(), None);
    }
}
