//! What is measured of one window: drift against the reference's profile, metrics, estimates, shares.

use std::collections::BTreeMap;

use super::{CellVerdict, ColumnCell, Estimate, Estimator, MonitorError};
use crate::data::{Role, RowTable};
use crate::drift::{CheckReport, DatasetProfile, Policy, check};
use crate::model::Outputs;
use crate::model::metrics::ClassificationMetrics;
use crate::stats::{CountPair, Ecdf, NannymlBins, jensen_shannon_base2, nannyml_bins};

/// What is measured of one window.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct WindowFacts {
    pub(super) rows: u64,
    /// Rows with a prediction.
    pub(super) predicted: u64,
    /// Rows with a label.
    pub(super) labelled: u64,
    /// Rows with both.
    pub(super) evaluated: u64,
    pub(super) metrics: Option<ClassificationMetrics>,
    pub(super) estimate: Option<Estimate>,
    /// Rows that are predicted to be of each class.
    pub(super) predicted_counts: Vec<u64>,
    /// Rows that are of each class.
    pub(super) class_counts: Vec<u64>,
    pub(super) confidence: Option<f64>,
    pub(super) entropy: Option<f64>,
    pub(super) prediction_drift: Option<f64>,
    pub(super) drift_share: Option<f64>,
    pub(super) missing_share: Option<f64>,
    /// One a judged column.
    pub(super) cells: Vec<ColumnCell>,
}

/// A data set as rows, with what a model says of them.
#[derive(Debug, Clone)]
pub(super) struct Rows<'a> {
    pub(super) table: &'a RowTable,
    pub(super) outputs: &'a Outputs,
}

/// The columns that are looked at, and by what they are judged.
#[derive(Debug, Clone)]
pub(super) struct Looked {
    /// Columns of a profile: all that are not ignored.
    pub(super) profiled: Vec<String>,
    /// Columns that are judged, in file order.
    pub(super) judged: Vec<String>,
    /// Columns with the role feature.
    pub(super) features: Vec<String>,
    /// Kinds and roles of every column set, so that they are the same in every window.
    pub(super) policy: Policy,
}

/// A reference that windows are held against.
pub(super) struct Against {
    pub(super) profile: DatasetProfile,
    predictions: PredictionShape,
}

/// Distribution of the predictions: of the positive class's probability in NannyML's bins, or of the
/// predicted classes.
enum PredictionShape {
    None,
    Scores(Box<NannymlBins>),
    Labels(Vec<u64>),
}

impl Looked {
    pub(super) fn profile(&self, table: &RowTable, rows: &[u32]) -> DatasetProfile {
        let columns: Vec<&str> = self.profiled.iter().map(String::as_str).collect();
        DatasetProfile::exactly_of_rows(table, &columns, rows)
    }
}

impl Against {
    pub(super) fn of(looked: &Looked, reference: &Rows<'_>, rows: &[u32], trusted: &[u32]) -> Self {
        let outputs = reference.outputs;
        let scores =
            scores(outputs, trusted).and_then(|scores| nannyml_bins(&Ecdf::from_values(scores).ok()?).ok());
        let predictions = match scores {
            Some(bins) => PredictionShape::Scores(Box::new(bins)),
            None if outputs.has_predictions() => {
                PredictionShape::Labels(counts(outputs, &outputs.predicted, trusted))
            }
            None => PredictionShape::None,
        };
        Self { profile: looked.profile(reference.table, rows), predictions }
    }

    /// Jensen-Shannon distance to base 2 of a window's predictions; `None` without any.
    fn prediction_drift(&self, outputs: &Outputs, rows: &[u32]) -> Option<f64> {
        match &self.predictions {
            PredictionShape::None => None,
            PredictionShape::Scores(bins) => {
                let window = Ecdf::from_values(scores(outputs, rows)?).ok()?;
                bins.jensen_shannon(&window).ok()
            }
            PredictionShape::Labels(reference) => {
                let window = counts(outputs, &outputs.predicted, rows);
                Some(jensen_shannon_base2(&CountPair::new(reference.clone(), window).ok()?))
            }
        }
    }

    /// Drift of a window, judged by a policy.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub(super) fn check(
        &self,
        window: &DatasetProfile,
        policy: &Policy,
    ) -> Result<CheckReport, MonitorError> {
        check(&self.profile, window, policy).map_err(MonitorError::Drift)
    }
}

impl WindowFacts {
    /// Predictions and labels; columns are added by [`Self::add_drift`].
    pub(super) fn of_outputs(outputs: &Outputs, rows: &[u32], estimator: Option<&Estimator>) -> Self {
        let (actual, predictions) = outputs.labelled(rows);
        let metrics = ClassificationMetrics::of(&outputs.classes, &actual, &predictions).ok();
        let predicted_counts = counts(outputs, &outputs.predicted, rows);
        let class_counts = counts(outputs, &outputs.actual, rows);
        let (mut confidence, mut entropy, mut told) = (0.0, 0.0, 0_u64);
        for p in rows.iter().filter_map(|&row| outputs.row(row as usize)).filter(|p| !p.is_empty()) {
            confidence += p.iter().copied().fold(0.0, f64::max);
            entropy -= p.iter().filter(|p| **p > 0.0).map(|p| p * p.ln()).sum::<f64>();
            told += 1;
        }
        let mean = |sum: f64| (told > 0).then(|| sum / told as f64);
        Self {
            rows: rows.len() as u64,
            predicted: predicted_counts.iter().sum(),
            labelled: class_counts.iter().sum(),
            evaluated: actual.len() as u64,
            metrics,
            estimate: estimator.map(|estimator| estimator.estimate(outputs, rows)),
            predicted_counts,
            class_counts,
            confidence: mean(confidence),
            entropy: mean(entropy / (outputs.classes.len().max(2) as f64).ln()),
            ..Self::default()
        }
    }

    /// Labels alone, of other rows than the predictions.
    pub(super) fn count_classes(&mut self, outputs: &Outputs, rows: &[u32]) {
        self.class_counts = counts(outputs, &outputs.actual, rows);
        self.labelled = self.class_counts.iter().sum();
    }

    /// Adds what the window's columns and predictions tell against the reference.
    pub(super) fn add_drift(
        &mut self,
        looked: &Looked,
        against: &Against,
        report: &CheckReport,
        outputs: &Outputs,
        rows: &[u32],
    ) {
        self.prediction_drift = against.prediction_drift(outputs, rows);
        // Of few rows only what drifted can be judged: those with too few count as columns too.
        let columns = report.dataset.columns + report.dataset.too_few_rows;
        self.drift_share =
            (report.dataset.columns > 0).then(|| report.dataset.drifted as f64 / columns as f64);
        let by_name: BTreeMap<&str, _> =
            report.columns.iter().map(|column| (column.name.as_str(), column)).collect();
        let (mut missing, mut cells) = (0, 0);
        for column in report.columns.iter().filter(|column| column.role == Role::Feature) {
            if let Some(side) = &column.current {
                missing += side.missing;
                cells += side.missing + side.n + side.infinite;
            }
        }
        self.missing_share = (cells > 0).then(|| missing as f64 / cells as f64);
        let cell = |name: &String| {
            let Some(column) = by_name.get(name.as_str()) else { return ColumnCell::default() };
            let missing = column.current.as_ref().map_or(0.0, |side| {
                side.missing as f64 / ((side.missing + side.n + side.infinite) as f64).max(1.0)
            });
            ColumnCell {
                verdict: column.verdict.as_ref().map(|verdict| CellVerdict {
                    method: verdict.method,
                    score: verdict.judged_score(),
                    threshold: verdict.threshold,
                    outcome: verdict.outcome(),
                    severity: verdict.severity,
                }),
                effect: column.effect.map(|effect| effect.size),
                shift: column.effect.and_then(|effect| effect.shift),
                missing,
            }
        };
        self.cells = looked.judged.iter().map(cell).collect();
    }
}

/// Rows of each class among `rows`.
pub(super) fn counts(outputs: &Outputs, codes: &[Option<u32>], rows: &[u32]) -> Vec<u64> {
    let mut counts = vec![0; outputs.classes.len()];
    for code in rows.iter().filter_map(|&row| codes.get(row as usize).copied().flatten()) {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    counts
}

/// Probabilities of the positive class of two; `None` for more classes or without any.
fn scores(outputs: &Outputs, rows: &[u32]) -> Option<Vec<f64>> {
    if outputs.classes.len() != 2 {
        return None;
    }
    let scores: Vec<f64> =
        rows.iter().filter_map(|&row| outputs.row(row as usize)?.get(1).copied()).collect();
    (!scores.is_empty()).then_some(scores)
}
