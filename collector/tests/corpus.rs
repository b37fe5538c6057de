//! The promises of `fuzz/`, held for its corpus and for what a few seconds make of it: every one of
//! its texts, cut, doubled and crossed with others, always in the same ways.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken promise panics")]
#![expect(unreachable_pub, reason = "public in the crate of the fuzzer")]

use std::{collections::BTreeMap, fs, path::Path};

#[path = "../../fuzz/src/lib.rs"]
mod parsers;

/// Made of each target's corpus; some seconds in all.
const TRIES: usize = 10_000;

/// Marsaglia's xorshift64: the same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn corpus() -> BTreeMap<String, Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let names = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let texts = |path: &Path| names(path).iter().map(|file| fs::read(file).unwrap()).collect();
    names(&folder).iter().map(|path| (name(path), texts(path))).collect()
}

/// One text with a piece of another in place of a piece of its own.
fn crossed(texts: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut made = texts[numbers.below(texts.len())].clone();
    for _ in 0..=numbers.below(4) {
        let other = &texts[numbers.below(texts.len())];
        let from = numbers.below(other.len());
        let piece = &other[from..(from + numbers.below(12)).min(other.len())];
        let at = numbers.below(made.len());
        let end = (at + numbers.below(12)).min(made.len());
        made.splice(at..end, piece.iter().copied());
    }
    made
}

#[test]
fn every_target_keeps_its_promise_for_its_corpus_and_for_what_is_made_of_it() {
    let corpus = corpus();
    let named: Vec<&str> = corpus.keys().map(String::as_str).collect();
    let mut targets = parsers::TARGETS.map(|(name, _)| name);
    targets.sort_unstable();
    assert_eq!(named, targets, "each target has its folder, and no folder is left over");
    for (name, promise) in parsers::TARGETS {
        let texts = &corpus[name];
        texts.iter().for_each(|text| promise(text));
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for _ in 0..TRIES {
            promise(&crossed(texts, &mut numbers));
        }
    }
}
