//! Column profiles, method choice, verdicts and findings.
//!
//! Drift is computed from two profiles of a column, never from rows.

mod calibrate;
mod category_findings;
mod check;
mod comparable;
mod compare;
mod contributions;
mod correction;
mod correlations;
mod detail;
mod drawing;
mod error;
mod evidence;
mod evidently_findings;
mod facts;
mod finding;
mod findings;
mod frame;
mod judge;
mod method;
pub mod multivariate;
mod nannyml;
mod out_of_range;
mod own_histograms;
mod pairing;
mod pick;
mod picked_rows;
mod plan;
mod policy;
mod preset;
mod profile;
mod rank_correlation;
mod reading_findings;
mod reasons;
mod relations;
mod repeated;
mod rows_profile;
mod samples;
mod segment_rules;
mod segments;
mod side_rows;
mod simulate;
mod simulated_rows;
mod sparkline;
mod splits;
mod summary;
mod views;
mod without_rows;
pub(crate) mod words;

pub use calibrate::{Calibration, CalibrationSettings, ColumnCalibration, RateOf, calibrate};
pub use check::{
    CheckReport, ColumnReport, ColumnVerdict, DatasetSummary, DatasetVerdict, Effect, EffectLine,
    MissingVerdict, Outcome, Side, SideSummary, Sparkline, TestResult,
};
pub use correction::Correction;
pub use detail::{
    BarPair, CategoryBar, ColumnDetail, CurvePoint, EcdfPair, HistogramPair, KsGap, QuantileRow, detail,
    details,
};
pub use error::DriftError;
pub use evidence::{Evidence, KindByRule, MissingShares};
pub use finding::{Finding, FindingKind, Severity};
pub use frame::{Frame, FrameColumn, FrameValues};
pub use judge::{
    LARGE_DISTANCE, LARGE_KS_GAP, LARGE_MISSING_CHANGE, LARGE_SHIFT, LARGE_TOTAL_VARIATION, LEAST_ROWS,
    POWER, Resolved, rows_needed,
};
pub use method::{Method, UnknownId};
pub use nannyml::NannymlEvidence;
pub use own_histograms::{OwnHistogram, OwnHistograms, own_histograms};
pub use pick::{Contribution, Pick, PickedRows};
pub use picked_rows::picked_rows;
pub use plan::{ColumnPair, Plan, check, plan};
pub use policy::{Level, Policy, Preset, Rule, TestChoice};
pub use preset::{MANY_ROWS, MATERIAL_CRAMERS_V, MATERIAL_MISSING, MATERIAL_WASSERSTEIN, Shape};
pub use profile::{ColumnProfile, DatasetProfile, MAX_ROWS};
pub use relations::{Condition, Considered, CorrelationChange, Relations, RepeatedRows, Segment};
pub use simulate::{MAX_SIMULATED_ROWS, SimulatedDrift, Simulation, simulate};
pub use without_rows::WithoutRows;
