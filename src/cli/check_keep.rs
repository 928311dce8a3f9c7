//! Keeping the report of a check in a workspace.

use std::path::PathBuf;

use clap::Args;

use super::check_outputs::Checked;
use super::{CliError, made, workspace};
use crate::lifecycle::Stamp;
use crate::report;
use crate::store::{FolderStore, ready};
use crate::worker::workspace::keep_report;

/// Where a report is kept, so that a later one can be compared with it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Keep")]
pub(super) struct KeepArgs {
    /// Keep the report in the workspace of this folder; `evenkeel workspace … compare-reports` compares two.
    #[arg(long, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    /// The model that the check is about; the HTML report has its card. A file, JSON or ONNX, or with
    /// `--workspace` a registered model.
    #[arg(long, value_name = "FILE | NAME")]
    pub(super) model: Option<String>,
    /// A name for the report.
    #[arg(long, value_name = "NAME", requires = "workspace")]
    pub(super) keep: Option<String>,
}

impl KeepArgs {
    /// Whether the report can be kept, before anything is computed.
    ///
    /// # Errors
    ///
    /// [`CliError`] for a folder that is no workspace, for a model that is not in it, and for one that nothing
    /// would tell of: `is_told` says whether the HTML report is asked for.
    pub(super) fn check(&self, is_told: bool) -> Result<(), CliError> {
        if self.model.is_some() && self.workspace.is_none() && !is_told {
            let reason =
                "is used by --html, which has its card, and by --workspace: give one of them".to_owned();
            return Err(CliError::Option { option: "--model", reason });
        }
        if let Some(folder) = &self.workspace {
            let there = FolderStore::new(folder).read()?;
            if let Some(model) = &self.model {
                workspace::model_of(&there, model)?;
            }
        }
        Ok(())
    }

    /// Keeps the report where that is asked for.
    ///
    /// # Errors
    ///
    /// [`CliError`] where the workspace cannot be changed.
    pub(super) fn keep(&self, checked: &Checked<'_>) -> Result<(), CliError> {
        let Some(folder) = &self.workspace else { return Ok(()) };
        let json = report::check_json_with(checked.report, checked.together);
        let stamp = Stamp { time_ms: made::made_ms()?, actor: "command".to_owned() };
        let name = self.keep.as_deref().unwrap_or_default();
        let store = FolderStore::new(folder);
        let kept = keep_report(&store, &stamp, name, self.model.as_deref(), json.into_bytes());
        let there = ready(kept)??;
        if !checked.args.reading.quiet {
            eprintln!("report {} is kept in {}", there.head.last_report, folder.display());
        }
        Ok(())
    }
}
