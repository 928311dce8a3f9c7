//! The model artifact: JSON that holds all there is to a model, described in `docs/model-file.md`.

use serde::{Deserialize, Serialize};

use super::ReportError;
use super::check_json::Tool;
use crate::drift::DatasetProfile;
use crate::model::evaluation::Evaluation;
use crate::model::{Model, TrainingFacts};

/// Name of the format.
pub const MODEL_FORMAT: &str = "evenkeel.model";
/// Version of the format that this build writes and the newest it reads.
pub const MODEL_FORMAT_VERSION: u32 = 1;

/// A model with all that is told of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelFile {
    /// Version of the evenkeel that trained it.
    #[serde(skip)]
    pub tool: String,
    /// The model.
    pub model: Model,
    /// How it came about.
    pub training: TrainingRecord,
    /// How good it is.
    pub metrics: ModelMetrics,
    /// The columns of the training part, target and inputs: a reference for drift.
    pub profile: Option<DatasetProfile>,
}

/// How a model came about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// Name of the file.
    pub data: String,
    /// Rows of the file.
    pub rows: u64,
    /// Rows of each part, columns left out, algorithms tried.
    pub facts: TrainingFacts,
}

/// How good a model is on rows it did not learn from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ModelMetrics {
    /// On the validation part; `None` where it is empty.
    pub validation: Option<Evaluation>,
    /// On the test part; `None` where it is empty.
    pub test: Option<Evaluation>,
}

/// Writes a model as JSON with a final newline. The same training gives the same bytes: there is no
/// time in it.
pub fn write_model(file: &ModelFile) -> String {
    #[derive(Serialize)]
    struct Written<'a> {
        format: &'static str,
        format_version: u32,
        tool: Tool,
        #[serde(flatten)]
        file: &'a ModelFile,
    }
    let written =
        Written { format: MODEL_FORMAT, format_version: MODEL_FORMAT_VERSION, tool: Tool::THIS, file };
    // Plain structs with string keys always serialise; numbers that are not finite are refused by training.
    let mut text = serde_json::to_string(&written).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a model; `file` is its name, for the messages. What is read is checked, so that a damaged
/// file is refused here and never while scoring.
///
/// # Errors
///
/// [`ReportError`] if the file is no model, of a newer version, or damaged.
pub fn read_model(file: &str, bytes: &[u8]) -> Result<ModelFile, ReportError> {
    #[derive(Deserialize)]
    struct ReadTool {
        version: String,
    }
    #[derive(Deserialize)]
    struct Body {
        tool: ReadTool,
        model: Model,
        training: TrainingRecord,
        metrics: ModelMetrics,
        profile: Option<DatasetProfile>,
    }
    check_head(file, bytes)?;
    let damaged = |reason: String| ReportError::DamagedModel { file: file.to_owned(), reason };
    let body: Body = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    body.model.check().map_err(damaged)?;
    let Body { tool, model, training, metrics, profile } = body;
    Ok(ModelFile { tool: tool.version, model, training, metrics, profile })
}

/// The profile of the training data that a model's file holds.
pub(super) fn training_profile(file: &str, bytes: &[u8]) -> Result<DatasetProfile, ReportError> {
    #[derive(Deserialize)]
    struct Body {
        profile: Option<DatasetProfile>,
    }
    check_head(file, bytes)?;
    let damaged = |error: serde_json::Error| ReportError::DamagedModel {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let body: Body = serde_json::from_slice(bytes).map_err(damaged)?;
    body.profile.ok_or_else(|| ReportError::NoProfile { file: file.to_owned() })
}

fn check_head(file: &str, bytes: &[u8]) -> Result<(), ReportError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
        format_version: u32,
    }
    let damaged = |reason: String| ReportError::DamagedModel { file: file.to_owned(), reason };
    let head: Head = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    if head.format != MODEL_FORMAT {
        return Err(damaged(format!("it says that it is `{}`", head.format)));
    }
    if head.format_version > MODEL_FORMAT_VERSION {
        let (version, known) = (head.format_version, MODEL_FORMAT_VERSION);
        return Err(ReportError::NewerModel { file: file.to_owned(), version, known });
    }
    Ok(())
}
