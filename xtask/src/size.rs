//! How large the site is, as a browser would fetch it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// What page and worker may weigh together, compressed: 1.2 MB.
pub(crate) const WASM_BUDGET: u64 = 1_200_000;

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

/// All wasm of the site, compressed.
pub(crate) fn wasm(folder: &Path) -> Outcome<u64> {
    let modules: Vec<PathBuf> = files(folder).into_iter().filter(|file| is_wasm(file)).collect();
    if modules.is_empty() {
        return Err(Failure::new(format!("there is no wasm in {}", folder.display())));
    }
    modules.iter().map(|file| compressed(file)).sum()
}

/// Sizes file by file, and the budget's line.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut text = format!("{:<44}{:>12}{:>12}\n", "file", "bytes", "brotli");
    let mut total = 0;
    for file in files(folder) {
        let bytes = fs::metadata(&file).map_err(|error| Failure::file("read", &file, &error))?.len();
        let small = compressed(&file)?;
        total += if is_wasm(&file) { small } else { 0 };
        let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        text.push_str(&format!("{name:<44}{bytes:>12}{small:>12}\n"));
    }
    text.push_str(&format!("{:<44}{:>12}{total:>12}  (budget {WASM_BUDGET})\n", "all wasm", ""));
    Ok(text)
}

fn is_wasm(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "wasm")
}
