//! What stands in the tables of an opened window: its series against their thresholds, its columns.

use crate::app::{format, labels};
use crate::drift::{Outcome, Severity};
use crate::monitor::{ColumnTrack, MonitorPolicy, SeriesGroup, Timeline};
use crate::report::words::series::{self as values, Outside};

/// A series in one window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesLine {
    /// Its name.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Its mean over the reference's windows.
    pub usual: String,
    /// Its thresholds.
    pub limits: String,
    /// How far outside them it is; `None` inside or without a value.
    pub outside: Option<Outside>,
}

/// The series of a window, all but those of single columns.
pub fn series_lines(timeline: &Timeline, policy: &MonitorPolicy, window: usize) -> Vec<SeriesLine> {
    let shown = timeline.series.iter().filter(|series| series.group != SeriesGroup::Columns);
    shown
        .map(|series| {
            let limits = policy.limits(series);
            let value = series.points.get(window).and_then(|point| point.value);
            SeriesLine {
                label: series.label.clone(),
                value: values::or_dash(series.unit, value),
                usual: values::or_dash(series.unit, series.band.map(|band| band.mean)),
                limits: values::limits(series, limits),
                outside: value.and_then(|value| values::outside(series, limits, value)),
            }
        })
        .collect()
}

/// A column in one window.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnLine {
    /// Its name.
    pub name: String,
    /// Its kind in words.
    pub kind: &'static str,
    /// What judged.
    pub method: &'static str,
    /// What was held against the line.
    pub score: String,
    /// The line.
    pub line: String,
    /// Size of the change, with its unit.
    pub effect: String,
    /// Share of missing cells.
    pub missing: String,
    /// How bad; `None` where it was not judged.
    pub severity: Option<Severity>,
    /// The verdict in words.
    pub verdict: &'static str,
    order: (f64, f64),
}

/// By what columns are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnKey {
    /// By name.
    Name,
    /// By size of the change, the largest first.
    #[default]
    Effect,
    /// By missing cells, the most first.
    Missing,
    /// By verdict, the worst first, and then by size.
    Verdict,
}

impl ColumnKey {
    /// Whether it goes from small to large.
    pub fn ascends(self) -> bool {
        self == Self::Name
    }
}

/// The columns of a window in an order; `reversed` turns it round. Columns without a size stay last.
pub fn column_lines(timeline: &Timeline, window: usize, key: ColumnKey, reversed: bool) -> Vec<ColumnLine> {
    let mut lines: Vec<ColumnLine> =
        timeline.columns.iter().filter_map(|track| column_line(track, window)).collect();
    let by_effect = |a: &ColumnLine, b: &ColumnLine| b.order.0.total_cmp(&a.order.0);
    lines.sort_by(|a, b| {
        let order = match key {
            ColumnKey::Name => a.name.cmp(&b.name),
            ColumnKey::Effect => by_effect(a, b),
            ColumnKey::Missing => b.order.1.total_cmp(&a.order.1),
            ColumnKey::Verdict => b.severity.cmp(&a.severity).then_with(|| by_effect(a, b)),
        };
        let order = if reversed { order.reverse() } else { order };
        let has_none = |line: &ColumnLine| key == ColumnKey::Effect && line.order.0 < 0.0;
        has_none(a).cmp(&has_none(b)).then(order)
    });
    lines
}

fn column_line(track: &ColumnTrack, window: usize) -> Option<ColumnLine> {
    let cell = track.cells.get(window)?;
    let dash = || values::NONE.to_owned();
    let verdict = cell.verdict;
    let effect = cell.effect.filter(|effect| !effect.is_nan());
    Some(ColumnLine {
        name: track.name.clone(),
        kind: labels::kind(track.kind),
        method: verdict.map_or(values::NONE, |verdict| labels::method(verdict.method)),
        score: verdict.map_or_else(dash, |verdict| format::score(verdict.score, verdict.method.is_p_value())),
        line: verdict
            .map_or_else(dash, |verdict| format::threshold(verdict.threshold, verdict.method.is_p_value())),
        effect: effect.map_or_else(dash, |effect| format::moved(effect, cell.shift, track.kind)),
        missing: format::share(cell.missing),
        severity: verdict.filter(|verdict| verdict.outcome != Outcome::TooFewRows).map(|v| v.severity),
        verdict: match verdict.map(|verdict| (verdict.outcome, verdict.severity)) {
            None => "not judged",
            Some((Outcome::TooFewRows, _)) => "too few rows",
            Some((Outcome::Stable, _)) => "stable",
            Some((Outcome::Drifted, severity)) => labels::severity(severity),
        },
        // Below every size, so that what has none is told from what did not move.
        order: (effect.unwrap_or(-1.0), cell.missing),
    })
}

#[cfg(test)]
pub(in crate::app) mod tests {
    use super::*;
    use crate::data::Kind;
    use crate::drift::Method;
    use crate::monitor::{CellVerdict, ColumnCell, Point, Series, Unit, Window, WindowRule, Worse};

    /// A share of group performance of which low is bad.
    pub(in crate::app) fn series(id: &str, values: &[Option<f64>]) -> Series {
        let point = |value: &Option<f64>| Point { value: *value, rows: 1_000, interval: None };
        Series {
            id: id.to_owned(),
            label: id.replace('_', " "),
            group: SeriesGroup::Performance,
            unit: Unit::Share,
            worse: Worse::Lower,
            range: (Some(0.0), Some(1.0)),
            reference: Vec::new(),
            band: None,
            line: None,
            points: values.iter().map(point).collect(),
            null: Vec::new(),
        }
    }

    /// Windows `w0`, `w1`, … of 1,000 rows.
    pub(in crate::app) fn timeline(series: Vec<Series>) -> Timeline {
        let windows = series.iter().map(|series| series.points.len()).max().unwrap_or(0);
        let window = |at: usize| Window { name: format!("w{at}"), rows: 1_000, ..Window::default() };
        Timeline {
            reference: "reference".to_owned(),
            reference_rows: 10_000,
            rule: WindowRule::default(),
            reference_windows: Vec::new(),
            windows: (0..windows).map(window).collect(),
            series,
            columns: Vec::new(),
            kinds: Vec::new(),
            labels: None,
            fairness: None,
            versions: Vec::new(),
            target: None,
            classes: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn column(name: &str, effect: Option<f64>, severity: Option<Severity>) -> ColumnTrack {
        let verdict = severity.map(|severity| CellVerdict {
            method: Method::Ks,
            score: 0.01,
            threshold: 0.05,
            outcome: if severity == Severity::None { Outcome::Stable } else { Outcome::Drifted },
            severity,
        });
        let cell = ColumnCell { verdict, effect, shift: None, missing: 0.25 };
        ColumnTrack { name: name.to_owned(), kind: Kind::Numeric, is_feature: true, cells: vec![cell] }
    }

    #[test]
    fn series_stand_with_their_thresholds() {
        let history = timeline(vec![series("accuracy", &[Some(0.5), None])]);
        let mut policy = MonitorPolicy::default();
        let limits = crate::monitor::Limits { lower: Some(0.75), upper: None };
        policy.limits.insert("accuracy".to_owned(), limits);
        let lines = series_lines(&history, &policy, 0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].outside.as_ref().map(|outside| outside.is_worse), Some(true));
        let lines = series_lines(&history, &policy, 1);
        assert_eq!((lines[0].value.as_str(), lines[0].outside.is_none()), ("–", true));
    }

    #[test]
    fn columns_without_a_size_stay_last_either_way() {
        let mut history = timeline(Vec::new());
        history.columns = vec![
            column("note", None, None),
            column("age", Some(0.0), Some(Severity::None)),
            column("pay", Some(0.5), Some(Severity::Warning)),
            column("city", Some(0.1), Some(Severity::Critical)),
        ];
        let names = |key, reversed| {
            let lines = column_lines(&history, 0, key, reversed);
            lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
        };
        assert_eq!(names(ColumnKey::Effect, false), ["pay", "city", "age", "note"]);
        assert_eq!(names(ColumnKey::Effect, true), ["age", "city", "pay", "note"]);
        assert_eq!(names(ColumnKey::Verdict, false), ["city", "pay", "age", "note"]);
        assert_eq!(names(ColumnKey::Name, false), ["age", "city", "note", "pay"]);
        assert!(column_lines(&history, 1, ColumnKey::Effect, false).is_empty());
    }
}
