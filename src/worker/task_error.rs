//! Why a task on models could not be done, with the errors of the rooms whole: the command tells them
//! apart. To the page they go as a [`JobError`], in words.

use thiserror::Error;

use super::protocol::JobError;
use crate::data::DataError;
use crate::lifecycle::LifecycleError;
use crate::model::ModelError;
use crate::monitor::MonitorError;
use crate::report::ReportError;
use crate::store::StoreError;

/// Errors of training, scoring, watching and the loop.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TaskError {
    /// The file could not be read.
    #[error("{0}")]
    Data(DataError),
    /// The model's file could not be read.
    #[error("{0}")]
    Report(ReportError),
    /// The model could not be trained or used.
    #[error("{0}")]
    Model(ModelError),
    /// The history could not be watched as asked.
    #[error("{0}")]
    Monitor(MonitorError),
    /// The workspace could not be read or changed.
    #[error("{0}")]
    Store(StoreError),
    /// What was asked of the loop or of the workspace cannot be done.
    #[error("{0}")]
    Lifecycle(LifecycleError),
    /// What is wrong is the job, not what it was about.
    #[error("{0}")]
    Job(JobError),
}

impl From<TaskError> for JobError {
    fn from(error: TaskError) -> Self {
        match error {
            TaskError::Data(error) => Self::Data(error),
            TaskError::Report(error) => Self::Report(error.to_string()),
            TaskError::Model(error) => Self::Model(error.to_string()),
            TaskError::Monitor(error) => Self::Monitor(error.to_string()),
            TaskError::Store(error) => Self::Store(error),
            TaskError::Lifecycle(error) => Self::Lifecycle(error.to_string()),
            TaskError::Job(error) => error,
        }
    }
}
