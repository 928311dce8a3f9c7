//! Histories for the tests of this room.

use super::rule::{AlertRule, AlertSeverity, Condition, Watched};
use super::timeline::{Point, Series, SeriesGroup, Timeline, Unit, Window, Worse};
use super::window::WindowRule;

/// A share of group performance of which low is bad; every point rests on 1,000 rows.
pub(super) fn series(id: &str, values: &[Option<f64>]) -> Series {
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
pub(super) fn timeline(series: Vec<Series>) -> Timeline {
    let windows = series.iter().map(|series| series.points.len()).max().unwrap_or(0);
    let window = |place: usize| Window { name: format!("w{place}"), rows: 1_000, ..Window::default() };
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

/// Watches group performance and fires below a half.
pub(super) fn rule(k: u32, of: u32) -> AlertRule {
    AlertRule {
        name: "low".to_owned(),
        watch: Watched::Group(SeriesGroup::Performance),
        condition: Condition::Below(0.5),
        k,
        of,
        min_rows: 0,
        cool_down: 0,
        severity: AlertSeverity::Warning,
        enabled: true,
    }
}
