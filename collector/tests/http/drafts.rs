//! A draft that an editor checks and shows by itself: the collector says the same of it.

use serde_json::{Value, json};
use wire::{fields::Unreadable, form::Form, site::SiteDefinition};

use crate::support::{Collector, assert_problem, parsed};

fn site() -> Value {
    json!({"product": "Trà Sen", "lang": "vi", "privacy_url": "https://tea.example/privacy"})
}

fn bytes(json: &Value) -> Vec<u8> {
    json.to_string().into_bytes()
}

#[test]
fn the_form_of_a_draft_is_the_one_that_visitors_get_once_it_is_saved() {
    let collector = Collector::new();
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site()).status, 200);
    let site = SiteDefinition::parse(&bytes(&site())).unwrap();
    let drafts = [
        json!({"kind": "nps"}),
        json!({"kind": "csat", "style": "stars", "theme": {"accent": "#1f5a45"},
               "texts": {"fi": {"question": "Oletko tyytyväinen?"}}}),
        json!({"kind": "ces", "theme": {"scheme": "dark", "position": "centre"},
               "thanks_button": {"easy": {"url": "https://tea.example/r", "label": {"vi": "Xem"}}}}),
    ];
    for (n, draft) in drafts.iter().enumerate() {
        let put = collector.admin("PUT", &format!("/v1/sites/demo/surveys/draft-{n}"), draft);
        assert_eq!(put.status, 201, "{}", put.body);
        for lang in ["", "en", "fi-FI", "ar", "xx"] {
            let asked = format!("/v1/form/demo/draft-{n}?lang={lang}");
            let shown: Form = parsed(&collector.get(&asked));
            let previewed = forms::form_of_draft(&site, &bytes(draft), 1, lang).unwrap();
            assert_eq!(previewed, shown, "{draft} {lang}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_draft_is_told_in_the_same_words_at_the_same_places() {
    let collector = Collector::new();
    for draft in [
        json!([]),
        json!({}),
        json!({"kind": "nps", "style": "stars", "theme": {"accent": "#ffff00", "into": "#a"}}),
        json!({"kind": "ces", "texts": {"en": {"question": "", "thanks": {"promoter": "x"}}}}),
        json!({"kind": "csat", "attributes": ["page", "source"], "titel": 1}),
        json!({"kind": "nps", "display": {"urls": {"include": [{"exact": "/orders/{id}"}]}}}),
    ] {
        let reply = collector.admin("PUT", "/v1/sites/demo/surveys/draft", &draft);
        let problem = assert_problem(&reply, 422, "invalid");
        let Err(Unreadable::Invalid(errors)) = forms::check(&bytes(&draft)) else {
            panic!("{draft} was taken");
        };
        assert_eq!(errors, problem.errors, "{draft}");
    }
}
