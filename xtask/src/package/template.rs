//! The template for Cloudflare's deploy button: a repository of its own that holds what is built.
//!
//! In: the files that only a template has, and Cloudflare's published rules for it
//! (<https://developers.cloudflare.com/workers/platform/deploy-buttons/>). Not in: the built files.

use std::path::Path;

use serde_json::{Value, json};

use super::files::{self, Files};
use crate::{
    error::{Error, Result},
    paths,
};

/// Secrets that the button asks for, each with its description.
const SECRETS: [(&str, &str); 2] = [
    (
        "ADMIN_TOKEN",
        "The operator's token, by which you sign in the first time. At least 32 random characters: run `openssl rand -hex 32`, or take a password manager's. Keep it.",
    ),
    (
        "SIGNING_KEYS",
        "A key for sessions and for visitors whom your pages name. At least 32 random characters of their own: run `openssl rand -base64 32`. Keep it.",
    ),
];

/// Files of the template beside those of the build.
///
/// # Errors
/// When one can't be read.
pub(super) fn files(root: &Path) -> Result<Files> {
    let mut files = Files::new();
    let own = root.join("collector").join("deploy");
    let settings = paths::read_text(&root.join("collector").join("wrangler.toml"))?;
    files::add(&mut files, "wrangler.toml", settings_of(&settings)?.into_bytes());
    let packages = package(&paths::read_text(&own.join("package.json"))?)?;
    files::add(&mut files, "package.json", format!("{packages:#}\n").into_bytes());
    for name in ["package-lock.json", ".npmrc"] {
        files::add(&mut files, name, paths::read(&own.join(name))?);
    }
    // The button asks for every line, and fills in what stands behind the `=`: nothing, so that nobody
    // deploys an example.
    let asked: String = SECRETS.iter().map(|(name, _)| format!("{name}=\n")).collect();
    files::add(&mut files, ".dev.vars.example", asked.into_bytes());
    files::add(&mut files, ".gitignore", b"node_modules\n.wrangler\n.dev.vars\n".to_vec());
    files::add(&mut files, "README.md", paths::read(&own.join("template.md"))?);
    Ok(files)
}

/// Returns the settings of an archive, with a namespace that the button makes.
fn settings_of(text: &str) -> Result<String> {
    let text = files::settings_of_archive(text)?;
    // The id of a template is replaced by that of the namespace which the button makes.
    Ok(text.replace("put-the-id-of-your-kv-namespace-here", &"0".repeat(32)))
}

/// Returns `package.json` of the archive, whose lock file is the template's, too, with what the button
/// reads.
fn package(text: &str) -> Result<Value> {
    let bindings: serde_json::Map<String, Value> = SECRETS
        .iter()
        .chain(&[("KV", "All that the collector stores: sites, surveys and responses.")])
        .map(|(name, description)| ((*name).to_owned(), json!({ "description": description })))
        .collect();
    let mut package: serde_json::Map<String, Value> = serde_json::from_str(text)
        .map_err(|error| broken(&format!("collector/deploy/package.json: {error}")))?;
    package.insert("scripts".into(), json!({ "deploy": "wrangler deploy" }));
    package.insert("cloudflare".into(), json!({ "bindings": bindings }));
    Ok(package.into())
}

/// Checks a template against the rules.
///
/// # Errors
/// [`Error::Unexpected`] with the rule that it breaks.
pub(super) fn check(files: &Files) -> Result<()> {
    let text = |name: &str| -> Result<String> {
        let file = files.get(name).ok_or_else(|| broken(&format!("{name} is missing")))?;
        Ok(String::from_utf8_lossy(&file.bytes).into_owned())
    };
    let settings = text("wrangler.toml")?;
    // "Fully isolated within that subdirectory": no path leads out, and everything named is there.
    for name in ["main", "directory"] {
        let path = value(&settings, name)
            .ok_or_else(|| broken(&format!("wrangler.toml has no {name}")))?;
        let is_there =
            files.keys().any(|file| file == path || file.starts_with(&format!("{path}/")));
        if !is_there || path.contains("..") || path.starts_with('/') {
            return Err(broken(&format!("{name} = {path} is not in the template")));
        }
    }
    // "Default values for resource names, resource IDs and any other properties for each binding."
    let namespaces = settings.matches("[[kv_namespaces]]").count();
    let id = value(&settings, "id").unwrap_or_default();
    if namespaces != 1 || id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(broken("the KV namespace has no default id"));
    }
    if settings.lines().any(|line| line.starts_with("account_id") || line.starts_with("build")) {
        return Err(broken("wrangler.toml names an account, or a build that only source has"));
    }
    // Secrets are lines of a dotenv file; each is asked for, with the description of package.json.
    let package: Value = serde_json::from_str(&text("package.json")?)
        .map_err(|error| broken(&format!("package.json: {error}")))?;
    for line in text(".dev.vars.example")?.lines() {
        let (name, example) = line.split_once('=').ok_or_else(|| broken("a secret is no line"))?;
        if !example.is_empty() {
            return Err(broken(&format!("{name} has an example that would be deployed")));
        }
        let description = package
            .pointer(&format!("/cloudflare/bindings/{name}/description"))
            .and_then(Value::as_str);
        if description.is_none_or(str::is_empty) || is_set(&settings, name) {
            return Err(broken(&format!("{name} needs a description, and no other place")));
        }
    }
    let script = |name: &str| package.pointer(&format!("/scripts/{name}"))?.as_str();
    if script("build").is_some() || script("deploy") != Some("wrangler deploy") {
        return Err(broken("package.json builds something, or deploys otherwise"));
    }
    Ok(())
}

/// True if the settings name it outside of their comments.
fn is_set(settings: &str, name: &str) -> bool {
    settings.lines().any(|line| !line.starts_with('#') && line.contains(name))
}

/// Returns the value of a line `name = "value"`.
fn value<'a>(settings: &'a str, name: &str) -> Option<&'a str> {
    let rest = settings.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""))?;
    rest.strip_suffix('"')
}

fn broken(rule: &str) -> Error {
    Error::Unexpected(format!("The template for the deploy button: {rule}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Files {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let mut files = files(root).unwrap();
        for name in ["worker/index.js", "assets/loader.js"] {
            files::add(&mut files, name, Vec::new());
        }
        files
    }

    #[track_caller]
    fn is_refused(name: &str, from: &str, to: &str, because: &str) {
        let mut files = template();
        let text = String::from_utf8(files[name].bytes.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        files::add(&mut files, name, text.replace(from, to).into_bytes());
        let error = check(&files).unwrap_err().to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn the_template_keeps_cloudflares_rules() {
        check(&template()).unwrap();
    }

    #[test]
    fn a_template_that_breaks_a_rule_is_not_packaged() {
        is_refused(".dev.vars.example", "TOKEN=", "TOKEN=change-me", "would be deployed");
        is_refused(".dev.vars.example", "ADMIN_TOKEN", "OTHER", "needs a description");
        is_refused("wrangler.toml", "\"assets\"", "\"../assets\"", "is not in the template");
        is_refused("wrangler.toml", &"0".repeat(32), "", "no default id");
        is_refused("wrangler.toml", "[vars]", "[vars]\nADMIN_TOKEN = \"\"", "no other place");
        is_refused("package.json", "\"deploy\"", "\"build\"", "builds something");
    }
}
