//! A check as text for Prometheus, by the rules of [`exposition`](super::exposition).
//!
//! The names begin with `evenkeel_check_`, so that the file may stand beside that of `evenkeel monitor`.

use super::exposition::{Exposition, MOST_NAMED, Sample, flag, sample};
use crate::drift::{CheckReport, ColumnReport, ColumnVerdict, Severity, SideSummary};

/// Writes a check: the data set's verdict, then of every column whether it drifted, its score and line,
/// its effect and the share of its missing cells.
///
/// `labels` are put on every sample, such as `("model", "churn")`: two files in one folder of the textfile
/// collector need one that differs. The first 1,000 columns are written, and how many were left out. What
/// is not defined or not judged is left out, and so is a number that is not finite.
pub fn check_openmetrics(report: &CheckReport, labels: &[(String, String)]) -> String {
    let mut page = Exposition::new(labels);
    page.check(report);
    page.columns_of(report);
    page.finish()
}

impl Exposition {
    fn check(&mut self, report: &CheckReport) {
        let dataset = &report.dataset;
        let names = [
            ("reference", report.reference.name.as_str()),
            ("current", report.current.name.as_str()),
            ("preset", report.policy.preset.id()),
            ("version", env!("CARGO_PKG_VERSION")),
        ];
        let one = |value: f64| [sample(&[], value)];
        self.family(
            "evenkeel_check_info",
            "Names of the two sides, preset, and version of the evenkeel that wrote this.",
            [sample(&names, 1.0)],
        );
        let sides = [("reference", report.reference.rows), ("current", report.current.rows)];
        self.family(
            "evenkeel_check_rows",
            "Rows of a side.",
            sides.map(|(data, rows)| sample(&[("data", data)], rows as f64)),
        );
        self.family(
            "evenkeel_check_drift",
            "1 where the share of drifted columns is at or above the line, else 0.",
            [flag(&[], dataset.drift)],
        );
        self.family("evenkeel_check_severity", "0 none, 1 warning, 2 critical.", one(rank(dataset.severity)));
        let judged = dataset.columns as f64;
        self.family("evenkeel_check_columns_judged", "Columns that were judged.", one(judged));
        self.family(
            "evenkeel_check_columns_drifted",
            "Of the judged columns, those that drifted.",
            one(dataset.drifted as f64),
        );
        self.family(
            "evenkeel_check_columns_too_few_rows",
            "Columns with too few rows to judge.",
            one(dataset.too_few_rows as f64),
        );
        // No column judged is no share: 0 over 0 is not finite and so left out.
        let share = if dataset.columns == 0 { f64::NAN } else { dataset.share };
        self.family("evenkeel_check_drifted_ratio", "Drifted columns over judged ones.", one(share));
        self.family(
            "evenkeel_check_drifted_limit_ratio",
            "The share of drifted columns from which the data set has drifted.",
            one(dataset.share_threshold),
        );
    }

    fn columns_of(&mut self, report: &CheckReport) {
        let columns = || report.columns.iter().take(MOST_NAMED);
        self.family(
            "evenkeel_check_column_drifted",
            "1 for a judged column that drifted, else 0.",
            judged(columns()).map(|(column, verdict)| flag(&[("column", &column.name)], verdict.drifted)),
        );
        let by_method = |of: fn(&ColumnVerdict) -> f64| {
            judged(columns()).map(move |(column, verdict)| {
                sample(&[("column", &column.name), ("method", verdict.method.id())], of(verdict))
            })
        };
        self.family(
            "evenkeel_check_column_score",
            "What a column was judged by: a p-value, adjusted where the policy asks for it, or a distance.",
            by_method(ColumnVerdict::judged_score),
        );
        self.family(
            "evenkeel_check_column_limit",
            "The line of the score: p-values drift at or below it, distances at or above.",
            by_method(|verdict| verdict.threshold),
        );
        self.family(
            "evenkeel_check_column_effect",
            "Size of the change: numbers in standard deviations of the reference, categories as a share of rows.",
            columns().filter_map(|column| Some(sample(&[("column", &column.name)], column.effect?.size))),
        );
        self.family(
            "evenkeel_check_column_missing_ratio",
            "Missing cells over all cells of a side.",
            columns().flat_map(|column| {
                let sides = [("reference", &column.reference), ("current", &column.current)];
                sides.into_iter().filter_map(|(data, side)| missing(&column.name, data, side.as_ref()?))
            }),
        );
        self.family(
            "evenkeel_check_columns_left_out",
            "Columns beyond the first 1,000, which have no sample of their own.",
            [sample(&[], report.columns.len().saturating_sub(MOST_NAMED) as f64)],
        );
    }
}

/// Columns with a verdict, those with too few rows aside.
fn judged<'a>(
    columns: impl Iterator<Item = &'a ColumnReport>,
) -> impl Iterator<Item = (&'a ColumnReport, &'a ColumnVerdict)> {
    columns.filter_map(|column| {
        Some((column, column.verdict.as_ref().filter(|verdict| verdict.rows_needed.is_none())?))
    })
}

fn missing(column: &str, data: &str, side: &SideSummary) -> Option<Sample> {
    let cells = side.n + side.missing + side.infinite;
    (cells > 0).then(|| sample(&[("column", column), ("data", data)], side.missing as f64 / cells as f64))
}

fn rank(severity: Severity) -> f64 {
    match severity {
        Severity::None => 0.0,
        Severity::Warning => 1.0,
        Severity::Critical => 2.0,
    }
}
