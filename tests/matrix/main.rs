//! `cargo run -p hearby-tests --bin matrix`: the popup in a small app of each framework that sites
//! are made with, built and served as its users do it, in three engines. `-- next nuxt` chooses.
//!
//! In: which apps and engines, and going on after a failure. Not in: Turbo, htmx and React 18, which
//! every run of the tests visits (`tests/browser/frameworks.rs`).

mod apps;
mod built;
mod front;
mod report;
mod visit;

use std::{env, process::ExitCode};

use hearby_tests::{
    browser::{Browser, Engine},
    collector::Collector,
};

use apps::{ALL, App};
use built::Built;
use report::{Row, Seen};
use visit::{Case, Failure};

/// Engines in the order of the table's columns.
const ENGINES: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

/// Cases in the order of the table's rows.
const CASES: [Case; 3] = [Case::Popup, Case::Inline, Case::Late];

fn main() -> ExitCode {
    let names: Vec<String> = env::args().skip(1).collect();
    if let Some(unknown) = names.iter().find(|name| ALL.iter().all(|app| app.name != **name)) {
        let known: Vec<&str> = ALL.iter().map(|app| app.name).collect();
        eprintln!("{unknown} is none of: {}", known.join(" "));
        return ExitCode::FAILURE;
    }
    // Without a build nothing can be seen; each visit has a collector of its own.
    drop(Collector::start());
    // A failed check is told where it is known of which app and engine it is.
    std::panic::set_hook(Box::new(|_| {}));
    let mut is_good = true;
    for app in ALL.iter().filter(|app| names.is_empty() || names.iter().any(|n| n == app.name)) {
        let rows = visit_app(app);
        is_good &= rows.iter().all(Row::is_good);
        report::write(app, &rows);
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Builds an app and visits it in each case and engine.
fn visit_app(app: &App) -> Vec<Row> {
    println!("{}: installing and building", app.name);
    let built = visit::caught(|| Built::of(app));
    let serving = built.and_then(|built| visit::caught(|| built.serve()));
    let serving = match serving {
        Ok(serving) => serving,
        Err(reason) => {
            println!("{}: FAILED before the first visit: {reason}", app.name);
            return vec![Row::not_visited(&reason)];
        }
    };
    // A browser is opened when it is needed first.
    let mut browsers = ENGINES.map(|engine| (engine, None));
    let rows = CASES.map(|case| {
        let seen = browsers.each_mut().map(|(engine, browser)| {
            let seen = visit_in(*engine, browser, app, serving.port, case)?;
            for failure in &seen.failures {
                let at = format!("{}, {}, {}", app.name, case.as_str(), engine.as_str());
                println!("{at}: FAILED: {}: {}", failure.check, failure.reason);
            }
            Some(seen)
        });
        let row = Row { case: Some(case), versions: serving.versions.clone(), seen };
        let outcome = if row.is_good() { "good" } else { "FAILED" };
        println!("{}, {}: {outcome}", app.name, case.as_str());
        row
    });
    rows.into()
}

/// Visits an app in an engine's browser, which stays open for the next; `None` when it isn't there.
fn visit_in(
    engine: Engine,
    browser: &mut Option<Browser>,
    app: &App,
    port: u16,
    case: Case,
) -> Option<Seen> {
    let opened = match browser.take() {
        Some(open) => Ok(Some(open)),
        None => visit::caught(|| Browser::open(engine)),
    };
    match opened {
        Ok(opened) => {
            let opened = opened?;
            let version = visit::caught(|| version(&opened)).unwrap_or_default();
            let failures = visit::visit(&opened, app.name, port, case);
            // What failed may have left a page that holds up the next.
            *browser = failures.is_empty().then_some(opened);
            Some(Seen { version, failures })
        }
        Err(reason) => {
            let failures = vec![Failure { check: "the browser opens", reason }];
            Some(Seen { version: String::new(), failures })
        }
    }
}

/// Returns a browser's version, without its last parts: `156.0`.
fn version(browser: &Browser) -> String {
    let agent = browser.run("return navigator.userAgent");
    let agent = agent.as_str().unwrap_or_default();
    let names = ["Chrome/", "Firefox/", "Version/"];
    let version = names.iter().find_map(|name| agent.split_once(name)).map_or("", |(_, v)| v);
    version.split(' ').next().unwrap_or_default().split('.').take(2).collect::<Vec<_>>().join(".")
}
