//! `evenkeel check`: compare current data with a reference.

use std::path::Path;

use super::args::CheckArgs;
use super::output::{self, ProgressLine, StageLine};
use super::pipeline::ProfilePair;
use super::{CliError, Outcome, analyses, pipeline, policy_args, table};
use crate::drift::multivariate::{MultivariateReport, MultivariateSettings};
use crate::drift::{self, Policy};
use crate::report;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, CliError> {
    let mut policy = args.judging.policy()?;
    if let Some(tests) = &args.methods {
        policy.tests = policy_args::tests(tests)?;
    }
    let is_stdout = |path: &&Path| path.as_os_str() == "-";
    let outputs = [args.json.as_deref(), args.write_policy.as_deref()];
    let to_stdout = outputs.into_iter().flatten().filter(is_stdout).count();
    if to_stdout > 1 {
        let reason = "only one of --json and --write-policy can go to stdout".to_owned();
        return Err(CliError::Option { option: "--write-policy", reason });
    }
    let options = args.reading.options()?;
    let threads = args.reading.threads();
    let mut line = ProgressLine::new(args.reading.quiet);
    let pair =
        pipeline::load_pair(&args.reference, &args.current, &options, threads, &mut |p| line.update(&p))?;
    let report = pipeline::compare(&pair, &policy, threads)?;
    line.finish();
    let together =
        if args.multivariate { Some(multivariate(&pair, &policy, args.reading.quiet)?) } else { None };

    if let Some(path) = &args.json {
        output::write(path, &report::check_json_with(&report, together.as_ref()))?;
    }
    if let Some(path) = &args.write_policy {
        // What the file says of watching is kept.
        let (monitor, retrain) = (args.judging.monitor_policy()?, args.judging.retrain_policy()?);
        output::write(path, &report::write_policies(&policy, &monitor, &retrain))?;
    }
    if to_stdout == 0 {
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
