//! Every route is described once, in the description and in the README, with who may call it.
//!
//! Not in here: the shapes of bodies (`bodies`).

use std::collections::BTreeMap;

use collector::api::{cors::Audience, router::ROUTES};

use crate::{
    document,
    operation::{Operation, Who},
};

const README: &str = include_str!("../../../README.md");

#[test]
fn every_route_is_described_once_and_for_those_who_may_call_it() {
    let operations = document::operations();
    for route in ROUTES {
        let of_route = |operation: &&Operation| operation.route.operation_id == route.operation_id;
        let described: Vec<&Operation> = operations.iter().filter(of_route).collect();
        let [operation] = described.as_slice() else {
            panic!("{} is described {} times", route.operation_id, described.len());
        };
        let is_for_anyone = operation.who == Who::Anyone;
        let is_for_visitors = route.audience == Audience::Visitors;
        assert_eq!(is_for_anyone, is_for_visitors, "{}", route.operation_id);
        assert_eq!(
            operation.is_guarded(),
            route.is_conditional,
            "{}: guarded there, or conditional in the table, and not in both",
            route.operation_id
        );
    }
}

/// The routes of a table's row in the README: `POST …/surveys/{survey}/pause`, `/resume`.
fn routes_of_row(cell: &str) -> Vec<(String, String)> {
    let mut routes: Vec<(String, String)> = Vec::new();
    for code in cell.split('`').skip(1).step_by(2) {
        let (method, address) = match code.split_once(' ') {
            Some((method, address)) => (method.to_owned(), address),
            None => (routes.last().unwrap().0.clone(), code),
        };
        let path = address.split('?').next().unwrap();
        let path = match path.strip_prefix('…') {
            Some(rest) => format!("/v1/sites/{{site}}{rest}"),
            // Only its end differs from the one before it.
            None if !code.contains(' ') => {
                let (start, _) = routes.last().unwrap().1.rsplit_once('/').unwrap();
                format!("{start}/{}", path.trim_start_matches('/'))
            }
            None => path.to_owned(),
        };
        routes.push((method, path));
    }
    routes
}

#[test]
fn the_readme_lists_every_route_with_who_may_call_it() {
    let section = README.split("\n## Routes\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut listed: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for route in routes_of_row(cells[1]) {
            let who = match cells[2] {
                "read key" | "write key" | "admin token" | "the console" => cells[2],
                _ => "anyone",
            };
            assert_eq!(listed.insert(route, who.to_owned()), None, "{row}");
        }
    }
    let described: BTreeMap<(String, String), String> = document::operations()
        .iter()
        .map(|operation| {
            let who = match operation.who {
                Who::Anyone => "anyone",
                Who::Read => "read key",
                Who::Write => "write key",
                Who::Admin => "admin token",
                Who::Console => "the console",
            };
            let method = operation.route.method.as_str().to_owned();
            ((method, operation.path.to_owned()), who.to_owned())
        })
        .collect();
    // Files, which are served without the Worker.
    let of_worker = listed.into_iter().filter(|((_, path), _)| !path.starts_with("/w/"));
    assert_eq!(of_worker.collect::<BTreeMap<_, _>>(), described);
}
