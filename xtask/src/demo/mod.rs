//! `cargo xtask demo`: the collector and a shop that uses it, on this machine.
//!
//! In: starting both in order, the messages, ending both together. Not in: the shop's server, the
//! collector's server and the choice of it, its contents (a file each).

mod api;
mod collector;
mod history;
mod home;
mod http;
mod live;
mod rehearsal;
mod seed;
mod shop_server;
mod year;

use std::{net::TcpListener, sync::Arc, thread, time::Duration};

use serde_json::json;

use crate::{
    build, cli,
    cli::Part,
    error::{Error, Result},
    examples, interrupt, npm,
    paths::{self, Paths},
    progress,
};

use history::History;
use http::Server;
use seed::Remembered;

pub(crate) use home::Home;
pub(crate) use live::Live;
pub(crate) use rehearsal::rehearse;

/// Builds all, starts both servers, fills the collector, and waits for Ctrl-C.
///
/// # Errors
/// When a port is taken, a build fails, or a server ends by itself.
pub(crate) fn run(paths: &Paths, options: cli::Demo) -> Result<()> {
    check_ports(&options)?;
    // Otherwise a Node that is too old would be told after minutes of building.
    npm::node_of_archive(paths)?;
    build::run(paths, &Part::ALL)?;
    let home = Home::of(paths);
    let mut running = Running::start(paths, &options, &home, None)?;
    println!("{}", running.told());
    let log = home.data.join("worker.log");
    println!("The collector's log is {}.", log.strip_prefix(&paths.root).unwrap_or(&log).display());
    println!("Ctrl-C ends both servers. The responses stay until `cargo xtask demo --reset`.");
    while !interrupt::requested() {
        running.check()?;
        thread::sleep(Duration::from_millis(100));
    }
    progress::note("Ending the collector and the shop.");
    Ok(())
}

/// Checks, before the long build, that both ports are free.
///
/// # Errors
/// [`Error::Missing`] with the options that choose other ports.
pub(crate) fn check_ports(options: &cli::Demo) -> Result<()> {
    [options.port, options.demo_port].into_iter().try_for_each(check_port)
}

/// The collector and the shop, running. Both end with this value.
pub(crate) struct Running {
    // Dropped first: without the collector, the shop's pages would wait.
    _shop: Server,
    collector: collector::Collector,
    addresses: Addresses,
    owner_key: String,
}

impl Running {
    /// Starts both with the built files, and fills the collector. With `live`, the shop's pages reload
    /// after each build, and the collector can take the next one and prints its requests.
    ///
    /// # Errors
    /// When a server can't be started or filled.
    pub(crate) fn start(
        paths: &Paths,
        options: &cli::Demo,
        home: &Home,
        live: Option<Arc<Live>>,
    ) -> Result<Running> {
        let npm = npm::get(paths)?;
        if let Err(error) = examples::build(paths, &npm) {
            interrupt::check()?;
            progress::note(&format!("The npm, React and Vue pages stay empty. {error}"));
        }
        let mut remembered = Remembered::load(home)?;
        if options.reset {
            home.forget()?;
            remembered.owner_key = None;
        }
        progress::heading(if live.is_some() { "dev" } else { "demo" });
        let addresses = Addresses {
            collector: format!("http://127.0.0.1:{}", options.port),
            shop: format!("http://127.0.0.1:{}", options.demo_port),
        };
        let token = &remembered.admin_token;
        let mut collector = if live.is_some() {
            collector::start_following(home, &npm, options.port, token)?
        } else {
            collector::start_packaged(paths, home, options.port, token)?
        };
        let shop = shop_server::start(paths, options.demo_port, &addresses, live)?;
        collector.wait_until_ready()?;
        let history = History::load(home.data.join("year.json"), progress::now_ms());
        let owner_key = seed::fill(paths, &addresses, &remembered, &history)?;
        write_facts(home, &addresses, &remembered.admin_token, &owner_key)?;
        Ok(Running { _shop: shop, collector, addresses, owner_key })
    }

    /// Returns where to click.
    pub(crate) fn told(&self) -> String {
        where_to_click(&self.addresses, &self.owner_key)
    }

    /// # Errors
    /// When the collector has ended by itself.
    pub(crate) fn check(&mut self) -> Result<()> {
        self.collector.check()
    }

    /// Loads the newest build into the collector; the responses stay.
    ///
    /// # Errors
    /// When it ends instead.
    pub(crate) fn reload_collector(&mut self) -> Result<()> {
        self.collector.reload()
    }
}

/// Origins of the two servers, without a slash at the end.
pub(crate) struct Addresses {
    collector: String,
    shop: String,
}

impl Addresses {
    /// Replaces the default origins in texts of `demo-site/` by those in use.
    fn put_into(&self, text: &str) -> String {
        let default = cli::Demo::default();
        // Goes through a placeholder, so that the result is right even if the two ports are
        // swapped.
        text.replace(&format!("http://127.0.0.1:{}", default.port), "\u{0}")
            .replace(&format!("http://127.0.0.1:{}", default.demo_port), &self.shop)
            .replace('\u{0}', &self.collector)
    }
}

fn check_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::Missing {
            what: format!("Port {port} of 127.0.0.1 can't be had ({error})."),
            run: "cargo xtask demo --port <collector's> --demo-port <shop's>".into(),
        }),
    }
}

/// Writes the facts for scripts: `target/demo.json`.
fn write_facts(
    home: &Home,
    addresses: &Addresses,
    admin_token: &str,
    owner_key: &str,
) -> Result<()> {
    let facts = json!({
        "collector": addresses.collector,
        "demo_site": addresses.shop,
        "admin_token": admin_token,
        "site": seed::SITE,
        "owner_key": owner_key,
        "console": console(addresses, owner_key),
    });
    paths::write(&home.facts, format!("{facts:#}\n"))
}

/// Returns the address that opens the console and signs in. The key stands behind `#`, so no
/// browser sends it to a server.
fn console(addresses: &Addresses, owner_key: &str) -> String {
    format!("{}/console/sign-in#key={owner_key}", addresses.collector)
}

fn where_to_click(addresses: &Addresses, owner_key: &str) -> String {
    let Addresses { collector, shop } = addresses;
    let (site, console) = (seed::SITE, console(addresses, owner_key));
    format!(
        "
The scores, as the owner sees them
  {console}
The shop, as a visitor sees it
  English       {shop}/
  Vietnamese    {shop}/vi/
Other ways to put the survey on a page
  {shop}/install/
The same scores for programs, and on a page of the shop's own
  curl -H 'Authorization: Bearer {owner_key}' {collector}/v1/sites/{site}/surveys/nps/summary
  {shop}/owner.html#key={owner_key}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(collector: u16, shop: u16) -> Addresses {
        Addresses {
            collector: format!("http://127.0.0.1:{collector}"),
            shop: format!("http://127.0.0.1:{shop}"),
        }
    }

    const PAGE: &str =
        r#"<script src="http://127.0.0.1:8787/e/demo.js"></script> http://127.0.0.1:8788/"#;

    #[track_caller]
    fn becomes(addresses: Addresses, expected: &str) {
        assert_eq!(addresses.put_into(PAGE), expected);
    }

    #[test]
    fn pages_name_the_ports_in_use() {
        becomes(addresses(8787, 8788), PAGE);
        becomes(
            addresses(9000, 9001),
            r#"<script src="http://127.0.0.1:9000/e/demo.js"></script> http://127.0.0.1:9001/"#,
        );
        becomes(
            addresses(8788, 8787),
            r#"<script src="http://127.0.0.1:8788/e/demo.js"></script> http://127.0.0.1:8787/"#,
        );
    }

    #[test]
    fn the_first_link_is_the_console_with_the_key_behind_a_number_sign() {
        let said = where_to_click(&addresses(8787, 8788), "hbk_x");
        let first = said.lines().find(|line| line.contains("http://")).unwrap();
        assert_eq!(first.trim(), "http://127.0.0.1:8787/console/sign-in#key=hbk_x");
    }

    #[test]
    fn the_readme_shows_what_is_printed_with_the_key_cut_short() {
        let said = where_to_click(&addresses(8787, 8788), "hbk_…");
        let readme = include_str!("../../../README.md");
        assert!(readme.contains(&format!("```text\n{}\n```", said.trim())), "{said}");
    }

    #[test]
    fn a_taken_port_is_told_with_the_way_out() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let error = check_port(taken.local_addr().unwrap().port()).unwrap_err().to_string();
        assert!(error.contains("can't be had") && error.contains("--port"), "{error}");
    }
}
