//! End-to-end tests: the release build below a sub-path, in a real browser.

use std::fs;
use std::thread;

use crate::counts::Counts;
use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::node_packages;
use crate::paths;
use crate::process::Program;
use crate::server::Server;
use crate::system;

/// A static host such as GitHub Pages serves a project below a path like this.
const SUB_PATH: &str = "/some/sub/path/";

/// Builds the site and the command, and runs Playwright against them.
pub(crate) fn run() -> Outcome<Counts> {
    let browser = system::ensure_browser()?;
    system::ensure_node()?;
    let folder = paths::root().join("tests").join("e2e");
    node_packages::ensure(&folder)?;
    let site = dist::build()?;
    // The tests hold the page's numbers against the command's.
    Program::cargo(&["build", "--locked", "--bin", "evenkeel"])?.run()?;
    let command = paths::target()?.join("debug").join(format!("evenkeel{}", std::env::consts::EXE_SUFFIX));

    let server = Server::bind(&site, SUB_PATH, 0)?;
    let url = server.url();
    thread::spawn(move || server.serve());

    let report = paths::target()?.join("e2e.json");
    if report.is_file() {
        fs::remove_file(&report).map_err(|error| Failure::file("remove", &report, &error))?;
    }
    let printed = Program::new("node")?
        .args(&["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"])
        .folder(&folder)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("EVENKEEL_URL", url)
        .env("EVENKEEL_SITE", &site)
        .env("EVENKEEL_COMMAND", &command)
        .env("CHROMIUM", &browser.chromium)
        .show_and_keep()?;
    let text = fs::read_to_string(&report)
        .map_err(|_| Failure::new("Playwright ended without a report: its own message stands above"))?;
    let counts = Counts::from_playwright(&text)
        .ok_or_else(|| Failure::new(format!("{} is not a report of Playwright", report.display())))?;
    Ok(counts.or_failed(printed.ok))
}
