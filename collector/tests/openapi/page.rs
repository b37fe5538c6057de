//! The description as a page: one file, no script, nothing from elsewhere.

use serde_json::Value;

use crate::{checks::resolved, operation::Operation, operations::TAGS};

const STYLE: &str = include_str!("page.css");

/// The page.
pub(crate) fn build(document: &Value, operations: &[Operation]) -> String {
    let mut nav = String::new();
    let mut main = String::new();
    for (tag, text) in TAGS {
        let of_tag: Vec<&Operation> =
            operations.iter().filter(|operation| operation.tag == tag).collect();
        nav.push_str(&format!("<h2>{}</h2><ul>", escaped(tag)));
        main.push_str(&format!("\n<h2>{}</h2><p>{}</p>", escaped(tag), prose(text)));
        for operation in of_tag {
            let described = operation.to_json();
            let id = described["operationId"].as_str().unwrap();
            nav.push_str(&format!(
                r##"<li><a href="#{id}"><span class="method {m}">{m}</span><span>{s}</span></a></li>"##,
                m = operation.method,
                s = escaped(operation.summary),
            ));
            main.push_str(&article(document, operation, &described, id));
        }
        nav.push_str("</ul>");
    }
    nav.push_str(r##"<h2>Shapes</h2><ul>"##);
    main.push_str("\n<h2>Shapes</h2><p>Bodies and replies are made of these.</p>");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        nav.push_str(&format!(r##"<li><a href="#{name}"><span>{name}</span></a></li>"##));
        main.push_str(&format!(
            "\n<article id=\"{name}\"><h3>{name}</h3>{}{}</article>",
            paragraph(&schema["description"]),
            fields(schema)
        ));
    }
    nav.push_str("</ul>");
    let info = &document["info"];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Hearby API</title>\n<style>{STYLE}</style>\n\
         <nav aria-label=\"Contents\"><p class=\"brand\">Hearby API</p>\
         <a href=\"/v1/openapi.json\">openapi.json</a>\
         <details class=\"contents\"><summary>Contents</summary>{nav}</details></nav>\n\
         <main><h1>Hearby API</h1>\n<p class=\"lead\">{}</p>\n{}{main}\n\
         <footer>Version {}. Made from the description at \
         <a href=\"/v1/openapi.json\">/v1/openapi.json</a>.</footer></main>\n</html>\n",
        prose(info["description"].as_str().unwrap()),
        "<p>Send a key as <code>Authorization: Bearer hbk_…</code>. A write key may do all that a \
         read key may. The operator's admin token may do all that a write key may.</p>",
        escaped(info["version"].as_str().unwrap()),
    )
}

fn article(document: &Value, operation: &Operation, described: &Value, id: &str) -> String {
    let mut html = format!(
        "\n<article id=\"{id}\"><h3>{}</h3><div class=\"address\">\
         <span class=\"method {m}\">{m}</span><code>{}</code></div>",
        escaped(operation.summary),
        escaped(operation.path),
        m = operation.method,
    );
    html.push_str(&paragraph(&described["description"]));
    if let Some(parameters) = described["parameters"].as_array() {
        html.push_str("<h4>Parameters</h4><dl>");
        for parameter in parameters {
            let parameter = resolved(document, parameter);
            let needed = parameter["required"] == true;
            html.push_str(&row(
                parameter["name"].as_str().unwrap(),
                needed,
                &parameter["schema"],
                &parameter["description"],
            ));
        }
        html.push_str("</dl>");
    }
    if let Some(content) = described.pointer("/requestBody/content/application~1json") {
        html.push_str(&format!("<h4>Body: {}</h4>", shape(&content["schema"])));
        html.push_str(&example(&content["example"]));
    }
    html.push_str("<h4>Replies</h4><dl>");
    for (status, reply) in described["responses"].as_object().unwrap() {
        let of_problem = reply.pointer("/content/application~1problem+json/examples");
        let text = match of_problem.and_then(Value::as_object) {
            Some(problems) => problems
                .iter()
                .map(|(name, problem)| {
                    let problem = resolved(document, problem);
                    let title = problem["value"]["title"].as_str().unwrap();
                    format!("<p><code>{}</code> {}</p>", escaped(name), escaped(title))
                })
                .collect(),
            None => good(reply),
        };
        html.push_str(&format!("<div><dt>{status}</dt><dd>{text}</dd></div>"));
    }
    html.push_str("</dl></article>");
    html
}

/// A reply that is no problem.
fn good(reply: &Value) -> String {
    let mut html = format!("<p>{}", escaped(reply["description"].as_str().unwrap()));
    for (media_type, content) in reply["content"].as_object().into_iter().flatten() {
        let shape = match content["schema"]["$ref"].as_str() {
            Some(_) => shape(&content["schema"]),
            None => format!("<code>{}</code>", escaped(media_type)),
        };
        html.push_str(&format!(" {shape}</p>"));
        if let Some(value) = content.get("example") {
            html.push_str(&format!(
                "<details><summary>Example</summary>{}</details>",
                example(value)
            ));
        }
    }
    html
}

fn example(value: &Value) -> String {
    // A wide one scrolls: its focus is how a keyboard gets there.
    format!("<pre tabindex=\"0\"><code>{}</code></pre>", escaped(&format!("{value:#}")))
}

/// The fields of an object.
fn fields(schema: &Value) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        return format!("<p class=\"who\">{}</p>", shape(schema));
    };
    let needed = |name: &str| {
        schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
    };
    let rows: String = properties
        .iter()
        .map(|(name, schema)| row(name, needed(name), schema, &schema["description"]))
        .collect();
    format!("<dl>{rows}</dl>")
}

fn row(name: &str, needed: bool, schema: &Value, description: &Value) -> String {
    let needed = if needed { "<span class=\"needed\">required</span>" } else { "" };
    format!(
        "<div><dt><code>{}</code>{needed}</dt><dd><span class=\"type\">{}</span>{}</dd></div>",
        escaped(name),
        shape(schema),
        paragraph(description),
    )
}

/// A schema in a line.
fn shape(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!(r##"<a href="#{name}">{name}</a>"##);
    }
    for several in ["allOf", "anyOf"] {
        if let Some(parts) = schema[several].as_array() {
            let parts: Vec<String> = parts.iter().map(shape).collect();
            return parts.join(" or ");
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let words: Vec<String> =
            values.iter().map(|value| format!("<code>{}</code>", escaped(&word(value)))).collect();
        return words.join(", ");
    }
    if let Some(value) = schema.get("const") {
        return format!("<code>{}</code>", escaped(&word(value)));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut text = kinds.join(" or ");
    if let Some(items) = schema.get("items") {
        text = format!("list of {}", shape(items));
    } else if schema.get("properties").is_some() {
        let names: Vec<&str> =
            schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        text = format!("object with {}", escaped(&names.join(", ")));
    } else if let Some(values) = schema["additionalProperties"].as_object() {
        text = format!("object of {}", shape(&Value::Object(values.clone())));
    }
    let mut bounds =
        |least: &str, most: &str, unit: &str| match (schema.get(least), schema.get(most)) {
            (Some(least), Some(most)) => text.push_str(&format!(", {least} to {most}{unit}")),
            (None, Some(most)) => text.push_str(&format!(", at most {most}{unit}")),
            (Some(least), None) => text.push_str(&format!(", at least {least}{unit}")),
            (None, None) => {}
        };
    bounds("minimum", "maximum", "");
    bounds("minLength", "maxLength", " characters");
    bounds("minItems", "maxItems", " items");
    bounds("minProperties", "maxProperties", " fields");
    text
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn paragraph(text: &Value) -> String {
    text.as_str().map(|text| format!("<p>{}</p>", prose(text))).unwrap_or_default()
}

/// Text in which code stands between backticks.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (n, piece) in text.split('`').enumerate() {
        let piece = escaped(piece);
        html.push_str(&if n % 2 == 1 { format!("<code>{piece}</code>") } else { piece });
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
