//! What a decision about retraining looks at: the history, its alerts, the last training, the labels.

use serde::{Deserialize, Serialize};

use super::WindowMark;
use crate::monitor::{Alert, Timeline, Window};

/// What is known when it is decided.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopFacts<'a> {
    /// Registered model that it is about.
    pub model: &'a str,
    /// Clock, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// Whether a person asks for it: nothing else has to then.
    pub by_hand: bool,
    /// The history.
    pub timeline: &'a Timeline,
    /// The alerts of the history, open or over.
    pub alerts: &'a [Alert],
    /// The last training; `None` where none is known.
    pub last_training: Option<TrainedAt>,
    /// Rows to learn from.
    pub labelled: LabelledRows,
}

/// When the champion's line was last trained.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TrainedAt {
    /// In milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// The newest window that it saw; `None` for a training on the reference alone.
    pub newest: Option<WindowMark>,
}

/// Rows with a label that no training has seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LabelledRows {
    /// In all, without those that are too old.
    pub total: u64,
    /// The same by class.
    pub per_class: Vec<ClassRows>,
    /// Those that are too old to count.
    pub too_old: u64,
}

/// Rows of a class.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassRows {
    /// The class.
    pub name: String,
    /// Rows.
    pub rows: u64,
}

impl LoopFacts<'_> {
    /// Windows that came after the last training; all of them where it saw none.
    pub fn windows_since_training(&self) -> u64 {
        let mark = self.last_training.as_ref().and_then(|training| training.newest.as_ref());
        mark.map_or(self.timeline.windows.len(), |mark| mark.windows_after(self.timeline)) as u64
    }

    /// Alerts that are open in the newest window.
    pub fn open_alerts(&self) -> impl Iterator<Item = &Alert> {
        let windows = self.timeline.windows.len();
        let open =
            move |alert: &&Alert| alert.window < windows && alert.over.is_none_or(|over| over >= windows);
        self.alerts.iter().filter(open)
    }
}

impl WindowMark {
    /// Where a window stands.
    pub fn of(window: &Window) -> Self {
        Self {
            name: window.name.clone(),
            end_ms: window.times.map(|(_, end)| end),
            last_row: window.last_row,
        }
    }

    /// How many windows of a history come after this one.
    ///
    /// It is found by its name, unless the window of that name begins after its end: then a file of the
    /// same name holds other rows. Without such a window those count that end later, and without times
    /// those whose last row is later; in a history that ends before that row, all.
    pub fn windows_after(&self, timeline: &Timeline) -> usize {
        let windows = &timeline.windows;
        if let Some(place) = windows.iter().rposition(|window| self.is_of(window)) {
            return windows.len().saturating_sub(place + 1);
        }
        let ends: Option<Vec<i64>> = windows.iter().map(|window| window.times.map(|(_, end)| end)).collect();
        if let (Some(mark), Some(ends)) = (self.end_ms, ends) {
            return ends.into_iter().filter(|end| *end > mark).count();
        }
        if windows.last().is_none_or(|newest| newest.last_row < self.last_row) {
            return windows.len();
        }
        windows.iter().filter(|window| window.last_row > self.last_row).count()
    }

    fn is_of(&self, window: &Window) -> bool {
        let begins_later = match (self.end_ms, window.times) {
            (Some(end), Some((begin, _))) => begin > end,
            _ => false,
        };
        window.name == self.name && !begins_later
    }
}

impl LabelledRows {
    /// Rows of a class; 0 of one that has none.
    pub fn of_class(&self, name: &str) -> u64 {
        self.per_class.iter().find(|class| class.name == name).map_or(0, |class| class.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::WindowRule;

    /// Name, first and last time, last row.
    type Made<'a> = (&'a str, Option<(i64, i64)>, u64);

    fn history(windows: &[Made<'_>]) -> Timeline {
        let window = |&(name, times, last_row): &(&str, Option<(i64, i64)>, u64)| Window {
            name: name.to_owned(),
            last_row,
            times,
            ..Window::default()
        };
        Timeline {
            reference: String::new(),
            reference_rows: 0,
            rule: WindowRule::default(),
            reference_windows: Vec::new(),
            windows: windows.iter().map(window).collect(),
            series: Vec::new(),
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

    fn mark(name: &str, end_ms: Option<i64>, last_row: u64) -> WindowMark {
        WindowMark { name: name.to_owned(), end_ms, last_row }
    }

    #[test]
    fn a_window_is_found_by_its_name_even_where_it_has_grown() {
        let months = history(&[
            ("2024-01", Some((0, 30)), 9),
            ("2024-02", Some((31, 59)), 19),
            ("2024-03", Some((60, 80)), 29),
        ]);
        assert_eq!(mark("2024-02", Some(45), 15).windows_after(&months), 1);
        assert_eq!(mark("2024-03", Some(80), 29).windows_after(&months), 0);
    }

    #[test]
    fn a_file_of_the_same_name_with_later_rows_is_another_window() {
        let tonight = history(&[("current.csv", Some((100, 199)), 499)]);
        assert_eq!(mark("current.csv", Some(99), 499).windows_after(&tonight), 1);
        assert_eq!(mark("current.csv", Some(199), 499).windows_after(&tonight), 0);
        let without_times = history(&[("current.csv", None, 499)]);
        assert_eq!(mark("current.csv", None, 499).windows_after(&without_times), 0);
    }

    #[test]
    fn without_its_name_times_count_then_rows_then_all() {
        let timed = history(&[("a", Some((0, 9)), 9), ("b", Some((10, 19)), 19), ("c", Some((20, 29)), 29)]);
        assert_eq!(mark("gone", Some(9), 29).windows_after(&timed), 2);
        assert_eq!(mark("gone", Some(29), 0).windows_after(&timed), 0);
        // The mark has no time, so its row decides.
        assert_eq!(mark("gone", None, 19).windows_after(&timed), 1);
        let half = history(&[("a", None, 9), ("b", Some((10, 19)), 19)]);
        assert_eq!(mark("gone", Some(0), 9).windows_after(&half), 1, "not every window has times");
        // A history that ends before the row is another one.
        assert_eq!(mark("gone", None, 1_000).windows_after(&half), 2);
        assert_eq!(mark("gone", None, 1_000).windows_after(&history(&[])), 0);
    }
}
