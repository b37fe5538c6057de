//! Pages and labels: texts that become one text, and texts that stay different.

use std::collections::BTreeMap;

use super::*;

#[track_caller]
fn becomes(address: &str, expected: &str) {
    assert_eq!(page(address), expected, "{address:?}");
    assert_eq!(page(expected), expected, "{expected:?} becomes another one");
}

#[test]
fn a_path_is_kept_as_people_read_it() {
    becomes("/", "/");
    becomes("/thanh-to%C3%A1n", "/thanh-toán");
    becomes("/%E0%B8%AA%E0%B8%B4%E0%B8%99%E0%B8%84%E0%B9%89%E0%B8%B2", "/สินค้า");
    becomes("/a%20b", "/a b");
    becomes("/%7Euser/%41", "/~user/A");
    becomes("/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85", "/می\u{200c}خواهم");
    becomes("/e%CC%81", "/é");
    becomes("/e\u{301}", "/é");
    becomes("/%F0%9F%8D%B5", "/🍵");
}

#[test]
fn escapes_of_signs_and_of_no_letters_stay_as_they_are() {
    for path in [
        "/a%2Fb",
        "/a%2fb",
        "/a%3Fb",
        "/a%23b",
        "/a%25b",
        "/a%2541",
        "/a%26b%3Dc",
        "/%00",
        "/%0A",
        "/%1B%5B1m",
        "/%7F",
        "/%C2%85",
        "/%C2%A0",
        "/%E2%80%AEa",
        "/%E2%80%8F",
        "/%E2%81%A6",
        "/%EF%BB%BF",
        "/%E3%85%A4",
        "/%F3%A0%81%81",
        "/%EE%80%80",
        "/%EF%BF%BF",
        // Not UTF-8: a surrogate, an overlong encoding, an incomplete character, Latin-1.
        "/%ED%A0%80",
        "/%C0%AF",
        "/%E0%B8",
        "/%E0%B8x",
        "/%FC",
        "/100%",
        "/%",
        "/%zz",
        "/%4",
    ] {
        becomes(path, path);
    }
    becomes("/a\u{202e}b", "/a\u{202e}b");
}

#[test]
fn no_two_paths_become_one_by_being_decoded() {
    for (a, b) in [
        ("/a%2Fb", "/a/b"),
        ("/a%3Fb", "/a"),
        ("/a%23/b", "/a#/b"),
        ("/%2541", "/%41"),
        ("/%%34%31", "/%41"),
        ("/%2%30a", "/%20a"),
        ("/%2F%CC%87", "/%2%E1%B8%9E"),
        ("/%FC%CC%87", "/%F%C4%8A"),
        ("/%FC\u{307}", "/%F\u{10a}"),
        ("/%26", "/&"),
    ] {
        assert_ne!(page(a), page(b), "{a} {b}");
        for path in [a, b] {
            becomes(path, &page(path));
        }
    }
}

#[test]
fn query_and_fragment_go_unless_the_fragment_is_a_route() {
    becomes("/a?token=1#x", "/a");
    becomes("/a#access_token=1", "/a");
    becomes("/a#?/x", "/a");
    becomes("/app#/orders/7?token=1", "/app#/orders/7");
    becomes("/app?a=b#!/ng/%C3%A1", "/app#!/ng/á");
    becomes("#/a", "#/a");
    becomes("", "");
}

#[test]
fn a_long_page_ends_in_a_hash_of_all_of_it() {
    let exact = format!("/{}", "a".repeat(PAGE_MAX_BYTES - 1));
    becomes(&exact, &exact);
    let thai = |end: &str| format!("/{}{end}", "%E0%B8%81".repeat(60));
    let (one, other) = (page(&thai("")), page(&thai("%E0%B8%82")));
    assert_eq!(one, format!("/{}~asxk4ik55hb7wqs4", "ก".repeat(34)));
    assert_ne!(one, other);
    assert!(one.len() <= PAGE_MAX_BYTES && other.len() <= PAGE_MAX_BYTES);
    becomes(&thai(""), &one);
}

#[test]
fn it_is_cut_between_letters() {
    for (letter, pages) in [
        ("กี่", 0..9),
        ("กำ", 0..9),
        ("x\u{323}\u{302}", 0..9),
        ("👩🏽\u{200d}🚀", 0..16),
        ("%E2%80%AE", 0..9),
        ("\"", 0..2),
    ] {
        for shift in pages {
            let start = format!("/{}", "a".repeat(shift));
            let cut = page(&format!("{start}{}", letter.repeat(60)));
            let (kept, hash) = cut.rsplit_once(CUT).unwrap();
            assert_eq!(hash.len(), HASH_LETTERS);
            let letters = kept.strip_prefix(&start).unwrap();
            let whole = composed(letter);
            assert_eq!(letters.replace(&*whole, ""), "", "{kept}");
            assert!(serde_json::to_string(&cut).unwrap().len() <= PAGE_MAX_BYTES + 2);
            becomes(&cut, &cut);
        }
    }
    // One letter with marks without end.
    assert_eq!(page(&"\u{301}".repeat(200)).len(), 1 + HASH_LETTERS);
}

#[test]
fn a_composed_text_is_not_copied() {
    for text in ["", "checkout", "Thiếu ngừa", "日本語", "한국어", "👩‍👩‍👧", "x\u{302}"]
    {
        assert!(matches!(composed(text), Cow::Borrowed(_)), "{text}");
        assert_eq!(composed(text), text);
    }
    assert_eq!(composed("Thie\u{302}\u{301}u ngu\u{31b}\u{300}a"), "Thiếu ngừa");
}

#[test]
fn a_label_is_composed_and_fits() {
    assert_eq!(label("Thanh toa\u{301}n"), "Thanh toán");
    // NFC makes it longer: U+0958 is excluded from composition.
    let grows = label(&"\u{958}".repeat(21));
    assert!(grows.len() <= LABEL_MAX_BYTES && grows.contains(CUT), "{grows}");
    let quotes = label(&"\"".repeat(LABEL_MAX_BYTES));
    assert!(serde_json::to_string(&quotes).unwrap().len() <= LABEL_MAX_BYTES + 2, "{quotes}");
    assert_eq!(label(&"a".repeat(LABEL_MAX_BYTES)).len(), LABEL_MAX_BYTES);
}

#[test]
fn paths_of_all_sorts_of_pieces_never_merge_and_are_settled_at_once() {
    let pieces = [
        "/",
        "a",
        "F",
        "2",
        "%",
        "%2F",
        "%41",
        "%25",
        "%C3%A1",
        "á",
        "%CC%81",
        "\u{307}",
        "%C3",
        "%E0%B8%81",
        "%20",
        "%E2%80%AE",
    ];
    // Two paths are the same to a server if only escapes of letters differ.
    let mut seen: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for n in 0..pieces.len().pow(4) {
        let path: String =
            (0..4_u32).map(|at| pieces[n / pieces.len().pow(at) % pieces.len()]).collect();
        let kept = page(&path);
        assert_eq!(page(&kept), kept, "{path}");
        let meant = meaning(&path);
        let before = seen.entry(kept.clone()).or_insert_with(|| meant.clone());
        assert_eq!(*before, meant, "{path} and another one become {kept}");
    }
}

/// Returns the bytes that a path stands for, composed. Escaped punctuation stays different from the
/// character itself.
fn meaning(path: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let (character, length) = escaped_char(rest).unwrap_or((first, first.len_utf8()));
        if length != first.len_utf8() && !is_letter(character) {
            bytes.push(0xff);
        }
        bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[length..];
    }
    let parts = bytes.split(|byte| *byte == 0xff).map(String::from_utf8_lossy);
    let parts: Vec<String> = parts.map(|part| composed(&part).into_owned()).collect();
    parts.join("\u{1}").into_bytes()
}
