//! `evenkeel check`: compare current data with a reference.

use super::args::CheckArgs;
use super::output::{self, ProgressLine};
use super::{CliError, Outcome, pipeline, table};
use crate::report;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, CliError> {
    let policy = args.policy()?;
    let options = args.reading.options()?;
    let threads = args.reading.threads();
    let mut line = ProgressLine::new(args.reading.quiet);
    let pair =
        pipeline::load_pair(&args.reference, &args.current, &options, threads, &mut |p| line.update(&p))?;
    let report = pipeline::compare(&pair, &policy, threads)?;
    line.finish();

    let mut to_stdout = false;
    if let Some(path) = &args.json {
        to_stdout = path.as_os_str() == "-";
        output::write(path, &report::check_json(&report))?;
    }
    if !to_stdout {
        let fail =
            |error: std::io::Error| CliError::Write { path: "-".to_owned(), reason: error.to_string() };
        output::print(&table::render(&report)).map_err(fail)?;
    }
    let failed = args.fail_on.is_some_and(|level| report.dataset.severity >= level.severity());
    Ok(if failed { Outcome::Drift } else { Outcome::Fine })
}
