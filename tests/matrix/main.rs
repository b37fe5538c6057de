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
use report::Row;
use visit::{Case, Failure};

/// Engines in the order of the table's columns.
const ENGINES: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

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
    let mut browsers: [Option<Browser>; 3] = [None, None, None];
    let visit_in = |case: Case, browser: &mut Option<Browser>, engine: Engine| {
        let opened =
            browser.take().map_or_else(|| visit::caught(|| Browser::open(engine)), |b| Ok(Some(b)));
        let failures = match opened {
            Ok(Some(opened)) => {
                let failures = visit::visit(&opened, app.name, serving.port, case);
                // What failed may have left a page that holds up the next.
                *browser = failures.is_empty().then_some(opened);
                Some(failures)
            }
            Ok(None) => None,
            Err(reason) => Some(vec![Failure { check: "the browser opens", reason }]),
        };
        for failure in failures.iter().flatten() {
            let at = format!("{}, {}, {}", app.name, case.as_str(), engine.as_str());
            println!("{at}: FAILED: {}: {}", failure.check, failure.reason);
        }
        failures
    };
    [Case::Popup, Case::Inline, Case::Late]
        .map(|case| {
            let mut nth = 0;
            let failures = ENGINES.map(|engine| {
                nth += 1;
                visit_in(case, &mut browsers[nth - 1], engine)
            });
            let row = Row { case: Some(case), versions: serving.versions.clone(), failures };
            let outcome = if row.is_good() { "good" } else { "FAILED" };
            println!("{}, {}: {outcome}", app.name, case.as_str());
            row
        })
        .into()
}
