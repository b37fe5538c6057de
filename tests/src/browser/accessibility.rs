//! Our popup in Chromium's accessibility tree, as assistive technology gets it.
//!
//! In: the tree as lines of role, name and state. Not in: parts that are ignored there, and values
//! that change from run to run.

use serde_json::{Value, json};

use super::Browser;

/// States that are listed when they are there, in this order.
const STATES: [&str; 9] = [
    "checked",
    "expanded",
    "modal",
    "live",
    "atomic",
    "multiline",
    "disabled",
    "invalid",
    "focused",
];

impl Browser {
    /// Returns our dialog's part of the tree, or that of our region in a page without a dialog; one
    /// line a node, indented by depth.
    ///
    /// # Panics
    /// In engines other than Chromium, and when there is neither.
    #[must_use]
    #[track_caller]
    pub fn accessibility_tree(&self) -> String {
        let tree = self.devtools("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().expect("nodes");
        let find = |name: &str| nodes.iter().find(|node| role(node) == name);
        let ours = find("dialog").or_else(|| find("region")).expect("a dialog or a region");
        let mut lines = String::new();
        write(nodes, ours, 0, &mut lines);
        lines
    }
}

fn write(nodes: &[Value], node: &Value, depth: usize, lines: &mut String) {
    let is_told = node["ignored"] != true && !is_told_above(nodes, node);
    let next = if is_told {
        lines.push_str(&format!("{}{}\n", "  ".repeat(depth), line(node)));
        depth + 1
    } else {
        depth
    };
    for id in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = nodes.iter().find(|child| child["nodeId"] == *id) {
            write(nodes, child, next, lines);
        }
    }
}

/// True if the text is a part of a name above already. Lines are split where they wrap, which
/// differs from font to font.
fn is_told_above(nodes: &[Value], node: &Value) -> bool {
    let above = || nodes.iter().find(|above| above["nodeId"] == node["parentId"]);
    match role(node) {
        "InlineTextBox" | "generic" => true,
        "StaticText" => above().is_some_and(|above| !text_of(above, "name").is_empty()),
        _ => false,
    }
}

fn line(node: &Value) -> String {
    let mut line = role(node).to_owned();
    let name = text_of(node, "name");
    if !name.is_empty() {
        line.push_str(&format!(" \"{name}\""));
    }
    for field in ["value", "description"] {
        let text = text_of(node, field);
        if !text.is_empty() {
            line.push_str(&format!(" {field}=\"{text}\""));
        }
    }
    let properties = node["properties"].as_array().cloned().unwrap_or_default();
    for state in STATES {
        let value = properties.iter().find(|property| property["name"] == state);
        let value = value.map(|property| text(&property["value"]["value"])).unwrap_or_default();
        match value.as_str() {
            "" | "false" | "off" => {}
            "true" => line.push_str(&format!(" {state}")),
            value => line.push_str(&format!(" {state}={value}")),
        }
    }
    line
}

fn text_of<'a>(node: &'a Value, field: &str) -> &'a str {
    node[field]["value"].as_str().unwrap_or_default()
}

fn role(node: &Value) -> &str {
    node["role"]["value"].as_str().unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
