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
const WRITTEN: [&str; 5] = ["index.d.ts", "index.js", "node.cjs", "node.js", "package.json"];
/// Scripts that are written by hand as modules, and whose CommonJS form is made of them.
const SCRIPTS: [&str; 4] = ["api", "data", "error", "options"];

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
        return Err(Failure::new(
            "wasm-pack made different modules for Node.js and the web: the package needs both",
        ));
    }
    optimise(&web.join(wasm), &folder.join(wasm))?;
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
    for name in SCRIPTS {
        let script = js.join("package").join(name).with_extension("js");
        copy(&script, &folder.join(name).with_extension("js"))?;
        let made = common_js(name, &text(&script)?)?;
        let path = folder.join(name).with_extension("cjs");
        fs::write(&path, made).map_err(|error| Failure::file("write", &path, &error))?;
    }
    Ok(folder)
}

/// Builds package and command, and runs the tests of `js/tests` against both.
pub(crate) fn test() -> Outcome<Counts> {
    let package = build()?;
    Program::cargo(&["build", "--locked", "--bin", "evenkeel"])?.run()?;
    let command = paths::target()?.join("debug").join(format!("evenkeel{}", std::env::consts::EXE_SUFFIX));
    let folder = paths::root().join("js").join("tests");
    node_packages::ensure(&folder)?;
    install(&package, &folder.join("node_modules").join("evenkeel"))?;
    let printed = Program::new("node")?
        .args(&["--test", "--test-reporter=tap"])
        .args(&test_files(&folder))
        .folder(&folder)
        .env("EVENKEEL_COMMAND", &command)
        .show_and_keep()?;
    Ok(Counts::from_tap(&printed.text).or_failed(printed.ok))
}

/// Lays the package where the tests find it by its name.
fn install(package: &Path, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::file("make", folder, &error))?;
    for file in size::files(package) {
        let Some(name) = file.file_name() else { continue };
        copy(&file, &folder.join(name))?;
    }
    Ok(())
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

/// Has the module made smaller and faster, for speed first.
fn optimise(from: &Path, to: &Path) -> Outcome {
    Program::new("wasm-opt")?.args(&["-O3", "-o"]).args(&[to, from]).run()
}

fn test_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".test.mjs")).collect();
    names.sort();
    names
}

/// A module for `require`. Of imports it may have those of names from a neighbour on one line, of
/// exports those of functions and classes where they are declared.
fn common_js(name: &str, module: &str) -> Outcome<String> {
    let mut names = Vec::new();
    let mut made = String::new();
    for line in module.lines() {
        if let Some(import) = line.strip_prefix("import ") {
            let (what, from) = import
                .split_once(" from \"./")
                .and_then(|(what, from)| Some((what, from.strip_suffix(".js\";")?)))
                .filter(|(what, _)| what.starts_with('{'))
                .ok_or_else(|| not_plain(name, line))?;
            made.push_str(&format!("const {what} = require(\"./{from}.cjs\");\n"));
        } else if let Some(declared) = line.strip_prefix("export ") {
            let rest =
                ["function* ", "function ", "class "].iter().find_map(|word| declared.strip_prefix(word));
            let end = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let exported =
                rest.and_then(|rest| rest.get(..end(rest)?)).ok_or_else(|| not_plain(name, line))?;
            names.push(exported.to_owned());
            made.push_str(&format!("{declared}\n"));
        } else {
            made.push_str(&format!("{line}\n"));
        }
    }
    made.push_str(&format!("\nmodule.exports = {{ {} }};\n", names.join(", ")));
    Ok(made)
}

fn not_plain(name: &str, line: &str) -> Failure {
    Failure::new(format!("js/package/{name}.js: `{line}` cannot be turned into CommonJS by the task"))
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
    fn modules_become_common_js() {
        let module =
            "import { b, c } from \"./d.js\";\n\nexport class A extends b {}\n\nexport function* e() {}\n";
        let expected = "const { b, c } = require(\"./d.cjs\");\n\nclass A extends b {}\n\nfunction* e() {}\n\n\
            module.exports = { A, e };\n";
        assert_eq!(common_js("a", module).as_deref(), Ok(expected));
        for line in ["import d from \"./d.js\";", "import {", "export default a;", "export const a = 1;"] {
            assert!(common_js("a", line).is_err(), "{line}");
        }
    }

    #[test]
    fn versions_agree() {
        let js = paths::root().join("js");
        let cargo = text(&paths::root().join("Cargo.toml")).expect("Cargo.toml is there");
        let version =
            cargo.lines().find_map(|line| line.strip_prefix("version = ")).expect("it has a version");
        assert!(
            text(&js.join("Cargo.toml")).is_ok_and(|it| it.contains(&format!("\nversion = {version}\n")))
        );
        let package = text(&js.join("package").join("package.json")).expect("package.json is there");
        assert!(package.contains(&format!("\"version\": {version},")));
        let api = text(&js.join("package").join("api.js")).expect("api.js is there");
        assert!(api.contains(&format!("const VERSION = {version};")));
    }
}
