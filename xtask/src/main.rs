//! Tasks of the project: `serve`, `test`, `check`, `bench`, `study`, `dist`, `guide`, `package`.
//!
//! Each installs what it needs and is missing, and ends with one sentence when it
//! cannot go on. See `README.md` for what each is for.

mod arguments;
mod bench;
mod bench_train;
mod check;
mod counts;
mod dist;
mod e2e;
mod failure;
mod guide;
mod js;
mod measure;
mod node_packages;
mod offline;
mod pair;
mod paths;
mod process;
mod serve;
mod server;
mod size;
mod study;
mod system;
mod test;
mod tools;

use std::process::ExitCode;

use arguments::Arguments;
use failure::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask <task>

  serve [--port N] [--release]         build the page, serve it on this machine, print its address
  test  [--only native|fuzz|wasm|js|e2e]  run all tests, or one suite of them
  check [--quick]                      formatting, lints, docs, licences, size budget (--quick: without the size budget)
  bench [DIR] [--repeat N]             time the command beside polars, on DIR/{reference,current}.csv or on a made pair
  bench train [--data DIR]             train every algorithm beside scikit-learn; also on DIR/<set>/reference.csv, with
                                       [--repeat N] [--only ALGORITHM] [--command FILE]
  study [--data DIR] [--pairs DIR]     false alarms and power of the presets as tables; also --drifted NAMES,
                                       --trials N, --splits N, --seed N (see docs/false-alarms.md)
  dist  [--development]                write the static site with the guide to dist/ (--development: without optimisation, to target/)
  guide                                write the guide alone to target/guide/
  package                              write the JavaScript package to target/js-package/";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(words: Vec<String>) -> Outcome {
    let mut words = words.into_iter();
    let task = words.next().unwrap_or_default();
    let mut arguments = Arguments::new(words.collect());
    match task.as_str() {
        "serve" => serve::run(&mut arguments),
        "test" => test::run(&mut arguments),
        "check" => check::run(&mut arguments),
        "bench" => bench::run(&mut arguments),
        "study" => study::run(&mut arguments),
        "dist" => dist::run(&mut arguments),
        "package" => js::run(&mut arguments),
        "guide" => guide::run(&mut arguments),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        "" => Err(Failure::usage(USAGE)),
        other => Err(Failure::usage(format!("there is no task `{other}`\n{USAGE}"))),
    }
}
