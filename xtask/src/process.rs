//! Running other programs.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::paths;

/// What a program printed and how it ended.
#[derive(Debug)]
pub(crate) struct Printed {
    /// Standard output.
    pub(crate) text: String,
    /// Whether it ended with success.
    pub(crate) ok: bool,
}

/// A program to run in the project's folder, never with an input.
#[derive(Debug)]
pub(crate) struct Program {
    name: String,
    command: Command,
}

impl Program {
    /// `name` is looked up on `PATH`, ours first.
    pub(crate) fn new(name: &str) -> Outcome<Self> {
        let path = search_path()?;
        let found = find(name, &path);
        let mut command = Command::new(found.as_deref().map_or_else(|| OsStr::new(name), Path::as_os_str));
        command.current_dir(paths::root()).stdin(Stdio::null()).env("PATH", path);
        command.env("CARGO_TARGET_DIR", paths::target()?);
        Ok(Self { name: name.to_owned(), command })
    }

    /// `cargo`, with the words that follow.
    pub(crate) fn cargo(words: &[&str]) -> Outcome<Self> {
        let mut cargo = Self::new("cargo")?.args(words);
        // A build service throws the clone away: incremental output would only fill the disk.
        if paths::in_ci() {
            cargo = cargo.env("CARGO_INCREMENTAL", "0");
        }
        Ok(cargo)
    }

    pub(crate) fn args<W: AsRef<OsStr>>(mut self, words: &[W]) -> Self {
        self.command.args(words);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it with its output shown; fails if it fails.
    pub(crate) fn run(mut self) -> Outcome {
        let status = self.command.status().map_err(|error| self.cannot_start(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("{} failed ({status})", self.line())))
        }
    }

    /// Runs it unseen, both outputs taken together; fails only if it cannot be started.
    pub(crate) fn capture(mut self) -> Outcome<Printed> {
        let output = self.command.output().map_err(|error| self.cannot_start(&error))?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.push_str(&String::from_utf8_lossy(&output.stderr));
        Ok(Printed { text, ok: output.status.success() })
    }

    /// Runs it with its output shown, and keeps what it wrote to standard output.
    pub(crate) fn show_and_keep(mut self) -> Outcome<Printed> {
        let mut child =
            self.command.stdout(Stdio::piped()).spawn().map_err(|error| self.cannot_start(&error))?;
        let mut text = String::new();
        if let Some(output) = child.stdout.take() {
            let mut reader = BufReader::new(output);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
                let words = String::from_utf8_lossy(&line);
                // A closed output must not stop the tests.
                let _ = std::io::stdout().write_all(words.as_bytes());
                text.push_str(&words);
                line.clear();
            }
        }
        let status = child.wait().map_err(|error| self.cannot_start(&error))?;
        Ok(Printed { text, ok: status.success() })
    }

    /// Starts it unseen and leaves it running.
    pub(crate) fn spawn_silent(mut self) -> Outcome<Child> {
        self.command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| self.cannot_start(&error))
    }

    fn line(&self) -> String {
        let words = self.command.get_args().map(|word| word.to_string_lossy().into_owned());
        format!("`{} {}`", self.name, words.collect::<Vec<_>>().join(" "))
    }

    fn cannot_start(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("{} cannot be started: {error}", self.line()))
    }
}

/// Where `name` is, if it is on `PATH` or among our tools.
pub(crate) fn which(name: &str) -> Outcome<Option<PathBuf>> {
    Ok(find(name, &search_path()?))
}

/// Our tools, then what the user has.
fn search_path() -> Outcome<OsString> {
    let tools = paths::tools()?;
    let mut folders = vec![tools.join("bin"), tools.join("binaryen").join("node_modules").join(".bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders)
        .map_err(|error| Failure::new(format!("the cache folder's name cannot stand in PATH: {error}")))
}

fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    let names = if cfg!(windows) {
        vec![format!("{name}.exe"), format!("{name}.cmd"), format!("{name}.bat")]
    } else {
        vec![name.to_owned()]
    };
    env::split_paths(path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>())
        .find(|file| file.is_file())
}
