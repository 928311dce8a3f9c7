//! `cargo xtask study`: false alarms and power of the presets, side by side, as Markdown tables.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::arguments::Arguments;
use crate::failure::{Failure, Outcome};
use crate::process::Program;

/// Options that are handed on to the study as they are.
const HANDED_ON: [&str; 4] = ["--drifted", "--trials", "--splits", "--seed"];

/// Builds and runs `benches/false_alarms`.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let mut words: Vec<OsString> = Vec::new();
    for option in ["--data", "--pairs"] {
        if let Some(folder) = arguments.value(option)? {
            // The study runs in the package's folder, not in the caller's.
            let folder = PathBuf::from(folder);
            let folder =
                std::fs::canonicalize(&folder).map_err(|error| Failure::file("find", &folder, &error))?;
            words.extend([option.into(), folder.into()]);
        }
    }
    for option in HANDED_ON {
        if let Some(value) = arguments.value(option)? {
            words.extend([option.into(), value.into()]);
        }
    }
    arguments.finish()?;
    Program::cargo(&["bench", "--locked", "--bench", "false_alarms", "--"])?.args(&words).run()
}
