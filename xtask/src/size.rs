//! How large the site is, as a browser would fetch it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::guide;

/// What the wasm of a first load may weigh, compressed: 1.2 MB.
pub(crate) const WASM_BUDGET: u64 = 1_200_000;

/// Modules that every visit loads. The trainer is fetched when a model is first trained, read or used.
const FIRST_LOAD: [&str; 2] = ["page", "worker"];

/// Every file below `folder`.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Bytes of a file after brotli at its best quality, as static hosts serve it.
pub(crate) fn compressed(file: &Path) -> Outcome<u64> {
    let raw = fs::read(file).map_err(|error| Failure::file("read", file, &error))?;
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, 11, 22);
    writer.write_all(&raw).map_err(|error| Failure::file("compress", file, &error))?;
    drop(writer);
    Ok(small.len() as u64)
}

/// The wasm of a first load, compressed: that of page and worker.
pub(crate) fn first_load(folder: &Path) -> Outcome<u64> {
    let found = files(folder);
    let modules: Vec<&PathBuf> = found.iter().filter(|file| is_first_load(file)).collect();
    if modules.len() != FIRST_LOAD.len() {
        return Err(Failure::new(format!(
            "{} holds {} wasm modules of {}",
            folder.display(),
            modules.len(),
            FIRST_LOAD.join(" and ")
        )));
    }
    modules.into_iter().map(|file| compressed(file)).sum()
}

/// Sizes of the page file by file, and the budget's line.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut text = format!("{:<44}{:>12}{:>12}\n", "file", "bytes", "brotli");
    let (mut first, mut later) = (0, 0);
    for file in files(folder).into_iter().filter(|file| !file.starts_with(folder.join(guide::FOLDER))) {
        let bytes = fs::metadata(&file).map_err(|error| Failure::file("read", &file, &error))?.len();
        let small = compressed(&file)?;
        if is_first_load(&file) {
            first += small;
        } else if is_wasm(&file) {
            later += small;
        }
        let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        text.push_str(&format!("{name:<44}{bytes:>12}{small:>12}\n"));
    }
    text.push_str(&format!("{:<44}{:>12}{first:>12}  (budget {WASM_BUDGET})\n", "wasm of a first load", ""));
    text.push_str(&format!(
        "{:<44}{:>12}{later:>12}  (no part of the budget)\n",
        "wasm fetched when needed", ""
    ));
    Ok(text)
}

fn is_first_load(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // A module that is fetched by name has no hash in it: `worker_bg.wasm` beside `page-1a2b_bg.wasm`.
    let stem = name.split(['-', '_']).next().unwrap_or_default();
    is_wasm(file) && FIRST_LOAD.contains(&stem)
}

fn is_wasm(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "wasm")
}
