//! `cargo xtask test`: every test of the project, and one line that sums them up.

use std::fs;
use std::time::Instant;

use crate::arguments::Arguments;
use crate::counts::Counts;
use crate::e2e;
use crate::failure::{Failure, Outcome};
use crate::js;
use crate::paths;
use crate::process::Program;
use crate::system;
use crate::tools;

/// Seconds of fuzzing in every run; a longer run is `cargo fuzz run read_csv` by hand.
const FUZZ_SECONDS: u32 = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suite {
    Native,
    Fuzz,
    Wasm,
    Js,
    EndToEnd,
}

impl Suite {
    const ALL: [Self; 5] = [Self::Native, Self::Fuzz, Self::Wasm, Self::Js, Self::EndToEnd];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Fuzz => "fuzz",
            Self::Wasm => "wasm",
            Self::Js => "js",
            Self::EndToEnd => "e2e",
        }
    }

    fn run(self) -> Outcome<Ran> {
        match self {
            Self::Native => native(),
            Self::Fuzz => fuzz(),
            Self::Wasm => wasm(),
            Self::Js => js::test().map(Ran::Counted),
            Self::EndToEnd => e2e::run().map(Ran::Counted),
        }
    }
}

/// How a suite ended.
#[derive(Debug)]
enum Ran {
    Counted(Counts),
    /// Not run, for a reason that is no failure.
    Skipped(String),
}

/// Runs all suites, or the one named by `--only`, and prints how many tests passed.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let only = arguments.value("--only")?;
    arguments.finish()?;
    let suites: Vec<Suite> = match only {
        None => Suite::ALL.to_vec(),
        Some(name) => match Suite::ALL.into_iter().find(|suite| suite.name() == name) {
            Some(suite) => vec![suite],
            None => {
                return Err(Failure::usage(format!(
                    "there is no suite `{name}`: native, fuzz, wasm, js or e2e"
                )));
            }
        },
    };

    let mut sum = Counts::default();
    let mut summary = Vec::new();
    for suite in suites {
        println!("── {} ──", suite.name());
        let started = Instant::now();
        let ran = suite.run();
        let seconds = started.elapsed().as_secs();
        let line = match ran {
            Ok(Ran::Counted(counts)) => {
                sum += counts;
                let Counts { passed, failed, skipped } = counts;
                format!("{passed} passed, {failed} failed, {skipped} skipped in {seconds} s")
            }
            Ok(Ran::Skipped(why)) => format!("skipped: {why}"),
            // The other suites are still worth running.
            Err(failure) => {
                eprintln!("xtask: {failure}");
                sum.failed += 1;
                format!("could not be run: {failure}")
            }
        };
        summary.push(format!("{:<8}{line}", suite.name()));
    }

    println!("\n── summary ──");
    for line in summary {
        println!("{line}");
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 { Err(Failure::new("not all tests passed")) } else { Ok(()) }
}

fn native() -> Outcome<Ran> {
    let printed = Program::cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])?.show_and_keep()?;
    // Its tests ran above; here they say how much they compared and how near it came.
    let shown = Program::cargo(&[
        "test",
        "--locked",
        "--test",
        "golden_stats",
        "--",
        "--nocapture",
        "--test-threads=1",
    ])?;
    if let Err(failure) = shown.run() {
        eprintln!("xtask: {failure}");
    }
    Ok(Ran::Counted(Counts::from_test_results(&printed.text).or_failed(printed.ok)))
}

fn wasm() -> Outcome<Ran> {
    let browser = system::ensure_browser()?;
    tools::ensure_wasm_target()?;
    tools::ensure(tools::WASM_BINDGEN)?;
    tools::ensure(tools::WASM_PACK)?;
    tools::tidy()?;
    let printed = Program::new("wasm-pack")?
        .args(&["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"])
        .args(&[&browser.driver])
        .args(&["--", "--locked", "--lib"])
        .args(&browser_test_files())
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .show_and_keep()?;
    Ok(Ran::Counted(Counts::from_test_results(&printed.text).or_failed(printed.ok)))
}

/// Test files for the browser are called `tests/web*.rs`; all others are native.
fn browser_test_files() -> Vec<String> {
    let entries = fs::read_dir(paths::root().join("tests")).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name.starts_with("web"))
        .collect();
    names.sort();
    names.into_iter().flat_map(|name| ["--test".to_owned(), name]).collect()
}

/// Feeds made-up bytes to the CSV reader for a bounded time.
fn fuzz() -> Outcome<Ran> {
    if !paths::root().join("fuzz").join("Cargo.toml").is_file() {
        return Ok(Ran::Skipped("there is no fuzz target".to_owned()));
    }
    if cfg!(windows) {
        return Ok(Ran::Skipped("the fuzzer does not run on Windows".to_owned()));
    }
    if !system::has_cxx()? {
        return Ok(Ran::Skipped(
            "the fuzzer needs a C++ compiler (on Debian: `apt-get install g++`)".to_owned(),
        ));
    }
    if let Err(failure) = tools::ensure(tools::CARGO_FUZZ) {
        return Ok(Ran::Skipped(failure.to_string()));
    }
    tools::tidy()?;
    let target = paths::target()?.join("fuzz");
    let ok = Program::cargo(&["fuzz", "run", "--sanitizer", "none", "--target-dir"])?
        .args(&[&target])
        .args(&["read_csv", "--"])
        .args(&[format!("-max_total_time={FUZZ_SECONDS}")])
        .args(&["-rss_limit_mb=2048", "-verbosity=0", "-print_final_stats=1"])
        // The fuzzer's flags are unstable ones; without sanitizers they work on stable all the same.
        .env("RUSTC_BOOTSTRAP", "1")
        .run()
        .is_ok();
    Ok(Ran::Counted(Counts { passed: u64::from(ok), failed: u64::from(!ok), skipped: 0 }))
}
