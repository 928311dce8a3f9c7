//! The JavaScript package: `cargo xtask package`, and its tests in Node.js.

use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::counts::Counts;
use crate::failure::{Failure, Outcome};
use crate::node_packages;
use crate::paths;
use crate::process::Program;
use crate::size;
use crate::system;
use crate::tools;

/// Files of the package that are written by hand, in `js/package/`.
const WRITTEN: [&str; 6] = ["api.js", "index.d.ts", "index.js", "node.cjs", "node.js", "package.json"];
/// The export in `api.js`, and what stands for it in `api.cjs`.
const EXPORT: &str = "export function createApi(";
const COMMON: &str = "exports.createApi = createApi;\n\nfunction createApi(";

/// `cargo xtask package`.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    arguments.finish()?;
    let folder = build()?;
    Program::new("npm")?.args(&["pack", "--dry-run", "--loglevel=error"]).folder(&folder).run()?;
    let wasm = folder.join("engine_bg.wasm");
    let bytes = fs::metadata(&wasm).map_err(|error| Failure::file("read", &wasm, &error))?.len();
    println!("engine_bg.wasm: {bytes} bytes, {} with brotli", size::compressed(&wasm)?);
    println!("the package is in {}", folder.display());
    Ok(())
}

/// Builds the package into `target/js-package/`, ready for `npm pack`.
pub(crate) fn build() -> Outcome<PathBuf> {
    system::ensure_node()?;
    tools::ensure_wasm_target()?;
    tools::ensure(tools::WASM_BINDGEN)?;
    tools::ensure(tools::WASM_PACK)?;
    tools::ensure_wasm_opt()?;
    tools::tidy()?;
    let node = wasm_pack("nodejs")?;
    let web = wasm_pack("web")?;
    let folder = paths::target()?.join("js-package");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|error| Failure::file("remove", &folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| Failure::file("make", &folder, &error))?;

    // The two differ in the scripts around the module; one module serves both.
    let wasm = "engine_bg.wasm";
    if read(&node.join(wasm))? != read(&web.join(wasm))? {
        return Err(Failure::new("wasm-pack made different modules for Node.js and the web: the package needs both"));
    }
    copy(&web.join(wasm), &folder.join(wasm))?;
    copy(&node.join("engine.js"), &folder.join("engine.cjs"))?;
    copy(&web.join("engine.js"), &folder.join("engine.js"))?;

    let js = paths::root().join("js");
    for name in WRITTEN {
        copy(&js.join("package").join(name), &folder.join(name))?;
    }
    copy(&js.join("package").join("index.d.ts"), &folder.join("index.d.cts"))?;
    copy(&js.join("README.md"), &folder.join("README.md"))?;
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&paths::root().join(name), &folder.join(name))?;
    }
    let api = common_js(&text(&js.join("package").join("api.js"))?)?;
    let path = folder.join("api.cjs");
    fs::write(&path, api).map_err(|error| Failure::file("write", &path, &error))?;
    Ok(folder)
}

/// Builds package and command, and runs the tests of `js/tests` against both.
pub(crate) fn test() -> Outcome<Counts> {
    let package = build()?;
    Program::cargo(&["build", "--locked", "--bin", "evenkeel"])?.run()?;
    let command = paths::target()?.join("debug").join(format!("evenkeel{}", std::env::consts::EXE_SUFFIX));
    let folder = paths::root().join("js").join("tests");
    node_packages::ensure(&folder)?;
    let printed = Program::new("node")?
        .args(&["--test", "--test-reporter=tap"])
        .args(&test_files(&folder))
        .folder(&folder)
        .env("EVENKEEL_PACKAGE", &package)
        .env("EVENKEEL_COMMAND", &command)
        .show_and_keep()?;
    Ok(Counts::from_tap(&printed.text).or_failed(printed.ok))
}

/// Builds for a target of wasm-pack and gives the folder; only the first one compiles.
fn wasm_pack(target: &str) -> Outcome<PathBuf> {
    let folder = paths::target()?.join("js-build").join(target);
    Program::new("wasm-pack")?
        .args(&["build", "js", "--release", "--mode", "no-install", "--no-typescript", "--no-pack"])
        .args(&["--target", target, "--out-name", "engine", "--out-dir"])
        .args(&[&folder])
        .args(&["--", "--locked"])
        .run()?;
    Ok(folder)
}

fn test_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".test.mjs")).collect();
    names.sort();
    names
}

/// `api.js` for `require`.
fn common_js(api: &str) -> Outcome<String> {
    if api.matches(EXPORT).count() != 1 || api.matches("\nexport ").count() != 1 || api.contains("\nimport ") {
        return Err(Failure::new(format!(
            "js/package/api.js must have `{EXPORT}` as its only export and import nothing"
        )));
    }
    Ok(api.replacen(EXPORT, COMMON, 1))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(|error| Failure::file("copy", from, &error))
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::file("read", path, &error))
}

fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_export_becomes_common_js() {
        let made = common_js("// About.\n\nexport function createApi(engine) {}\n");
        let expected = "// About.\n\nexports.createApi = createApi;\n\nfunction createApi(engine) {}\n";
        assert_eq!(made.as_deref(), Ok(expected));
        assert!(common_js("export function other() {}\n").is_err());
        assert!(common_js("\nimport x from 'y';\nexport function createApi() {}\n").is_err());
    }

    #[test]
    fn versions_agree() {
        let js = paths::root().join("js");
        let cargo = text(&paths::root().join("Cargo.toml")).expect("Cargo.toml is there");
        let version = cargo.lines().find_map(|line| line.strip_prefix("version = ")).expect("it has a version");
        assert!(text(&js.join("Cargo.toml")).is_ok_and(|it| it.contains(&format!("\nversion = {version}\n"))));
        let package = text(&js.join("package").join("package.json")).expect("package.json is there");
        assert!(package.contains(&format!("\"version\": {version},")));
        let api = text(&js.join("package").join("api.js")).expect("api.js is there");
        assert!(api.contains(&format!("const VERSION = {};", version.replace('"', "'"))));
    }
}
