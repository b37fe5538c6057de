//! The browsers that tests drive, and their WebDriver programs.
//!
//! In: finding them, installing them as root on Debian, naming the missing ones elsewhere. Not in:
//! driving them.

use std::{fs, path::PathBuf};

use crate::{
    apt,
    error::{Error, Result},
    paths::Paths,
    process, tools,
};

/// Browsers for the tests. Chromium and WebKitGTK are required; Firefox is tested if it is
/// installed.
#[derive(Debug, Clone)]
pub(crate) struct Browsers {
    chromium: Option<PathBuf>,
    chromedriver: Option<PathBuf>,
    webkit_driver: Option<PathBuf>,
    minibrowser: Option<PathBuf>,
    xvfb: Option<PathBuf>,
    firefox: Option<PathBuf>,
    geckodriver: Option<PathBuf>,
}

/// Debian packages to install. The fonts are for the popup's languages.
const PACKAGES: [&str; 7] = [
    "chromium",
    "chromium-driver",
    "webkit2gtk-driver",
    "xvfb",
    "firefox-esr",
    "fonts-noto-core",
    "fonts-noto-cjk",
];

/// Finds Chromium, or installs it if that is allowed.
///
/// # Errors
/// When apt-get fails.
pub(super) fn chromium(paths: &Paths) -> Result<Option<PathBuf>> {
    Ok(installed(paths)?.chromium)
}

/// Finds the browsers, or installs them if that is allowed.
///
/// # Errors
/// [`Error::Missing`] with the names of the missing programs.
pub(crate) fn get(paths: &Paths) -> Result<Browsers> {
    let mut browsers = installed(paths)?;
    let missing = browsers.missing();
    if !missing.is_empty() {
        return Err(Error::Missing {
            what: format!("The browser tests need {}.", missing.join(", ")),
            run: "sudo apt-get install chromium chromium-driver webkit2gtk-driver xvfb".into(),
        });
    }
    if browsers.firefox.is_some() && browsers.geckodriver.is_none() {
        browsers.geckodriver = Some(tools::get(paths, tools::GECKODRIVER)?);
    }
    Ok(browsers)
}

impl Browsers {
    /// Returns the environment variables by which the tests get every path.
    pub(crate) fn variables(&self) -> Vec<(&'static str, &PathBuf)> {
        let firefox = self.firefox.as_ref().zip(self.geckodriver.as_ref());
        [
            ("HEARBY_CHROMIUM", self.chromium.as_ref()),
            ("HEARBY_CHROMEDRIVER", self.chromedriver.as_ref()),
            ("HEARBY_WEBKIT_DRIVER", self.webkit_driver.as_ref()),
            ("HEARBY_MINIBROWSER", self.minibrowser.as_ref()),
            ("HEARBY_FIREFOX", firefox.map(|(firefox, _)| firefox)),
            ("HEARBY_GECKODRIVER", firefox.map(|(_, driver)| driver)),
        ]
        .into_iter()
        .filter_map(|(name, path)| Some((name, path?)))
        .collect()
    }

    /// True if Firefox is tested, too.
    pub(super) const fn has_firefox(&self) -> bool {
        self.firefox.is_some() && self.geckodriver.is_some()
    }

    pub(super) fn xvfb(&self) -> Option<&PathBuf> {
        self.xvfb.as_ref()
    }

    fn missing(&self) -> Vec<&'static str> {
        [
            ("chromium", &self.chromium),
            ("chromedriver", &self.chromedriver),
            ("WebKitWebDriver", &self.webkit_driver),
            ("MiniBrowser of WebKitGTK", &self.minibrowser),
            ("Xvfb", &self.xvfb),
        ]
        .into_iter()
        .filter_map(|(name, path)| path.is_none().then_some(name))
        .collect()
    }
}

fn installed(paths: &Paths) -> Result<Browsers> {
    let browsers = find(paths);
    if browsers.missing().is_empty() || !apt::may_install() {
        return Ok(browsers);
    }
    apt::install(&PACKAGES)?;
    Ok(find(paths))
}

fn find(paths: &Paths) -> Browsers {
    let first = |names: &[&str]| names.iter().find_map(|name| process::find(name));
    Browsers {
        chromium: first(&["chromium", "chromium-browser", "google-chrome"]),
        chromedriver: first(&["chromedriver"]),
        webkit_driver: first(&["WebKitWebDriver"]),
        minibrowser: minibrowser(),
        xvfb: first(&["Xvfb"]),
        firefox: first(&["firefox-esr", "firefox"]),
        geckodriver: tools::find(paths, tools::GECKODRIVER).or_else(|| first(&["geckodriver"])),
    }
}

/// Finds MiniBrowser, which is not in PATH: `/usr/lib/{machine}/webkit2gtk-4.1/MiniBrowser`, or
/// without `{machine}`.
fn minibrowser() -> Option<PathBuf> {
    let libraries = ["/usr/lib", "/usr/lib64", "/usr/libexec"].map(PathBuf::from);
    let machines =
        fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let folders: Vec<PathBuf> = libraries.into_iter().chain(machines).collect();
    ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"]
        .iter()
        .flat_map(|version| {
            folders.iter().map(move |folder| folder.join(version).join("MiniBrowser"))
        })
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_browsers_are_named_and_firefox_is_not_among_them() {
        let some = || Some(PathBuf::from("x"));
        let browsers = Browsers {
            chromium: some(),
            chromedriver: None,
            webkit_driver: some(),
            minibrowser: None,
            xvfb: some(),
            firefox: None,
            geckodriver: None,
        };
        assert_eq!(browsers.missing(), ["chromedriver", "MiniBrowser of WebKitGTK"]);
    }

    #[test]
    fn firefox_is_named_to_the_tests_only_with_its_driver() {
        let some = || Some(PathBuf::from("x"));
        let browsers = Browsers {
            chromium: some(),
            chromedriver: some(),
            webkit_driver: some(),
            minibrowser: some(),
            xvfb: some(),
            firefox: some(),
            geckodriver: None,
        };
        let names = |browsers: &Browsers| -> Vec<&str> {
            browsers.variables().into_iter().map(|(name, _)| name).collect()
        };
        assert!(!names(&browsers).contains(&"HEARBY_FIREFOX"));
        let with_driver = Browsers { geckodriver: some(), ..browsers };
        assert!(names(&with_driver).contains(&"HEARBY_FIREFOX"));
        assert!(names(&with_driver).contains(&"HEARBY_GECKODRIVER"));
    }
}
