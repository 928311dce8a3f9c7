//! Column profiles, method choice, verdicts and findings.
//!
//! Drift is computed from two profiles of a column, never from rows.

mod category_findings;
mod check;
mod comparable;
mod compare;
mod detail;
mod drawing;
mod error;
mod evidently_findings;
mod facts;
mod finding;
mod findings;
mod method;
mod pairing;
mod plan;
mod policy;
mod preset;
mod profile;
mod reading_findings;
mod reasons;
mod samples;
mod simulate;
mod sparkline;
mod summary;
mod views;
mod words;

pub use check::{
    CheckReport, ColumnReport, ColumnVerdict, DatasetSummary, DatasetVerdict, Effect, Side, SideSummary,
    Sparkline, TestResult,
};
pub use compare::{LARGE_DISTANCE, LARGE_KS_GAP, LARGE_MISSING_CHANGE, LARGE_TOTAL_VARIATION};
pub use detail::{
    BarPair, CategoryBar, ColumnDetail, CurvePoint, EcdfPair, HistogramPair, KsGap, QuantileRow, detail,
};
pub use error::DriftError;
pub use finding::{Finding, FindingKind, Severity};
pub use method::{Method, UnknownId};
pub use plan::{ColumnPair, Plan, check, plan};
pub use policy::{Policy, Preset, TestChoice};
pub use profile::{ColumnProfile, DatasetProfile, MAX_ROWS};
pub use simulate::{MAX_SIMULATED_ROWS, SimulatedDrift, Simulation, simulate};
