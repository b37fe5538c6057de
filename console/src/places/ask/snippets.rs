//! Code that an owner copies into their pages.

/// The collector's address and a site, as they stand in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippets {
    collector: String,
    site: String,
}

const QUEUE: &str = "window.hearby = window.hearby instanceof Function ? hearby : function () { (hearby.q = hearby.q || []).push(arguments) };";

impl Snippets {
    /// Returns the code of a site; `collector` is an origin such as `https://hearby.example.com`.
    #[must_use]
    pub fn new(collector: &str, site: &str) -> Snippets {
        let collector = collector.trim_end_matches('/').to_owned();
        Snippets { collector, site: site.to_owned() }
    }

    fn script(&self) -> String {
        format!("{}/e/{}.js", self.collector, self.site)
    }

    /// Returns the tag.
    #[must_use]
    pub fn tag(&self) -> String {
        format!("<script async src=\"{}\"></script>", self.script())
    }

    /// Returns the content of a tag manager's tag.
    #[must_use]
    pub fn tag_manager(&self) -> String {
        let script = self.script();
        format!(
            "<script>\n  {QUEUE}\n  (function (script) {{\n    script.async = true;\n    script.src = '{script}';\n    document.head.appendChild(script);\n  }})(document.createElement('script'));\n</script>"
        )
    }

    /// Returns the calls of the package.
    #[must_use]
    pub fn npm(&self) -> String {
        format!(
            "import {{ load, show }} from 'hearby';\n\nload({});\n\n// Where something has just happened:\nshow('nps', {{ touchpoint: 'checkout' }});",
            self.options()
        )
    }

    /// Returns the calls in a React component.
    #[must_use]
    pub fn react(&self) -> String {
        format!(
            "import {{ useEffect }} from 'react';\nimport {{ load, on }} from 'hearby';\n\nexport function App() {{\n  useEffect(() => load({}), []);\n  useEffect(() => on('answered', ({{ survey, score }}) => console.log(survey, score)), []);\n  return <main>…</main>;\n}}",
            self.options()
        )
    }

    /// Returns the calls in a Vue component.
    #[must_use]
    pub fn vue(&self) -> String {
        format!(
            "<script setup>\nimport {{ onMounted, onUnmounted }} from 'vue';\nimport {{ load, on }} from 'hearby';\n\nonMounted(() => load({}));\nonUnmounted(on('answered', ({{ survey, score }}) => console.log(survey, score)));\n</script>",
            self.options()
        )
    }

    fn options(&self) -> String {
        format!("{{ collector: '{}', site: '{}' }}", self.collector, self.site)
    }

    /// Returns the directives of a strict policy.
    #[must_use]
    pub fn policy(&self) -> String {
        let collector = &self.collector;
        format!("script-src {collector} 'wasm-unsafe-eval';\nconnect-src {collector};")
    }

    /// Returns a call from the page's own code.
    #[must_use]
    pub fn call(survey: &str) -> String {
        format!("hearby('show', '{survey}', {{ touchpoint: 'checkout' }});")
    }

    /// Returns the page with all states of a survey.
    #[must_use]
    pub fn preview(&self, survey: &str) -> String {
        format!("{}/preview/{}/{survey}", self.collector, self.site)
    }
}

/// Returns the address of an owner's page with the preview of a survey.
#[must_use]
pub fn preview_on(origin: &str, survey: &str) -> String {
    format!("{origin}/?hearby_preview={survey}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Snippets {
        Snippets::new("https://hearby.example.com/", "shop")
    }

    #[test]
    fn the_tag_is_the_one_line_of_the_readme() {
        let readme = include_str!("../../../../README.md");
        assert!(readme.contains(&shop().tag()), "{}", shop().tag());
    }

    #[test]
    fn the_policy_has_the_directives_of_the_docs() {
        let install = include_str!("../../../../docs/install.md");
        let policy = shop().policy().replace(";\n", "; ");
        assert!(install.contains(policy.trim_end_matches(';')), "{policy}");
    }

    #[test]
    fn the_queue_is_the_line_of_the_docs() {
        let page = include_str!("../../../../docs/page.md");
        let line = QUEUE.trim_end_matches(';');
        assert!(page.contains(line), "{line}");
        assert!(shop().tag_manager().contains(QUEUE));
    }

    #[test]
    fn each_way_names_collector_and_site() {
        let ways = [shop().npm(), shop().react(), shop().vue()];
        for way in ways {
            assert!(
                way.contains("{ collector: 'https://hearby.example.com', site: 'shop' }"),
                "{way}"
            );
        }
        assert!(shop().tag_manager().contains("'https://hearby.example.com/e/shop.js'"));
        assert_eq!(shop().preview("nps"), "https://hearby.example.com/preview/shop/nps");
        assert_eq!(
            preview_on("https://shop.example", "nps"),
            "https://shop.example/?hearby_preview=nps"
        );
    }
}
