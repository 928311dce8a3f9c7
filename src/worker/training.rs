//! From rows to a model's file: trained, evaluated, with the profile of its training part.

use super::model_tasks::{ModelCard, ModelOrigin, TrainingCard};
use super::protocol::Stage;
use super::task_error::TaskError;
use crate::data::RowTable;
use crate::drift::DatasetProfile;
use crate::model::evaluation::Evaluation;
use crate::model::split::Parts;
use crate::model::target::Labels;
use crate::model::{self, ModelError, SplitBy, TrainSettings, TrainStage, Trained};
use crate::report::{ModelFile, ModelMetrics, TrainingRecord};

/// Trains and evaluates.
///
/// # Errors
///
/// [`TaskError::Model`] where that cannot be done.
pub fn train_file(
    table: &RowTable,
    settings: &TrainSettings,
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Result<ModelFile, TaskError> {
    let mut say = |stage: TrainStage, done, total| {
        let stage = match stage {
            TrainStage::Choosing => Stage::Choosing,
            TrainStage::Fitting => Stage::Fitting,
        };
        progress(stage, done, total);
    };
    let trained = model::train(table, settings, &mut say).map_err(TaskError::Model)?;
    finish(table, trained, progress).map_err(TaskError::Model)
}

/// Evaluates a model on the parts that it did not learn from, and puts its file together.
///
/// # Errors
///
/// [`ModelError`] where a part cannot be evaluated.
pub fn finish(
    table: &RowTable,
    trained: Trained,
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Result<ModelFile, ModelError> {
    let Trained { model, facts, parts } = trained;
    let mut evaluate = |rows: &[u32], seed: u64| -> Result<Option<Evaluation>, ModelError> {
        if rows.is_empty() {
            return Ok(None);
        }
        let part = table.gather(rows);
        let seen = model::scored(&model, &part.view(), &table.name, &model.schema.target)?;
        let mut say = |done, total| progress(Stage::Evaluating, done, total);
        let resamples = model.settings.resamples;
        model::evaluate(&seen.classes, &seen.actual, &seen.predictions, resamples, seed, &mut say).map(Some)
    };
    let metrics = ModelMetrics {
        validation: evaluate(&parts.validation, model.settings.seed)?,
        test: evaluate(&parts.test, model.settings.seed.wrapping_add(1))?,
    };
    let mut columns: Vec<&str> = model.schema.features.iter().map(|feature| feature.name.as_str()).collect();
    columns.push(&model.schema.target);
    let profile = DatasetProfile::of_rows(table, &columns, &parts.training);
    let training = TrainingRecord { data: table.name.clone(), rows: table.rows as u64, facts };
    let tool = env!("CARGO_PKG_VERSION").to_owned();
    Ok(ModelFile { tool, model, training, metrics, profile: Some(profile) })
}

/// What the page shows of a model that was trained here.
pub fn card(file: &ModelFile, name: &str, bytes: u64) -> ModelCard {
    let facts = &file.training.facts;
    ModelCard {
        name: name.to_owned(),
        origin: ModelOrigin::Evenkeel,
        schema: file.model.schema.clone(),
        training: Some(TrainingCard {
            data: file.training.data.clone(),
            algorithm: file.model.algorithm,
            settings: file.model.settings.clone(),
            rows: [facts.training, facts.validation, facts.test],
            left_out: facts.left_out.iter().map(|out| (out.column.clone(), out.reason.clone())).collect(),
            tried: facts.tried.iter().map(|tried| (tried.algorithm, tried.log_loss)).collect(),
            validation: file.metrics.validation.clone(),
            test: file.metrics.test.clone(),
            threshold: file.model.threshold,
            tool: file.tool.clone(),
        }),
        bytes,
    }
}

/// The rows of a table that a model kept out of its training, as the test part and, without one, as the
/// validation part; `None` where it did not learn from this table, or from all of it.
///
/// It is the table if it has the name and the rows of the training data, and its training part, drawn again,
/// the same profile. A model that was split by content may have been trained on this table and others (its
/// training data is then named after all of them): its parts are told by the rows themselves.
pub fn held_out(file: &ModelFile, table: &RowTable) -> Option<Vec<u32>> {
    let kept = |parts: Parts| if parts.test.is_empty() { parts.validation } else { parts.test };
    let model = &file.model;
    let settings = &model.settings;
    if matches!(settings.split.by, SplitBy::Content { .. }) {
        let rest = file.training.data.strip_prefix(&table.name)?;
        let is_of_it = rest.is_empty() || rest.starts_with(" + ");
        return parts_by_content(file, table).filter(|_| is_of_it).map(kept).filter(|rows| !rows.is_empty());
    }
    if file.training.data != table.name || file.training.rows != table.rows as u64 {
        return None;
    }
    let labels = Labels::of(&table.view(), &model.schema.target, &table.name).ok()?;
    let parts = Parts::of(table, &labels, &settings.target, &settings.split, settings.seed).ok()?;
    let mut columns: Vec<&str> = model.schema.features.iter().map(|feature| feature.name.as_str()).collect();
    columns.push(&model.schema.target);
    let profile = DatasetProfile::of_rows(table, &columns, &parts.training);
    if file.profile.as_ref().map(|known| &known.columns) != Some(&profile.columns) {
        return None;
    }
    Some(kept(parts)).filter(|rows| !rows.is_empty())
}

/// The parts that rows of a table had in the training of a model that was split by content, whether they
/// were in it or not: by the columns that it was trained on. `None` where the table lacks labels or the
/// column that names the rows.
pub fn parts_by_content(file: &ModelFile, table: &RowTable) -> Option<Parts> {
    let model = &file.model;
    let target = &model.settings.target;
    let known = |name: &str| {
        name == target
            || model.schema.features.iter().any(|feature| feature.name == name)
            || file.training.facts.left_out.iter().any(|out| out.column == name)
    };
    let columns = table.columns.iter().filter(|column| known(&column.name)).cloned().collect();
    let table = RowTable { columns, rows: table.rows, name: table.name.clone(), notes: Vec::new() };
    let labels = Labels::of(&table.view(), target, &table.name).ok()?;
    Parts::divided(&table, &labels, target, &model.settings.split, model.settings.seed).ok()
}
