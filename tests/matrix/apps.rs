//! The apps, in the order of the table. Their files are in `apps/{name}/`; each has two routes, of
//! which each has a heading (One, Two), a link `#next` to the other, a button `#count` that counts
//! its clicks, and the element `#survey`.
//!
//! In: what is said of each. Not in: how it is built (its own `package.json`).

/// An app.
#[derive(Debug)]
pub(crate) struct App {
    /// Its folder's name, and the argument that chooses it.
    pub(crate) name: &'static str,
    /// Folder of another app, whose files it has where it has none of its own.
    pub(crate) base: Option<&'static str>,
    /// The framework's name.
    pub(crate) title: &'static str,
    /// Packages whose versions are told.
    pub(crate) packages: &'static [&'static str],
    /// Place of the tag, and the server.
    pub(crate) how: &'static str,
}

/// All of them.
pub(crate) const ALL: [App; 13] = [
    App {
        name: "next",
        base: None,
        title: "Next",
        packages: &["next", "react"],
        how: "`<script async>` in the head of the root layout; `next start`",
    },
    App {
        name: "next-script",
        base: Some("next"),
        title: "Next, next/script",
        packages: &["next", "react"],
        how: "`<Script>` of `next/script` in the root layout; `next start`",
    },
    App {
        name: "next-cache",
        base: Some("next"),
        title: "Next, cacheComponents",
        packages: &["next", "react"],
        how: "as Next; a page that was left stays in the document, hidden",
    },
    App {
        name: "react",
        base: None,
        title: "React",
        packages: &["react", "react-router", "vite"],
        how: "the tag in `index.html`; drawn in the browser, in `StrictMode`; `vite preview`",
    },
    App {
        name: "nuxt",
        base: None,
        title: "Nuxt",
        packages: &["nuxt", "vue"],
        how: "`app.head.script` in `nuxt.config.js`; drawn by Nitro's server",
    },
    App {
        name: "nuxt-keepalive",
        base: Some("nuxt"),
        title: "Nuxt, keepalive",
        packages: &["nuxt", "vue"],
        how: "as Nuxt; a page that was left is kept, and put back whole",
    },
    App {
        name: "sveltekit",
        base: None,
        title: "SvelteKit",
        packages: &["@sveltejs/kit", "svelte"],
        how: "the tag in `app.html`; drawn by the server of `adapter-node`",
    },
    App {
        name: "angular",
        base: None,
        title: "Angular",
        packages: &["@angular/core"],
        how: "the tag in `index.html`; drawn while it is built, then hydrated; static files",
    },
    App {
        name: "astro",
        base: None,
        title: "Astro",
        packages: &["astro"],
        how: "`<script is:inline async>` in the layout, before `<ClientRouter />`; static files",
    },
    App {
        name: "astro-persist",
        base: Some("astro"),
        title: "Astro, transition:persist",
        packages: &["astro"],
        how: "as Astro; `#survey` is moved from page to page",
    },
    App {
        name: "vitepress",
        base: None,
        title: "VitePress",
        packages: &["vitepress", "vue"],
        how: "`head` in `.vitepress/config.js`; `vitepress preview`",
    },
    App {
        name: "swup",
        base: None,
        title: "swup",
        packages: &["swup"],
        how: "the tag in each page's head; `#swup` fades from page to page; static files",
    },
    App {
        name: "barba",
        base: None,
        title: "barba",
        packages: &["@barba/core"],
        how: "the tag in each page's head; the container fades from page to page; static files",
    },
];
