//! Column profiles, method choice, verdicts and findings.
//!
//! Drift is computed from two profiles of a column, never from rows.

mod check;
mod detail;
mod finding;
mod method;
mod policy;
mod profile;
mod simulate;

pub use check::{
    CheckReport, ColumnReport, ColumnVerdict, DatasetSummary, DatasetVerdict, Effect, Side, SideSummary,
    Sparkline, TestResult,
};
pub use detail::{
    BarPair, CategoryBar, ColumnDetail, CurvePoint, EcdfPair, HistogramPair, KsGap, QuantileRow,
};
pub use finding::{Finding, FindingKind, Severity};
pub use method::Method;
pub use policy::{Policy, Preset, TestChoice};
pub use profile::{ColumnProfile, DatasetProfile};
pub use simulate::{SimulatedDrift, Simulation};
