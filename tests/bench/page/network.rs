//! Networks as Chromium's developer tools throttle them: its own presets, under their names.

use hearby_tests::browser::Browser;
use serde_json::json;

/// A network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    /// The preset's name.
    pub(crate) name: &'static str,
    down_kbit_s: f64,
    up_kbit_s: f64,
    latency_ms: f64,
}

/// Factor by which the page's processor is slowed down: a mid-range phone beside a desktop.
pub(crate) const CPU_SLOWDOWN: f64 = 4.0;

/// The presets: bandwidth at nine tenths, as the tools set it, and latency a request.
pub(crate) const ALL: [Network; 3] = [
    Network { name: "Fast 3G", down_kbit_s: 1_440.0, up_kbit_s: 675.0, latency_ms: 562.5 },
    Network { name: "4G", down_kbit_s: 8_100.0, up_kbit_s: 1_350.0, latency_ms: 165.0 },
    UNTHROTTLED,
];

/// This machine's own loopback.
pub(crate) const UNTHROTTLED: Network =
    Network { name: "not throttled", down_kbit_s: -1.0, up_kbit_s: -1.0, latency_ms: 0.0 };

impl Network {
    /// Makes the browser use this network and a slow processor.
    pub(crate) fn put_on(self, browser: &Browser) {
        let bytes_s = |kbit_s: f64| if kbit_s < 0.0 { -1.0 } else { kbit_s * 1_000.0 / 8.0 };
        browser.devtools("Network.enable", &json!({}));
        browser.devtools(
            "Network.emulateNetworkConditions",
            &json!({
                "offline": false,
                "latency": self.latency_ms,
                "downloadThroughput": bytes_s(self.down_kbit_s),
                "uploadThroughput": bytes_s(self.up_kbit_s),
            }),
        );
        browser.devtools("Emulation.setCPUThrottlingRate", &json!({"rate": CPU_SLOWDOWN}));
    }
}
