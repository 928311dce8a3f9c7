//! What watching gives: windows in order, and every series' value in each. Plain values, which page
//! and command judge, draw and write.

use serde::{Deserialize, Serialize};

use super::fairness::FairnessTimeline;
use super::kinds::DriftKinds;
use super::labels::LabelMatch;
use super::window::WindowRule;
use crate::drift::Severity;

/// A history of windows, each compared with the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// Name of the reference.
    pub reference: String,
    /// Rows of the reference.
    pub reference_rows: u64,
    /// How current data was cut.
    pub rule: WindowRule,
    /// The reference's own windows, in order: what the series' bands rest on.
    pub reference_windows: Vec<Window>,
    /// The windows of current data, in order.
    pub windows: Vec<Window>,
    /// The series, in order of tables and charts.
    pub series: Vec<Series>,
    /// Drift of every judged column, in file order.
    pub columns: Vec<ColumnTrack>,
    /// Which kinds of drift each window shows; one a window.
    pub kinds: Vec<DriftKinds>,
    /// How labels of another file were joined; `None` without such a file.
    pub labels: Option<LabelMatch>,
    /// Rates of the groups of a sensitive column; `None` where none was chosen.
    pub fairness: Option<FairnessTimeline>,
    /// Windows in which another version of the model answers for the first time, with its name: of data
    /// with a column of versions.
    pub versions: Vec<(usize, String)>,
    /// Column of true labels, named, known by its name or told by its values; `None` without one.
    pub target: Option<String>,
    /// The classes, in order; of two the second is the positive one. Empty without target and predictions.
    pub classes: Vec<String>,
    /// What was left out and why, in words.
    pub notes: Vec<String>,
}

/// A piece of data, in order of time or of rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Window {
    /// Name of the file, number of the window, or its period, such as `2024-03`.
    pub name: String,
    /// First row, counted from 0 over all files.
    pub first_row: u64,
    /// Last row, counted likewise.
    pub last_row: u64,
    /// Rows.
    pub rows: u64,
    /// Rows with a true label.
    pub labelled: u64,
    /// Earliest and latest time, in milliseconds since 1970-01-01T00:00:00Z; `None` without a timestamp.
    pub times: Option<(i64, i64)>,
}

/// One quantity over all windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Stable identifier, such as `accuracy` or `class_share:yes`.
    pub id: String,
    /// Its name in words.
    pub label: String,
    /// With which others it is shown.
    pub group: SeriesGroup,
    /// What its numbers are.
    pub unit: Unit,
    /// Which direction is bad.
    pub worse: Worse,
    /// Least and greatest value that it can have.
    pub range: (Option<f64>, Option<f64>),
    /// Its value in each of the reference's windows.
    pub reference: Vec<Option<f64>>,
    /// Mean and standard deviation over the reference's windows; `None` below two values.
    pub band: Option<Band>,
    /// A line of its own above which it is out of bounds, where it has one (the share of drifted columns).
    pub line: Option<f64>,
    /// Its value in each window.
    pub points: Vec<Point>,
    /// Its value in windows drawn from the reference at random, all of the same size: what rules are
    /// calibrated on. May be empty.
    pub null: Vec<Option<f64>>,
}

/// A value in one window.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Point {
    /// The value; `None` where it is not defined, such as the ROC AUC of one class.
    pub value: Option<f64>,
    /// Rows that it rests on.
    pub rows: u64,
    /// Lower and upper end of its band of three sampling errors, where it has one.
    pub interval: Option<(f64, f64)>,
}

/// How a series varies over the reference's windows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, ddof 0.
    pub std: f64,
    /// Windows that it rests on.
    pub windows: u64,
    /// Whether those were drawn at random, because the reference has too few of its own.
    pub drawn: bool,
}

/// What is shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesGroup {
    /// Measured with labels.
    Performance,
    /// Estimated without labels.
    Estimated,
    /// What the model answers.
    Predictions,
    /// What goes into it, and the true classes.
    Data,
    /// How far single columns moved.
    Columns,
}

/// What a series' numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 0 to 1, shown in percent.
    Share,
    /// A number.
    Number,
}

/// Which direction of a series is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worse {
    /// Lower is worse: accuracy.
    Lower,
    /// Higher is worse: log loss, missing cells.
    Higher,
    /// A change either way is worth a look: class balance, confidence.
    Either,
}

/// Drift of one column over all windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnTrack {
    /// The column.
    pub name: String,
    /// Its kind.
    pub kind: crate::data::Kind,
    /// Whether the model may use it: role feature.
    pub is_feature: bool,
    /// One a window.
    pub cells: Vec<ColumnCell>,
}

/// Drift of one column in one window.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ColumnCell {
    /// Identifier of the method that judged, with its score and line; `None` where it was not judged.
    pub verdict: Option<CellVerdict>,
    /// Size of the change: Wasserstein distance in reference standard deviations for numbers, total
    /// variation of the shares for categories.
    pub effect: Option<f64>,
    /// Shift of the median in reference standard deviations, signed; numbers only.
    pub shift: Option<f64>,
    /// Share of missing cells.
    pub missing: f64,
}

/// A column's verdict in one window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CellVerdict {
    /// The method that judged.
    pub method: crate::drift::Method,
    /// What was held against the line: the adjusted p where there is one, else the score.
    pub score: f64,
    /// The line.
    pub threshold: f64,
    /// The verdict in one word.
    pub outcome: crate::drift::Outcome,
    /// How bad.
    pub severity: Severity,
}

impl Timeline {
    /// The series of that identifier.
    pub fn series(&self, id: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.id == id)
    }

    /// The history as it was after so many windows.
    #[must_use]
    pub fn up_to(&self, windows: usize) -> Self {
        let mut past = self.clone();
        past.windows.truncate(windows);
        past.kinds.truncate(windows);
        past.series.iter_mut().for_each(|series| series.points.truncate(windows));
        past.columns.iter_mut().for_each(|column| column.cells.truncate(windows));
        past.versions.retain(|(window, _)| *window < windows);
        if let Some(fairness) = &mut past.fairness {
            fairness.windows.truncate(windows);
        }
        past
    }
}
