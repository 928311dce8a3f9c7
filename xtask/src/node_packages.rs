//! Node packages that tests need, installed as their lock file says.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::process::Program;

/// Installs the packages of a folder unless exactly these are there.
pub(crate) fn ensure(folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read_to_string(&lock).map_err(|error| Failure::file("read", &lock, &error))?;
    let stamp = folder.join("node_modules").join(".evenkeel-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing the Node packages of {}", folder.display());
    Program::new("npm")?
        .args(&["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .folder(folder)
        // The browser is the system's; Playwright shall not fetch one.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run()?;
    fs::write(&stamp, wanted).map_err(|error| Failure::file("write", &stamp, &error))
}
