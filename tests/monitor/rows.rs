//! Which rows a window counts: cuts, sliding, segments, groups, labels of another file.

use evenkeel::monitor::{
    MonitorPolicy, Pane, PredictedBy, Slice, Sources, Timeline, WatchSettings, WindowRule, alerts, watch,
};
use evenkeel::report::monitor_json;

use super::history::{COLUMNS, History, Row, SCHEDULE, csv};
use super::{right, settings, table, tables, values, watched};

fn unlabelled() -> Vec<&'static str> {
    COLUMNS.into_iter().filter(|column| *column != "repaid").collect()
}

#[test]
fn the_same_windows_by_rows_number_month_and_file_hold_the_same() {
    let history = History::planted(31);
    let (reference, current) = tables(&history);
    let by = |pane| watched(&reference, std::slice::from_ref(&current), &settings(pane));
    let files: Vec<_> = (0..SCHEDULE.len())
        .map(|at| table(&format!("{at:02}.csv"), &csv(&history.windows[at], &COLUMNS)))
        .collect();
    let rows = by(Pane::Rows(500));
    let others = [by(Pane::Number(10)), by(Pane::Month), watched(&reference, &files, &settings(Pane::File))];
    let names = |timeline: &Timeline| -> Vec<String> {
        timeline.windows.iter().take(2).map(|window| window.name.clone()).collect()
    };
    assert_eq!(names(&rows), ["rows 1–500", "rows 501–1,000"]);
    assert_eq!(
        others.iter().map(names).collect::<Vec<_>>(),
        [["1", "2"], ["2025-01", "2025-02"], ["00.csv", "01.csv"]]
    );
    assert!(rows.windows.iter().all(|window| (window.rows, window.labelled) == (500, 500)));
    for other in others {
        let points = |timeline: &Timeline| -> Vec<_> {
            timeline.series.iter().map(|series| (series.id.clone(), series.points.clone())).collect()
        };
        assert_eq!(points(&other), points(&rows));
        assert_eq!((&other.kinds, &other.columns), (&rows.kinds, &rows.columns));
        let numbers = |timeline: &Timeline| -> Vec<_> {
            timeline.windows.iter().map(|window| (window.first_row, window.last_row, window.times)).collect()
        };
        assert_eq!(numbers(&other), numbers(&rows));
    }
}

#[test]
fn a_sliding_window_is_the_mean_of_its_pieces() {
    let history = History::planted(32);
    let (reference, current) = tables(&history);
    let settings =
        WatchSettings { windows: WindowRule { pane: Pane::Rows(500), panes: 3 }, ..settings(Pane::File) };
    let timeline = watched(&reference, &[current], &settings);
    let found = values(&timeline, "accuracy");
    assert_eq!(found.len(), 8);
    for (at, value) in found.iter().enumerate() {
        assert_eq!(timeline.windows[at].rows, 1_500);
        assert_eq!(*value, Some(right(&history.windows[at..at + 3].concat())));
    }
}

#[test]
fn a_segment_is_only_its_rows() {
    let history = History::planted(33);
    let (reference, current) = tables(&history);
    let slice = Slice::read("region=north").expect("it is a slice");
    let settings = WatchSettings { slice: Some(slice), ..settings(Pane::Rows(500)) };
    let timeline = watched(&reference, &[current], &settings);
    let north =
        |rows: &[Row]| -> Vec<Row> { rows.iter().filter(|row| row.region == "north").cloned().collect() };
    assert_eq!(timeline.reference_rows as usize, north(&history.reference).len());
    let accuracy = values(&timeline, "accuracy");
    for (at, rows) in history.windows.iter().enumerate() {
        let rows = north(rows);
        assert_eq!(timeline.windows[at].rows as usize, rows.len());
        assert_eq!(accuracy[at], Some(right(&rows)));
    }
}

#[test]
fn groups_are_counted_as_by_hand() {
    let history = History::planted(34);
    let (reference, current) = tables(&history);
    let settings = WatchSettings { sensitive: Some("sex".to_owned()), ..settings(Pane::Rows(500)) };
    let timeline = watched(&reference, &[current], &settings);
    let found = timeline.fairness.expect("a sensitive column is named");
    assert_eq!((found.column.as_str(), found.positive.as_str()), ("sex", "yes"));
    let share = |rows: &[&Row], is: &dyn Fn(&Row) -> bool| {
        Some(rows.iter().filter(|row| is(row)).count() as f64 / rows.len() as f64)
    };
    for (point, rows) in std::iter::once((&found.reference, &history.reference))
        .chain(found.windows.iter().zip(&history.windows))
    {
        let mut selected = Vec::new();
        for (name, rates) in found.groups.iter().zip(&point.groups) {
            let group: Vec<&Row> = rows.iter().filter(|row| row.sex == name).collect();
            let positives: Vec<&Row> = group.iter().copied().filter(|row| row.repaid).collect();
            assert_eq!((rates.rows, rates.labelled), (group.len() as u64, group.len() as u64));
            assert_eq!(rates.selection_rate, share(&group, &|row| row.predicted()));
            assert_eq!(rates.true_positive_rate, share(&positives, &|row| row.predicted()));
            assert_eq!(rates.accuracy, share(&group, &|row| row.predicted() == row.repaid));
            selected.extend(rates.selection_rate);
        }
        assert_eq!(selected.len(), 2);
        assert_eq!(point.demographic_parity.difference, Some((selected[0] - selected[1]).abs()));
    }
}

#[test]
fn labels_that_arrive_later_tell_what_labels_in_the_data_tell() {
    let history = History::planted(35);
    let (reference, current) = tables(&history);
    let whole = watched(&reference, &[current], &settings(Pane::Rows(500)));
    let bare = table("current.csv", &csv(&history.current(), &unlabelled()));
    let mut rows = history.current();
    rows.reverse();
    let joined = |labels: &[Row]| {
        let labels = table("labels.csv", &csv(labels, &["id", "repaid"]));
        let sources = Sources {
            reference: &reference,
            current: std::slice::from_ref(&bare),
            labels: Some(&labels),
            by: PredictedBy::Columns,
        };
        watch(sources, &settings(Pane::Rows(500)), &mut |_, _| ()).expect("it can be watched")
    };
    let all = joined(&rows);
    let found = all.labels.as_ref().expect("labels were joined");
    assert_eq!((found.by.as_deref(), found.matched, found.unlabelled), (Some("id"), 5_000, 0));
    assert_eq!((&all.series, &all.kinds, &all.windows), (&whole.series, &whole.kinds, &whole.windows));

    // Of the last four windows no label has arrived.
    let late = joined(&rows[2_000..]);
    let labelled: Vec<u64> = late.windows.iter().map(|window| window.labelled).collect();
    assert_eq!(labelled, [500, 500, 500, 500, 500, 500, 0, 0, 0, 0]);
    for (at, (late, whole)) in late.kinds.iter().zip(&whole.kinds).enumerate() {
        assert_eq!(late.covariate, whole.covariate);
        assert_eq!(late.concept.moved, whole.concept.moved.filter(|_| at < 6));
    }
    let accuracy = values(&late, "accuracy");
    assert_eq!(accuracy[..6], values(&whole, "accuracy")[..6]);
    assert_eq!(accuracy[6..], [None; 4]);
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    let history = History::planted(36);
    let (reference, current) = tables(&history);
    let json = |seed| {
        let settings =
            WatchSettings { seed, sensitive: Some("sex".to_owned()), ..settings(Pane::Number(10)) };
        let timeline = watched(&reference, std::slice::from_ref(&current), &settings);
        let policy = MonitorPolicy::default();
        monitor_json(&timeline, &policy, &alerts(&timeline, &policy))
    };
    assert_eq!(json(1), json(1));
}
