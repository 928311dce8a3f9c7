//! All multivariate methods on one frame.

use super::columns::Usable;
use super::features::{FEATURES_MAX, LEVELS};
use super::{MultivariateReport, MultivariateSettings, discrepancy, domain_classifier, reconstruction_error};
use crate::drift::{Frame, FrameColumn, FrameValues};

/// Which method is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultivariateStage {
    /// The domain classifier.
    Classifying,
    /// The reconstruction error.
    Projecting,
    /// The maximum mean discrepancy.
    Permuting,
}

/// Compares whole rows by every method that can be made; why one cannot is in
/// [`MultivariateReport::skipped`].
///
/// `progress` hears what is under way, how many steps of it are done, and of how many. The same
/// frame and settings give the same report.
pub fn multivariate(
    frame: &Frame,
    settings: &MultivariateSettings,
    progress: &mut dyn FnMut(MultivariateStage, u64, u64),
) -> MultivariateReport {
    let usable = Usable::of(frame);
    let mut skipped = usable.left_out;
    let mut classifying = |done, total| progress(MultivariateStage::Classifying, done, total);
    let classified = domain_classifier(frame, settings, &mut classifying);
    let mut projecting = |done, total| progress(MultivariateStage::Projecting, done, total);
    let projected = reconstruction_error(frame, settings, &mut projecting);
    progress(MultivariateStage::Permuting, 0, 1);
    let compared = discrepancy(frame, settings);
    progress(MultivariateStage::Permuting, 1, 1);

    let mut note = |method: &str, error: &dyn std::fmt::Display| {
        skipped.push(format!("{method} was not computed: {error}."));
    };
    if let Err(error) = &classified {
        note("The domain classifier", error);
    }
    if let Err(error) = &projected {
        note("The reconstruction error", error);
    }
    if let Err(error) = &compared {
        note("The maximum mean discrepancy", error);
    }
    if usable.columns.iter().map(|column| features_at_most(column)).sum::<usize>() > FEATURES_MAX {
        skipped.push(format!(
            "There are many columns: the domain classifier looks at the first that make up to {FEATURES_MAX} features, the reconstruction error at the first 200 columns."
        ));
    }
    MultivariateReport {
        settings: *settings,
        reference_rows: frame.reference_rows as u64,
        current_rows: frame.current_rows as u64,
        domain_classifier: classified.ok(),
        pca: projected.ok(),
        mmd: compared.ok(),
        skipped,
    }
}

/// A number has up to three features: itself, its square, and that it is missing.
fn features_at_most(column: &FrameColumn) -> usize {
    match &column.values {
        FrameValues::Numbers(_) => 3,
        FrameValues::Categories { names, .. } => names.len().min(LEVELS) + 2,
    }
}
