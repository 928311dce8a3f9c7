//! Build tools at the versions that the project is built with.
//!
//! A tool on `PATH` of exactly the right version is used. Else it is installed
//! into the cache folder, which later runs and other clones find.

use std::fs;

use crate::failure::{Failure, Outcome};
use crate::paths;
use crate::process::{self, Program};
use crate::system;

/// A program that `cargo install` builds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// Name of the program.
    program: &'static str,
    /// Name of the crate it comes from.
    package: &'static str,
    version: &'static str,
    /// Further words for `cargo install`.
    options: &'static [&'static str],
}

/// Builds the site.
pub(crate) const TRUNK: Tool = Tool { program: "trunk", package: "trunk", version: "0.21.14", options: &[] };

/// Writes the glue between wasm and the browser; must be exactly the library's version in `Cargo.toml`.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    program: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.129",
    options: &["--no-default-features"],
};

/// Runs wasm tests in a browser.
pub(crate) const WASM_PACK: Tool =
    Tool { program: "wasm-pack", package: "wasm-pack", version: "0.15.1", options: &[] };

/// Judges licences and sources of dependencies.
pub(crate) const CARGO_DENY: Tool =
    Tool { program: "cargo-deny", package: "cargo-deny", version: "0.20.2", options: &[] };

/// Feeds random bytes to the CSV reader.
pub(crate) const CARGO_FUZZ: Tool =
    Tool { program: "cargo-fuzz", package: "cargo-fuzz", version: "0.13.2", options: &[] };

/// Makes the guide of `docs/`.
pub(crate) const MDBOOK: Tool = Tool {
    program: "mdbook",
    package: "mdbook",
    version: "0.5.4",
    options: &["--no-default-features", "--features", "search"],
};

const BINARYEN: &str = "132.0.0";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that `tool` can be run.
pub(crate) fn ensure(tool: Tool) -> Outcome {
    if has(tool)? {
        return Ok(());
    }
    println!("installing {} {} (once; kept in {})", tool.package, tool.version, paths::tools()?.display());
    let folder = paths::tools()?;
    make_folder(&folder)?;
    let build = folder.join("target");
    Program::new("cargo")?
        .args(&["install", "--quiet", "--locked", tool.package, "--version", tool.version, "--force", "--root"])
        .args(&[&folder])
        .args(tool.options)
        .folder(&folder)
        .env("CARGO_TARGET_DIR", &build)
        // Tools run for seconds: building them fast is worth more than fast tools.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .run()
        .map_err(|failure| {
            Failure::new(format!(
                "{} {} could not be installed ({failure}): install it by hand with `cargo install --locked {} --version {}`",
                tool.package, tool.version, tool.package, tool.version
            ))
        })?;
    if has(tool)? {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "{} was installed but does not report version {}",
            tool.program, tool.version
        )))
    }
}

/// Throws away what building the tools left behind; the tools stay.
pub(crate) fn tidy() -> Outcome {
    let build = paths::tools()?.join("target");
    if build.is_dir() {
        fs::remove_dir_all(&build).map_err(|error| Failure::file("remove", &build, &error))?;
    }
    Ok(())
}

/// Makes sure that rustc can build for the browser.
pub(crate) fn ensure_wasm_target() -> Outcome {
    let libdir =
        Program::new("rustc")?.args(&["--print", "target-libdir", "--target", WASM_TARGET]).capture()?;
    let there = libdir.text.lines().next().is_some_and(|line| std::path::Path::new(line.trim()).is_dir());
    if libdir.ok && there {
        return Ok(());
    }
    println!("adding the {WASM_TARGET} target");
    Program::new("rustup")?.args(&["target", "add", WASM_TARGET]).run().map_err(|failure| {
        Failure::new(format!(
            "{failure}: add the target {WASM_TARGET} to your Rust installation and run this again"
        ))
    })
}

/// Makes sure that a component of the toolchain, such as `clippy`, is there.
pub(crate) fn ensure_component(component: &str, program: &str) -> Outcome {
    if Program::new(program)?.args(&["--version"]).capture().is_ok_and(|printed| printed.ok) {
        return Ok(());
    }
    println!("adding the {component} component");
    Program::new("rustup")?.args(&["component", "add", component]).run()
}

/// Makes sure that the right `wasm-opt` comes first on `PATH`; others break the module or are refused by browsers.
pub(crate) fn ensure_wasm_opt() -> Outcome {
    if has_wasm_opt()? {
        return Ok(());
    }
    system::ensure_node()?;
    println!("installing binaryen {BINARYEN} (once)");
    let folder = paths::tools()?.join("binaryen");
    make_folder(&folder)?;
    let manifest = folder.join("package.json");
    fs::write(&manifest, "{\"private\":true}\n")
        .map_err(|error| Failure::file("write", &manifest, &error))?;
    Program::new("npm")?
        .args(&["install", "--no-audit", "--no-fund", "--loglevel=error", "--save-exact"])
        .args(&[format!("binaryen@{BINARYEN}")])
        .folder(&folder)
        .run()?;
    if has_wasm_opt()? {
        Ok(())
    } else {
        Err(Failure::new("npm installed binaryen, but its wasm-opt does not run"))
    }
}

fn has_wasm_opt() -> Outcome<bool> {
    let major = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    reports("wasm-opt", major)
}

fn has(tool: Tool) -> Outcome<bool> {
    reports(tool.program, tool.version)
}

/// Whether `program` exists and names `version` as a word of its own.
fn reports(program: &str, version: &str) -> Outcome<bool> {
    if process::which(program)?.is_none() {
        return Ok(false);
    }
    let printed = Program::new(program)?.args(&["--version"]).capture();
    Ok(printed.is_ok_and(|printed| printed.ok && names_version(&printed.text, version)))
}

fn names_version(text: &str, version: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .any(|word| word.strip_prefix('v').unwrap_or(word) == version)
}

fn make_folder(folder: &std::path::Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::file("make", folder, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(names_version("mdbook v0.5.4", "0.5.4"));
        assert!(!names_version("trunk 0.21.140", "0.21.14"));
        assert!(!names_version("wasm-opt version 108", "132"));
    }

    #[test]
    fn the_wasm_bindgen_tool_is_of_the_librarys_version() {
        let manifest = fs::read_to_string(paths::root().join("Cargo.toml")).expect("Cargo.toml is there");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
