//! Takes e-mail addresses and telephone numbers out of comments, for owners who don't want to keep
//! them.
//!
//! **In scope:** text in, text out, by hand-written scanners: a table of cases is their contract.
//! **Out of scope:** names, postal addresses, card numbers; the site's setting (`scrub_comments`).
//!
//! It is a filter, no proof. If a number could be a telephone's or an order's, the words before it
//! decide. A number that is written like a telephone's is taken for one. Prices, dates and numbers
//! of orders stay where they can be told apart.

mod email;
mod phone;

use core::ops::Range;

use wire::limits::COMMENT_MAX_CHARS;

const EMAIL: &str = "[e-mail]";
const PHONE: &str = "[phone]";

/// Returns the comment with `[e-mail]` and `[phone]` in place of addresses and numbers. It cuts the
/// result to the longest comment that is taken, as the replacement of a short address makes a
/// comment longer.
#[must_use]
pub fn comment(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let emails = email::find(&characters);
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    let mut start = 0;
    // Telephone numbers are searched between the addresses, never across one.
    for email in emails {
        let phones = phone::find(&characters, start..email.start);
        found.extend(phones.into_iter().map(|range| (range, PHONE)));
        start = email.end;
        found.push((email, EMAIL));
    }
    let phones = phone::find(&characters, start..characters.len());
    found.extend(phones.into_iter().map(|range| (range, PHONE)));

    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in found {
        out.extend(characters.get(done..range.start).unwrap_or_default());
        out.push_str(replacement);
        done = range.end;
    }
    out.extend(characters.get(done..).unwrap_or_default());
    match out.char_indices().nth(COMMENT_MAX_CHARS) {
        Some((end, _)) => out.get(..end).unwrap_or_default().to_owned(),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(comment(text), expected, "{text}");
    }

    #[track_caller]
    fn stays(text: &str) {
        becomes(text, text);
    }

    #[test]
    fn addresses_are_found_in_any_company() {
        becomes("a@b.vn", "[e-mail]");
        becomes("Viết cho tôi: mai.tran+shop@trasen.com.vn nhé.", "Viết cho tôi: [e-mail] nhé.");
        becomes("(jean-paul_d@ma-boite.fr)", "([e-mail])");
        becomes("mailto:x@y.co.uk?subject=z", "mailto:[e-mail]?subject=z");
        becomes("Me: <X.Y@EXAMPLE.COM>.", "Me: <[e-mail]>.");
        becomes("a@b.com,c@d.org;e@f.net", "[e-mail],[e-mail];[e-mail]");
        becomes("nguyễn@ví-dụ.vn", "[e-mail]");
        becomes("请联系me@example.com谢谢", "请联系[e-mail]谢谢");
        becomes("почта@пример.рф!", "[e-mail]!");
        becomes("x＠example．com", "[e-mail]");
        becomes("0912345678@sms.example", "[e-mail]");
        becomes("me@xn--tr-sen-5ya.xn--p1ai", "[e-mail]");
    }

    #[test]
    fn what_only_has_an_at_sign_stays() {
        for text in [
            "@trasen",
            "2 kg @ 5.000đ",
            "a@b",
            "user@localhost",
            "a@.com",
            "@@",
            "a@b.",
            "a@b.1",
            "x@1.5",
            "@",
            "me@-.-",
        ] {
            stays(text);
        }
    }

    #[test]
    fn vietnamese_numbers_are_found() {
        for phone in [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "0912-345-678",
            "09 12 34 56 78",
            "0 9 1 2 3 4 5 6 7 8",
            "024 3825 5555",
            "(028) 3829 5555",
            "+84 912 345 678",
            "+84912345678",
            "+84 (0) 912 345 678",
            "0084 912 345 678",
            "84912345678",
            "84 912 345 678",
            "0912\u{a0}345\u{a0}678",
        ] {
            becomes(&format!("Gọi tôi: {phone}, cảm ơn"), "Gọi tôi: [phone], cảm ơn");
            becomes(phone, "[phone]");
            becomes(&format!("Tốt. {phone}."), "Tốt. [phone].");
        }
        becomes("sđt0912345678", "sđt[phone]");
        becomes("ĐT: 0912345678 hoặc 0987654321", "ĐT: [phone] hoặc [phone]");
        becomes("0912345678/0987654321", "[phone]/[phone]");
        becomes("zalo 912345678", "zalo [phone]");
        becomes("gọi cửa hàng 0912345678", "gọi cửa hàng [phone]");
    }

    #[test]
    fn french_and_international_numbers_are_found() {
        for phone in [
            "06 12 34 56 78",
            "06.12.34.56.78",
            "0612345678",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "0033 6 12 34 56 78",
            "06\u{202f}12\u{202f}34\u{202f}56\u{202f}78",
            "06‑12‑34‑56‑78",
            "+1 415 555 2671",
            "+1 (415) 555-2671",
            "(415) 555-2671",
            "415-555-2671",
            "1-800-555-2671",
            "+44 20 7946 0958",
            "020 7946 0958",
            "+49 151 23456789",
            "0151 2345 6789",
            "+81 3-1234-5678",
            "03-1234-5678",
            "+86 138 0013 8000",
            "13800138000",
            "98765 43210",
            "+91 98765 43210",
            "＋８４ ９１２ ３４５ ６７８",
            "٠٩١٢٣٤٥٦٧٨",
            "+353 1 234 5678",
        ] {
            becomes(phone, "[phone]");
            becomes(&format!("Appelez-moi au {phone} !"), "Appelez-moi au [phone] !");
            becomes(&format!("“{phone}”"), "“[phone]”");
        }
        becomes("Tél. : 12 34 56 78", "Tél. : [phone]");
        becomes("tel 555 1234", "tel [phone]");
    }

    #[test]
    fn a_number_behind_another_is_found_and_the_other_stays() {
        becomes("5 sao, 0912345678", "5 sao, [phone]");
        becomes("2 0912345678", "2 [phone]");
        becomes("0912345678 - 5 sao", "[phone] - 5 sao");
        becomes("0912345678. 5 sao", "[phone]. 5 sao");
        becomes("25/11/2026 0912345678", "25/11/2026 [phone]");
        becomes("0912345678\n5", "[phone]\n5");
        becomes("+84 912 345 678\n+84 987 654 321", "[phone]\n[phone]");
    }

    #[test]
    fn prices_dates_scores_and_codes_stay() {
        for text in [
            "1.250.000đ",
            "1 250 000 đ",
            "10.012.345.678đ",
            "10 012 345 678 đ",
            "1,250,000 VND",
            "€ 1.234.567,89",
            "0.123456789",
            "0,5",
            "100%",
            "25/11/2026",
            "01/02/2026",
            "01.02.2026 10:30",
            "2026-11-25T08:30:00Z",
            "2026-01-02 03:04",
            "08:30-17:30",
            "1995-2026",
            "10/10",
            "9 8 7 10",
            "192.168.0.1",
            "v0.12.345",
            "#0912345678",
            "DH-0912345678",
            "HD0912345678",
            "mã đơn: 0912345678",
            "đơn hàng 0912345678",
            "Order no. 0912345678",
            "commande n° 0612345678",
            "4006381333931",
            "202611250001",
            "12345678",
            "0123456",
            "0123456789012",
            "000123456789",
            "+5 điểm",
            "+ 10 %",
            "()",
            "+",
            "((((",
            "0",
        ] {
            stays(text);
        }
    }

    #[test]
    fn a_scrubbed_comment_is_not_scrubbed_further_and_not_longer_than_one_may_be() {
        becomes("[e-mail] [phone]", "[e-mail] [phone]");
        let many = comment(&"a@b.vn ".repeat(285));
        assert_eq!(many.chars().count(), COMMENT_MAX_CHARS);
        assert!(!many.contains('@'));
    }

    #[test]
    fn no_text_is_too_strange() {
        const PARTS: [&str; 16] = [
            "0", "9", "12", "+", "(", ")", ".", "-", " ", "@", "a", "đ", "00", "/", "\u{202f}", "#",
        ];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..state % 24 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push_str(PARTS[usize::try_from(state % 16).unwrap()]);
            }
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            let once = comment(&text);
            assert_eq!(comment(&once), once, "{text:?}");
        }
    }
}
