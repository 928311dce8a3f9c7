//! What only the operating system's package manager can bring: Chromium and Node.js.

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::process::{self, Program};

/// Oldest major version of Node.js that Playwright and binaryen are used with.
const OLDEST_NODE: u32 = 20;

/// A browser and the program that steers it.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    /// Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// Its chromedriver.
    pub(crate) driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them where apt is at hand.
pub(crate) fn ensure_browser() -> Outcome<Browser> {
    if let Some(browser) = find_browser()? {
        return Ok(browser);
    }
    install(&["chromium", "chromium-driver"]).map_err(|_| no_browser())?;
    find_browser()?.ok_or_else(no_browser)
}

/// Makes sure that npm and a Node.js that is new enough are there.
pub(crate) fn ensure_node() -> Outcome {
    let has_node =
        || -> Outcome<bool> { Ok(process::which("node")?.is_some() && process::which("npm")?.is_some()) };
    if !has_node()? {
        install(&["nodejs", "npm"]).map_err(|_| no_node("is not installed"))?;
    }
    let version = Program::new("node")?.args(&["--version"]).capture()?.text;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(no_node(&format!("is version {} here", version.trim()))),
    }
}

/// Whether this machine can compile the C++ part of the fuzzer.
pub(crate) fn has_cxx() -> Outcome<bool> {
    Ok(process::which("c++")?.is_some()
        || process::which("g++")?.is_some()
        || process::which("clang++")?.is_some())
}

/// Looks at `CHROMIUM` and `CHROMEDRIVER`, then at the usual names.
fn find_browser() -> Outcome<Option<Browser>> {
    let chromium = named_or_found(
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    )?;
    let driver = named_or_found("CHROMEDRIVER", &["chromedriver"])?;
    Ok(match (chromium, driver) {
        (Some(chromium), Some(driver)) => Some(Browser { chromium, driver }),
        _ => None,
    })
}

fn named_or_found(variable: &str, names: &[&str]) -> Outcome<Option<PathBuf>> {
    if let Some(file) = env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file()) {
        return Ok(Some(file));
    }
    for name in names {
        if let Some(file) = process::which(name)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// Installs Debian packages, if we may do so without asking for a password.
fn install(packages: &[&str]) -> Outcome {
    let by_hand = || Failure::new(format!("{} cannot be installed from here", packages.join(" and ")));
    if process::which("apt-get")?.is_none() {
        return Err(by_hand());
    }
    let is_root = Program::new("id")?.args(&["-u"]).capture().is_ok_and(|printed| printed.text.trim() == "0");
    let has_sudo = !is_root
        && process::which("sudo")?.is_some()
        && Program::new("sudo")?.args(&["-n", "true"]).capture().is_ok_and(|printed| printed.ok);
    if !is_root && !has_sudo {
        return Err(by_hand());
    }
    println!("installing {} with apt", packages.join(" and "));
    let apt = |words: &[&str]| -> Outcome {
        let program =
            if is_root { Program::new("apt-get")? } else { Program::new("sudo")?.args(&["-n", "apt-get"]) };
        program.args(words).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends"]
        .iter()
        .chain(packages)
        .copied()
        .collect::<Vec<_>>())
}

fn no_browser() -> Failure {
    Failure::new(
        "Chromium and chromedriver are needed for the browser tests: install them (on Debian and Ubuntu: \
         `sudo apt-get install chromium chromium-driver`), or point CHROMIUM and CHROMEDRIVER at them, and run this again",
    )
}

fn no_node(how: &str) -> Failure {
    Failure::new(format!(
        "Node.js {OLDEST_NODE} or newer with npm is needed for wasm-opt and the browser tests, and {how}: \
         install it (nodejs.org, or your system's packages) and run this again"
    ))
}

/// 20 of `v20.1.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nodes_version() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("command not found"), None);
    }
}
