//! `cargo xtask check`: everything that can be judged without running the program.

use crate::arguments::Arguments;
use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::process::Program;
use crate::size;
use crate::tools;

/// What is judged, and how.
type Check = (&'static str, fn() -> Outcome);

/// Runs every check, tells which failed, and fails if one did.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let quick = arguments.flag("--quick");
    arguments.finish()?;
    tools::ensure_wasm_target()?;
    tools::ensure_component("rustfmt", "rustfmt")?;
    tools::ensure_component("clippy", "cargo-clippy")?;

    let mut checks: Vec<Check> = vec![
        ("formatting", formatting),
        ("lints, native", native_lints),
        ("lints, wasm32", wasm_lints),
        ("documentation", documentation),
        ("dependencies", dependencies),
    ];
    if !quick {
        checks.push(("size budget", size_budget));
    }
    let mut failed = Vec::new();
    for (name, check) in checks {
        println!("── {name} ──");
        if let Err(failure) = check() {
            eprintln!("xtask: {failure}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("all checks passed");
        Ok(())
    } else {
        Err(Failure::new(format!("not in order: {}", failed.join("; "))))
    }
}

fn formatting() -> Outcome {
    Program::cargo(&["fmt", "--all", "--check"])?
        .run()
        .map_err(|_| Failure::new("some files are not formatted: run `cargo fmt --all`"))
}

fn native_lints() -> Outcome {
    Program::cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])?.run()
}

fn wasm_lints() -> Outcome {
    Program::cargo(&[
        "clippy",
        "--locked",
        "--package",
        "evenkeel",
        "--package",
        "evenkeel-js",
        "--lib",
        "--bins",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ])?
    .run()
}

fn documentation() -> Outcome {
    // Binaries are left out: the command and the library are both called `evenkeel` and would write the same pages.
    let words = ["doc", "--locked", "--package", "evenkeel", "--lib", "--no-deps"];
    let document =
        |more: &[&str]| Program::cargo(&words)?.args(more).env("RUSTDOCFLAGS", "-D warnings").run();
    document(&[])?;
    // The page's modules exist for wasm32 only.
    document(&["--target", "wasm32-unknown-unknown"])
}

/// Licences, sources and duplicates; known vulnerabilities where their list can be had.
fn dependencies() -> Outcome {
    tools::ensure(tools::CARGO_DENY)?;
    tools::tidy()?;
    deny(&["licenses", "bans", "sources"])?.run()?;
    let advisories = deny(&["advisories"])?.capture()?;
    if advisories.ok {
        println!("no known vulnerability in the dependencies");
        return Ok(());
    }
    if list_is_out_of_reach(&advisories.text) {
        println!(
            "the list of known vulnerabilities cannot be reached from here: advisories were not checked"
        );
        return Ok(());
    }
    eprint!("{}", advisories.text);
    Err(Failure::new("cargo deny reports an advisory"))
}

fn deny(what: &[&str]) -> Outcome<Program> {
    Ok(Program::cargo(&["deny", "--locked", "--log-level", "warn", "check", "--hide-inclusion-graph"])?
        .args(what))
}

/// Whether cargo-deny could not fetch the advisory database, as opposed to finding something in it.
fn list_is_out_of_reach(text: &str) -> bool {
    text.contains("failed to fetch advisory database") || text.contains("failed to load advisory database")
}

fn size_budget() -> Outcome {
    let site = dist::build()?;
    let bytes = size::first_load(&site)?;
    println!("wasm of page and worker: {bytes} bytes compressed, budget {}", size::WASM_BUDGET);
    if bytes > size::WASM_BUDGET {
        print!("{}", size::table(&site)?);
        return Err(Failure::new(format!("the wasm is {} bytes over its budget", bytes - size::WASM_BUDGET)));
    }
    Ok(())
}
