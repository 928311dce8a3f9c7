//! `cargo xtask bench`: the command beside polars, on the same files in the same run; `bench train` is
//! [`bench_train`].

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::bench_train;
use crate::failure::{Failure, Outcome};
use crate::measure::{Runs, measure};
use crate::pair;
use crate::paths;
use crate::process::{self, Program};

/// What is measured beside the command: name in the table, and name in `scripts/bench_peers.py`.
const PEERS: [(&str, &str); 2] =
    [("polars.read_csv, both files", "read"), ("polars + SciPy KS / chi-square, 2 threads", "test")];

/// Measures and prints a table.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let repeat: usize = arguments.number("--repeat")?.unwrap_or(5).max(1);
    let folder = match arguments.positional() {
        Some(task) if task == "train" => return bench_train::run(arguments, repeat.min(3)),
        folder => folder.map(PathBuf::from),
    };
    arguments.finish()?;
    let folder = match folder {
        Some(folder) => fs::canonicalize(&folder).map_err(|error| Failure::file("find", &folder, &error))?,
        None => pair::ensure()?,
    };
    let files = [folder.join("reference.csv"), folder.join("current.csv")];
    for file in &files {
        warm(file)?;
    }
    Program::cargo(&["build", "--release", "--locked", "--bin", "evenkeel"])?.run()?;
    let command = command()?;
    let peers = match python(&POLARS) {
        Ok(python) => Some(python),
        Err(failure) => {
            println!("polars is not measured: {failure}");
            None
        }
    };

    let mut all = vec![Runs { name: "evenkeel check".to_owned(), runs: Vec::new() }];
    if peers.is_some() {
        all.extend(PEERS.iter().map(|(name, _)| Runs { name: (*name).to_owned(), runs: Vec::new() }));
    }
    // In turns, so that a busy moment of the machine meets everybody.
    for round in 1..=repeat {
        println!("round {round} of {repeat}");
        // 1 says that drift was found, which is what the pair is made for.
        all[0].runs.push(measure(check(&command, &files)?, &[0, 1])?);
        if let Some(python) = &peers {
            for (runs, (_, peer)) in all[1..].iter_mut().zip(PEERS) {
                runs.runs.push(measure(ask_peer(python, peer, &files)?, &[0])?);
            }
        }
    }
    print!("{}", table(&all));
    Ok(())
}

/// The command as `cargo build --release` leaves it.
pub(crate) fn command() -> Outcome<PathBuf> {
    Ok(paths::target()?.join("release").join(format!("evenkeel{}", std::env::consts::EXE_SUFFIX)))
}

fn check(command: &Path, files: &[PathBuf; 2]) -> Outcome<Program> {
    let name = command.to_string_lossy();
    Ok(Program::new(&name)?
        .args(&["check", "--reference"])
        .args(&files[..1])
        .args(&["--current"])
        .args(&files[1..]))
}

fn ask_peer(python: &Path, peer: &str, files: &[PathBuf; 2]) -> Outcome<Program> {
    let script = paths::root().join("scripts").join("bench_peers.py");
    Ok(Program::new(&python.to_string_lossy())?
        .args(&[script])
        .args(&[peer])
        .args(files)
        .env("POLARS_MAX_THREADS", "2"))
}

/// What the peers of a bench need.
pub(crate) struct Peers {
    /// Folder of the virtual environment, in the cache folder.
    pub(crate) folder: &'static str,
    /// What is to be imported, comma-separated.
    pub(crate) modules: &'static str,
    /// File in `scripts/` that pins the packages.
    pub(crate) requirements: &'static str,
}

const POLARS: Peers =
    Peers { folder: "python", modules: "polars, scipy", requirements: "requirements-bench.txt" };

/// A Python with what the peers need, in the cache folder.
pub(crate) fn python(peers: &Peers) -> Outcome<PathBuf> {
    let folder = paths::cache()?.join(peers.folder);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let name = python.to_string_lossy().into_owned();
    let import = format!("import {}", peers.modules);
    let is_ready = || -> Outcome<bool> {
        Ok(python.is_file() && Program::new(&name)?.args(&["-c", &import]).capture()?.ok)
    };
    if is_ready()? {
        return Ok(python);
    }
    let system = match (process::which("python3")?, process::which("python")?) {
        (Some(python), _) | (None, Some(python)) => python,
        (None, None) => return Err(Failure::new("Python 3 is not installed")),
    };
    println!("installing {} (once; kept in {})", peers.modules, folder.display());
    Program::new(&system.to_string_lossy())?.args(&["-m", "venv"]).args(&[&folder]).run()?;
    Program::new(&name)?
        .args(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"])
        .args(&["--requirement"])
        .args(&[paths::root().join("scripts").join(peers.requirements)])
        .run()?;
    if is_ready()? {
        Ok(python)
    } else {
        Err(Failure::new(format!("{} was installed but cannot be imported", peers.modules)))
    }
}

/// Reads a file once, so that everybody finds it in the system's memory.
fn warm(path: &Path) -> Outcome {
    let mut file = File::open(path).map_err(|error| Failure::file("read", path, &error))?;
    io::copy(&mut file, &mut io::sink()).map_err(|error| Failure::file("read", path, &error))?;
    Ok(())
}

fn table(all: &[Runs]) -> String {
    let mut text =
        format!("\n{:<44}{:>10}{:>10}{:>10}{:>14}\n", "", "min s", "median s", "peak MB", "median ratio");
    let ours = all.first().map_or(f64::NAN, Runs::median);
    for runs in all {
        let peak = runs.peak_mb().map_or_else(|| "-".to_owned(), |peak| format!("{peak:.0}"));
        text.push_str(&format!(
            "{:<44}{:>10.2}{:>10.2}{peak:>10}{:>14.2}\n",
            runs.name,
            runs.best(),
            runs.median(),
            runs.median() / ours
        ));
    }
    text.push_str("ratio: the row's median wall time over evenkeel's; every run is a fresh process, start-up included\n");
    text
}
