//! Parts that all charts share.

/// Colour of text and axes: a middle grey, with a contrast of 4:1 on both white and black.
pub(super) const INK: &str = "#777";
/// Colour of grid lines.
pub(super) const FAINT: &str = "#7774";
/// Colours of the series: the first is for our program, the others are for its peers.
pub(super) const COLOURS: [&str; 4] = ["#0a8a63", "#c4671b", "#4c7fd9", "#9a5fc4"];

/// Returns the opening of a chart, and its title.
pub(super) fn opening(title: &str, width: f64, height: f64) -> String {
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" font-size=\"13\" \
         fill=\"{INK}\">\n<text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"600\">{title}</text>\n"
    )
}

/// Escapes a text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Formats a number for readers: `1,234,567`; below 10 with two significant digits.
#[must_use]
pub fn thousands(value: f64) -> String {
    if value != 0.0 && value.abs() < 10.0 && value.fract() != 0.0 {
        let digits = (1.0 - value.abs().log10().floor()).clamp(1.0, 6.0) as usize;
        let text = format!("{value:.digits$}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = if value < 0.0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_readers() {
        for (value, text) in [
            (0.0, "0"),
            (0.01, "0.01"),
            (0.0764, "0.076"),
            (1.0, "1"),
            (2.449, "2.4"),
            (10.4, "10"),
            (999.0, "999"),
            (1_000.0, "1,000"),
            (1_234_567.0, "1,234,567"),
            (-12_000.0, "-12,000"),
        ] {
            assert_eq!(thousands(value), text);
        }
    }

    #[test]
    fn no_text_can_end_its_element() {
        assert_eq!(escaped("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
