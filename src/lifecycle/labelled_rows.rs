//! How many rows there are to learn from that no training has seen.

use std::collections::BTreeSet;

use super::training_set::{labelled, newest_of_each};
use super::{ClassRows, LabelledRows, WindowMark};
use crate::data::RowTable;
use crate::model::target::Labels;
use crate::monitor::{CurrentRows, Timeline};

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

impl LabelledRows {
    /// Counts the rows of current data that have a label and lie in no window up to the last training's.
    ///
    /// With `max_age_days` rows do not count of which the newest window ended longer before the end of the
    /// newest one; without times nothing is too old. Rows with the same identifier count once. `timeline` is the
    /// history of the same data.
    pub fn of(
        current: &CurrentRows,
        timeline: &Timeline,
        target: &str,
        trained: Option<&WindowMark>,
        max_age_days: Option<f64>,
    ) -> Self {
        let windows = current.windows.len();
        let after = trained.map_or(windows, |mark| mark.windows_after(timeline).min(windows));
        let (seen, unseen) = current.windows.split_at(windows - after);
        let seen: BTreeSet<u32> = seen.iter().flat_map(|window| window.rows.iter().copied()).collect();
        let newest_end = current.windows.last().and_then(|window| window.window.times).map(|(_, end)| end);
        let is_young = |end: Option<i64>| match (newest_end, end, max_age_days) {
            (Some(newest), Some(end), Some(most)) => newest.saturating_sub(end) as f64 / DAY <= most,
            _ => true,
        };
        let (mut young, mut old) = (BTreeSet::new(), BTreeSet::new());
        for window in unseen {
            let is_young = is_young(window.window.times.map(|(_, end)| end));
            let rows = window.rows.iter().copied().filter(|row| !seen.contains(row));
            if is_young { young.extend(rows) } else { old.extend(rows) }
        }
        // With sliding windows the newest window of a row decides.
        old.retain(|row| !young.contains(row));
        let count = |rows: BTreeSet<u32>| -> Vec<u32> {
            let rows = labelled(&current.table, target, rows.into_iter().collect());
            let kept = newest_of_each(&[(&current.table, rows)], current.id.as_deref(), &mut Vec::new());
            kept.into_iter().map(|(_, row)| row).collect()
        };
        let young = count(young);
        Self {
            total: young.len() as u64,
            per_class: per_class(&current.table, target, &young),
            too_old: count(old).len() as u64,
        }
    }
}

fn per_class(table: &RowTable, target: &str, rows: &[u32]) -> Vec<ClassRows> {
    let Ok(labels) = Labels::of(&table.view(), target, &table.name) else { return Vec::new() };
    let mut counts = vec![0_u64; labels.classes.len()];
    for code in rows.iter().filter_map(|&row| labels.codes.get(row as usize).copied().flatten()) {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    labels.classes.into_iter().zip(counts).map(|(name, rows)| ClassRows { name, rows }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};
    use crate::monitor::{Pane, PredictedBy, Sources, WatchSettings, WindowRule, current_rows, watch};

    fn table(name: &str, text: &str) -> RowTable {
        let mut reader = RowReader::new(name, &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    /// Four months of five rows; every fifth row has no label, every second one is of class `b`.
    fn count(panes: u32, trained: Option<&str>, max_age_days: Option<f64>) -> LabelledRows {
        let mut text = "date,x,y\n".to_owned();
        for row in 0..20 {
            let label = ["a", "b", "a", "b", ""][row % 5];
            text.push_str(&format!("2024-{:02}-{:02},{row},{label}\n", row / 5 + 1, row % 5 + 1));
        }
        let (reference, current) = (table("r.csv", &text), [table("c.csv", &text)]);
        let settings = WatchSettings {
            windows: WindowRule { pane: Pane::Month, panes },
            target: Some("y".to_owned()),
            ..WatchSettings::default()
        };
        let sources =
            Sources { reference: &reference, current: &current, labels: None, by: PredictedBy::Columns };
        // Without predictions there is a history of the data alone.
        let timeline = watch(sources, &settings, &mut |_, _| ()).unwrap();
        let rows = current_rows(Some(&reference), &current, None, &settings).unwrap();
        let mark = trained.map(|name| {
            WindowMark::of(&timeline.windows.iter().find(|window| window.name == name).unwrap().clone())
        });
        LabelledRows::of(&rows, &timeline, "y", mark.as_ref(), max_age_days)
    }

    fn classes(found: &LabelledRows) -> Vec<(&str, u64)> {
        found.per_class.iter().map(|class| (class.name.as_str(), class.rows)).collect()
    }

    #[test]
    fn rows_that_a_training_saw_do_not_count() {
        let all = count(1, None, None);
        assert_eq!((all.total, classes(&all)), (16, vec![("a", 8), ("b", 8)]));
        let later = count(1, Some("2024-02"), None);
        assert_eq!((later.total, classes(&later)), (8, vec![("a", 4), ("b", 4)]));
        assert_eq!(count(1, Some("2024-04"), None).total, 0);
    }

    #[test]
    fn rows_of_a_window_that_slides_over_a_training_count_once_and_only_if_it_did_not_see_them() {
        // Windows 01–02, 02–03, 03–04: after the second only the rows of April are unseen.
        assert_eq!(count(2, Some("2024-02 … 2024-03"), None).total, 4);
        assert_eq!(count(2, None, None).total, 16);
    }

    #[test]
    fn rows_that_are_too_old_are_counted_apart() {
        // The windows end on the 5th of each month: 31 days from March to April, 60 from February.
        let found = count(1, None, Some(40.0));
        assert_eq!((found.total, found.too_old), (8, 8));
        assert_eq!((count(1, None, Some(31.0)).total, count(1, None, Some(30.5)).total), (8, 4));
    }
}
