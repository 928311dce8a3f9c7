//! Drift of the columns taken together: domain classifier, PCA reconstruction error, MMD.
//!
//! Computed from sampled rows (a [`Frame`](super::Frame)), since how columns go together cannot be
//! told from the profiles of single columns.

mod classifier;
mod columns;
mod density_ratio;
mod discrepancy;
mod draw;
mod error;
mod features;
mod folds;
mod reconstruction;
mod result;
mod run;

pub use classifier::{domain_classifier, out_of_fold_auc};
pub use density_ratio::density_ratio;
pub use discrepancy::discrepancy;
pub use error::MultivariateError;
pub use folds::{FOLDS, stratified_folds};
pub use reconstruction::{Reconstruction, RowErrors, reconstruction_error};
pub use result::{
    ColumnWeight, DomainClassifier, Mmd, MultivariateReport, MultivariateSettings, PcaReconstruction,
};
pub use run::{MultivariateStage, multivariate};
