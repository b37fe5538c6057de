//! Tests of a site's definition.

use super::*;

#[test]
fn a_product_is_enough_and_the_rest_has_its_defaults() {
    let site = SiteDefinition::parse(r#"{"product":"Trà Sen"}"#.as_bytes()).unwrap();
    assert_eq!((site.lang.as_str(), site.pause_between_surveys_days), ("en", 7));
    assert_eq!((site.consent, site.honour_gpc), (Consent::Always, false));
    assert_eq!(site.retention_days, None);
}

#[test]
fn responses_are_kept_for_whole_days_or_for_ever() {
    let read = |days: &str| {
        SiteDefinition::parse(format!(r#"{{"product":"x","retention_days":{days}}}"#).as_bytes())
    };
    assert_eq!(read("90").unwrap().retention_days, Some(90));
    for days in ["0", "-1", "3651", "1.5", "\"90\""] {
        assert!(read(days).is_err(), "{days}");
    }
}

#[test]
fn a_privacy_notice_is_a_page_that_a_link_may_lead_to() {
    let read = |url: &str| {
        SiteDefinition::parse(format!(r#"{{"product":"x","privacy_url":"{url}"}}"#).as_bytes())
    };
    let notice = "https://shop.example/privacy";
    assert_eq!(read(notice).unwrap().privacy_url.as_deref(), Some(notice));
    for url in ["http://shop.example/privacy", "/privacy", "https://me:pw@shop.example", ""] {
        assert!(read(url).is_err(), "{url}");
    }
}

#[test]
fn an_origin_is_taken_only_as_browsers_write_it() {
    for good in [
        "https://shop.example",
        "https://shop.example.",
        "https://xn--tr-sen-5ya.example",
        "http://127.0.0.1:8788",
        "http://localhost",
        "http://[::1]:81",
        "https://a:80",
        // Origins of apps in a web view, and of extensions.
        "capacitor://localhost",
        "ionic://localhost",
        "tauri://localhost",
        "app://localhost:443",
        "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb",
        "moz-extension://2ed9f1c1-8a0b-4b5f-9b52-8f7a6f0f0c11",
    ] {
        assert_eq!(origin(good).as_deref(), Some(good));
    }
    for bad in [
        "",
        "*",
        "null",
        "shop.example",
        "ftp://a",
        "file://a",
        "file://",
        "capacitor://",
        "capacitor://localhost/",
        "capacitor:localhost",
        "Capacitor://localhost",
        "1app://localhost",
        "://localhost",
        "https://",
        "https://.",
        "https://a..b",
        "https://A.b",
        "https://trà.example",
        "https://*.shop.example",
        "https://a.b/",
        "https://a.b?",
        "https://a.b ",
        "https://a@b",
        "https://a.b:",
        "https://a.b:443",
        "http://a.b:80",
        "https://a.b:0",
        "https://a.b:08443",
        "https://a.b:65536",
        "https://a.b:+1",
        "https://a.b:1:2",
        "https://[::1",
        "https://[::1]x",
        "https://[0:0::1]",
        "https://[::1]:",
    ] {
        assert_eq!(origin(bad), None, "{bad}");
    }
}

#[test]
fn a_former_collector_is_taken_as_it_stands_in_a_tag() {
    for good in [
        "https://hearby.example",
        "https://hearby.example:8443",
        "http://127.0.0.1:8787",
        "https://shop.example/survey",
        "https://shop.example/a-b/c_d~1.x",
    ] {
        assert_eq!(collector(good).as_deref(), Some(good));
    }
    for bad in [
        "",
        "hearby.example",
        "https://hearby.example/",
        "https://hearby.example/survey/",
        "https://hearby.example//survey",
        "https://hearby.example/..",
        "https://hearby.example/a?b",
        "https://hearby.example/a#b",
        "https://hearby.example/a b",
        "https://hearby.example/{a}",
        "https://hearby.example/\"",
        "https://hearby.example:443",
        "ftp://hearby.example",
        "capacitor://localhost",
        "https:///survey",
        "null",
    ] {
        assert_eq!(collector(bad), None, "{bad}");
    }
}

#[test]
fn what_is_stored_of_a_site_reads_back() {
    for consent in ["always", "after-consent"] {
        let body = format!(r#"{{"product":"x","consent":"{consent}"}}"#);
        let site = SiteDefinition::parse(body.as_bytes()).unwrap();
        let stored = serde_json::to_string(&site).unwrap();
        assert!(stored.contains(&format!(r#""consent":"{consent}""#)), "{stored}");
        assert_eq!(serde_json::from_str::<SiteDefinition>(&stored).unwrap(), site);
    }
    assert!(SiteDefinition::parse(br#"{"product":"x","consent":"never"}"#).is_err());
}

#[test]
fn a_site_has_a_wording_that_there_is() {
    for wording in Wording::ALL {
        let body = format!(r#"{{"product":"x","wording":{wording}}}"#);
        for site in [SiteDefinition::parse, SiteDefinition::parse_kept] {
            assert_eq!(site(body.as_bytes()).unwrap().wording, wording);
        }
    }
    for wording in ["0", "3", "1.5", "\"1\""] {
        let body = format!(r#"{{"product":"x","wording":{wording}}}"#);
        let Err(Unreadable::Invalid(errors)) = SiteDefinition::parse(body.as_bytes()) else {
            panic!("accepted");
        };
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (errors[0].pointer.as_str(), errors[0].allowed.as_str()),
            ("/wording", "a whole number from 1 to 2")
        );
    }
}

#[test]
fn a_site_that_names_no_wording_has_the_newest_when_it_is_new_and_else_its_own() {
    let body = br#"{"product":"x"}"#;
    let new = SiteDefinition::parse(body).unwrap();
    assert_eq!(new.wording, Wording::NEWEST);
    let kept = SiteDefinition::parse_kept(body).unwrap();
    assert_eq!(kept.wording, Wording::First);
    let stored = serde_json::to_string(&new).unwrap().replace(r#""wording":2,"#, "");
    assert_eq!(serde_json::from_str::<SiteDefinition>(&stored).unwrap(), kept);
    for current in [new, kept] {
        let draft = SiteDraft::parse(body).unwrap();
        assert!(!draft.names_wording());
        assert_eq!(draft.in_place_of(&current).wording, current.wording);
        let draft = SiteDraft::parse(br#"{"product":"x","wording":1}"#).unwrap();
        assert!(draft.names_wording());
        assert_eq!(draft.in_place_of(&current).wording, Wording::First);
    }
}

#[test]
fn a_key_needs_a_known_scope() {
    let Err(Unreadable::Invalid(errors)) = KeyRequest::parse(br#"{"name":"a","scope":"root"}"#)
    else {
        panic!("accepted");
    };
    assert_eq!(
        (errors[0].pointer.as_str(), errors[0].allowed.as_str()),
        ("/scope", "read or write")
    );
}
