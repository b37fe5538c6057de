//! `cargo xtask dev`: the demo that follows every change.
//!
//! In: watching the checkout, building only the changed parts, reloading pages. Not in: the parts
//! that a change needs (`changed`), the servers (`demo`), building (`build`).

mod changed;

use std::{sync::Arc, thread, time::Duration};

use crate::{
    build,
    cli::{self, Part},
    demo::{self, Home, Live, Running},
    error::{Error, Result},
    interrupt,
    paths::Paths,
    progress::{self, Stopwatch},
};

use changed::{Needs, Seen, needs};

/// Time between looks at the files: some four hundred, in a millisecond or two.
const LOOK_EVERY: Duration = Duration::from_millis(150);

/// Builds all quickly, starts collector and shop, and follows changes until Ctrl-C.
///
/// # Errors
/// When a port is taken, the first build fails, or a server ends by itself.
pub(crate) fn run(paths: &Paths, options: cli::Demo) -> Result<()> {
    demo::check_ports(&options)?;
    let mut seen = Seen::default();
    seen.look(&paths.root);
    build::quickly(paths, &Part::ALL)?;
    let live = Arc::new(Live::default());
    let mut running = Running::start(paths, &options, &Home::of(paths), Some(Arc::clone(&live)))?;
    println!("{}", running.told());
    println!("What you change is built and seen at once. Ctrl-C ends both servers.");
    while !interrupt::requested() {
        running.check()?;
        let changed = seen.look(&paths.root);
        let needs = needs(&changed);
        for path in changed.iter().take(3) {
            progress::note(&format!("changed: {}", path.display()));
        }
        match follow(paths, &mut running, needs) {
            Ok(()) if needs.pages || needs.build() => live.reload(),
            Ok(()) => {}
            Err(Error::Interrupted) => break,
            // The compiler has printed its errors; the earlier build keeps running.
            Err(error) => progress::note(&format!("Not built: {error}")),
        }
        thread::sleep(LOOK_EVERY);
    }
    progress::note("Ending the collector and the shop.");
    Ok(())
}

fn follow(paths: &Paths, running: &mut Running, needs: Needs) -> Result<()> {
    if needs.tool {
        progress::note("This command itself has changed: end it and start it again.");
    }
    if !needs.build() {
        return Ok(());
    }
    let watch = Stopwatch::start();
    let parts: Vec<Part> = [(needs.popup, Part::Widget), (needs.worker, Part::Worker)]
        .into_iter()
        .filter_map(|(is_needed, part)| is_needed.then_some(part))
        .collect();
    if !parts.is_empty() {
        build::quickly(paths, &parts)?;
    }
    if needs.scripts && !needs.popup {
        build::scripts(paths)?;
    }
    running.reload_collector()?;
    progress::note(&format!("On the page after {}.", progress::seconds(watch.elapsed())));
    Ok(())
}
