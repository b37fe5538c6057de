//! Makes visitors' text harmless for chats: it stays text, whatever a chat makes of marks and
//! addresses.
//!
//! A message in Slack's form goes to Slack, Mattermost, Rocket.Chat, Discord, Teams or Google Chat,
//! and the collector can't know to which. It escapes `&`, `<` and `>` as Slack asks. For all other
//! characters escapes differ (`\[`, or none at all). So the collector replaces each character on
//! which one of these chats acts by its full-width twin, on which none of them acts and which
//! everybody can read. So there is no link even if a chat undoes the escapes first.
//!
//! | in the text | would become | is shown |
//! |---|---|---|
//! | `<!channel>`, `<https://x\|y>` | a mention, a link (Slack, Google Chat) | `<!channel>`, as text |
//! | `@here`, `@everyone`, `#town`, `~town` | a mention (Mattermost, Discord, Rocket.Chat) | `＠here` |
//! | `[Reset](https://x)`, `![](https://x)` | a link, an image (Markdown) | `［Reset］(https：//x)` |
//! | `https://x`, `www.x.example`, `mailto:a` | a link (all of them) | `https：//x`, `www․x․example` |
//! | `*a*`, `_a_`, `~a~`, `` `a` ``, `\|\|a\|\|`, `# a` | bold, italic, code, … | `＊a＊` |
//!
//! Marks at the start of a line (`- a`, `1. a`, `===`) are replaced likewise by [`plain_line`].
//! Unicode's compatibility form (NFKC) of what is shown is that of what was written.

/// Returns a text of which a chat makes nothing but text, in one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(16));
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        out.push(match character {
            '&' | '<' | '>' => {
                out.push_str(escape(character));
                before = Some(character);
                continue;
            }
            // A line end becomes a blank: a second line could look like the collector's own.
            _ if is_line_end(character) => ' ',
            '.' | '。' | '．' | '｡' if joins_a_name(character, before, after) => DOT,
            ':' if begins_an_address(before, after) => '：',
            _ => harmless(character),
        });
        before = Some(character);
    }
    out
}

/// Returns a line of which a chat makes nothing but text: neither an item of a list, nor a heading
/// of the line before it, nor code because it is indented.
#[must_use]
pub fn plain_line(text: &str) -> String {
    let text = plain(text.trim_start());
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", &text));
    let mut rest = rest.chars();
    let mark = match rest.next() {
        Some(mark @ ('-' | '+' | '=' | ':')) if digits == 0 => full_width(mark),
        Some('.') if digits > 0 => DOT,
        Some(')') if digits > 0 => full_width(')'),
        _ => return text,
    };
    format!("{number}{mark}{}", rest.as_str())
}

/// Character that looks like a dot, but is none for a program that looks for names of hosts.
const DOT: char = '\u{2024}';

/// Distance of a full-width character from its twin.
const FULL_WIDTH: u32 = 0xfee0;

/// Returns the escape that Slack asks for, for one of the three characters that it reads itself.
const fn escape(character: char) -> &'static str {
    match character {
        '<' => "&lt;",
        '>' => "&gt;",
        _ => "&amp;",
    }
}

/// Returns the full-width twin of a character on which some chat acts; any other character as it
/// is.
fn harmless(character: char) -> char {
    match character {
        '@' | '#' | '[' | ']' | '*' | '_' | '~' | '`' | '|' | '\\' | '$' => full_width(character),
        other => other,
    }
}

fn full_width(character: char) -> char {
    char::from_u32(u32::from(character).saturating_add(FULL_WIDTH)).unwrap_or(character)
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// True for the dot of `shop.example`, not for that of `3.50`, `etc.` or `Ngon. Nhanh.` The dots of
/// Chinese and Japanese stand between sentences without a blank; some programs take them for dots
/// of a host's name.
fn joins_a_name(dot: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    if dot == '.' {
        !before.is_whitespace() && after.is_alphabetic()
    } else {
        before.is_ascii_alphanumeric() && after.is_ascii_alphabetic()
    }
}

/// True for the colon of `https://x`, `mailto:a` or `:smile:`, not for that of `12:30` or `Note:
/// x`.
fn begins_an_address(before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|after| !after.is_whitespace()) else { return false };
    after == '/' || after.is_alphabetic() || before.is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, shown: &str) {
        assert_eq!(plain(text), shown);
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "",
            "Giao hàng chậm, nhưng đóng gói đẹp!",
            "3.50 EUR, 12:30, 1.2.3 (etc.) – gut? Ja!",
            "Note: fine. And: fine.",
            "10 - 9 = 1 + 0; 50 %",
            "很好。谢谢。下次再来！",
            "\"quoted\", 'quoted'…",
            "👩‍👩‍👧 ❤️",
        ] {
            becomes(text, text);
        }
    }

    #[test]
    fn markdown_makes_nothing_of_it() {
        becomes(
            "[Reset your password](https://evil.example/r)",
            "［Reset your password］(https：//evil․example/r)",
        );
        becomes("![](https://evil.example/p.png)", "!［］(https：//evil․example/p․png)");
        becomes("[a]: https://x", "［a］: https：//x");
        becomes("**b** _i_ ~~s~~ `c` ||d|| \\[", "＊＊b＊＊ ＿i＿ ～～s～～ ｀c｀ ｜｜d｜｜ ＼［");
        becomes("# Heading", "＃ Heading");
        becomes("> quote", "&gt; quote");
        becomes("<b>&lt;</b> &#64;here", "&lt;b&gt;&amp;lt;&lt;/b&gt; &amp;＃64;here");
    }

    #[test]
    fn nobody_is_called() {
        becomes("<!channel> <!here|x> <@U123>", "&lt;!channel&gt; &lt;!here｜x&gt; &lt;＠U123&gt;");
        becomes("@here @everyone @all #general ~town", "＠here ＠everyone ＠all ＃general ～town");
    }

    #[test]
    fn no_address_is_a_link() {
        becomes("https://evil.example", "https：//evil․example");
        becomes("www.evil.example/a.b", "www․evil․example/a․b");
        becomes("evil.example", "evil․example");
        becomes("mailto:a@evil.example", "mailto：a＠evil․example");
        becomes("javascript:alert(1) slack://x", "javascript：alert(1) slack：//x");
        becomes("http://127.0.0.1/", "http：//127.0.0.1/");
        becomes("evil。example evil．example", "evil․example evil․example");
        becomes("Gut.Schnell", "Gut․Schnell");
        becomes(":smile:", "：smile:");
    }

    #[test]
    fn no_line_is_an_item_or_a_heading_or_code() {
        for (line, shown) in [
            ("- one", "－ one"),
            ("+ two", "＋ two"),
            ("-----", "－----"),
            ("===", "＝=="),
            ("1. first", "1․ first"),
            ("12) third", "12） third"),
            ("    code", "code"),
            ("3.50 EUR", "3․50 EUR"),
            ("3 EUR", "3 EUR"),
            ("Ngon - rẻ", "Ngon - rẻ"),
            ("", ""),
        ] {
            assert_eq!(plain_line(line), shown);
        }
    }

    #[test]
    fn it_is_one_line() {
        becomes("a\n> b\r\nc\u{2028}d\te", "a &gt; b  c d e");
    }
}
