//! `evenkeel monitor`: watch data and model over windows, and raise alerts.

use std::path::Path;

use super::loop_html::{Told, loop_html};
use super::monitor_args::MonitorArgs;
use super::output::{self, StageLine};
use super::rows::read_rows;
use super::{CliError, Outcome, monitor_table, monitor_tuning, predict};
use crate::data::RowTable;
use crate::monitor::{PredictedBy, Series, Sources, Timeline, alerts, watch};
use crate::report::{self, AnyModel, ModelCardFacts, WatchedPart, monitor_json};
use crate::worker::native::file_name;
use crate::worker::training::held_out;

pub(super) fn run(args: &MonitorArgs) -> Result<Outcome, CliError> {
    let mut settings = args.settings()?;
    let policy = args.judging.monitor_policy()?;
    let url = args.sending.url()?;
    let prints_table = args.prints_table()?;
    let options = args.reading.options()?;
    let read = |path: &Path| {
        refuse_profile(path)?;
        read_rows(path, &options, args.reading.quiet)
    };
    let reference = read(&args.reference)?;
    let current: Vec<RowTable> = args.current.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let labels = args.labels.as_deref().map(read).transpose()?;
    let model = match &args.model {
        Some(path) => {
            Some(predict::read_model(path)?.for_data(&reference, None, settings.target.as_deref())?)
        }
        None => None,
    };
    if let Some(AnyModel::Ours(file)) = &model {
        settings.target.get_or_insert_with(|| file.model.schema.target.clone());
    }
    let held_out = match &model {
        Some(AnyModel::Ours(file)) => held_out(file, &reference),
        _ => None,
    };
    let by = match &model {
        Some(model) => PredictedBy::Model { scorer: model.scorer(), held_out: held_out.as_deref() },
        None => PredictedBy::Columns,
    };
    let sources = Sources { reference: &reference, current: &current, labels: labels.as_ref(), by };
    let mut line = StageLine::new(args.reading.quiet);
    let timeline = watch(sources, &settings, &mut |done, total| line.update("watching", done, total))?;
    line.finish();
    let raised = alerts(&timeline, &policy);

    if let Some(path) = &args.json {
        output::write(path, &monitor_json(&timeline, &policy, &raised))?;
    }
    if let Some(path) = &args.html {
        let name = args.model.as_deref().map(file_name).unwrap_or_default();
        let card = model.as_ref().map(|model| ModelCardFacts::of_file(&name, &args.intended_use, model));
        let watched = Some(WatchedPart { timeline: &timeline, policy: &policy });
        let told = Told { watched, card: card.as_ref(), ..Told::default() };
        output::write(path, &loop_html(&args.files(), told)?)?;
    }
    args.sending.write_openmetrics(&timeline, &raised, &|series: &Series| policy.limits(series))?;
    if prints_table {
        let mut text = monitor_table::render(&timeline, &policy, &raised);
        if let Some(wanted) = args.tune {
            text.push_str(&monitor_tuning::render(&timeline, &policy, wanted));
        }
        output::print(&text).map_err(output::stdout_failed)?;
    }
    if let Some(url) = &url {
        send(args, url, &timeline, &raised)?;
    }
    Ok(args.outcome(&raised))
}

fn send(
    args: &MonitorArgs,
    url: &super::WebhookUrl,
    timeline: &Timeline,
    raised: &[crate::monitor::Alert],
) -> Result<(), CliError> {
    let posted = args.sending.send(url, timeline, raised)?;
    if !args.reading.quiet {
        match posted {
            Some(posted) => eprintln!("alerts posted to {url} (HTTP {})", posted.status),
            None => eprintln!("no alert of the newest window to post"),
        }
    }
    Ok(())
}

/// Watching needs rows; a saved profile holds none.
pub(super) fn refuse_profile(path: &Path) -> Result<(), CliError> {
    use std::io::Read;
    let mut begin = Vec::new();
    let Ok(file) = std::fs::File::open(path) else { return Ok(()) };
    // A file that cannot be read is told of by the reader.
    let _ = file.take(4096).read_to_end(&mut begin);
    if report::is_profile(&begin) {
        return Err(CliError::NoRows { file: path.display().to_string() });
    }
    Ok(())
}
