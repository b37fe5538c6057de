//! The charts of a full run: the weight of a page view, and the time until a survey is there.
//!
//! In: the choice of values. Not in: drawing (`hearby_tests::figures`), and the goals (`report`).

use std::{fs, path::Path};

use hearby_tests::figures::{Bar, Bars, Group, thousands};

use crate::{
    contender::{self, Contender},
    measure::{Cache, Visit},
    network::{self, CPU_SLOWDOWN},
    report::Sample,
};

/// Contenders with nothing to ask. The limit and Sentry's bundle are one file, the same whether
/// they ask or not, so they stand only below.
const IDLE: [Contender; 2] = [contender::HEARBY_IDLE, contender::POSTHOG_IDLE];

/// Contenders that ask at once.
const DUE: [Contender; 4] =
    [contender::VANILLA_DUE, contender::HEARBY_DUE, contender::SENTRY_DUE, contender::POSTHOG_DUE];

/// Writes the charts beside the report, and returns the Markdown that shows them.
pub(crate) fn write(samples: &[Sample], rounds: usize, folder: &Path) -> String {
    let rounds = match rounds {
        1 => "one round".to_owned(),
        n => format!("medians of {n} rounds with their ranges"),
    };
    let charts = [
        ("page-bytes.svg", "What a page downloads", bytes(samples, &rounds)),
        ("page-popup.svg", "How soon the survey is there", popup(samples, &rounds)),
    ];
    let mut text = String::new();
    for (file, meaning, chart) in charts {
        let Some(chart) = chart else { continue };
        fs::write(folder.join(file), chart).expect("charts can be written");
        text += &format!("\n![{meaning}]({file})\n");
    }
    text
}

fn bytes(samples: &[Sample], rounds: &str) -> Option<String> {
    let network = network::UNTHROTTLED.name;
    let group = |name: &str, contenders: &[Contender]| Group {
        name: name.to_owned(),
        bars: bars(samples, contenders, network, |visit| {
            Some(visit.script_bytes + visit.wasm_bytes + visit.other_bytes)
        }),
    };
    let groups = [
        group("a page view with nothing to ask", &IDLE),
        group("a page view that shows a survey", &DUE),
    ];
    let note = format!("First visit, brotli, headers included; {rounds}.");
    let written = |bytes: f64| format!("{} KB", thousands(bytes / 1_000.0));
    let title = "What a page downloads";
    Bars { title, note: &note, groups: &groups, has_one_scale: true, written }.svg()
}

fn popup(samples: &[Sample], rounds: &str) -> Option<String> {
    let groups = network::ALL.map(|network| Group {
        name: network.name.to_owned(),
        bars: bars(samples, &DUE, network.name, |visit| visit.shown_ms),
    });
    let note = format!(
        "First visit, processor slowed {CPU_SLOWDOWN} times; {rounds}. Each network has its own scale."
    );
    let written = |ms: f64| format!("{} ms", thousands(ms.round()));
    let title = "From navigation to the survey";
    Bars { title, note: &note, groups: &groups, has_one_scale: false, written }.svg()
}

/// Returns each contender's median and range of a value, at first visits over a network.
fn bars(
    samples: &[Sample],
    contenders: &[Contender],
    network: &str,
    of: fn(&Visit) -> Option<f64>,
) -> Vec<Bar> {
    let bar = |contender: &Contender| {
        let its = |sample: &&Sample| {
            (sample.contender, sample.occasion) == (contender.name, contender.occasion)
                && sample.network == network
                && sample.cache == Cache::Cold
        };
        let visits = samples.iter().filter(its);
        let mut values: Vec<f64> = visits.filter_map(|sample| of(&sample.visit)).collect();
        values.sort_by(f64::total_cmp);
        let range = (*values.first()?, *values.last()?);
        let value = f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2]);
        let name = contender.name.split(',').next().unwrap_or_default().to_owned();
        Some(Bar { is_ours: name == "Hearby", name, value, range })
    };
    contenders.iter().filter_map(bar).collect()
}
