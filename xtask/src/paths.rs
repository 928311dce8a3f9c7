//! Where things are: the project, the cache folder, build output.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The project's top folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder that outlives a clone: `$EVENKEEL_CACHE`, or `~/.cache/evenkeel`.
pub(crate) fn cache() -> Outcome<PathBuf> {
    if let Some(folder) = env::var_os("EVENKEEL_CACHE").filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).filter(|home| !home.is_empty());
    match home {
        Some(home) => Ok(PathBuf::from(home).join(".cache").join("evenkeel")),
        None => Err(Failure::new("there is no home folder to keep tools in: set EVENKEEL_CACHE to a folder")),
    }
}

/// Where `cargo install` puts our tools.
pub(crate) fn tools() -> Outcome<PathBuf> {
    Ok(cache()?.join("tools"))
}

/// Whether a build service runs us.
pub(crate) fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Build output: `$CARGO_TARGET_DIR`, on a build service a folder that outlives the clone, else `target/`.
pub(crate) fn target() -> Outcome<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()) {
        let folder = PathBuf::from(folder);
        return Ok(if folder.is_absolute() { folder } else { root().join(folder) });
    }
    if in_ci() { Ok(cache()?.join("build")) } else { Ok(root().join("target")) }
}
