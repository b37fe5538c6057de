//! A chart as SVG: points on two logarithmic axes, and the straight line through them. Written by
//! hand: a dozen elements need no library.

use std::fmt::Write;

/// How a value grows: `value ≈ factor · size^power`, by least squares of the logarithms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    pub(crate) factor: f64,
    pub(crate) power: f64,
}

impl Fit {
    pub(crate) fn of(points: &[(f64, f64)]) -> Fit {
        let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
        let n = logs.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|p| p.0), mean(|p| p.1));
        let above: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
        let below: f64 = logs.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
        let power = above / below;
        Fit { factor: (y - power * x).exp(), power }
    }

    pub(crate) fn at(self, size: f64) -> f64 {
        self.factor * size.powf(self.power)
    }
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 56.0;

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

/// The points with their line, in colours that show on light and dark.
pub(crate) fn svg(title: &str, x_name: &str, y_name: &str, points: &[(f64, f64)]) -> String {
    let x = Axis::over(points.iter().map(|p| p.0), LEFT, WIDTH - RIGHT);
    let y = Axis::over(points.iter().map(|p| p.1), HEIGHT - BOTTOM, TOP);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#777\">\n\
         <text x=\"{LEFT}\" y=\"24\" font-size=\"15\">{title}</text>\n"
    );
    for value in x.tens() {
        let at = x.place(value);
        let (low, label) = (HEIGHT - BOTTOM, HEIGHT - BOTTOM + 20.0);
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {TOP}V{low}\" stroke=\"#7774\"/><text x=\"{at:.1}\" y=\"{label}\" \
             text-anchor=\"middle\">{value}</text>"
        );
    }
    for value in y.tens() {
        let at = y.place(value);
        let (right, label) = (WIDTH - RIGHT, LEFT - 8.0);
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#7774\"/><text x=\"{label}\" y=\"{:.1}\" \
             text-anchor=\"end\">{value}</text>",
            at + 4.0
        );
    }
    let fit = Fit::of(points);
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#0a7\" stroke-width=\"2\" fill=\"none\"/>",
            x.place(first.0),
            y.place(fit.at(first.0)),
            x.place(last.0),
            y.place(fit.at(last.0))
        );
    }
    for (size, value) in points {
        let _ = writeln!(
            out,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"#0a7\"/>",
            x.place(*size),
            y.place(*value)
        );
    }
    let (middle, bottom) = ((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12.0);
    let _ = writeln!(
        out,
        "<text x=\"{middle}\" y=\"{bottom}\" text-anchor=\"middle\">{x_name}</text>\n\
         <text x=\"{LEFT}\" y=\"{}\">{y_name}</text>\n</svg>",
        TOP - 2.0
    );
    out
}
