//! Entries of the recorder on a page, see `pages/recorder.js`.

use serde_json::Value;

/// One recorded event.
#[derive(Clone, Debug)]
struct Entry {
    sort: String,
    text: String,
    detail: Value,
    at_ms: f64,
}

/// Everything that was recorded on a page since it was loaded.
#[derive(Clone, Debug)]
pub struct Recorded {
    entries: Vec<Entry>,
    /// The sum of layout shifts; always 0 where the engine doesn't measure them.
    pub layout_shift: f64,
    /// Names on `window` that were not there before the page's first script.
    pub new_globals: Vec<String>,
}

impl Recorded {
    pub(super) fn read(value: &Value) -> Recorded {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        Recorded {
            entries: list(&value["entries"])
                .iter()
                .map(|entry| Entry {
                    sort: text(&entry["sort"]),
                    text: text(&entry["text"]),
                    detail: entry["detail"].clone(),
                    at_ms: entry["at_ms"].as_f64().unwrap_or_default(),
                })
                .collect(),
            layout_shift: value["layout_shift"].as_f64().unwrap_or_default(),
            new_globals: list(&value["new_globals"]).iter().map(text).collect(),
        }
    }

    /// Returns the names of our events, in their order.
    #[must_use]
    pub fn events(&self) -> Vec<&str> {
        self.of("event").map(|(text, _)| text).collect()
    }

    /// Returns the detail of the last event of that name.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&Value> {
        self.of("event").filter(|(text, _)| *text == name).last().map(|(_, detail)| detail)
    }

    /// Returns the time of the first of our events of that name, in milliseconds since the page
    /// began.
    #[must_use]
    pub fn event_at_ms(&self, name: &str) -> Option<f64> {
        let is_it = |entry: &&Entry| entry.sort == "event" && entry.text == name;
        self.entries.iter().find(is_it).map(|entry| entry.at_ms)
    }

    /// Returns the bodies that were posted to the collector as responses.
    #[must_use]
    pub fn posted(&self) -> Vec<Value> {
        self.requests()
            .filter(|(request, _)| {
                (request.starts_with("POST ") || request.starts_with("BEACON "))
                    && request.ends_with(wire::routes::RESPONSES)
            })
            .map(|(_, body)| {
                serde_json::from_str(body.as_str().unwrap_or_default()).unwrap_or_default()
            })
            .collect()
    }

    /// Returns every request made by a script: method and address, and the body when it is text.
    pub fn requests(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.of("request")
    }

    /// Returns uncaught errors, console errors and warnings, and violations of the page's policy,
    /// whose text or place names that origin: ours, when it is the collector's.
    #[must_use]
    pub fn complaints_about(&self, origin: &str) -> Vec<String> {
        self.complaints().into_iter().filter(|complaint| complaint.contains(origin)).collect()
    }

    /// Returns every complaint on the page, whatever it is about.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        ["error", "warn", "violation"]
            .into_iter()
            .flat_map(|sort| {
                self.of(sort).map(move |(text, detail)| format!("{sort}: {text} ({detail})"))
            })
            .collect()
    }

    fn of(&self, sort: &str) -> impl Iterator<Item = (&str, &Value)> {
        let sort = sort.to_owned();
        self.entries
            .iter()
            .filter(move |entry| entry.sort == sort)
            .map(|entry| (entry.text.as_str(), &entry.detail))
    }
}
