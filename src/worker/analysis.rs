//! Long computations on sampled rows: the judge hands the rows out, a trainer computes.

use super::handler::Emit;
use super::protocol::{JobError, JobId, Response, Stage};
use super::trainer_protocol::{Analysis, AnalysisResult, TrainerAnswer};
use crate::drift::multivariate::{MultivariateStage, multivariate};
use crate::drift::{self, DatasetProfile, Frame, Policy};

/// The sampled rows of a comparison, as bytes for a trainer.
///
/// # Errors
///
/// [`JobError::Drift`] with a sentence that says what to do, if a side was saved without rows.
pub(super) fn samples(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    policy: &Policy,
) -> Result<Vec<u8>, JobError> {
    for (side, profile) in [("the reference", reference), ("the current data", current)] {
        if profile.sample.is_none() {
            return Err(JobError::Drift(format!(
                "the saved profile of {side} holds no rows: make it with `evenkeel profile --with-rows`"
            )));
        }
    }
    let plan = drift::plan(reference, current, policy).map_err(|error| JobError::Drift(error.to_string()))?;
    let frame = plan.frame().unwrap_or_default();
    postcard::to_stdvec(&frame).map_err(|error| JobError::Crashed { reason: error.to_string() })
}

/// Computes on the rows that [`samples`] gave, telling how far it is.
///
/// # Errors
///
/// [`JobError::NotLoaded`] without rows; [`JobError::BuildMismatch`] if the rows cannot be decoded.
pub(super) fn analyse(
    job: JobId,
    analysis: &Analysis,
    rows: &[u8],
    emit: Emit<'_, TrainerAnswer>,
) -> Result<AnalysisResult, JobError> {
    if rows.is_empty() {
        return Err(JobError::NotLoaded { what: "a sample of rows".to_owned() });
    }
    // Only a page of another build can send what this build does not decode.
    let frame: Frame = postcard::from_bytes(rows).map_err(|_| JobError::BuildMismatch)?;
    let rows = frame.rows() as u64;
    let mut progress = |stage, done, total| emit(Response::Progress { job, stage, done, total, rows }, None);
    match analysis {
        Analysis::Multivariate(settings) => {
            let mut told = |stage, done, total| progress(stage_of(stage), done, total);
            Ok(AnalysisResult::Multivariate(multivariate(&frame, settings, &mut told)))
        }
        Analysis::Calibrate { policy, settings } => {
            let mut told = |done, total| progress(Stage::Calibrating, done, total);
            let found = drift::calibrate(&frame, policy, settings, &mut told);
            found.map(AnalysisResult::Calibrated).map_err(|error| JobError::Drift(error.to_string()))
        }
    }
}

fn stage_of(stage: MultivariateStage) -> Stage {
    match stage {
        MultivariateStage::Classifying => Stage::Classifying,
        MultivariateStage::Projecting => Stage::Projecting,
        MultivariateStage::Permuting => Stage::Permuting,
    }
}
