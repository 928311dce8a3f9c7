//! The analyses of whole rows that a command asks for, with a word for each stage.

use super::CliError;
use crate::drift::multivariate::{self, MultivariateReport, MultivariateSettings, MultivariateStage};
use crate::drift::{self, Calibration, CalibrationSettings, Frame, Policy};

/// False alarms of a policy on splits of the reference against itself.
pub(super) fn calibrate(
    frame: &Frame,
    policy: &Policy,
    settings: &CalibrationSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Calibration, CliError> {
    Ok(drift::calibrate(frame, policy, settings, progress)?)
}

/// Drift of all columns together.
pub(super) fn multivariate(
    frame: &Frame,
    settings: &MultivariateSettings,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> MultivariateReport {
    multivariate::multivariate(frame, settings, &mut |stage, done, total| {
        let word = match stage {
            MultivariateStage::Classifying => "classifying",
            MultivariateStage::Projecting => "projecting",
            MultivariateStage::Permuting => "permuting",
        };
        progress(word, done, total);
    })
}
