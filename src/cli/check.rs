//! `evenkeel check`: compare current data with a reference.

use super::args::CheckArgs;
use super::check_outputs::Checked;
use super::output::{self, ProgressLine, StageLine};
use super::pipeline::ProfilePair;
use super::{CliError, Outcome, analyses, pipeline, policy_args, table};
use crate::drift::multivariate::{MultivariateReport, MultivariateSettings};
use crate::drift::{self, Policy};

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, CliError> {
    let mut policy = args.judging.policy()?;
    if let Some(tests) = &args.methods {
        policy.tests = policy_args::tests(tests)?;
    }
    let stdout_is_taken = args.outputs.take_stdout()?;
    args.keep.check(args.outputs.html.is_some())?;
    let options = args.reading.options()?;
    let threads = args.reading.threads();
    let mut line = ProgressLine::new(args.reading.quiet);
    let pair =
        pipeline::load_pair(&args.reference, &args.current, &options, threads, &mut |p| line.update(&p))?;
    let report = pipeline::compare(&pair, &policy, threads)?;
    line.finish();
    let together =
        if args.multivariate { Some(multivariate(&pair, &policy, args.reading.quiet)?) } else { None };

    let checked =
        Checked { args, pair: &pair, policy: &policy, report: &report, together: together.as_ref() };
    args.outputs.write(&checked)?;
    args.keep.keep(&checked)?;
    if !stdout_is_taken {
        let text = table::render(&report, args.judging.file().as_deref(), together.as_ref());
        output::print(&text).map_err(output::stdout_failed)?;
    }
    let failed = args.fail_on.is_some_and(|level| report.dataset.severity >= level.severity());
    Ok(if failed { Outcome::Drift } else { Outcome::Fine })
}

fn multivariate(pair: &ProfilePair, policy: &Policy, quiet: bool) -> Result<MultivariateReport, CliError> {
    let no_rows = || {
        let side = if pair.reference.sample.is_none() { &pair.reference } else { &pair.current };
        CliError::NoRows { file: side.name.clone() }
    };
    let frame = drift::plan(&pair.reference, &pair.current, policy)?.frame().ok_or_else(no_rows)?;
    let mut line = StageLine::new(quiet);
    let found =
        analyses::multivariate(&frame, &MultivariateSettings::default(), &mut |stage, done, total| {
            line.update(stage, done, total);
        });
    line.finish();
    Ok(found)
}
