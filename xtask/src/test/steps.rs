//! The steps of `cargo xtask test`: their names and their order.

/// A step, which is run and reported separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// rustfmt finds nothing to change.
    Fmt,
    /// clippy reports nothing for any crate, on the host.
    Clippy,
    /// Licences, bans and sources of dependencies.
    Deny,
    /// Known faults of crates and npm packages, where the databases can be reached.
    Advisories,
    /// The rules of time zones are the newest.
    Zones,
    /// Unit and doc tests of the default members, on the host.
    Host,
    /// The loader's own tests, in Node.
    Loader,
    /// The npm package: types, contents, bundlers, servers.
    Package,
    /// The console's pictures, drawn in Node.
    Charts,
    /// Widget, loader and Worker can be built.
    Build,
    /// A visitor's downloads keep to the budgets.
    Size,
    /// The archive: packaged twice, unpacked, deployed to a stand-in, run and killed; the demo on it.
    Deploy,
    /// The built Worker in workerd, the built widget in browsers.
    E2e,
    /// Requests generated from the API's description, good and bad.
    Api,
    /// Ratios to the peers and to plain JavaScript, in the bench's quick form.
    Bench,
}

impl Step {
    pub(crate) const ALL: [Step; 15] = [
        Step::Fmt,
        Step::Clippy,
        Step::Deny,
        Step::Advisories,
        Step::Zones,
        Step::Host,
        Step::Loader,
        Step::Package,
        Step::Charts,
        Step::Build,
        Step::Size,
        Step::Deploy,
        Step::E2e,
        Step::Api,
        Step::Bench,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Step::Fmt => "fmt",
            Step::Clippy => "clippy",
            Step::Deny => "deny",
            Step::Advisories => "advisories",
            Step::Zones => "zones",
            Step::Host => "host",
            Step::Loader => "loader",
            Step::Package => "package",
            Step::Charts => "charts",
            Step::Build => "build",
            Step::Size => "size",
            Step::Deploy => "deploy",
            Step::E2e => "e2e",
            Step::Api => "api",
            Step::Bench => "bench",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// True if its tests can be run by name.
    pub(crate) fn has_named_tests(self) -> bool {
        matches!(self, Step::Host | Step::E2e)
    }

    /// True if this step tests the build, so that it is skipped after a failed build.
    pub(super) fn needs_build(self) -> bool {
        matches!(self, Step::Size | Step::Deploy | Step::E2e | Step::Api | Step::Bench)
    }
}
