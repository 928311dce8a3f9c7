//! The newest window as text for Prometheus.

use super::exposition::{Exposition, MOST_NAMED, flag, sample};
use super::judged_columns::judged_columns;
use crate::monitor::{Alert, AlertSeverity, Limits, Series, Timeline, Window, Worse};

/// Writes the newest window: values, limits and flags of the series, drift of the columns, kinds of
/// drift, open alerts.
///
/// `limits` gives the thresholds of a series. `labels` are put on every sample, such as
/// `("model", "churn")`: two files in one folder of the textfile collector need one that differs. What
/// is not defined or not judged is left out, and so is a number that is not finite.
pub fn openmetrics(
    timeline: &Timeline,
    alerts: &[Alert],
    limits: &dyn Fn(&Series) -> Limits,
    labels: &[(String, String)],
) -> String {
    let mut page = Exposition::new(labels);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    page.family("evenkeel_build_info", "Version of the evenkeel that wrote this.", [sample(&version, 1.0)]);
    page.family(
        "evenkeel_windows",
        "Windows of current data so far.",
        [sample(&[], timeline.windows.len() as f64)],
    );
    let newest = timeline.windows.len().checked_sub(1);
    if let Some((at, window)) = newest.and_then(|at| Some((at, timeline.windows.get(at)?))) {
        page.window(window, &timeline.reference);
        page.series(timeline, at, window, limits);
        page.columns(timeline, at);
        page.kinds(timeline, at);
    }
    let severities = [AlertSeverity::Info, AlertSeverity::Warning, AlertSeverity::Critical];
    page.family(
        "evenkeel_alerts_open",
        "Alerts whose rule still holds, by severity.",
        severities.map(|severity| {
            let open = alerts.iter().filter(|alert| alert.over.is_none() && alert.severity == severity);
            sample(&[("severity", severity.id())], open.count() as f64)
        }),
    );
    page.finish()
}

/// A series in the newest window.
struct Newest<'a> {
    series: &'a Series,
    limits: Limits,
    value: Option<f64>,
}

impl Exposition {
    fn window(&mut self, window: &Window, reference: &str) {
        let names = [("reference", reference), ("window", window.name.as_str())];
        self.family(
            "evenkeel_window_info",
            "Name of the newest window and of the reference.",
            [sample(&names, 1.0)],
        );
        self.family("evenkeel_window_rows", "Rows of the newest window.", [sample(&[], window.rows as f64)]);
        self.family(
            "evenkeel_window_labelled_rows",
            "Rows of the newest window with a true label.",
            [sample(&[], window.labelled as f64)],
        );
    }

    fn series(
        &mut self,
        timeline: &Timeline,
        at: usize,
        window: &Window,
        limits: &dyn Fn(&Series) -> Limits,
    ) {
        let newest: Vec<Newest> = timeline
            .series
            .iter()
            .take(MOST_NAMED)
            .map(|series| {
                let value = series.points.get(at).and_then(|point| point.value);
                Newest { series, limits: limits(series), value: value.filter(|value| value.is_finite()) }
            })
            .collect();
        // Only the value names its window: the flag keeps its labels, so that an alert's `for` can run on.
        let values = newest
            .iter()
            .filter_map(|it| Some(sample(&[("series", &it.series.id), ("window", &window.name)], it.value?)));
        self.family("evenkeel_series_value", "Value of a series in the newest window.", values);
        let each = |of: fn(&Newest) -> Option<f64>| {
            newest.iter().filter_map(move |it| Some(sample(&[("series", &it.series.id)], of(it)?)))
        };
        let lower = each(|it| it.limits.lower);
        self.family("evenkeel_series_lower_limit", "Below is out of bounds.", lower);
        let upper = each(|it| it.limits.upper);
        self.family("evenkeel_series_upper_limit", "Above is out of bounds.", upper);
        self.family(
            "evenkeel_series_out_of_bounds",
            "1 where the newest value is beyond a limit on the side that is worse, else 0.",
            each(|it| Some(f64::from(u8::from(out_of_bounds(it.series, it.limits, it.value?)?)))),
        );
    }

    fn columns(&mut self, timeline: &Timeline, at: usize) {
        let judged: Vec<(&str, bool)> = judged_columns(timeline, at).collect();
        let all = judged.len();
        let drifted = judged.iter().filter(|(_, is_drifted)| *is_drifted).count();
        let count = |count: usize| [sample(&[], count as f64)];
        self.family("evenkeel_columns_judged", "Columns of the newest window that were judged.", count(all));
        self.family("evenkeel_columns_drifted", "Of the judged columns, those that drifted.", count(drifted));
        self.family(
            "evenkeel_columns_drifted_ratio",
            "Drifted columns over judged ones.",
            // No column judged is no share: 0 over 0 is not finite and so left out.
            [sample(&[], drifted as f64 / all as f64)],
        );
        self.family(
            "evenkeel_column_drifted",
            "1 for a judged column that drifted, else 0; the first 1,000 in order of the file.",
            judged.iter().take(MOST_NAMED).map(|(name, is_drifted)| flag(&[("column", name)], *is_drifted)),
        );
        self.family(
            "evenkeel_columns_left_out",
            "Judged columns beyond the first 1,000, which have no sample of their own.",
            count(all.saturating_sub(MOST_NAMED)),
        );
    }

    fn kinds(&mut self, timeline: &Timeline, at: usize) {
        let Some(kinds) = timeline.kinds.get(at) else { return };
        let each = [("covariate", &kinds.covariate), ("prior", &kinds.prior), ("concept", &kinds.concept)];
        self.family(
            "evenkeel_drift_kind",
            "1 where this kind of drift is there, 0 where it is not; none where it could not be judged.",
            each.into_iter().filter_map(|(name, verdict)| Some(flag(&[("kind", name)], verdict.moved?))),
        );
    }
}

/// Whether a value lies beyond a limit on the side that is worse; `None` without a limit there. A
/// series with a line of its own is out of bounds from it on.
fn out_of_bounds(series: &Series, limits: Limits, value: f64) -> Option<bool> {
    let lower = limits.lower.filter(|_| series.worse != Worse::Higher);
    let upper = limits.upper.filter(|_| series.worse != Worse::Lower);
    let below = lower.map(|lower| value < lower);
    let above = upper.map(|upper| value > upper || (series.line == Some(upper) && value >= upper));
    match (below, above) {
        (None, None) => None,
        sides => Some(sides.0 == Some(true) || sides.1 == Some(true)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeline_tests::{alert, series, timeline};
    use super::*;
    use crate::monitor::DriftKinds;

    fn written(timeline: &Timeline, labels: &[(String, String)]) -> String {
        let limits = |series: &Series| match series.id.as_str() {
            "accuracy" => Limits { lower: Some(0.85), upper: Some(0.95) },
            "drifted_share" => Limits { lower: None, upper: Some(0.5) },
            _ => Limits::default(),
        };
        openmetrics(timeline, &[alert(AlertSeverity::Critical, 1)], &limits, labels)
    }

    #[test]
    fn the_newest_window_is_written_as_the_specification_has_it() {
        // Read back without a complaint by the OpenMetrics and by the Prometheus parser of
        // prometheus_client 0.26.0, the specification's reference implementation.
        let want = "\
# TYPE evenkeel_build_info gauge
# HELP evenkeel_build_info Version of the evenkeel that wrote this.
evenkeel_build_info{version=\"VERSION\"} 1
# TYPE evenkeel_windows gauge
# HELP evenkeel_windows Windows of current data so far.
evenkeel_windows 2
# TYPE evenkeel_window_info gauge
# HELP evenkeel_window_info Name of the newest window and of the reference.
evenkeel_window_info{reference=\"train.csv\",window=\"10\"} 1
# TYPE evenkeel_window_rows gauge
# HELP evenkeel_window_rows Rows of the newest window.
evenkeel_window_rows 500
# TYPE evenkeel_window_labelled_rows gauge
# HELP evenkeel_window_labelled_rows Rows of the newest window with a true label.
evenkeel_window_labelled_rows 400
# TYPE evenkeel_series_value gauge
# HELP evenkeel_series_value Value of a series in the newest window.
evenkeel_series_value{series=\"accuracy\",window=\"10\"} 0.8125
evenkeel_series_value{series=\"drifted_share\",window=\"10\"} 0.5
# TYPE evenkeel_series_lower_limit gauge
# HELP evenkeel_series_lower_limit Below is out of bounds.
evenkeel_series_lower_limit{series=\"accuracy\"} 0.85
# TYPE evenkeel_series_upper_limit gauge
# HELP evenkeel_series_upper_limit Above is out of bounds.
evenkeel_series_upper_limit{series=\"accuracy\"} 0.95
evenkeel_series_upper_limit{series=\"drifted_share\"} 0.5
# TYPE evenkeel_series_out_of_bounds gauge
# HELP evenkeel_series_out_of_bounds 1 where the newest value is beyond a limit on the side that is worse, else 0.
evenkeel_series_out_of_bounds{series=\"accuracy\"} 1
evenkeel_series_out_of_bounds{series=\"drifted_share\"} 1
# TYPE evenkeel_columns_judged gauge
# HELP evenkeel_columns_judged Columns of the newest window that were judged.
evenkeel_columns_judged 2
# TYPE evenkeel_columns_drifted gauge
# HELP evenkeel_columns_drifted Of the judged columns, those that drifted.
evenkeel_columns_drifted 1
# TYPE evenkeel_columns_drifted_ratio gauge
# UNIT evenkeel_columns_drifted_ratio ratio
# HELP evenkeel_columns_drifted_ratio Drifted columns over judged ones.
evenkeel_columns_drifted_ratio 0.5
# TYPE evenkeel_column_drifted gauge
# HELP evenkeel_column_drifted 1 for a judged column that drifted, else 0; the first 1,000 in order of the file.
evenkeel_column_drifted{column=\"age\"} 1
evenkeel_column_drifted{column=\"income\"} 0
# TYPE evenkeel_columns_left_out gauge
# HELP evenkeel_columns_left_out Judged columns beyond the first 1,000, which have no sample of their own.
evenkeel_columns_left_out 0
# TYPE evenkeel_drift_kind gauge
# HELP evenkeel_drift_kind 1 where this kind of drift is there, 0 where it is not; none where it could not be judged.
evenkeel_drift_kind{kind=\"covariate\"} 1
evenkeel_drift_kind{kind=\"prior\"} 0
# TYPE evenkeel_alerts_open gauge
# HELP evenkeel_alerts_open Alerts whose rule still holds, by severity.
evenkeel_alerts_open{severity=\"info\"} 0
evenkeel_alerts_open{severity=\"warning\"} 0
evenkeel_alerts_open{severity=\"critical\"} 1
# EOF
";
        assert_eq!(written(&timeline(), &[]), want.replace("VERSION", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn label_values_are_escaped() {
        // OpenMetrics 1.0, ABNF: escaped-char = normal-char / BS ("n" / DQUOTE / BS), and normal-char is
        // any character but line feed, double quote and backslash.
        let mut odd = timeline();
        odd.columns[0].name = "a\\b \"c\"\nd é".to_owned();
        let text = written(&odd, &[("model".to_owned(), "churn \"2\"".to_owned())]);
        assert!(
            text.contains(
                "\nevenkeel_column_drifted{model=\"churn \\\"2\\\"\",column=\"a\\\\b \\\"c\\\"\\nd é\"} 1\n"
            ),
            "{text}"
        );
        assert!(text.contains("\nevenkeel_windows{model=\"churn \\\"2\\\"\"} 2\n"), "{text}");
    }

    #[test]
    fn what_is_not_a_number_is_absent() {
        let mut empty = timeline();
        for series in &mut empty.series {
            for point in &mut series.points {
                point.value = Some(f64::NAN);
            }
        }
        for column in &mut empty.columns {
            column.cells.clear();
        }
        empty.kinds[1] = DriftKinds::default();
        let text = written(&empty, &[]);
        for absent in
            ["NaN", " inf", "∞", "series_value", "out_of_bounds", "_ratio", "column_drifted", "drift_kind"]
        {
            assert!(!text.contains(absent), "{absent} in {text}");
        }
        assert!(text.contains("evenkeel_columns_judged 0\n"));
        empty.windows.clear();
        assert!(written(&empty, &[]).contains("evenkeel_windows 0\n"));
    }

    #[test]
    fn columns_are_capped_and_no_sample_stands_twice() {
        let mut wide = timeline();
        let column = wide.columns[0].clone();
        let name = |number: usize| format!("c{}", number.max(1));
        wide.columns = (0..1_200)
            .map(|number| crate::monitor::ColumnTrack { name: name(number), ..column.clone() })
            .collect();
        let text = written(&wide, &[]);
        // 0 and 1 have one name.
        assert_eq!(text.matches("\nevenkeel_column_drifted{").count(), 999);
        assert!(text.contains("\nevenkeel_columns_left_out 200\n"));
        assert!(text.contains("\nevenkeel_columns_drifted 1200\n"));
    }

    #[test]
    fn out_of_bounds_is_beyond_a_limit_on_the_worse_side() {
        let both = Limits { lower: Some(0.2), upper: Some(0.8) };
        let of = |worse, value| out_of_bounds(&series("s", worse, &[]), both, value);
        assert_eq!((of(Worse::Lower, 0.1), of(Worse::Lower, 0.9)), (Some(true), Some(false)));
        assert_eq!((of(Worse::Higher, 0.1), of(Worse::Higher, 0.9)), (Some(false), Some(true)));
        assert_eq!((of(Worse::Either, 0.1), of(Worse::Either, 0.9)), (Some(true), Some(true)));
        assert_eq!((of(Worse::Either, 0.2), of(Worse::Either, 0.8)), (Some(false), Some(false)));
        let upper = Limits { lower: None, upper: Some(0.8) };
        assert_eq!(out_of_bounds(&series("s", Worse::Lower, &[]), upper, 0.9), None);
    }
}
