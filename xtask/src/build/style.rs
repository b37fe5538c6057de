//! Removes from the style sheet the parts that browsers ignore, before it is bundled.
//!
//! In: comments, and white space that separates nothing. Not in: everything that needs a CSS
//! parser. The style sheet is our own, and has no strings in which white space or `/*` would
//! matter.

pub(super) fn minified(sheet: &str) -> String {
    let mut minified = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        minified.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    minified.push_str(rest);
    let mut minified = minified.split_whitespace().collect::<Vec<_>>().join(" ");
    // Not before ":" and "(": there, "a :focus" and "and (" need their space.
    for mark in ["{", "}", ";", ",", ">", "~"] {
        minified = minified.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    minified.replace(": ", ":").replace(";}", "}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_nothing_is_left_out() {
        let sheet = "/* a */\n.card , b > c {\n  margin: 0 1px ;\n  color: red;\n}\n/* b */";
        assert_eq!(minified(sheet), ".card,b>c{margin:0 1px;color:red}");
    }

    #[test]
    fn space_that_separates_stays() {
        let sheet = "@media (a: b) and (c) { d :focus { e: f(1px + 2px) } }";
        assert_eq!(minified(sheet), "@media (a:b) and (c){d :focus{e:f(1px + 2px)}}");
    }
}
