//! A chart of values side by side: bars in groups, each with its range.

use std::fmt::Write;

use super::svg::{COLOURS, INK, escaped, opening};

const WIDTH: f64 = 680.0;
/// Left end of the bars. The names are left of it.
const LEFT: f64 = 168.0;
/// Width right of the longest bar, for values.
const RIGHT: f64 = 182.0;
const TOP: f64 = 52.0;
const ROW: f64 = 24.0;
const BAR: f64 = 15.0;
/// Height of a group's name, with the space before it.
const HEAD: f64 = 30.0;
const AIR: f64 = 6.0;
const OTHERS: &str = "#8b919b";

/// One value.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Name of the measured program.
    pub name: String,
    /// True if it is ours.
    pub is_ours: bool,
    /// The median.
    pub value: f64,
    /// The least and the greatest value.
    pub range: (f64, f64),
}

/// Values to be compared with one another.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name of the group.
    pub name: String,
    /// The values.
    pub bars: Vec<Bar>,
}

/// A chart of some groups.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// Title: the measured quantity.
    pub title: &'a str,
    /// One line about the way of measuring.
    pub note: &'a str,
    /// The groups.
    pub groups: &'a [Group],
    /// True if all groups have the same scale; otherwise the longest bars of all groups have equal
    /// length.
    pub has_one_scale: bool,
    /// Formats a value, unit included.
    pub written: fn(f64) -> String,
}

impl Bars<'_> {
    /// Returns the chart as SVG; `None` without values.
    #[must_use]
    pub fn svg(&self) -> Option<String> {
        let n_bars: usize = self.groups.iter().map(|group| group.bars.len()).sum();
        if n_bars == 0 {
            return None;
        }
        let greatest = |bars: &[Bar]| bars.iter().map(|bar| bar.range.1).fold(0.0, f64::max);
        let of_all = self.groups.iter().map(|group| greatest(&group.bars)).fold(0.0, f64::max);
        let shown = self.groups.iter().filter(|group| !group.bars.is_empty());
        let height = TOP + ROW * n_bars as f64 + (HEAD + AIR) * shown.clone().count() as f64 + 12.0;
        let mut out = opening(self.title, WIDTH, height);
        // Writing into a String can't fail.
        let _ = writeln!(out, "<text x=\"16\" y=\"44\">{}</text>", escaped(self.note));
        let mut y = TOP;
        for group in shown {
            y += HEAD;
            let (name, at) = (escaped(&group.name), y - 9.0);
            let _ = writeln!(out, "<text x=\"16\" y=\"{at}\" font-weight=\"600\">{name}</text>");
            let full = if self.has_one_scale { of_all } else { greatest(&group.bars) };
            // All values may be 0.
            let scale = (WIDTH - LEFT - RIGHT) / full.max(f64::EPSILON);
            for bar in &group.bars {
                self.draw(&mut out, bar, y, scale);
                y += ROW;
            }
            y += AIR;
        }
        out += "</svg>\n";
        Some(out)
    }

    fn draw(&self, out: &mut String, bar: &Bar, top: f64, scale: f64) {
        let colour = if bar.is_ours { COLOURS[0] } else { OTHERS };
        let (line, middle) = (top + 12.0, top + BAR / 2.0);
        let (low, high) = bar.range;
        let length = bar.value * scale;
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{line}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{top}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"2\" \
             fill=\"{colour}\"/>",
            LEFT - 10.0,
            escaped(&bar.name)
        );
        if high > low {
            let (from, to) = (LEFT + low * scale, LEFT + high * scale);
            let (over, under) = (middle - 4.0, middle + 4.0);
            let _ = write!(
                out,
                "<path d=\"M{from:.1} {over}V{under}M{from:.1} {middle}H{to:.1}M{to:.1} {over}V{under}\" \
                 stroke=\"{INK}\" stroke-width=\"1.5\"/>"
            );
        }
        let text = if high > low {
            format!(
                "{} ({}–{})",
                (self.written)(bar.value),
                bare(self.written, low),
                (self.written)(high)
            )
        } else {
            (self.written)(bar.value)
        };
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{line}\" font-size=\"12\">{}</text>",
            LEFT + length.max(high * scale) + 8.0,
            escaped(&text)
        );
    }
}

/// Formats a value without its unit.
fn bare(written: fn(f64) -> String, value: f64) -> String {
    let text = written(value);
    text.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(name: &str, value: f64, range: (f64, f64)) -> Bar {
        Bar { name: name.to_owned(), is_ours: name == "Hearby", value, range }
    }

    fn groups() -> Vec<Group> {
        vec![
            Group {
                name: "4G".to_owned(),
                bars: vec![
                    bar("Hearby", 500.0, (400.0, 600.0)),
                    bar("Other", 1_000.0, (1_000.0, 1_000.0)),
                ],
            },
            Group { name: "nobody".to_owned(), bars: Vec::new() },
            Group { name: "fast".to_owned(), bars: vec![bar("Hearby", 100.0, (100.0, 100.0))] },
        ]
    }

    fn svg(groups: &[Group], has_one_scale: bool) -> Option<String> {
        let written = |ms: f64| format!("{ms:.0} ms");
        Bars { title: "To the popup", note: "medians", groups, has_one_scale, written }.svg()
    }

    fn lengths(svg: &str) -> Vec<f64> {
        let rects = svg.split("<rect ").skip(1);
        let width = |rect: &str| rect.split("width=\"").nth(1)?.split('"').next()?.parse().ok();
        rects.filter_map(width).collect()
    }

    #[test]
    fn a_bar_is_as_long_as_its_value_and_scales_are_of_all_or_of_each_group() {
        let full = WIDTH - LEFT - RIGHT;
        assert_eq!(
            lengths(&svg(&groups(), true).unwrap()),
            [full / 2.0, full, (full / 10.0 * 10.0).round() / 10.0]
        );
        assert_eq!(lengths(&svg(&groups(), false).unwrap()), [full / 2.0, full, full]);
    }

    #[test]
    fn a_range_is_drawn_and_told_where_there_is_one() {
        let svg = svg(&groups(), true).unwrap();
        assert_eq!(svg.matches("stroke-width=\"1.5\"").count(), 1);
        assert!(svg.contains("500 ms (400–600 ms)") && svg.contains(">1000 ms<"), "{svg}");
    }

    #[test]
    fn the_longest_label_ends_on_the_chart() {
        // A digit of the system's fonts is some 0.56 of their size wide; the other characters are
        // no wider.
        let label = "3,947 ms (3,917–3,992 ms)".chars().count() as f64 * 12.0 * 0.56;
        assert!(8.0 + label <= RIGHT, "{label}");
    }

    #[test]
    fn a_group_without_values_is_left_out() {
        assert!(!svg(&groups(), true).unwrap().contains("nobody"));
        assert_eq!(svg(&groups()[1..2], true), None);
        assert_eq!(svg(&[], true), None);
    }

    #[test]
    fn nothing_at_all_has_no_length() {
        let groups = [Group { name: "idle".to_owned(), bars: vec![bar("none", 0.0, (0.0, 0.0))] }];
        let svg = svg(&groups, true).unwrap();
        assert_eq!(lengths(&svg), [0.0]);
        assert!(!svg.contains("NaN"), "{svg}");
    }
}
