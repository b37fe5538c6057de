//! The page on which an owner looks at all states of a survey.

use serde_json::json;

use crate::support::{Collector, assert_problem};

#[test]
fn every_state_of_a_survey_has_its_frame() {
    let collector = Collector::new();
    let reply = collector.get("/preview/demo/nps");
    assert_eq!(reply.status, 200);
    // Question, comment and thanks of three groups, light and dark; three on a phone, three in Arabic.
    assert_eq!(reply.body.matches("<iframe").count(), 7 + 7 + 3 + 3);
    for state in
        ["hearby_score=6&amp;hearby_step=comment", "hearby_score=10&amp;hearby_step=thanks"]
    {
        let address =
            format!("nps/frame?hearby_preview=nps&amp;lang=en&amp;theme=dark&amp;{state}");
        assert!(reply.body.contains(&address), "{address}");
    }
    assert!(reply.body.contains("lang=ar&amp;theme=light"));
    let light = json!({"kind": "ces", "theme": {"scheme": "light"}});
    collector.admin("PUT", "/v1/sites/demo/surveys/ces", &light);
    let body = collector.get("/preview/demo/ces?lang=vi").body;
    assert!(!body.contains("theme=dark") && body.contains("lang=vi&amp;theme=light"));
    assert_problem(&collector.get("/preview/demo/nothing"), 404, "unknown-survey");
    assert_problem(&collector.get("/preview/nobody/nps"), 404, "unknown-site");
}

#[test]
fn one_section_is_shown_where_the_address_asks_for_it() {
    let collector = Collector::new();
    let frames = |query: &str| {
        let body = collector.get(&format!("/preview/demo/nps?lang=vi{query}")).body;
        (body.matches("<iframe").count(), body.matches("aria-current").count())
    };
    assert_eq!(frames("&show=dark"), (7, 2));
    assert_eq!(frames("&show=phone"), (3, 2));
    assert_eq!(frames("&show=rtl"), (3, 2));
    assert_eq!(frames("&show=typo"), frames(""));
    let body = collector.get("/preview/demo/nps?lang=vi&show=dark").body;
    // The other languages lead to the same section, by their own names.
    assert!(
        body.contains("<a href=\"nps?lang=fr&amp;show=dark\" lang=\"fr\">Français</a>"),
        "{body}"
    );
    assert!(body.contains("<figcaption>Thanks after 6 (detractor)</figcaption>"), "{body}");
}

#[test]
fn a_frame_is_dark_where_its_popup_is() {
    let collector = Collector::new();
    let frame = |query: &str| collector.get(&format!("/preview/demo/nps/frame{query}")).body;
    assert!(frame("?theme=dark").contains("<body class=\"frame dark\">"));
    assert!(frame("?theme=light").contains("<body class=\"frame light\">"));
    assert!(frame("").contains("<body class=\"frame light\">"));
}

#[test]
fn its_pages_may_do_what_they_need_and_nothing_else() {
    let collector = Collector::new();
    let policy = |address: &str| {
        let reply = collector.get(address);
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        reply.header("content-security-policy").unwrap().to_owned()
    };
    let page = policy("/preview/demo/nps");
    assert!(page.starts_with("default-src 'none'; style-src 'self'; frame-src 'self'"), "{page}");
    assert!(page.ends_with("frame-ancestors 'none'") && !page.contains("script-src"), "{page}");
    let frame = policy("/preview/demo/nps/frame");
    assert!(frame.contains("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"), "{frame}");
    assert!(frame.contains("require-trusted-types-for 'script'"), "{frame}");
    assert!(
        frame.ends_with("frame-ancestors 'self'") && !frame.contains("unsafe-inline"),
        "{frame}"
    );
    assert_eq!(policy("/v1/form/demo/nps"), "default-src 'none'; frame-ancestors 'none'");
    assert_eq!(policy("/preview.css"), "default-src 'none'; frame-ancestors 'none'");
    assert!(collector.get("/preview/demo/nps/frame").body.contains("src=\"../../../e/demo.js\""));
}

#[test]
fn what_an_owner_or_an_address_says_is_text_there() {
    let collector = Collector::new();
    let site = json!({"product": "<script>alert('&\"')</script>"});
    collector.admin("PUT", "/v1/sites/demo", &site);
    let body = collector.get("/preview/demo/nps?lang=%22%3E%3Cscript%3E").body;
    assert!(!body.contains("<script"), "{body}");
    assert!(body.contains("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;"), "{body}");
    assert!(body.contains("lang=en&amp;"), "{body}");
}

#[test]
fn behind_a_proxy_its_frames_may_load_the_popup_from_there() {
    let collector = Collector::new();
    let frame = |address: &str| {
        *collector.runtime.public_address.borrow_mut() = Some(address.to_owned());
        let reply = collector.get("/preview/demo/nps/frame");
        reply.header("content-security-policy").unwrap().to_owned()
    };
    let own = "'self' https://shop.example";
    let policy = frame("https://shop.example/hearby/");
    assert!(policy.contains(&format!("script-src {own} 'wasm-unsafe-eval'")), "{policy}");
    assert!(policy.contains(&format!("connect-src {own};")), "{policy}");
    // What is no address gets no say in a policy.
    assert!(
        frame("https://a.example; script-src *").contains("script-src 'self' 'wasm-unsafe-eval'")
    );
}
