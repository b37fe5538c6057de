//! Removes from the popup and the console the code that no page can reach.
//!
//! leptos depends on a crate for streams. That crate exports three JavaScript classes, used or not,
//! and wasm-bindgen keeps all exports.
//!
//! In: removing such classes from the glue, and code for browsers that can't run the WASM anyway;
//! listing for wasm-metadce the exports that the rest of the glue calls. Not in: running
//! wasm-metadce.

use serde_json::{Value, json};

/// Prefix of the names of those classes.
const UNREACHABLE: &str = "IntoUnderlying";

/// Blocks that never run: the beginning of the first line, and the last line.
const NEVER_RUN: [(&str, &str); 4] = [
    // Browsers without `encodeInto` don't support the reference types that the WASM uses.
    ("if (!('encodeInto' in cachedTextEncoder)) {", "}"),
    // This renews the text decoder after two gigabytes of text; nobody reads so much.
    ("    numBytesDecoded += bytes.length;", "    }"),
    // `popup.js` passes a response whose status it has checked already; what else the console is sent
    // does not compile.
    ("        if (!module.ok) {", "        }"),
    ("    if (typeof module_or_path === 'string' ", "    }"),
];

/// Expressions whose value is always the same, and that value. The minifier then leaves out what hangs
/// on them.
const KNOWN: [(&str, &str); 10] = [
    // Both scripts pass a response that the page may read, or the promise of one.
    ("typeof Response === 'function' && module instanceof Response", "true"),
    ("expectedResponseType(module.type)", "true"),
    ("module_or_path !== undefined", "true"),
    ("Object.getPrototypeOf(module_or_path) === Object.prototype", "true"),
    // Browsers without these don't support the reference types that the WASM uses.
    ("typeof WebAssembly.instantiateStreaming === 'function'", "true"),
    ("typeof FinalizationRegistry === 'undefined'", "false"),
    // They have `globalThis`, too, and the WASM asks for the others only without it.
    ("typeof globalThis === 'undefined' ? undefined : globalThis", "globalThis"),
    ("typeof global === 'undefined' ? undefined : global;", NONE),
    ("typeof self === 'undefined' ? undefined : self;", NONE),
    ("typeof window === 'undefined' ? undefined : window;", NONE),
];

/// An import's value for the WASM that there is none; the minifier leaves out what follows it.
const NONE: &str = "0; return 0;";

/// Beginning of a line that warns the developer who calls the glue. Only our own code calls it.
const WARNING: &str = "console.warn(";

/// Returns the glue without those classes, and without what never runs.
pub(super) fn glue(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    // End of the last line of the block that is being removed.
    let mut until: Option<&str> = None;
    for line in text.lines() {
        if let Some(end) = until {
            // A block ends at a line that is nothing else; a statement ends at a line's end.
            if line == end || (end == ");" && line.ends_with(end)) {
                until = None;
            }
        } else if let Some((_, last)) = NEVER_RUN.iter().find(|(first, _)| line.starts_with(first))
        {
            until = Some(last);
        } else if starts(line, "export class ") {
            until = Some("}");
        } else if starts(line, "const ") {
            until = if line.ends_with(';') { None } else { Some(");") };
        } else if !starts(line, "if (Symbol.dispose) ") && !line.trim_start().starts_with(WARNING) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let kept = kept.replace("export { initSync, ", "export { ");
    KNOWN.into_iter().fold(kept, |kept, (expression, value)| kept.replace(expression, value))
}

fn starts(line: &str, with: &str) -> bool {
    line.strip_prefix(with).is_some_and(|rest| rest.starts_with(UNREACHABLE))
}

/// Returns wasm-metadce's input: the exports that the glue calls, as `wasm.name`.
pub(super) fn graph(glue: &str) -> Value {
    let exports = used_exports(glue);
    let kept = exports.iter().map(|name| json!({ "name": name, "export": name }));
    let page = json!({ "name": "the page", "root": true, "reaches": exports });
    std::iter::once(page).chain(kept).collect()
}

fn used_exports(glue: &str) -> Vec<&str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut names: Vec<&str> = glue
        .match_indices("wasm.")
        .filter(|(at, _)| !glue.get(..*at).is_some_and(|before| before.ends_with(is_of_name)))
        .filter_map(|(at, found)| {
            let rest = glue.get(at + found.len()..)?;
            rest.split(|c| !is_of_name(c)).next().filter(|name| !name.is_empty())
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class IntoUnderlyingSink {
    free() {
        wasm.__wbg_intounderlyingsink_free(ptr, 0);
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;

export class Popup {
    close() { wasm.popup_close(this.ptr); }
}
export function show(root) {
    wasm.show(root);
}
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}
if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        return {};
    };
}
async function __wbg_load(module, imports) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status}`);
        }
                    console.warn('slower', e);
}
async function __wbg_init_once(module_or_path) {
    if (typeof module_or_path === 'string' || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }
}
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsink_free(ptr, 1));
let x = wasm.memory.buffer, y = widget_wasm.other, z = wasm.show;
export { initSync, __wbg_init as default };
";

    #[test]
    fn classes_of_streams_leave_nothing_behind() {
        let trimmed = glue(GLUE);
        assert!(!trimmed.contains(UNREACHABLE), "{trimmed}");
        assert!(!trimmed.contains("intounderlyingsink"), "{trimmed}");
    }

    #[test]
    fn parts_for_what_never_comes_are_left_out() {
        let trimmed = glue(GLUE);
        assert!(!trimmed.contains("numBytesDecoded"), "{trimmed}");
        assert!(!trimmed.contains("encodeInto"), "{trimmed}");
        assert!(trimmed.contains("async function __wbg_load(module, imports) {\n}\n"), "{trimmed}");
        let start = "async function __wbg_init_once(module_or_path) {\n}\n";
        assert!(trimmed.contains(start), "{trimmed}");
        let decode =
            "function decodeText(bytes) {\n    return cachedTextDecoder.decode(bytes);\n}\n";
        assert!(trimmed.contains(decode), "{trimmed}");
    }

    #[test]
    fn what_is_known_of_every_browser_that_runs_the_wasm_is_not_asked() {
        let asked = "\
const Closures = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ends);
        const ret = typeof self === 'undefined' ? undefined : self;
        return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
";
        let trimmed = glue(asked);
        assert!(trimmed.contains("const Closures = (false)\n"), "{trimmed}");
        assert!(trimmed.contains("const ret = 0; return 0;\n"), "{trimmed}");
        assert!(!trimmed.contains("typeof"), "{trimmed}");
    }

    #[test]
    fn everything_else_stays() {
        let trimmed = glue(GLUE);
        assert!(
            trimmed
                .contains("export class Popup {\n    close() { wasm.popup_close(this.ptr); }\n}")
        );
        assert!(trimmed.contains("export function show(root) {\n    wasm.show(root);\n}"));
        assert!(trimmed.contains("export { __wbg_init as default };"));
    }

    #[test]
    fn exports_that_the_glue_calls_are_kept() {
        let trimmed = glue(GLUE);
        assert_eq!(used_exports(&trimmed), ["memory", "popup_close", "show"]);
        let graph = graph(&trimmed);
        assert_eq!(graph[0]["reaches"], json!(["memory", "popup_close", "show"]));
        assert_eq!(graph[3], json!({ "name": "show", "export": "show" }));
    }
}
