//! No input reaches a panic or a fault: requests are broken in many ways, always the same ones.

use serde_json::json;

use crate::support::{ADMIN, Collector, request, response, with};
use collector::runtime::secret::Secret;

/// Marsaglia's xorshift64: the same numbers in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// A text with a few bytes changed, doubled or left out.
fn broken(text: &str, numbers: &mut Numbers) -> Vec<u8> {
    const BYTES: &[u8] = b"\"\\{}[]:,0-9eE.+\0\x7f\xff\xc3\xa9%/&=?# \nuT";
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=numbers.below(3) {
        if bytes.is_empty() {
            break;
        }
        let place = numbers.below(bytes.len());
        match numbers.below(4) {
            0 => bytes.truncate(place),
            1 => drop(bytes.remove(place)),
            2 => bytes.insert(place, BYTES[numbers.below(BYTES.len())]),
            _ => bytes[place] = BYTES[numbers.below(BYTES.len())],
        }
    }
    bytes
}

#[test]
fn whatever_is_broken_in_a_request_it_gets_a_proper_reply() {
    let mut full = response("nps", 9, 1);
    for (field, value) in [
        ("comment", json!("Tốt \"lắm\" 😀")),
        ("page", json!("/a?b#c")),
        ("attributes", json!({"plan": "pro", "tier_2": "ậ"})),
        ("device", json!("phone")),
        ("elapsed_ms", json!(4_100)),
    ] {
        full = with(full, field, value);
    }
    full["comment"] = json!("Tốt, gọi (+84) 912-345-678 hay a.b+c@d-e.vn 25/11/2026 1.250.000đ");
    let site = json!({"product": "P", "origins": ["https://a.example:8443", "http://[::1]:81"],
        "lang": "pt-BR", "scrub_comments": true, "retention_days": 30});
    let survey = json!({"kind": "csat", "style": "faces",
        "texts": {"vi": {"question": "Q {product}", "thanks": {"satisfied": "x"}}},
        "display": {"urls": {"include": [{"glob": "/p/*"}]}, "sample_percent": 12.5}});
    let summary = "/v1/sites/demo/surveys/nps/summary?from=2026-11-01T00:00:00%2B07:00\
                   &to=2026-11-22&tz=Asia/Ho_Chi_Minh&confidence=0.9";
    let cases = [
        ("POST", "/v1/responses", full.to_string()),
        ("PUT", "/v1/sites/x", site.to_string()),
        ("PUT", "/v1/sites/demo/surveys/x", survey.to_string()),
        ("POST", "/v1/sites/demo/keys", json!({"name": "n", "scope": "read"}).to_string()),
        ("GET", summary, String::new()),
        ("GET", "/v1/form/demo/nps?lang=vi-VN", String::new()),
        ("GET", "/e/demo.js", String::new()),
        ("GET", "/v1/sites?limit=7&cursor=demo", String::new()),
        ("GET", "/v1/sites/demo/keys?limit=7&cursor=abcd2345", String::new()),
        ("DELETE", "/v1/sites/demo/keys/abcd2345", String::new()),
        ("GET", "/v1/sites/demo/surveys?limit=100&cursor=nps", String::new()),
        ("DELETE", "/v1/sites/demo/surveys/x?responses=keep", String::new()),
        ("POST", "/v1/sites/demo/surveys/nps/pause", String::new()),
        ("POST", "/v1/sites/demo/surveys/nps/resume", String::new()),
        ("GET", "/v1/sites/demo/surveys/nps/versions?limit=3&cursor=9", String::new()),
        ("GET", "/v1/sites/demo/surveys/nps/versions/1", String::new()),
    ];
    let collector = Collector::new();
    // The comment's scrubber is in the way of each response.
    let demo = json!({"product": "P", "scrub_comments": true});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &demo).status, 200);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut n_refused = 0;
    for round in 0..1_000 {
        for (method, address, body) in &cases {
            let what = numbers.below(3);
            let address = match what {
                0 => String::from_utf8_lossy(&broken(address, &mut numbers)).into_owned(),
                _ => (*address).to_owned(),
            };
            let body = match what {
                1 => broken(body, &mut numbers),
                _ => body.clone().into_bytes(),
            };
            let mut request = request(method, &address, &body);
            let authorization = match what {
                2 => broken(&format!("Bearer hbk_aaaaaaaa_{}", "b".repeat(32)), &mut numbers),
                _ => format!("Bearer {ADMIN}").into_bytes(),
            };
            let authorization = String::from_utf8_lossy(&authorization).into_owned();
            request.headers.authorization = Some(Secret::new(authorization));
            let tag = || r#"W/"0123", "abc" , *"#;
            let header = |numbers: &mut Numbers| {
                let broken = String::from_utf8_lossy(&broken(tag(), numbers)).into_owned();
                (numbers.below(8) == 0).then_some(broken)
            };
            request.headers.if_none_match = header(&mut numbers);
            request.headers.if_match = header(&mut numbers);
            request.headers.origin = header(&mut numbers);
            let reply = collector.send(&request);
            assert!((200..500).contains(&reply.status), "round {round}: {request:?} → {reply:?}");
            n_refused += u32::from(reply.status >= 400);
        }
    }
    assert!(n_refused > 2_000, "too little was broken: {n_refused}");
}
