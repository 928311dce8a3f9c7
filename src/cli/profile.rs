//! `evenkeel profile`: write a reference profile.

use std::path::PathBuf;

use super::args::ProfileArgs;
use super::output::{self, ProgressLine};
use super::{CliError, Outcome, pipeline};
use crate::report;

pub(super) fn run(args: &ProfileArgs) -> Result<Outcome, CliError> {
    let options = args.reading.options()?;
    let mut line = ProgressLine::new(args.reading.quiet);
    let profile = pipeline::load(&args.data, &options, args.reading.threads(), &mut |p| line.update(&p))?;
    line.finish();
    let out = args.out.clone().unwrap_or_else(|| {
        let mut name = args.data.file_stem().unwrap_or(args.data.as_os_str()).to_owned();
        name.push(".profile.json");
        PathBuf::from(name)
    });
    let text = if args.with_rows {
        report::write_profile_with_rows(&profile)
    } else {
        report::write_profile(&profile)
    };
    output::write(&out, &text)?;
    if !args.reading.quiet && out.as_os_str() != "-" {
        eprintln!("{}: {} rows, {} columns", out.display(), profile.rows, profile.columns.len());
    }
    Ok(Outcome::Fine)
}
