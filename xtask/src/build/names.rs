//! Short names for the functions that a WASM and its glue share.
//!
//! wasm-bindgen's names end in hashes, which don't compress, and both files contain each of them.
//!
//! In: renaming imports and exports in both files. Not in: any other part of the WASM, which is
//! copied unchanged; what comes from another script than the glue, which names it as it is there.

use std::collections::BTreeMap;

/// Old names → new names.
type Names = BTreeMap<String, String>;

/// Returns both files with short names; `None` if their names don't match or a file has another
/// format than expected.
pub(super) fn shorten(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut rest = Reader(wasm);
    let mut output = rest.take(HEADER)?.to_vec();
    let (mut modules, mut imports, mut exports) = Default::default();
    while !rest.0.is_empty() {
        let kind = rest.byte()?;
        let length = rest.number()?;
        let content = rest.take(length)?;
        let renamed = match kind {
            IMPORTS => rename_imports(content, &mut modules, &mut imports)?,
            EXPORTS => rename_exports(content, &mut exports)?,
            _ => content.to_vec(),
        };
        output.push(kind);
        put_number(&mut output, renamed.len());
        output.extend(renamed);
    }
    Some((output, rename_in_glue(glue, &modules, &imports, &exports)?))
}

/// Length of the magic number and the version.
const HEADER: usize = 8;
/// Numbers of sections.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// Beginning of the module's name under which the WASM imports the glue's own functions.
const OF_GLUE: &str = "./";
/// Kind of an imported function. wasm-bindgen imports only functions; other kinds have other
/// fields.
const FUNCTION: u8 = 0;

fn rename_imports(content: &[u8], modules: &mut Names, imports: &mut Names) -> Option<Vec<u8>> {
    let mut rest = Reader(content);
    let count = rest.number()?;
    let mut output = Vec::new();
    put_number(&mut output, count);
    for _ in 0..count {
        let (module, name) = (rest.text()?, rest.text()?);
        if module.starts_with(OF_GLUE) {
            put_text(&mut output, short(modules, module));
            put_text(&mut output, short(imports, name));
        } else {
            put_text(&mut output, module);
            put_text(&mut output, name);
        }
        if rest.byte()? != FUNCTION {
            return None;
        }
        output.push(FUNCTION);
        put_number(&mut output, rest.number()?);
    }
    rest.0.is_empty().then_some(output)
}

fn rename_exports(content: &[u8], exports: &mut Names) -> Option<Vec<u8>> {
    let mut rest = Reader(content);
    let count = rest.number()?;
    let mut output = Vec::new();
    put_number(&mut output, count);
    for _ in 0..count {
        put_text(&mut output, short(exports, rest.text()?));
        output.push(rest.byte()?);
        put_number(&mut output, rest.number()?);
    }
    rest.0.is_empty().then_some(output)
}

/// Renames `"module": …`, `import: …` and `wasm.export`; `None` if a name is missing.
fn rename_in_glue(glue: &str, modules: &Names, imports: &Names, exports: &Names) -> Option<String> {
    let mut text = glue.to_owned();
    for (old, new) in modules {
        let quoted = format!("\"{old}\"");
        text = text.contains(&quoted).then(|| text.replace(&quoted, &format!("\"{new}\"")))?;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut output = String::with_capacity(text.len());
    let (mut met_imports, mut met_exports) = (Names::new(), Names::new());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let name_at = rest.find(is_of_name).unwrap_or(rest.len());
        let (between, from_name) = rest.split_at(name_at);
        output.push_str(between);
        let end = from_name.find(|c| !is_of_name(c)).unwrap_or(from_name.len());
        let (name, after) = from_name.split_at(end);
        let of_wasm = output.ends_with("wasm.");
        let names = if of_wasm { exports } else { imports };
        match names.get(name).filter(|_| of_wasm || after.starts_with(':')) {
            Some(new) => {
                let met = if of_wasm { &mut met_exports } else { &mut met_imports };
                met.insert(name.to_owned(), new.clone());
                output.push_str(new);
            }
            None => output.push_str(name),
        }
        rest = after;
    }
    (met_imports == *imports && met_exports == *exports).then_some(output)
}

/// Returns the new name of an old one: a, b, … z, A, … Z, aa, ab, …
fn short<'a>(names: &'a mut Names, old: &str) -> &'a str {
    let next = names.len();
    names.entry(old.to_owned()).or_insert_with(|| letters(next))
}

fn letters(mut index: usize) -> String {
    let alphabet = (b'a'..=b'z').chain(b'A'..=b'Z').map(char::from);
    let mut name = String::new();
    loop {
        name.extend(alphabet.clone().nth(index % 52));
        if index < 52 {
            return name;
        }
        index = index / 52 - 1;
    }
}

/// Bytes not yet read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads a LEB128 number of at most 32 bits.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn put_number(output: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        output.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    output.push(number.to_le_bytes()[0]);
}

fn put_text(output: &mut Vec<u8>, text: &str) {
    put_number(output, text.len());
    output.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a module with one type, an import `./w_bg.js` `__wbg_a_0123`, an export `memory` and
    /// one `show`.
    fn wasm() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |kind: u8, content: &[u8]| {
            wasm.push(kind);
            put_number(&mut wasm, content.len());
            wasm.extend(content);
        };
        section(1, b"\x01\x60\0\0");
        section(IMPORTS, b"\x01\x09./w_bg.js\x0c__wbg_a_0123\0\0");
        section(5, b"\x01\0\x01");
        section(EXPORTS, b"\x02\x06memory\x02\0\x04show\0\0");
        wasm
    }

    const GLUE: &str = r#"
import0 = { __proto__: null, __wbg_a_0123: function() { wasm.memory; } };
return { "./w_bg.js": import0 };
function show() { wasm.show(); }
"#;

    #[test]
    fn both_files_get_the_same_short_names() {
        let (wasm, glue) = shorten(&wasm(), GLUE).unwrap();
        let text = String::from_utf8_lossy(&wasm).into_owned();
        assert!(!text.contains("__wbg") && !text.contains("w_bg.js") && !text.contains("show"));
        assert!(glue.contains("__proto__: null, a: function() { wasm.a; }"), "{glue}");
        assert!(glue.contains(r#"{ "a": import0 }"#), "{glue}");
        assert!(glue.contains("function show() { wasm.b(); }"), "{glue}");
    }

    #[test]
    fn what_comes_from_another_script_keeps_its_name() {
        let text = |wasm: &[u8]| String::from_utf8_lossy(wasm).into_owned();
        let from_charts = text(&wasm()).replace("./w_bg.js", "my-charts");
        let (renamed, _) =
            shorten(from_charts.as_bytes(), "function show() { wasm.show(wasm.memory); }").unwrap();
        assert!(text(&renamed).contains("my-charts\u{c}__wbg_a_0123"));
    }

    #[test]
    fn what_is_renamed_once_can_be_renamed_again() {
        let (wasm, glue) = shorten(&wasm(), GLUE).unwrap();
        assert_eq!(shorten(&wasm, &glue), Some((wasm, glue)));
    }

    #[test]
    fn files_that_do_not_fit_each_other_are_refused() {
        assert_eq!(shorten(&wasm(), &GLUE.replace("wasm.show", "wasm.other")), None);
        assert_eq!(shorten(&wasm(), &GLUE.replace("__wbg_a_0123", "__wbg_b")), None);
        assert_eq!(shorten(&wasm(), &GLUE.replace("./w_bg.js", "./x.js")), None);
        assert_eq!(shorten(&wasm()[..20], GLUE), None);
    }

    #[test]
    fn new_names_are_as_short_as_can_be_and_never_the_same() {
        assert_eq!([0, 25, 26, 51].map(letters), ["a", "z", "A", "Z"]);
        let all: std::collections::BTreeSet<String> = (0..3000).map(letters).collect();
        assert_eq!(all.len(), 3000);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for number in [0, 127, 128, 16_383, 16_384, 0xffff_ffff] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(Reader(&bytes).number(), Some(number));
        }
    }
}
