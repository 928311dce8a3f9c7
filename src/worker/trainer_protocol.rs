//! What the page asks a trainer, and what it answers. The rules of [`protocol`](super::protocol) hold
//! here too, and its [`Response`](super::protocol::Response) carries the answers.

use serde::{Deserialize, Serialize};

use super::model_tasks::{ModelResult, ModelTask};
use super::protocol::JobId;
use crate::drift::multivariate::{MultivariateReport, MultivariateSettings};
use crate::drift::{Calibration, CalibrationSettings, Policy};

/// From the page to a trainer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TrainerRequest {
    /// With the files that the task names attached: train, score, evaluate, explain, watch.
    Model {
        /// Job.
        job: JobId,
        /// What to do.
        task: Box<ModelTask>,
    },
    /// With the bytes of the judge's [`Samples`](super::protocol::Answer::Samples) attached: a long
    /// computation on them.
    Analyse {
        /// Job.
        job: JobId,
        /// What to do.
        analysis: Analysis,
    },
}

/// What a trainer answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TrainerAnswer {
    /// Of a [`TrainerRequest::Model`]; some results have bytes attached.
    Modelled(Box<ModelResult>),
    /// Of a [`TrainerRequest::Analyse`].
    Analysed(Box<AnalysisResult>),
}

/// A long computation on sampled rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Analysis {
    /// Domain classifier, PCA reconstruction error, MMD.
    Multivariate(MultivariateSettings),
    /// False alarms of a policy on splits of the reference.
    Calibrate {
        /// The policy.
        policy: Policy,
        /// How.
        settings: CalibrationSettings,
    },
}

/// What an [`Analysis`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AnalysisResult {
    /// Of [`Analysis::Multivariate`].
    Multivariate(MultivariateReport),
    /// Of [`Analysis::Calibrate`].
    Calibrated(Calibration),
}
