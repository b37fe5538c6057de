//! Test that accepted patterns are cheap in an engine that backtracks: one that counts its steps,
//! on random patterns and addresses of few letters, where most fail late.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{collection, prop_assert, prop_assert_eq, proptest, sample};

use super::{Item, Regex, Set};

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 20_000, ..Default::default() })]

    #[test]
    fn steps_grow_with_the_address_alone(pattern in patterns(), address in addresses()) {
        let Ok(regex) = Regex::parse(&pattern) else { return Ok(()) };
        let mut engine = Engine { address: address.as_bytes(), steps: 0 };
        let is_met = engine.fits(&regex.items, 0);
        prop_assert_eq!(is_met, regex.is_met_by(&address), "{} {}", pattern, address);
        let most = 4 * (address.len() + 1) * (size(&regex.items) + 1);
        prop_assert!(engine.steps <= most, "{} steps, not {}: {} {}", engine.steps, most, pattern, address);
    }
}

/// Tries the longest first, then one less and one less, as browsers' engines do.
struct Engine<'a> {
    address: &'a [u8],
    steps: usize,
}

impl Engine<'_> {
    fn fits(&mut self, items: &[Item], at: usize) -> bool {
        self.steps += 1;
        let Some((item, rest)) = items.split_first() else { return at == self.address.len() };
        match item {
            Item::Choice(texts) => texts.iter().any(|text| {
                self.steps += 1;
                self.address[at..].starts_with(text) && self.fits(rest, at + text.len())
            }),
            Item::Repeat { set, min, max } => {
                let most = max.map_or(usize::MAX, |max| max as usize);
                let taken = self.run(*set, at, most);
                (*min as usize..=taken).rev().any(|taken| self.fits(rest, at + taken))
            }
        }
    }

    fn run(&mut self, set: Set, at: usize, most: usize) -> usize {
        let fitting = self.address[at..].iter().take(most).take_while(|byte| set.has(**byte));
        let taken = fitting.count();
        self.steps += taken + 1;
        taken
    }
}

/// Returns the items' size, with each item as often as it must occur.
fn size(items: &[Item]) -> usize {
    let of = |item: &Item| match item {
        Item::Repeat { min, .. } => 1 + *min as usize,
        Item::Choice(texts) => texts.len() + texts.iter().map(Vec::len).sum::<usize>(),
    };
    items.iter().map(of).sum()
}

fn patterns() -> impl Strategy<Value = String> {
    let sets = sample::select(vec!["a", "b", "c", "/", ".", "[ab]", "[^a]", "[^/]", r"\w", r"\d"]);
    let counts = sample::select(vec!["", "", "?", "*", "+", "{2}", "{2,}", "{0,3}"]);
    let repeated = (sets, counts).prop_map(|(set, count)| format!("{set}{count}"));
    let choices = sample::select(vec!["(a|b)", "(a|ba|c)", "(aa|ab|b)", "(a|ab)"]);
    let item = prop_oneof![4 => repeated, 1 => choices.prop_map(str::to_owned)];
    collection::vec(item, 1..9).prop_map(|items| items.concat())
}

fn addresses() -> impl Strategy<Value = String> {
    let random = collection::vec(sample::select(vec!['a', 'b', 'c', '/', '7']), 0..60)
        .prop_map(|letters| letters.into_iter().collect::<String>());
    let piece = sample::select(vec!["a", "b", "ab", "aab", "a/", "7a"]);
    let repeated = (piece, 0..40_usize, any::<bool>()).prop_map(|(piece, times, is_spoilt)| {
        format!("{}{}", piece.repeat(times), if is_spoilt { "#" } else { "" })
    });
    prop_oneof![random, repeated, Just(String::new())]
}
