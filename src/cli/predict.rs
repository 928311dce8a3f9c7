//! `evenkeel predict`: score a CSV.

use std::path::PathBuf;

use clap::Args;

use super::args::ReadingArgs;
use super::output::{self, StageLine};
use super::registered::registered;
use super::rows::read_rows;
use super::{CliError, Outcome, train};
use crate::data::DataError;
use crate::report::AnyModel;
use crate::worker::model_tasks::DataFile;
use crate::worker::protocol::JobError;
use crate::worker::task_error::TaskError;
use crate::worker::{native, rows};

#[derive(Debug, Args)]
pub(super) struct PredictArgs {
    /// The model: a JSON file of `evenkeel train`, or an ONNX classifier. With `--workspace`, the name of a
    /// registered model, whose champion scores, or `NAME@ALIAS`.
    #[arg(long, value_name = "FILE | NAME[@ALIAS]")]
    model: PathBuf,
    /// Folder of the workspace that has the model.
    #[arg(long, value_name = "FOLDER")]
    workspace: Option<PathBuf>,
    /// The CSV to score.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Where the scored CSV goes; `-` is stdout.
    #[arg(long, value_name = "FILE | -")]
    out: PathBuf,
    /// For an ONNX model that takes one row of numbers: the columns in its order, comma-separated.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &PredictArgs) -> Result<Outcome, CliError> {
    let options = args.reading.options()?;
    let mut line = StageLine::new(args.reading.quiet);
    let model = match &args.workspace {
        None => read_model(&args.model)?,
        Some(folder) => {
            let found = registered(folder, &args.model.to_string_lossy())?;
            AnyModel::read(&found.name, &found.bytes)?
        }
    };
    let file = DataFile { name: native::file_name(&args.data), options: options.clone() };
    let model = match model.needs_columns() {
        None => model,
        Some(_) => {
            let table = read_rows(&args.data, &options, args.reading.quiet)?;
            model.for_data(&table, args.columns.as_deref(), None)?
        }
    };
    let mut source = train::open(&args.data)?;
    let mut out = output::Draft::create(&args.out)?;
    let mut failed = None;
    let scored = rows::score_rows(
        &file,
        &mut source,
        model.scorer(),
        None,
        &mut |piece| {
            out.write(&piece).map_err(|error| {
                failed = Some(error);
                TaskError::Job(JobError::Crashed {
                    reason: "the scored rows could not be written".to_owned(),
                })
            })
        },
        &mut |p| line.update("scoring", p.done, p.total),
    );
    if let Some(error) = failed {
        return Err(error);
    }
    let scored = scored?;
    out.finish()?;
    line.finish();
    if !args.reading.quiet && args.out.as_os_str() != "-" {
        let labels: Vec<String> =
            scored.labels.iter().map(|(label, rows)| format!("{rows} `{label}`")).collect();
        eprintln!("{}: {} rows, {}", args.out.display(), scored.rows, labels.join(", "));
    }
    Ok(Outcome::Fine)
}

/// Reads a model's file, JSON or ONNX.
pub(super) fn read_model(path: &std::path::Path) -> Result<AnyModel, CliError> {
    let name = native::file_name(path);
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::Data(DataError::Io { file: path.display().to_string(), reason: error.to_string() })
    })?;
    Ok(AnyModel::read(&name, &bytes)?)
}
