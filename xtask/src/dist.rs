//! The static site: the page, built by Trunk into `dist/`, and the guide beside it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::arguments::Arguments;
use crate::failure::{Failure, Outcome};
use crate::guide;
use crate::offline;
use crate::paths;
use crate::process::Program;
use crate::size;
use crate::tools;

/// What the site is made from.
const INPUTS: [&str; 10] = [
    "src",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "xtask/src/offline.rs",
    "xtask/src/tools.rs",
];

/// `cargo xtask dist`.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let for_development = arguments.flag("--development");
    arguments.finish()?;
    let folder = if for_development {
        build_sealed_for_development()?
    } else {
        let folder = build()?;
        print!("{}", size::table(&folder)?);
        folder
    };
    println!("the site is in {}", folder.display());
    Ok(())
}

/// Builds the release site into `dist/`, unless what is there is newer than everything it is made from.
pub(crate) fn build() -> Outcome<PathBuf> {
    let folder = paths::root().join("dist");
    let stamp = paths::target()?.join("evenkeel-dist.stamp");
    if is_fresh(&folder, &stamp) {
        println!("dist/ is up to date");
    } else {
        build_page(&folder, &stamp)?;
    }
    // No part of the page: written anew without building it again.
    guide::build(&folder.join(guide::FOLDER))?;
    Ok(folder)
}

fn build_page(folder: &Path, stamp: &Path) -> Outcome {
    // What is changed while it builds is newer than the site.
    let begun = SystemTime::now();
    ensure_build_tools()?;
    tools::ensure_wasm_opt()?;
    tools::tidy()?;
    let name = build_name();
    trunk(&["--release"], folder, Some(&name))?;
    offline::seal(folder, &name)?;
    fs::write(stamp, stamp_text(folder))
        .and_then(|()| fs::File::options().write(true).open(stamp)?.set_modified(begun))
        .map_err(|error| Failure::file("write", stamp, &error))
}

/// Builds the site without optimisation into a folder of its own.
pub(crate) fn build_for_development() -> Outcome<PathBuf> {
    let folder = paths::target()?.join("site");
    ensure_build_tools()?;
    tools::tidy()?;
    trunk(&[], &folder, None)?;
    // The page's help leads to it.
    guide::build(&folder.join(guide::FOLDER))?;
    Ok(folder)
}

/// As [`build_for_development`], but with all that a service worker needs, as the release site has it.
fn build_sealed_for_development() -> Outcome<PathBuf> {
    let folder = paths::target()?.join("sealed-site");
    ensure_build_tools()?;
    tools::tidy()?;
    let name = build_name();
    trunk(&[], &folder, Some(&name))?;
    offline::seal(&folder, &name)?;
    Ok(folder)
}

fn ensure_build_tools() -> Outcome {
    tools::ensure_wasm_target()?;
    tools::ensure(tools::TRUNK)?;
    tools::ensure(tools::WASM_BINDGEN)
}

fn trunk(options: &[&str], folder: &Path, build: Option<&str>) -> Outcome {
    let page = paths::root().join("index.html");
    if !page.is_file() {
        return Err(Failure::new(format!(
            "there is no {}: the site has nothing to be built from",
            page.display()
        )));
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(|error| Failure::file("make", parent, &error))?;
    }
    let mut program = Program::new("trunk")?
        .args(&["build", "--offline", "--locked", "--public-url", "./", "--dist"])
        .args(&[folder])
        .args(options);
    if let Some(build) = build {
        program = program.env("EVENKEEL_BUILD", build);
    }
    program
        // Trunk takes NO_COLOR only as a word, and some systems set it to 1.
        .without_env("NO_COLOR")
        .run()
}

/// Names what the site is made from by its content: page and worker compare it and their addresses carry it,
/// since a browser may hold one of them from an earlier deploy.
fn build_name() -> String {
    let mut hasher = DefaultHasher::new();
    for input in INPUTS {
        let path = paths::root().join(input);
        let files = if path.is_dir() { size::files(&path) } else { vec![path] };
        for file in files {
            let name = file.strip_prefix(paths::root()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            (name, fs::read(&file).unwrap_or_default()).hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}

fn is_fresh(folder: &Path, stamp: &Path) -> bool {
    let made = fs::metadata(stamp).and_then(|facts| facts.modified());
    let (Ok(made), Ok(text)) = (made, fs::read_to_string(stamp)) else { return false };
    let newest = INPUTS.iter().filter_map(|input| newest_change(&paths::root().join(input))).max();
    folder.join("index.html").is_file()
        && text == stamp_text(folder)
        && newest.is_some_and(|newest| newest <= made)
}

/// Which page was built, file by file.
fn stamp_text(folder: &Path) -> String {
    let mut lines: Vec<String> = size::files(folder)
        .into_iter()
        .filter(|file| !file.starts_with(folder.join(guide::FOLDER)))
        .map(|file| {
            let bytes = fs::metadata(&file).map_or(0, |facts| facts.len());
            format!("{} {bytes}\n", file.display())
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// The latest change below `path`; a folder's own time tells of files removed from it.
fn newest_change(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).and_then(|facts| facts.modified()).ok();
    let below = fs::read_dir(path).ok().and_then(|entries| {
        entries.filter_map(Result::ok).filter_map(|entry| newest_change(&entry.path())).max()
    });
    own.max(below)
}
