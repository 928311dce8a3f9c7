//! What the form of watching asks, as plain values, and the task that follows from it.

use crate::data::{Kind, Role};
use crate::drift::Policy;
use crate::monitor::{MonitorError, Pane, Slice, WatchSettings, WindowRule};
use crate::worker::protocol::TableInfo;

/// How current data is cut, as the menu names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cut {
    /// One window a file.
    #[default]
    File,
    /// So many rows a window.
    Rows,
    /// So many windows.
    Number,
    /// A day of the timestamp.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
}

impl Cut {
    /// All, in order of the menu.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Rows, Self::Number, Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// Its value in the menu.
    pub fn id(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Rows => "rows",
            Self::Number => "number",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// Its name in the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "one per file",
            Self::Rows => "by rows",
            Self::Number => "by number",
            Self::Day => "by day",
            Self::Week => "by week",
            Self::Month => "by month",
            Self::Quarter => "by quarter",
        }
    }

    /// The cut of an id; the first for one that is none.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|cut| cut.id() == id).unwrap_or_default()
    }

    /// Whether it has a size of its own.
    pub fn has_size(self) -> bool {
        matches!(self, Self::Rows | Self::Number)
    }

    /// Whether it needs a timestamp.
    pub fn is_calendar(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Quarter)
    }
}

/// What the form holds. Empty texts leave the choice to the tool.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchForm {
    /// The model that predicts; `None` takes predictions from columns.
    pub model: Option<u32>,
    /// How current data is cut; `None` by files where there are several, else into ten.
    pub cut: Option<Cut>,
    /// Rows a window, or windows.
    pub size: u64,
    /// Panes a window.
    pub panes: u32,
    /// Column of true labels.
    pub target: String,
    /// Column of times.
    pub timestamp: String,
    /// Column that joins labels.
    pub label_id: String,
    /// Column of a sensitive attribute.
    pub sensitive: String,
    /// Class that is selected for.
    pub positive: String,
    /// A slice, as `column=value`.
    pub slice: String,
}

impl Default for WatchForm {
    fn default() -> Self {
        Self {
            model: None,
            cut: None,
            size: 500,
            panes: 1,
            target: String::new(),
            timestamp: String::new(),
            label_id: String::new(),
            sensitive: String::new(),
            positive: String::new(),
            slice: String::new(),
        }
    }
}

impl WatchForm {
    /// The cut that holds for so many current files.
    pub fn cut_of(&self, files: usize) -> Cut {
        self.cut.unwrap_or(if files > 1 { Cut::File } else { Cut::Number })
    }

    /// The size that holds: ten windows unless told otherwise.
    pub fn size_of(&self, files: usize) -> u64 {
        if self.cut.is_none() && self.cut_of(files) == Cut::Number { 10 } else { self.size }
    }

    /// The settings of a task on so many current files.
    ///
    /// # Errors
    ///
    /// [`MonitorError::Slice`] for a slice that is none.
    pub fn settings(&self, files: usize, policy: &Policy) -> Result<WatchSettings, MonitorError> {
        let size = self.size_of(files);
        let pane = match self.cut_of(files) {
            Cut::File => Pane::File,
            Cut::Rows => Pane::Rows(size),
            Cut::Number => Pane::Number(size),
            Cut::Day => Pane::Day,
            Cut::Week => Pane::Week,
            Cut::Month => Pane::Month,
            Cut::Quarter => Pane::Quarter,
        };
        let named = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Ok(WatchSettings {
            windows: WindowRule { pane, panes: self.panes },
            target: named(&self.target),
            timestamp: named(&self.timestamp),
            slice: named(&self.slice).map(|text| Slice::read(&text)).transpose()?,
            sensitive: named(&self.sensitive),
            positive: named(&self.positive),
            label_id: named(&self.label_id),
            policy: policy.clone(),
            seed: 1,
            ..WatchSettings::default()
        })
    }
}

/// Columns that can be the target, the likely ones first.
pub fn targets(table: &TableInfo) -> Vec<String> {
    let by_role = table.columns.iter().filter(|column| column.role == Role::Target);
    let others = table.columns.iter().filter(|column| column.role == Role::Feature);
    by_role.chain(others).map(|column| column.name.clone()).collect()
}

/// Columns that can be times, the likely ones first.
pub fn times(table: &TableInfo) -> Vec<String> {
    let is_time = |column: &&crate::worker::protocol::ColumnInfo| {
        column.role == Role::Timestamp || column.kind == Kind::Datetime
    };
    let likely = table.columns.iter().filter(is_time);
    let others = table.columns.iter().filter(|column| !is_time(column));
    likely.chain(others).map(|column| column.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_windows_and_one_file_is_cut_into_ten() {
        let form = WatchForm::default();
        let policy = Policy::default();
        assert_eq!(form.settings(3, &policy).unwrap().windows.pane, Pane::File);
        assert_eq!(form.settings(1, &policy).unwrap().windows.pane, Pane::Number(10));
        let rows = WatchForm { cut: Some(Cut::Rows), size: 200, ..form };
        assert_eq!(rows.settings(1, &policy).unwrap().windows.pane, Pane::Rows(200));
    }

    #[test]
    fn a_slice_that_is_none_is_refused() {
        let form = WatchForm { slice: "age".to_owned(), ..WatchForm::default() };
        assert!(form.settings(1, &Policy::default()).unwrap_err().to_string().contains("column=value"));
    }

    #[test]
    fn every_cut_is_found_by_its_id() {
        assert!(Cut::ALL.into_iter().all(|cut| Cut::of(cut.id()) == cut));
    }
}
